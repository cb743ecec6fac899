package graph

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/shape"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph/shapes"
)

// pgSelect is the shape of what a select gives.
type pgSelect struct {
	quads *pgQuads
	sel   csql.Select
}

func (s pgSelect) BuildIterator(graph.QuadStore) graph.Iterator { return s.quads.scan(s.sel) }

func (s pgSelect) Optimize(shape.Optimizer) (shape.Shape, bool) { return s, false }

func (q *pgQuads) selected(s csql.Select) shape.Shape { return pgSelect{q, s} }

// OptimizeShape makes one select of as much of a query as it can, with
// Cayley's own planner: chains of steps and intersections become joins. What
// PostgreSQL answers otherwise than Go does is left to Go: patterns, and
// comparisons of text of types that Cayley does not know.
func (q *pgQuads) OptimizeShape(s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case shape.AllNodes:
		return q.selected(csql.AllNodes()), true
	case shape.Except, shape.Union:
		return shapes.Repair(s)
	case shape.Filter:
		return q.optimizeFilter(s)
	case shape.Quads:
		return q.optimizeQuads(s)
	case shape.NodesFrom:
		return q.planned(s, shape.NodesFrom{Dir: s.Dir, Quads: bare(s.Quads)})
	case shape.QuadsAction:
		return q.optimizeAction(s)
	case shape.Intersect:
		return q.optimizeIntersect(s)
	case shape.Save:
		if slices.ContainsFunc(s.Tags, func(tag string) bool { return strings.HasPrefix(tag, pgPrefix) }) {
			return s, false // it would pass for a column of the planner's
		}
		from := bare(s.From)
		if fixed, ok := from.(shape.Fixed); ok { // as in Out(["<p>", "<q>"], "how")
			if sel, ok := q.listOf(fixed); ok {
				from = sel
			}
		}
		return q.planned(s, shape.Save{Tags: s.Tags, From: from})
	case shape.Page:
		return q.planned(s, shape.Page{From: bare(s.From), Skip: s.Skip, Limit: s.Limit})
	case shape.Unique:
		if from, ok := s.From.(pgSelect); ok && hasNodesOnly(from.sel) {
			return shape.Unique{From: pgOnce{q, once(from.sel)}}, true
		}
	}
	return s, false
}

// pgOnce is the shape of a select whose nodes are wanted once each. No select is
// joined with it.
type pgOnce pgSelect

func (s pgOnce) BuildIterator(graph.QuadStore) graph.Iterator { return s.quads.scan(s.sel) }

func (s pgOnce) Optimize(shape.Optimizer) (shape.Shape, bool) { return s, false }

// hasNodesOnly says whether a select gives nodes without tags.
func hasNodesOnly(s csql.Select) bool {
	return len(s.Fields) == 1 && s.Fields[0].Alias == pgNode && s.Limit == 0 && s.Offset == 0
}

// once is the select for those who want each of its nodes once: then each step
// before the last is to give a node once, too, and not once for each of the
// paths to it, whose number multiplies from step to step.
func once(s csql.Select) csql.Select {
	s = s.Clone()
	for i, source := range s.From {
		step, ok := source.(csql.Subquery)
		if !ok || !hasNodesOnly(step.Query) {
			continue
		}
		step.Query = once(step.Query)
		node := &step.Query.Fields[0]
		name := csql.Field{Name: node.Name, Table: node.Table}.SQL(csql.NewBuilder(pgDialect()))
		*node = csql.Field{Name: "DISTINCT " + name, Raw: true, Alias: pgNode}
		s.From[i] = step
	}
	return s
}

// planned gives what Cayley's planner makes of a shape whose parts are bare,
// or the shape as it was.
func (q *pgQuads) planned(was, s shape.Shape) (shape.Shape, bool) {
	out, ok := q.plan.OptimizeShape(s)
	if !ok {
		return was, false
	}
	if sel, isSelect := out.(csql.Select); isSelect {
		return q.selected(sel), true
	}
	return out, true
}

// bare takes the select out of the shape that holds it, for Cayley's planner,
// which changes it in place.
func bare(s shape.Shape) shape.Shape {
	if sel, ok := s.(pgSelect); ok {
		return sel.sel.Clone()
	}
	return s
}

func (q *pgQuads) optimizeQuads(s shape.Quads) (shape.Shape, bool) {
	out := make(shape.Quads, len(s))
	for i, f := range s {
		out[i] = shape.QuadFilter{Dir: f.Dir, Values: bare(f.Values)}
		if fixed, ok := f.Values.(shape.Fixed); ok {
			sel, ok := q.listOf(fixed)
			if !ok {
				return s, false
			}
			if len(fixed) > 1 {
				out[i].Values = sel
			}
		}
	}
	return q.planned(s, out)
}

func (q *pgQuads) optimizeAction(s shape.QuadsAction) (shape.Shape, bool) {
	filter := make(map[quad.Direction]graph.Ref, len(s.Filter))
	for d, ref := range s.Filter {
		h, ok := hashOf(ref)
		if !ok {
			return s, false
		}
		filter[d] = csql.NodeHash{ValueHash: h}
	}
	for _, tags := range s.Save {
		if slices.ContainsFunc(tags, func(tag string) bool { return strings.HasPrefix(tag, pgPrefix) }) {
			return s, false
		}
	}
	was := s
	s.Filter = filter
	return q.planned(was, s)
}

