package eval

import (
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// KnownNames lists the names and aliases of a world's actors and places as hints
// for the search for names: persons, also by their family name, states and
// places, organisations. Demonyms are left out.
func KnownNames(w *schema.World) *nlp.NameList {
	list := &nlp.NameList{}
	for _, e := range w.Entities() {
		label := "ORG"
		switch {
		case e.Kind == schema.KindPerson:
			label = "PER"
		case e.Kind == schema.KindState, e.IsPlace():
			label = "LOC"
		}
		list.Add(e.Name, label)
		for _, alias := range e.Aliases {
			list.Add(alias, label)
		}
		list.Add(e.Family, label)
	}
	return list
}
