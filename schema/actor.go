package schema

import (
	"slices"
	"strings"
)

// Actor is what a phrase says of whom it names: the entity (zero where the
// phrase names none), the PLOVER sector (empty for a state as such, and where
// nothing tells), and the country: the ISO 3166 alpha-3 code of the state that
// the actor is, acts for or lies in, or UNO, EUR, IGO, NGO or
// IMG (armed groups of no one country) for international bodies.
type Actor struct {
	Ref     Ref
	Sector  string
	Country string
	Why     []string
}

// Actor reads a phrase of any form: a name, an office, a body, or common nouns
// with or without a state ("Ukrainian farmers", "rebels in Darfur"). Context are
// the words around it: where the phrase names no state and the context only
// one, it is that state's.
func (w *World) Actor(phrase, context, day string) Actor {
	r := w.read(phrase, context, day)
	var a Actor
	var best Candidate
	if c := w.Candidates(phrase, context, day); len(c) > 0 && (len(c) == 1 || c[0].Score > c[1].Score || c[0].Ref.State == c[1].Ref.State) {
		best = c[0]
		a.Ref, a.Why = best.Ref, best.Why
	}
	noun, strong := r.headSector()
	switch {
	case best.Entity != nil && best.Entity.Kind == KindPerson, best.Entity == nil && !best.Ref.IsZero():
		a.Sector = best.Sector
	case strong || best.Sector == "":
		a.Sector = noun
	default:
		a.Sector = best.Sector
	}
	if a.Sector == "" && best.Entity != nil {
		a.Sector = r.bareSector(best.Entity)
	}
	if r.former && (a.Sector == "GOV" || a.Sector == "LEG" || a.Sector == "MIL") {
		a.Sector = "ELI"
	}
	a.Country = r.country(best)
	return a
}

// bareSector is that of a people ("Nigerians": civilians), and of a territory
// that only some recognise.
func (r *reading) bareSector(e *Entity) string {
	if e.IsPlace() && e.Metonym != "" && e.Metonym == e.State && len(r.hits) == 1 && r.hits[0].to == len(r.words) {
		return "GOV" // a capital named alone is its government
	}
	if e.Kind != KindState {
		return ""
	}
	if e.ISO3 == "" && e.ClaimedBy != "" {
		return "PRE"
	}
	for _, h := range r.hits {
		last := strings.ToLower(r.words[h.to-1])
		people := strings.HasSuffix(last, "s") || strings.HasSuffix(last, "men")
		if len(h.names) > 0 && h.names[0].as == "demonym" && people && slices.Contains(e.Demonyms, strings.Join(r.words[h.from:h.to], " ")) && len(e.Demonyms) > 1 && e.Demonyms[0] != strings.Join(r.words[h.from:h.to], " ") {
			return "CVL"
		}
	}
	return ""
}

// after are the words that end the head of a noun phrase.
var afterHead = map[string]bool{"of": true, "in": true, "at": true, "for": true, "from": true, "to": true, "near": true, "on": true, "by": true, "with": true,
	"who": true, "that": true, "throughout": true, "across": true, "based": true, "living": true, "fleeing": true, "operating": true, "loyal": true, "outside": true, "inside": true, "against": true, "ordered": true}

// head is the end of the part of the mention before its first preposition.
func (r *reading) head() int {
	for i, word := range r.words {
		if i > 0 && afterHead[word] {
			return i
		}
	}
	return len(r.words)
}

// weakNouns say nothing of their own beside a named body: its leaders and
// members are of its sector.
var weakNouns = map[string]bool{"official": true, "leader": true, "member": true, "spokesman": true, "spokeswoman": true, "spokesperson": true, "chief": true, "head": true,
	"leadership": true, "side": true, "delegation": true, "representative": true, "director": true, "ally": true, "general secretary": true, "authority": true, "fighter": true, "force": true, "minister": true}

// headSector is the sector that the phrase's common nouns tell: the last one of
// its head, else the first after it. Strong says that it counts before that of
// a body that the phrase names.
func (r *reading) headSector() (sector string, strong bool) {
	head := r.head()
	after := ""
	for _, h := range r.hits {
		said := h.sector
		if said == "" && len(h.names) == 0 {
			said = r.officeSector(h)
		}
		if said == "" {
			continue
		}
		if h.to <= head {
			sector = said
			word := strings.ToLower(r.words[h.to-1])
			strong = !weakNouns[word] && !weakNouns[singular(word)]
		} else if after == "" {
			after = said
		}
	}
	if sector == "" {
		return after, false
	}
	return sector, strong
}

