package graph

import (
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/shape"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
)

// stepFrom is the plan for those who have one of the nodes under a predicate.
func stepFrom(t *testing.T, q *pgQuads, nodes shape.Shape) shape.Shape {
	t.Helper()
	quads, ok := q.OptimizeShape(shape.Quads{{Dir: quad.Object, Values: nodes}, {Dir: quad.Predicate, Values: fixed("ir:opposes")}})
	if !ok {
		t.Fatal("no select of quads")
	}
	out, ok := q.OptimizeShape(shape.NodesFrom{Dir: quad.Subject, Quads: quads})
	if !ok {
		t.Fatal("no select of nodes")
	}
	return out
}

func fixed(id quad.IRI) shape.Fixed {
	return shape.Fixed{csql.NodeHash{ValueHash: graph.HashOf(id)}}
}

// TestOncePerStep holds the plan of a path that is wanted once to passing each
// node on once from step to step, and that of another to leaving all paths in.
func TestOncePerStep(t *testing.T) {
	q := &pgQuads{plan: newPlanner()}
	path := stepFrom(t, q, stepFrom(t, q, stepFrom(t, q, fixed("ir:Dam"))))
	if sql, _ := statement(path.(pgSelect).sel); strings.Contains(sql, "DISTINCT") {
		t.Errorf("a path that is wanted as often as it is there: %s", sql)
	}
	out, ok := q.OptimizeShape(shape.Unique{From: path})
	unique, isUnique := out.(shape.Unique)
	once, isOnce := unique.From.(pgOnce)
	if !ok || !isUnique || !isOnce {
		t.Fatalf("got %#v", out)
	}
	sql, args := statement(once.sel)
	if strings.Count(sql, "SELECT DISTINCT") != 2 || strings.HasPrefix(sql, "SELECT DISTINCT") || len(args) != 4 {
		t.Errorf("got %d arguments and %s", len(args), sql)
	}
	if _, again := q.OptimizeShape(out); again {
		t.Error("it is planned again and again")
	}
	tagged, ok := q.OptimizeShape(shape.Save{Tags: []string{"who"}, From: path})
	if _, once := q.OptimizeShape(shape.Unique{From: tagged}); !ok || once {
		t.Errorf("a path with tags is cut short: %#v", tagged)
	}
}

// TestFilterOfAllNodes holds a filter of all nodes to one look at their table.
func TestFilterOfAllNodes(t *testing.T) {
	q := &pgQuads{plan: newPlanner()}
	until := shape.Comparison{Op: iterator.CompareLTE, Val: quad.String("2017")}
	all, _ := q.OptimizeShape(shape.AllNodes{})
	out, ok := q.OptimizeShape(shape.Filter{From: all, Filters: []shape.ValueFilter{until}})
	if !ok {
		t.Fatal("not planned")
	}
	if sql, _ := statement(out.(pgSelect).sel); strings.Count(sql, "nodes") != 1 {
		t.Errorf("got %s", sql)
	}
	tagged, _ := q.OptimizeShape(shape.Save{Tags: []string{"day"}, From: all})
	out, ok = q.OptimizeShape(shape.Filter{From: tagged, Filters: []shape.ValueFilter{until}})
	if sel, is := out.(pgSelect); !ok || !is || len(sel.sel.Fields) != 2 {
		t.Errorf("the tag is lost: %#v", out)
	}
}
