package extract

import (
	"sync"

	"github.com/entente-kg/entente/extract/rules"
)

// setOf is a set of the tables sets.tsv (words, mostly lemmas) and acts.tsv
// (relations and event types). It is for package variables: a set that no table
// has stops the program at its start.
func setOf(name string) map[string]bool {
	set, ok := allSets()[name]
	if !ok {
		panic("rules: no table has the set " + name)
	}
	return set
}

var allSets = sync.OnceValue(func() map[string]map[string]bool {
	sets, err := rules.Sets("sets.tsv", "acts.tsv")
	if err != nil {
		panic(err)
	}
	return sets
})
