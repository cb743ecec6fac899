package extract

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/schema"
)

// TestSets holds the tables of sets to what the code asks for: no set that it
// does not name.
func TestSets(t *testing.T) {
	asked := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`= setOf\("(\w+)"\)`).FindAllSubmatch(text, -1) {
			asked[string(m[1])] = true
		}
	}
	have := slices.Sorted(maps.Keys(allSets()))
	if diff := cmp.Diff(slices.Sorted(maps.Keys(asked)), have); diff != "" {
		t.Errorf("sets (-asked for +in the tables):\n%s", diff)
	}
}

// TestActs holds the members of acts.tsv to being relations or event types.
func TestActs(t *testing.T) {
	sets, err := rules.Sets("acts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for name, set := range sets {
		for member := range set {
			_, isRelation := schema.Relations().Get(member)
			if _, isType := schema.Relations().Plover(member); !isRelation && !isType {
				t.Errorf("%s: %s is neither a relation nor a type", name, member)
			}
		}
	}
}

// TestSetsSorted keeps the tables in the order in which they are looked through.
func TestSetsSorted(t *testing.T) {
	for _, name := range []string{"sets.tsv", "acts.tsv"} {
		text, err := os.ReadFile(filepath.Join("rules", name))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:]
		if !slices.IsSorted(lines) {
			t.Errorf("%s is not sorted", name)
		}
	}
}
