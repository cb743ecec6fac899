package eval

import (
	"context"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// MentionResolver resolves a phrase by what the coder recognises in it and the
// tables know of that. For a phrase that names no single body ("taxi drivers")
// the titles of offices and the phrases of agencies give the sector.
type MentionResolver struct {
	coder   Explainer
	world   *schema.World
	sectors map[quad.IRI]string // of the offices and agencies that patterns make
	phrases map[string]string   // titles and phrases, lower case, and their sectors
	longest int                 // words of the longest phrase
}

// NewMentionResolver prepares a resolver over the world's tables.
func NewMentionResolver(c Explainer, w *schema.World) *MentionResolver {
	r := &MentionResolver{coder: c, world: w, sectors: map[quad.IRI]string{}, phrases: map[string]string{}}
	for _, e := range w.Entities() {
		if e.Kind != schema.KindState {
			continue
		}
		state := strings.TrimPrefix(string(e.ID), schema.NSEntity)
		for _, k := range w.Offices() {
			r.sectors[w.OfficeRef(k, state).ID] = k.Sector
		}
		for _, k := range w.Agencies() {
			if ref, ok := w.Agency(k, state); ok {
				r.sectors[ref.ID] = k.Sector
			}
		}
	}
	for _, of := range []string{"state", "either", "org"} { // a president without more is a state's
		for _, k := range w.Offices() {
			if k.Of == of {
				r.learn(k.Titles, k.Sector)
			}
		}
	}
	for _, k := range w.Agencies() {
		r.learn(k.Phrases, k.Sector)
	}
	return r
}

func (r *MentionResolver) learn(phrases []string, sector string) {
	for _, p := range phrases {
		if _, ok := r.phrases[p]; !ok {
			r.phrases[p] = sector
			r.longest = max(r.longest, len(strings.Fields(p)))
		}
	}
}

// Resolve takes the phrase for a text of its own.
func (r *MentionResolver) Resolve(phrase, day string) (ref schema.Ref, sector, iso3 string) {
	article, err := schema.NewArticle(schema.ArticleFields{Text: phrase, Date: day})
	if err != nil { // an odd day
		if article, err = schema.NewArticle(schema.ArticleFields{Text: phrase}); err != nil {
			return schema.Ref{}, "", ""
		}
	}
	trace, err := r.coder.Explain(context.Background(), article)
	if err != nil {
		return schema.Ref{}, "", ""
	}
	for _, s := range trace.Sentences {
		for _, m := range s.Mentions {
			if r.rank(m) > r.rank(ref) {
				ref = m
			}
		}
	}
	sector = r.sector(ref, day)
	if e, ok := r.world.Entity(string(ref.ID)); sector == "" || !ok || e.Kind == schema.KindState || e.IsPlace() {
		if said := r.said(phrase); said != "" {
			sector = said
		}
	}
	return ref, sector, r.country(ref, day)
}

// rank prefers persons to bodies, bodies to states, and states to places.
func (r *MentionResolver) rank(ref schema.Ref) int {
	e, ok := r.world.Entity(string(ref.ID))
	switch {
	case ref.IsZero(), !ref.Linked && ref.State == "":
		return 0
	case ok && e.IsPlace():
		return 1
	case ok && e.Kind == schema.KindState:
		return 2
	case ok && e.Kind == schema.KindPerson:
		return 4
	}
	return 3
}

// sector is the entity's own; a person's is that of the office held on the day,
// and ELI (former officials) after the last one.
func (r *MentionResolver) sector(ref schema.Ref, day string) string {
	e, ok := r.world.Entity(string(ref.ID))
	if !ok {
		return r.sectors[ref.ID]
	}
	switch e.Kind {
	case schema.KindState:
		return "" // the state as such
	case schema.KindPerson:
	default:
		return e.Sector
	}
	terms := r.world.Terms(string(e.ID))
	for _, t := range terms {
		if t.Covers(day) {
			return r.office(t.Office)
		}
	}
	if len(terms) > 0 && day > terms[len(terms)-1].Start {
		return "ELI"
	}
	return e.Sector
}

func (r *MentionResolver) office(kind string) string {
	for _, k := range r.world.Offices() {
		if k.Key == kind {
			return k.Sector
		}
	}
	return ""
}

// said is the sector of the longest title or phrase of an agency in the phrase,
// in the singular or plural; "former" makes it ELI.
func (r *MentionResolver) said(phrase string) string {
	all := strings.Fields(strings.ToLower(phrase))
	for n := min(r.longest, len(all)); n > 0; n-- {
		for i := 0; i+n <= len(all); i++ {
			run := strings.Join(all[i:i+n], " ")
			for _, p := range []string{run, strings.TrimSuffix(run, "s")} {
				if sector, ok := r.phrases[p]; ok && i > 0 && all[i-1] == "former" {
					return "ELI"
				} else if ok {
					return sector
				}
			}
		}
	}
	return ""
}

// country is the code of the state that ref is, acts for or lies in; for
// international bodies that of the family they belong to.
func (r *MentionResolver) country(ref schema.Ref, day string) string {
	e, ok := r.world.Entity(string(ref.ID))
	if s, known := r.world.Entity(string(ref.StateID())); ref.State != "" && known {
		return s.ISO3
	}
	if !ok {
		return ""
	}
	if s, known := r.world.Entity(r.world.StateOf(e, day)); known {
		return s.ISO3
	}
	switch {
	case e.Sector != "IGO" && e.Kind != "IGO":
		return ""
	case r.belongs(e, "United_Nations"):
		return "UNO"
	case r.belongs(e, "European_Union"):
		return "EUR"
	}
	return "IGO"
}

func (r *MentionResolver) belongs(e *schema.Entity, family string) bool {
	for range 5 { // parents of parents; a loop in the tables must not hang us
		if strings.TrimPrefix(string(e.ID), schema.NSEntity) == family {
			return true
		}
		up, ok := r.world.Entity(e.Parent)
		if !ok {
			return false
		}
		e = up
	}
	return false
}
