package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// dropRetold leaves out what the story tells again: the title what the body tells in
// full, and later sentences an act of the same parties about the same matter on a
// day that may be the same. The one that names more stays, the earlier of equals.
func dropRetold(ss []schema.Statement, titled bool) []schema.Statement {
	gone := make([]bool, len(ss))
	for i, t := range ss {
		for k, b := range ss {
			if i != k && !gone[k] && !gone[i] && tellsAgain(t, b, titled) {
				gone[i] = !tellsAgain(b, t, titled) || k < i
			}
		}
	}
	var out []schema.Statement
	for i, t := range ss {
		if !gone[i] {
			out = append(out, t)
		}
	}
	return out
}

// tellsAgain says whether t tells no more than b, which stands elsewhere in the story.
func tellsAgain(t, b schema.Statement, titled bool) bool {
	rel, _ := schema.Relations().Get(t.Relation)
	if t.Sentence == b.Sentence || t.Type != b.Type || t.Polarity != b.Polarity || rel.Kind == "standing" {
		return false
	}
	same := t.Relation == b.Relation
	if titled && t.Sentence == 0 {
		return (same || len(t.Actors) > 0 && len(t.Actors)+len(t.Recipients) > 1) && named(b.Actors, t.Actors, true) && named(b.Recipients, t.Recipients, true)
	}
	if !same || titled && b.Sentence == 0 || t.Modality != b.Modality || len(t.Actors) == 0 || len(t.Recipients)+len(t.Issues) == 0 && !rel.Symmetric {
		return false
	}
	return named(b.Actors, t.Actors, false) && named(b.Recipients, t.Recipients, false) && sameMatter(t, b, rel) && mayBeSameDay(t.Date, b.Date) && mayBeSame(t.Place, b.Place)
}

// named says whether all of some are among all, in other words perhaps: a group by
// part of its words, and in a title a state for who acts for it.
func named(all, some []schema.Ref, title bool) bool {
	return !slices.ContainsFunc(some, func(r schema.Ref) bool {
		return !slices.ContainsFunc(all, func(a schema.Ref) bool {
			return a.ID == r.ID || title && r.State != "" && r.Name == r.State && a.State == r.State || shorter(r, a) || title && shorter(a, r)
		})
	})
}

// shorter says whether r is a by fewer of its words: "rebels" of "rebels of the
// Northern Front".
func shorter(r, a schema.Ref) bool {
	if r.Linked || a.Linked || r.State != a.State && r.State != "" && a.State != "" {
		return false
	}
	of := strings.Fields(strings.ToLower(a.Name))
	for _, w := range strings.Fields(strings.ToLower(r.Name)) {
		if !slices.Contains(of, w) {
			return false
		}
	}
	return true
}

// sameMatter says whether both may be about the same: what is said may be said of
// other things too, what is done to somebody is one act.
func sameMatter(t, b schema.Statement, rel schema.Relation) bool {
	if len(t.Issues) == 0 {
		return len(t.Recipients) > 0 || rel.Symmetric
	}
	return slices.ContainsFunc(t.Issues, func(i schema.Ref) bool {
		return slices.ContainsFunc(b.Issues, func(o schema.Ref) bool { return i.ID == o.ID || shorter(i, o) || shorter(o, i) })
	})
}

// mayBeSameDay says whether one date is unknown or lies in the other.
func mayBeSameDay(a, b string) bool { return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) }

// mayBeSame says whether one place is unknown or both are one.
func mayBeSame(a, b schema.Ref) bool { return a.IsZero() || b.IsZero() || a.ID == b.ID }
