package graph

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// gizmoReads are three functions that a query finds on g besides those of
// Cayley: records, read and subjects. They give what a path would, for many
// nodes at a time and without a call of JavaScript for each value.
type gizmoReads struct {
	ctx  context.Context
	vm   *goja.Runtime
	qs   graph.QuadStore
	find finder

	known   map[string]graph.Ref // nodes by their text
	calling string               // the function, for errors
}

// addReads gives a session's engine these functions.
func addReads(ctx context.Context, engine *goja.Runtime, qs graph.QuadStore) error {
	r := &gizmoReads{ctx: ctx, vm: engine, qs: qs, find: finderOf(qs), known: map[string]graph.Ref{}}
	g := r.vm.Get("g").ToObject(r.vm)
	add := func(name string, f func(goja.FunctionCall) goja.Value) error {
		return g.Set(name, func(call goja.FunctionCall) goja.Value {
			r.calling = name
			return f(call)
		})
	}
	return errors.Join(add("records", r.records), add("read", r.read), add("subjects", r.subjects))
}

// engineOf is the JavaScript engine of a session, which keeps it to itself.
func engineOf(session *gizmo.Session) *goja.Runtime {
	return (*goja.Runtime)(reflect.ValueOf(session).Elem().FieldByName("vm").UnsafePointer())
}

// records(nodes, predicates) gives records {id, values} of the nodes, sorted, with
// what read adds to them.
func (r *gizmoReads) records(call goja.FunctionCall) goja.Value {
	var ids []string
	for _, item := range r.list(call.Argument(0)) {
		ids = append(ids, r.text(item))
	}
	slices.Sort(ids)
	records := make([]any, len(ids))
	nodes, into := make([]graph.Ref, len(ids)), make([]*goja.Object, len(ids))
	for i, id := range ids {
		record := r.vm.NewObject()
		into[i] = r.vm.NewObject()
		nodes[i] = r.nodeOf(id)
		r.check(record.Set("id", id))
		r.check(record.Set("values", into[i]))
		records[i] = record
	}
	r.readInto(into, nodes, nil, call.Argument(1))
	return r.vm.NewArray(records...)
}

// read(records, predicates) adds to records {id, values} what their nodes say
// under the predicates, or under all if there are none: to the lists in values,
// by predicate, what they do not hold yet. A record with a graph gets what its
// node says there; either all have one or none.
func (r *gizmoReads) read(call goja.FunctionCall) goja.Value {
	records := r.list(call.Argument(0))
	nodes, graphs, into := make([]graph.Ref, len(records)), []graph.Ref(nil), make([]*goja.Object, len(records))
	for i, item := range records {
		record, ok := item.(*goja.Object)
		if !ok || record.Get("id") == nil || record.Get("values") == nil {
			r.refuse(item, "a record with id and values")
		}
		nodes[i], into[i] = r.node(record.Get("id")), record.Get("values").ToObject(r.vm)
		if label := record.Get("graph"); label != nil && !goja.IsUndefined(label) {
			graphs = append(graphs, r.node(label))
		}
	}
	if graphs != nil && len(graphs) != len(records) {
		r.refuse(call.Argument(0), "records that all have a graph or none")
	}
	r.readInto(into, nodes, graphs, call.Argument(1))
	return call.Argument(0)
}

func (r *gizmoReads) readInto(into []*goja.Object, nodes, graphs []graph.Ref, list goja.Value) {
	var predicates []graph.Ref
	if !goja.IsUndefined(list) && !goja.IsNull(list) {
		predicates = r.nodes(list)
	}
	found := make([][]said, len(nodes))
	var refs []graph.Ref
	r.check(r.find.Find(r.ctx, quad.Subject, nodes, predicates, graphs, func(i int, predicate, value graph.Ref) {
		found[i] = append(found[i], said{predicate, value})
		refs = append(refs, predicate, value)
	}))
	values := r.valuesOf(refs)
	for i, list := range found {
		r.add(into[i], list, values)
	}
}

// said is what a node says: a predicate and a value.
type said struct{ predicate, value graph.Ref }

// add adds to the lists of an object, by predicate, what they do not hold yet.
func (r *gizmoReads) add(to *goja.Object, list []said, values map[any]goja.Value) {
	for len(list) > 0 {
		key := list[0].predicate.Key()
		predicate := values[key].String()
		var items []any
		if old := to.Get(predicate); old != nil {
			for _, item := range r.list(old) {
				items = append(items, item)
			}
		}
		rest := list[:0]
		for _, s := range list {
			if s.predicate.Key() != key {
				rest = append(rest, s)
			} else if v := values[s.value.Key()]; !slices.ContainsFunc(items, func(item any) bool { return v.StrictEquals(item.(goja.Value)) }) {
				items = append(items, v)
			}
		}
		list = rest
		r.check(to.Set(predicate, r.vm.NewArray(items...)))
	}
}

