package schema_test

import (
	"fmt"

	"github.com/entente-kg/entente/schema"
)

func ExampleStatement_Direct() {
	lima := schema.Ref{ID: schema.EntityID("Lima"), Name: "Lima", Linked: true}
	s := schema.Statement{
		Article: "art:a1", Type: "CONSULT", Relation: "met", Place: lima,
		Actors: []schema.Ref{
			{ID: schema.EntityID("Ana Ruiz"), Name: "Ana Ruiz", State: "Peru"},
			{ID: schema.EntityID("Jon Bell"), Name: "Jon Bell", State: "Canada"},
		},
		Modality: schema.Asserted, Polarity: schema.Positive, DateSource: schema.FromNone,
	}
	for _, e := range append(s.Direct(), s.Derived()...) {
		fmt.Println(e.Subject, e.Predicate, e.Object)
	}
	// Output:
	// <ir:Ana_Ruiz> <ir:met> <ir:Jon_Bell>
	// <ir:Jon_Bell> <ir:met> <ir:Ana_Ruiz>
	// <ir:Canada> <ir:consultedWith> <ir:Peru>
	// <ir:Peru> <ir:consultedWith> <ir:Canada>
}