// optimizeIntersect joins the selects of an intersection, and the lists of
// nodes with them.
func (q *pgQuads) optimizeIntersect(s shape.Intersect) (shape.Shape, bool) {
	out := make(shape.Intersect, len(s))
	selects := 0
	for i, part := range s {
		out[i] = bare(part)
		if sel, ok := part.(pgSelect); ok && sel.sel.Limit == 0 && sel.sel.Offset == 0 {
			selects++
		}
	}
	if selects == 0 {
		return s, false
	}
	for i, part := range out {
		if fixed, ok := part.(shape.Fixed); ok {
			if sel, ok := q.listOf(fixed); ok {
				out[i] = sel
			}
		}
	}
	joined, ok := q.plan.OptimizeShape(out)
	if !ok {
		return s, false
	}
	switch joined := joined.(type) {
	case csql.Select:
		return q.selected(joined), true
	case shape.Intersect:
		for i, part := range joined {
			if sel, ok := part.(csql.Select); ok {
				joined[i] = q.selected(sel)
			}
		}
		return joined, true
	}
	return s, false
}

// listOf is a select of given nodes; ok is false where one is no node of the
// store but a value made on the way.
func (q *pgQuads) listOf(fixed shape.Fixed) (sel csql.Select, ok bool) {
	rows := make([]string, len(fixed))
	for i, ref := range fixed {
		h, ok := hashOf(ref)
		if !ok {
			return sel, false
		}
		rows[i] = `('\x` + hex.EncodeToString(h[:]) + `'::bytea)`
	}
	q.lists++
	alias := fmt.Sprintf("list_%d", q.lists)
	return csql.Select{
		Fields: []csql.Field{{Table: alias, Name: "column1", Alias: pgNode}},
		From:   []csql.Source{csql.Table{Name: "(VALUES " + strings.Join(rows, ", ") + ")", Alias: alias}},
	}, len(rows) > 0
}

// optimizeFilter lets the server compare, as far as it does so as Go does.
func (q *pgQuads) optimizeFilter(s shape.Filter) (shape.Shape, bool) {
	from, ok := s.From.(pgSelect)
	all := isAllNodes(s.From)
	if !all && (!ok || from.sel.Limit > 0 || from.sel.Offset > 0) {
		return s, false
	}
	var where []csql.Where
	var params []csql.Value
	var left []shape.ValueFilter
	for _, f := range s.Filters {
		w, p, ok := comparison(f)
		if !ok {
			left = append(left, f)
			continue
		}
		where, params = append(where, w...), append(params, p...)
	}
	if len(where) == 0 {
		return s, false
	}
	joined := q.selected(csql.Nodes(where, params))
	if !all {
		if joined, ok = q.optimizeIntersect(shape.Intersect{from, joined}); !ok {
			return s, false
		}
	}
	if len(left) > 0 {
		return shape.Filter{From: joined, Filters: left}, true
	}
	return joined, true
}

// isAllNodes says whether a shape gives all nodes, without tags.
func isAllNodes(s shape.Shape) bool {
	if _, ok := s.(shape.AllNodes); ok {
		return true
	}
	sel, ok := s.(pgSelect)
	return ok && hasNodesOnly(sel.sel) && len(sel.sel.Where) == 0 && slices.Equal(sel.sel.From, csql.AllNodes().From)
}

var pgOperators = map[iterator.Operator]string{
	iterator.CompareLT: "<", iterator.CompareLTE: "<=", iterator.CompareGT: ">", iterator.CompareGTE: ">=",
}

// comparison is a filter in SQL. Text compares byte by byte, whatever the
// database's own order is.
func comparison(f shape.ValueFilter) (where []csql.Where, params []csql.Value, ok bool) {
	c, ok := f.(shape.Comparison)
	op, known := pgOperators[c.Op]
	if !ok || !known {
		return nil, nil, false
	}
	on := func(column, op string, v csql.Value, more ...csql.Where) ([]csql.Where, []csql.Value, bool) {
		return append([]csql.Where{{Field: column, Op: csql.CmpOp(op), Value: csql.Placeholder{}}}, more...), []csql.Value{v}, true
	}
	null := func(column string) csql.Where { return csql.Where{Field: column, Op: csql.OpIsNull} }
	text := fmt.Sprintf(`COLLATE "C" %s`, op)
	switch v := c.Val.(type) {
	case quad.Int:
		return on("value_int", op, csql.IntVal(v))
	case quad.Float:
		return on("value_float", op, csql.FloatVal(v))
	case quad.Time:
		return on("value_time", op, csql.TimeVal(v))
	case quad.String:
		return on("value_string", text, csql.StringVal(v), null("iri"), null("bnode"), null("datatype"), null("language"))
	case quad.IRI:
		return on("value_string", text, csql.StringVal(v), csql.Where{Field: "iri", Op: csql.OpIsTrue})
	case quad.BNode:
		return on("value_string", text, csql.StringVal(v), csql.Where{Field: "bnode", Op: csql.OpIsTrue})
	}
	return nil, nil, false
}