// subjects(nodes, predicates, predicate, values) lists, each once, who has one
// of the nodes under one of the predicates, and, if a predicate and values come
// after that, one of the values under it.
func (r *gizmoReads) subjects(call goja.FunctionCall) goja.Value {
	refs := r.having(r.nodes(call.Argument(0)), r.nodes(call.Argument(1)))
	if !goja.IsUndefined(call.Argument(2)) {
		refs = r.among(refs, r.node(call.Argument(2)), r.nodes(call.Argument(3)))
	}
	values := r.valuesOf(refs)
	items := make([]any, len(refs))
	for i, ref := range refs {
		items[i] = values[ref.Key()]
	}
	return r.vm.NewArray(items...)
}

// having lists, each once, who has one of the values under one of the
// predicates.
func (r *gizmoReads) having(values, predicates []graph.Ref) (subjects []graph.Ref) {
	met := map[any]bool{}
	r.check(r.find.Find(r.ctx, quad.Object, values, predicates, nil, func(_ int, _, subject graph.Ref) {
		if key := subject.Key(); !met[key] {
			met[key] = true
			subjects = append(subjects, subject)
		}
	}))
	return subjects
}

// manyNodes is how many it takes to look for the values' side of a condition,
// which may be the smaller one.
const manyNodes = 1000

// among lists those of the nodes that have one of the values under the
// predicate. It asks the nodes, or the values where fewer quads have these.
func (r *gizmoReads) among(nodes []graph.Ref, predicate graph.Ref, values []graph.Ref) []graph.Ref {
	has := map[any]bool{}
	if len(nodes) > manyNodes && r.quadsOf(values) < int64(len(nodes)) {
		for _, subject := range r.having(values, []graph.Ref{predicate}) {
			has[subject.Key()] = true
		}
	} else {
		wanted := map[any]bool{}
		for _, value := range values {
			if value != nil {
				wanted[value.Key()] = true
			}
		}
		r.check(r.find.Find(r.ctx, quad.Subject, nodes, []graph.Ref{predicate}, nil, func(i int, _, value graph.Ref) {
			if wanted[value.Key()] {
				has[nodes[i].Key()] = true
			}
		}))
	}
	return slices.DeleteFunc(nodes, func(node graph.Ref) bool { return !has[node.Key()] })
}

// quadsOf is about how many quads have one of the values.
func (r *gizmoReads) quadsOf(values []graph.Ref) (n int64) {
	for _, value := range values {
		if value != nil {
			size, err := r.qs.QuadIteratorSize(r.ctx, quad.Object, value)
			r.check(err)
			n += size.Size
		}
	}
	return n
}

// valuesOf gives nodes as a query sees them.
func (r *gizmoReads) valuesOf(refs []graph.Ref) map[any]goja.Value {
	out := map[any]goja.Value{}
	var unknown []graph.Ref
	for _, ref := range refs {
		if _, ok := out[ref.Key()]; !ok {
			out[ref.Key()] = nil
			unknown = append(unknown, ref)
		}
	}
	values, err := graph.ValuesOf(r.ctx, r.qs, unknown)
	r.check(err)
	for i, v := range values {
		out[unknown[i].Key()] = r.vm.ToValue(scriptValue(v))
		if id, ok := v.(quad.IRI); ok {
			r.known[id.String()] = unknown[i]
		}
	}
	return out
}

// scriptValue is a value as Cayley hands it to JavaScript: text, numbers and
// truth values plain, all else as it is written in N-Quads.
func scriptValue(v quad.Value) any {
	if v == nil {
		return nil
	}
	out := v.Native()
	if same, ok := out.(quad.Value); ok && same == v {
		return quad.StringOf(v)
	}
	return out
}

// list, nodes, node and text read arguments.

func (r *gizmoReads) list(v goja.Value) []goja.Value {
	list, ok := v.(*goja.Object)
	if !ok || list.ClassName() != "Array" {
		r.refuse(v, "a list")
	}
	var out []goja.Value
	for i := range list.Get("length").ToInteger() {
		item := list.Get(strconv.FormatInt(i, 10))
		if item == nil {
			r.refuse(goja.Undefined(), "a list without holes")
		}
		out = append(out, item)
	}
	return out
}

func (r *gizmoReads) nodes(v goja.Value) []graph.Ref {
	list := r.list(v)
	out := make([]graph.Ref, len(list))
	for i, item := range list {
		out[i] = r.node(item)
	}
	return out
}

func (r *gizmoReads) node(v goja.Value) graph.Ref { return r.nodeOf(r.text(v)) }

func (r *gizmoReads) text(v goja.Value) string {
	text, ok := v.Export().(string)
	if !ok || text == "" {
		r.refuse(v, "a node as text")
	}
	return text
}

func (r *gizmoReads) nodeOf(text string) graph.Ref {
	ref, ok := r.known[text]
	if !ok {
		ref = r.find.NodeOf(quad.StringToValue(text))
		r.known[text] = ref
	}
	return ref
}

func (r *gizmoReads) refuse(v goja.Value, want string) {
	panic(r.vm.NewTypeError("%s: got %s, want %s", r.calling, v, want))
}

// check throws an error at the query.
func (r *gizmoReads) check(err error) {
	if err != nil {
		panic(r.vm.NewGoError(err))
	}
}