// officeSector is that of an office or body that no owner completes; a title
// without more is that of a state.
func (r *reading) officeSector(h hit) string {
	for _, of := range []string{"state", "either", "org"} {
		for _, k := range h.titles {
			if k.Of == of {
				return k.Sector
			}
		}
	}
	for _, k := range h.agencies {
		return k.Sector
	}
	return ""
}

// country is the code of the state of the candidate, else of the states that
// the phrase names, else of the only one that the context names.
func (r *reading) country(best Candidate) string {
	if id := r.livesIn(); id != "" {
		return r.w.iso3(id)
	}
	if best.Ref.State != "" {
		return r.w.iso3(strings.TrimPrefix(string(best.Ref.StateID()), NSEntity))
	}
	if e := best.Entity; e != nil {
		if id := r.w.StateOf(e, r.day); id != "" {
			return r.w.iso3(id)
		}
		if code := r.w.bloc(e); code != "" {
			return code
		}
	}
	if id := r.owner(); id != "" {
		return r.w.iso3(id)
	}
	if code := r.international(best); code != "" {
		return code
	}
	if len(r.about) == 1 && r.describes() {
		return r.w.iso3(r.about[0])
	}
	return ""
}

// international is the code of what no state owns: the body that the mention
// names, else by its words.
func (r *reading) international(best Candidate) string {
	for _, h := range r.hits {
		for _, n := range h.names {
			if code := r.w.bloc(n.ent); code != "" {
				return code
			}
		}
	}
	if best.Entity != nil || len(r.words) < 2 {
		return ""
	}
	for _, word := range r.words {
		switch word {
		case "International", "World", "Global":
			return "IGO"
		case "Association", "Forum", "Federation":
			return "NGO"
		}
	}
	for _, h := range r.hits {
		if h.sector == "NGO" {
			return "NGO"
		}
	}
	return ""
}

// describes says whether the mention names an actor at all, by a name or a
// noun: a pronoun or a day has no country.
func (r *reading) describes() bool {
	for _, word := range r.words {
		if word[0] >= 'A' && word[0] <= 'Z' {
			return true
		}
	}
	return len(r.hits) > 0
}

// livesIn is the state in which a people of another name lives: "ethnic
// Albanians in Serbia", "Albanians of southern Serbia".
func (r *reading) livesIn() string {
	head := r.head()
	if len(r.words) == 0 {
		return ""
	}
	ethnic := strings.EqualFold(r.words[0], "ethnic")
	if ethnic && head == len(r.words) && len(r.about) > 0 {
		others := slices.DeleteFunc(slices.Clone(r.about), func(id string) bool { return id == r.owner() })
		if len(others) == 1 {
			return others[0]
		}
	}
	if head == len(r.words) {
		return ""
	}
	people := len(r.hits) > 0 && r.hits[0].to == head && len(r.hits[0].names) > 0 && r.hits[0].names[0].as == "demonym"
	if !ethnic && !(people && r.words[head] == "of") {
		return ""
	}
	for _, h := range r.hits {
		if h.from > head {
			if id := r.stateOf(h); id != "" {
				return id
			}
		}
	}
	return ""
}

// iso3 is a state's code; of a territory that has none, that of the state from
// which it broke away.
func (w *World) iso3(id string) string {
	e := w.entities[id]
	for range 3 {
		if e == nil || e.ISO3 != "" || e.ClaimedBy == "" {
			break
		}
		e = w.entities[e.ClaimedBy]
	}
	if e == nil {
		return ""
	}
	return e.ISO3
}

// bloc is the code of an international body.
func (w *World) bloc(e *Entity) string {
	switch {
	case w.family(e, NSEntity+"United_Nations"):
		return "UNO"
	case w.family(e, NSEntity+"European_Union"):
		return "EUR"
	case e.Sector == "IGO" || e.Kind == "IGO" || e.Kind == "NGO" && e.State == "":
		return "IGO"
	case e.Kind == "ArmedGroup" && e.State == "":
		return "IMG" // an international militant group
	}
	return ""
}
