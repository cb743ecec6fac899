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
	same := t.Relation == b.Relation || onlyTalks(t, b)
	if titled && t.Sentence == 0 {
		return (same || len(t.Actors) > 0 && len(t.Actors)+len(t.Recipients) > 1) && (named(b.Actors, t.Actors, true) || same && len(t.Recipients) > 0 && actFor(b.Actors, t.Actors)) && named(b.Recipients, t.Recipients, true)
	}
	if titled && b.Sentence == 0 || t.Modality != b.Modality || !mayBeSameDay(t.Date, b.Date) || !mayBeSame(t.Place, b.Place) {
		return false
	}
	if oneStrike(t, b) {
		return true
	}
	if !same || len(t.Actors) == 0 || len(t.Recipients)+len(t.Issues) == 0 && !rel.Symmetric {
		return false
	}
	return named(b.Actors, t.Actors, false) && named(b.Recipients, t.Recipients, false) && (sameMatter(t, b, rel) || t.Relation != b.Relation)
}

// onlyTalks says whether t tells of no more than talking, and b of the call or meeting
// in which that was done: "after Kaya spoke with Ruiz". What a meeting was about is more.
func onlyTalks(t, b schema.Statement) bool {
	return t.Relation == "negotiatedWith" && (b.Relation == "spokeByPhoneWith" || b.Relation == "met" && len(t.Issues) == 0)
}

// actFor says whether all of some stand for states for which one of all acts: the
// president in the title for the troops in the text.
func actFor(all, some []schema.Ref) bool {
	return len(some) > 0 && !slices.ContainsFunc(some, func(r schema.Ref) bool {
		return r.State == "" || !slices.ContainsFunc(all, func(a schema.Ref) bool { return a.State == r.State })
	})
}

// oneStrike says whether t tells again, without who did it or in another word, how
// those were struck whom b says to be struck: a strike is one act, whether it attacks,
// bombs or kills.
func oneStrike(t, b schema.Statement) bool {
	if t.Type != "ASSAULT" || t.Polarity == schema.Negative || len(t.Recipients) == 0 || t.Relation == b.Relation && len(t.Actors) > 0 {
		return false
	}
	if slices.ContainsFunc(t.Recipients, func(r schema.Ref) bool { return !r.Linked && r.State == "" && !startsUpper(r.Name) }) {
		return false // "soldiers" may be others
	}
	return sameRefs(t.Recipients, b.Recipients) && (len(t.Actors) == 0 || sameRefs(t.Actors, b.Actors)) && (len(t.Actors) == 0 || t.Date != "" && t.Date == b.Date)
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
