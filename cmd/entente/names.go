package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/queries"
	"github.com/entente-kg/entente/schema"
)

// nameIndex finds entities of the tables by what people call them.
type nameIndex struct {
	world *schema.World
	ranks [rankCount]map[string][]quad.IRI // by folded name
}

// The ranks of a name, the surest first: a name of a lower rank is looked at
// only where no higher one fits.
const (
	rankName  = iota // the entity's own name, or its IRI
	rankAlias        // another name of it
	rankLoose        // a demonym, a family name used alone, what an issue is known by
	rankCount
)

var builtinNames = sync.OnceValues(func() (*nameIndex, error) {
	world, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	return newNameIndex(world), nil
})

func newNameIndex(w *schema.World) *nameIndex {
	x := &nameIndex{world: w}
	for i := range x.ranks {
		x.ranks[i] = map[string][]quad.IRI{}
	}
	for _, e := range w.Entities() {
		x.add(rankName, e.ID, e.Name, string(e.ID), e.ISO3)
		x.add(rankAlias, e.ID, e.Aliases...)
		x.add(rankLoose, e.ID, append([]string{e.Family}, e.Demonyms...)...)
	}
	for _, i := range w.Issues() {
		x.add(rankName, i.ID, i.Name, string(i.ID))
		x.add(rankLoose, i.ID, i.Triggers...)
	}
	return x
}

func (x *nameIndex) add(rank int, id quad.IRI, names ...string) {
	for _, n := range names {
		if key := fold(n); key != "" && !slices.Contains(x.ranks[rank][key], id) {
			x.ranks[rank][key] = append(x.ranks[rank][key], id)
		}
	}
}

// fold makes "the U.S. Congress", "US Congress" and "ir:US_Congress" the same.
func fold(name string) string {
	name = strings.TrimPrefix(strings.Trim(name, "<>"), schema.NSEntity)
	name = strings.NewReplacer("_", " ", ".", "", "’", "'").Replace(strings.ToLower(name))
	name = strings.Join(strings.Fields(name), " ")
	return strings.TrimPrefix(name, "the ")
}

// Find lists whom the name may mean, by the surest rank that has anybody.
func (x *nameIndex) Find(name string) []quad.IRI {
	key := fold(name)
	for _, rank := range x.ranks {
		if ids := rank[key]; len(ids) > 0 {
			return ids
		}
	}
	if m, ok := x.body(name); ok {
		return []quad.IRI{m.ref.ID}
	}
	return nil
}

// body is an office or agency that a pattern makes for a state or
// organisation.
type body struct {
	ref    schema.Ref
	of     string // id of the state or organisation
	office schema.OfficeKind
	agency schema.AgencyKind // one of the two has a key
}

// body finds an office or agency by its name or id.
func (x *nameIndex) body(name string) (body, bool) {
	key := fold(name)
	for _, k := range x.world.Agencies() {
		for _, of := range x.owners(key, k.NamePattern, k.IDPattern) {
			if ref, ok := x.world.Agency(k, of); ok && (fold(ref.Name) == key || fold(string(ref.ID)) == key) {
				return body{ref: ref, of: of, agency: k}, true
			}
		}
	}
	for _, k := range x.world.Offices() {
		for _, of := range x.owners(key, k.NamePattern, k.IDPattern) {
			if ref := x.world.OfficeRef(k, of); !ref.IsZero() && (fold(ref.Name) == key || fold(string(ref.ID)) == key) {
				return body{ref: ref, of: of, office: k}, true
			}
		}
	}
	return body{}, false
}

// owners are the states and organisations whose name stands in key where the
// patterns have their slot.
func (x *nameIndex) owners(key string, patterns ...string) []string {
	var out []string
	for _, p := range patterns {
		before, rest, _ := strings.Cut(p, "{")
		_, after, ok := strings.Cut(rest, "}")
		middle, fits := strings.CutPrefix(key+" ", strings.TrimPrefix(fold(before)+" ", " "))
		middle, fits2 := strings.CutSuffix(" "+strings.TrimSpace(middle), strings.TrimSuffix(" "+fold(after), " "))
		if !ok || !fits || !fits2 {
			continue
		}
		for _, rank := range x.ranks {
			for _, id := range rank[fold(middle)] {
				out = append(out, strings.TrimPrefix(string(id), schema.NSEntity))
			}
		}
	}
	return out
}

// Resolve finds the one that the name means; it knows none where the name is
// shared.
func (x *nameIndex) Resolve(name string) (quad.IRI, bool) {
	ids := x.Find(name)
	if len(ids) != 1 {
		return "", false
	}
	return ids[0], true
}

// iri is whom the name means, as queries take it: found, or made of the name.
func (x *nameIndex) iri(name string) quad.IRI {
	if id, ok := x.Resolve(name); ok {
		return id
	}
	return schema.EntityID(strings.TrimPrefix(strings.Trim(name, "<>"), schema.NSEntity))
}

// hint says, where a query found nothing, which names the tables do not know
// or know more than one of.
func (x *nameIndex) hint(q queries.Query, args map[string]string) string {
	for _, p := range q.Params {
		name := args[p.Name]
		if name == "" || p.Kind != queries.KindEntity && p.Kind != queries.KindIssue {
			continue
		}
		if h := x.doubt(name); h != "" {
			return fmt.Sprintf("--%s: %s", p.Name, h)
		}
	}
	return "entente stats says what the store holds"
}

// doubt says what is unsure about a name, or nothing.
func (x *nameIndex) doubt(name string) string {
	switch ids := x.Find(name); len(ids) {
	case 0:
		return fmt.Sprintf("%q is not in the tables; spell it as the articles do", name)
	case 1:
		return ""
	default:
		texts := make([]string, len(ids))
		for i, id := range ids {
			texts[i] = string(id)
		}
		slices.Sort(texts)
		return fmt.Sprintf("%q may mean %s; give one of these", name, strings.Join(texts, ", "))
	}
}
