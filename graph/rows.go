package graph

import (
	"context"
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
)

// rowOf makes a row of what a Gizmo session sends; ok is false for the value
// of the last expression, which is no row.
func rowOf(ctx context.Context, qs graph.QuadStore, result any) (row any, ok bool, err error) {
	r, isResult := result.(*gizmo.Result)
	if !isResult || r.Meta {
		return nil, false, nil
	}
	if r.Tags == nil {
		row, err := native(r.Val)
		return row, true, err
	}
	row, err = tagged(ctx, qs, r.Tags)
	return row, true, err
}

func tagged(ctx context.Context, qs graph.QuadStore, tags map[string]graph.Ref) (map[string]any, error) {
	names := make([]string, 0, len(tags))
	refs := make([]graph.Ref, 0, len(tags))
	for name, ref := range tags {
		if ref != nil {
			names, refs = append(names, name), append(refs, ref)
		}
	}
	values, err := graph.ValuesOf(ctx, qs, refs)
	if err != nil {
		return nil, fmt.Errorf("gizmo: %w", err)
	}
	row := make(map[string]any, len(names))
	for i, v := range values {
		if v != nil {
			row[names[i]] = nativeValue(v)
		}
	}
	return row, nil
}

func nativeValue(v quad.Value) any {
	switch v := v.(type) {
	case quad.IRI, quad.BNode:
		return v
	case quad.TypedString:
		return string(v.Value)
	}
	return v.Native()
}

// native makes plain Go values of what JavaScript exports.
func native(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, int64, float64:
		return v, nil
	case time.Time:
		return v.UTC(), nil
	case string:
		return nativeText(v), nil
	case quad.Value:
		return nativeValue(v), nil
	case *big.Int:
		return v.String(), nil
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32:
		return r.Int(), nil
	case reflect.Slice, reflect.Array:
		return nativeList(r)
	case reflect.Map:
		return nativeMap(r)
	}
	return nil, fmt.Errorf("gizmo: %w: emit: %T is no data", ErrBadQuery, v)
}

func nativeList(r reflect.Value) (any, error) {
	list := make([]any, r.Len())
	for i := range list {
		var err error
		if list[i], err = native(r.Index(i).Interface()); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func nativeMap(r reflect.Value) (any, error) {
	m := make(map[string]any, r.Len())
	for _, k := range r.MapKeys() {
		v, err := native(r.MapIndex(k).Interface())
		if err != nil {
			return nil, err
		}
		m[fmt.Sprint(k.Interface())] = v
	}
	return m, nil
}

// nativeText knows the nodes again that Gizmo handed to JavaScript as text.
func nativeText(s string) any {
	if iri, ok := strings.CutPrefix(s, "<"); ok {
		if iri, ok = strings.CutSuffix(iri, ">"); ok && checkIRI(quad.IRI(iri)) == nil {
			return quad.IRI(iri)
		}
	}
	if name, ok := strings.CutPrefix(s, "_:"); ok && checkNode(quad.BNode(name)) == nil {
		return quad.BNode(name)
	}
	return s
}
