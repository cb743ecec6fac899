package extract

import (
	"slices"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// parties are who the phrases at toks name, with all that is coordinated with
// them, each once: words that only introduce or explain a name beside them name
// nobody else.
func (s *sentence) parties(toks []int) []int {
	var heads []int
	for _, t := range toks {
		heads = append(heads, s.coordinates(t)...)
	}
	slices.Sort(heads)
	heads = slices.Compact(heads)
	return slices.DeleteFunc(slices.Clone(heads), func(k int) bool {
		return slices.ContainsFunc(heads, func(h int) bool { return h != k && s.introduces(k, h) || s.explains(k, h, len(heads)) })
	})
}

// introduces says whether the noun at k, or the office that it is of, belongs to
// the name at h behind it: "the rights group [Amnesty]", "opposition leader and
// former minister [Kaya]".
func (s *sentence) introduces(k, h int) bool {
	m := s.at[h]
	if m == nil || h < k || m.kind != aName && m.kind != aPerson && m.kind != anOrg {
		return false
	}
	office := s.at[k]
	if office == nil && s.toks[k].UPOS != "NOUN" || office != nil && (office.kind != anOffice || office == m) {
		return false
	}
	if office == nil && m.from == k+1 {
		return true
	}
	if m.kind == anOrg || office == nil && s.nounClass(k) != "people" || s.toks[k].XPOS == "NNS" || s.child(k, "det", "nummod", "nmod:poss") >= 0 {
		return false
	}
	from := k + 1
	if office != nil {
		from = office.to
		if m.refs[0].State != "" && office.refs[0].State != m.refs[0].State || office.from > 0 && s.toks[office.from-1].UPOS == "DET" {
			return false
		}
	}
	return from < m.from+1 && s.lower(from) == "and" && s.titlesBetween(from+1, h)
}

// titlesBetween says whether nothing but titles and attributes stands from the
// token to the name at h, and nobody that they could be of.
func (s *sentence) titlesBetween(from, h int) bool {
	for k := from; k < h; k++ {
		if m := s.at[k]; m != nil && m != s.at[h] && m.kind != anOffice {
			return false
		}
		switch s.toks[k].UPOS {
		case "NOUN", "ADJ", "PROPN", "VERB":
		default:
			return false
		}
		if s.toks[k].XPOS == "NNS" {
			return false
		}
	}
	return from < h
}

// explains says whether the noun at k says of the name at h what it is: "Kaya, the
// movement's leader, said", "called Kaya a traitor". All is how many heads the
// parse has put side by side.
func (s *sentence) explains(k, h, all int) bool {
	if m := s.at[h]; h == k || speakingTexts[s.lemma(k)] || s.at[k] != nil || s.toks[k].UPOS != "NOUN" || m == nil || m.kind != aName && m.kind != aPerson && m.kind != anOrg && m.kind != aState {
		return false
	}
	if h < k && s.is(k, "obj") && s.toks[k].Head == s.toks[h].Head && s.has(k, []string{"det"}, "a", "an") {
		return true
	}
	first, second := min(k, h), max(k, h)
	if all != 2 || s.headline || s.at[h].kind == aState || s.child(k, "cc") >= 0 || s.child(h, "cc") >= 0 || s.child(second, "det", "nmod:poss") < 0 && !s.bareRole(second) {
		return false
	}
	return slices.ContainsFunc(s.toks[first:second], func(t nlp.Token) bool { return t.Form == "," })
}

// bareRole says whether the noun at i tells without an article what somebody is to
// somebody: ", son of the late king,".
func (s *sentence) bareRole(i int) bool {
	of := s.child(i, "nmod")
	return i > 0 && s.toks[i].XPOS == "NN" && s.toks[i-1].Form == "," && of >= 0 && s.preposition(of) == "of" && s.nounClass(i) == "people"
}

// ofNoteAmong takes who is named under "including" and who they are among: of
// people whom nothing marks the larger number is enough ("nine Kenyans, including
// two children"), and of a number of people those in service ("six people,
// including two officers").
func ofNoteAmong(all, some []schema.Ref) (_, named []schema.Ref) {
	some = exceptRefs(some, plain)
	if len(some) > 0 && inService(some) {
		all = exceptRefs(all, plain)
	}
	return all, some
}

// plain says whether the words name people whom nothing marks: "20 civilians", not
// "20 Spanish engineers".
func plain(r schema.Ref) bool {
	_, behind, _ := strings.Cut(r.Name, " ") // the first word may begin a sentence
	return isPlain(r, plainPeople) && behind == strings.ToLower(behind)
}

// isPlain says whether r is words of the text, for nobody of note, whose noun is
// among the given ones.
func isPlain(r schema.Ref, nouns map[string]bool) bool {
	head, _, _ := strings.Cut(strings.ToLower(r.Name), " of ")
	words := strings.Fields(head)
	return r.State == "" && !r.Linked && len(words) > 0 && nouns[singular(words[len(words)-1])]
}

var plainPeople = setOf("plainPeople")

// markedVictims leaves out of a strike that nobody known did those who only stand
// beside a victim in service ("a policeman and two civilians"), and of any strike
// or seizure the places that it hit, which are where it happened.
func (s *sentence) markedVictims(st *schema.Statement) {
	if st.Type != "ASSAULT" && st.Relation != "seized" {
		return
	}
	known := slices.ContainsFunc(st.Actors, func(r schema.Ref) bool { return r.State != "" || r.Linked })
	if !known && st.Type == "ASSAULT" && inService(st.Recipients) {
		st.Recipients = exceptRefs(st.Recipients, plain)
	}
	st.Recipients = exceptRefs(st.Recipients, func(r schema.Ref) bool { return isPlain(r, struck) && !stateSites([]schema.Ref{r}) })
}

// struck are where people live or trade: strikes on them have a place, not a
// recipient.
var struck = setOf("struck")

// crowd names those by what they do of whom the text gives no more than a number
// ("100,000 march against the tax").
func crowd(st *schema.Statement) {
	if st.Type != "PROTEST" {
		return
	}
	for i, r := range st.Actors {
		if r.Linked || r.State != "" || slices.ContainsFunc(strings.Fields(r.Name), func(w string) bool { return !amounts[singular(strings.ToLower(w))] && !isNumber(w) }) {
			continue
		}
		st.Actors[i] = schema.Ref{ID: schema.EntityID("protesters"), Name: "protesters"}
	}
	st.Actors = dedupe(st.Actors)
}

// amounts are the words of numbers that are written out.
var amounts = setOf("amounts")

func isNumber(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return !unicode.IsDigit(r) && r != ',' && r != '.' }) < 0
}

