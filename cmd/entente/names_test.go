package main

import (
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	names, err := builtinNames()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		want []quad.IRI
	}{
		{"Wang Yi", []quad.IRI{"ir:Wang_Yi"}},
		{"wang yi", []quad.IRI{"ir:Wang_Yi"}},
		{"ir:Wang_Yi", []quad.IRI{"ir:Wang_Yi"}},
		{"<ir:Wang_Yi>", []quad.IRI{"ir:Wang_Yi"}},
		{"Sergei Lavrov", []quad.IRI{"ir:Sergey_Lavrov"}},
		{"Lavrov", []quad.IRI{"ir:Sergey_Lavrov"}},
		{"USA", []quad.IRI{"ir:United_States"}},
		{"the United States", []quad.IRI{"ir:United_States"}},
		{"Russian", []quad.IRI{"ir:Russia"}},
		{"Minister of Foreign Affairs of Russia", []quad.IRI{"ir:Minister_of_Foreign_Affairs_of_Russia"}},
		{"President of the United States", []quad.IRI{"ir:President_of_the_United_States"}},
		{"THAAD", []quad.IRI{"ir:THAAD_deployment_in_South_Korea"}},
		{"Nobody Atall", nil},
		{"", nil},
	} {
		if d := cmp.Diff(c.want, names.Find(c.name)); d != "" {
			t.Errorf("%q (-want +got):\n%s", c.name, d)
		}
	}
}

func TestFindSharedName(t *testing.T) {
	names, err := builtinNames()
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := names.Resolve("Trump"); ok {
		t.Error("a family name that two persons share was resolved")
	}
	if got, want := names.doubt("Trump"), `"Trump" may mean ir:Donald_Trump, ir:Melania_Trump; give one of these`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := names.doubt("Wang Yi"); got != "" {
		t.Errorf("a plain name is doubted: %s", got)
	}
}
