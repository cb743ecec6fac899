package schema

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Gap is a time in which the tables know no holder of an office of a state:
// the first and the last month (YYYY-MM) of two or more.
type Gap struct{ State, Office, From, To string }

// Gaps lists the times between two months in which no head of state or
// government, and (where the tables have any) no foreign minister, is known of
// the states that exist today, sorted by state.
func (w *World) Gaps(from, to string) []Gap {
	var out []Gap
	for _, e := range w.order {
		if e.Status != "state" || len(e.Heads) == 0 {
			continue
		}
		out = append(out, w.gaps(e, "head", append(slices.Clone(e.Heads), "leader", "chief_adviser", "acting_president", "acting_prime_minister", "administrator"), max(from, e.From), to)...)
		if len(w.byOffice["foreign_minister|"+e.State]) > 0 {
			out = append(out, w.gaps(e, "foreign_minister", []string{"foreign_minister"}, max(from, e.From), to)...)
		}
	}
	slices.SortFunc(out, func(a, b Gap) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return out
}

func (w *World) gaps(e *Entity, office string, kinds []string, from, to string) []Gap {
	var terms []Term
	for _, k := range kinds {
		terms = append(terms, w.byOffice[k+"|"+e.State]...)
	}
	month, err := time.Parse("2006-01", firstDay(from)[:7])
	if err != nil {
		return nil
	}
	var out []Gap
	first, last := "", ""
	for ; ; month = month.AddDate(0, 1, 0) {
		m := month.Format("2006-01")
		held := m > to || slices.ContainsFunc(terms, func(t Term) bool { // a month that a term touches is held
			return firstDay(t.Start)[:7] <= m && (t.End == "" || lastDay(t.End)[:7] >= m)
		})
		switch {
		case !held && first == "":
			first, last = m, m
		case !held:
			last = m
		case first != "":
			if first != last {
				out = append(out, Gap{e.State, office, first, last})
			}
			first = ""
		}
		if m > to {
			return out
		}
	}
}