// opposed is whom the adjective at i is against: "anti-government", "anti-Kaya",
// "anti-American". What it is against that is nobody ("anti-tax") is left out.
func (s *sentence) opposed(i int) []schema.Ref {
	const anti = "anti-"
	t := s.toks[i]
	if len(t.Form) <= len(anti) || !strings.EqualFold(t.Form[:len(anti)], anti) {
		return nil
	}
	t.Form, t.Start, t.UPOS, t.XPOS = t.Form[len(anti):], t.Start+len(anti), "PROPN", "NNP"
	t.Head, t.Deprel = -1, "root" // it stands alone
	if !startsUpper(t.Form) {
		if !rulers[t.Form] {
			return nil
		}
		return []schema.Ref{{ID: schema.EntityID(t.Form), Name: t.Form}}
	}
	name := &sentence{tree: newTree([]nlp.Token{t}, false), st: s.st, idx: s.idx, at: make([]*mention, 1)}
	s.st.c.gaz.names(s.st.doc.Text, name.toks, func(sp span, es []entry) { name.at[0] = name.tableMention(sp, es) })
	if name.at[0] == nil {
		name.at[0] = name.surname(0, 1)
	}
	if m := name.at[0]; m != nil && m.isActor() {
		return m.refs
	}
	return []schema.Ref{{ID: schema.EntityID(t.Form), Name: t.Form}}
}

// rulers are the common nouns of those whom protests are against.
var rulers = setOf("rulers")
