package graph_test

import (
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
	"github.com/cayleygraph/cayley/graph/graphtest/testutil"
	"github.com/cayleygraph/cayley/graph/path/pathtest"
	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/testkit/postgres"
)

// TestPostgresConformance runs Cayley's own tests of a store, one by one.
func TestPostgresConformance(t *testing.T) {
	oneGoroutine(t)
	conf := &graphtest.Config{NoPrimitives: true, TimeInMcs: true, TimeRound: true, OptimizesComparison: true}
	create := func(t testing.TB) (cayley.QuadStore, cayley.Options, func()) {
		qs, done, err := graph.PostgresQuads(t.Context(), postgres.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		return qs, nil, done
	}
	for _, c := range []struct {
		name string
		test func(testing.TB, testutil.DatabaseFunc, *graphtest.Config)
	}{
		{"LoadOneQuad", graphtest.TestLoadOneQuad},
		{"LoadDup", graphtest.TestLoadDup},
		{"LoadDupSingle", graphtest.TestLoadDupSingle},
		{"LoadDupRaw", graphtest.TestLoadDupRaw},
		{"Sizes", graphtest.TestSizes},
		{"Iterator", graphtest.TestIterator},
		{"HasA", graphtest.TestHasA},
		{"SetIterator", graphtest.TestSetIterator},
		{"DeleteQuad", graphtest.TestDeleteQuad},
		{"DeletedFromIterator", graphtest.TestDeletedFromIterator},
		{"LoadTypedQuads", graphtest.TestLoadTypedQuads},
		{"AddRemove", graphtest.TestAddRemove},
		{"IteratorsAndNextResultOrder", graphtest.TestIteratorsAndNextResultOrderA},
		{"CompareTypedValues", graphtest.TestCompareTypedValues},
		{"NodeDelete", graphtest.TestNodeDelete},
		{"Schema", graphtest.TestSchema},
		{"DeleteReinserted", graphtest.TestDeleteReinserted},
		{"DeleteReinsertedDup", graphtest.TestDeleteReinsertedDup},
		{"ZeroRune", zeroRune},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, create, conf) })
	}
	t.Run("Writers", func(t *testing.T) { graphtest.TestWriters(t, create, conf) })
	t.Run("1K", func(t *testing.T) { graphtest.Test1K(t, create, conf) })
	t.Run("1KBatch", func(t *testing.T) { graphtest.Test1KBatch(t, create, conf) })
	t.Run("Paths", func(t *testing.T) {
		file, _ := runtime.FuncForPC(reflect.ValueOf(pathtest.RunTestMorphisms).Pointer()).FileLine(0)
		t.Chdir(filepath.Dir(file)) // it reads its data from there
		pathtest.RunTestMorphisms(t, create)
	})
}

// zeroRune is the test that Cayley has for its SQL backends alone.
func zeroRune(t testing.TB, create testutil.DatabaseFunc, _ *graphtest.Config) {
	qs, opts, done := create(t)
	defer done()
	text := quad.String("AB\x00CD")
	if err := testutil.MakeWriter(t, qs, opts).AddQuad(quad.Quad{Subject: quad.IRI("bob"), Predicate: quad.IRI("pred"), Object: text}); err != nil {
		t.Fatal(err)
	}
	if got := qs.NameOf(qs.ValueOf(text)); got != quad.Value(text) {
		t.Errorf("got %v", got)
	}
}
