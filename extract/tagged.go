package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// tagged is a name of a person or body that the analyser sees in the text, whatever
// the tables know of its parts.
type tagged struct {
	Span
	person bool // else a body
}

// leastTagged is the probability from which a name of the analyser counts.
const leastTagged = 0.5

// taggedNames are the names of persons and bodies of more than one word, without words
// in small letters before them ("baron Ana Ruiz").
func (c *Coder) taggedNames(src *nlp.Sentence) []tagged {
	var out []tagged
	for _, n := range withNicknames(src.Tokens, c.parser.Names(src)) {
		for n.From < n.To && !startsUpper(src.Tokens[n.From].Form) && !nameParticles[src.Tokens[n.From].Form] {
			n.From++
		}
		least := float32(leastTagged)
		if more := quarterBehind(src.Tokens[n.To:]); more > 0 && n.Label == "ORG" {
			n.To += more
			least /= 2 // the head splits its belief between the shorter name and the longer
		}
		if n.Score >= least && n.To-n.From > 1 && !heldOrSigned[src.Tokens[n.To-1].Form] && (n.Label == "PER" || n.Label == "ORG") {
			out = append(out, tagged{Span{src.Tokens[n.From].Start, src.Tokens[n.To-1].End}, n.Label == "PER"})
		}
	}
	return out
}

// quarters are the regions that names of movements end with.
var quarters = setOf("quarters")

// quarterBehind is the number of tokens by which the name of a body goes on behind
// itself: "Alliance of Free Forces [of the West]".
func quarterBehind(toks []nlp.Token) int {
	if len(toks) > 2 && toks[0].Form == "of" && toks[1].Form == "the" && quarters[toks[2].Form] {
		return 3
	}
	return 0
}

// heldOrSigned are the last words of names of what is held or signed, which is no body.
var heldOrSigned = setOf("heldOrSigned")

// withNicknames makes one name of a given name, what somebody is called in quotation
// marks, and the surname: "Juan "Chico" Ruiz".
func withNicknames(toks []nlp.Token, names []nlp.Name) []nlp.Name {
	for i := 0; i+4 < len(toks); i++ {
		if !isQuote(toks[i+1].Form) || !isQuote(toks[i+3].Form) || !startsUpper(toks[i].Form) || !startsUpper(toks[i+2].Form) || !startsUpper(toks[i+4].Form) || toks[i+3].Start != toks[i+2].End {
			continue
		}
		from, to := i, i+5
		names = slices.DeleteFunc(names, func(n nlp.Name) bool {
			meets := n.From < to && from < n.To
			if meets {
				from, to = min(from, n.From), max(to, n.To)
			}
			return meets
		})
		at, _ := slices.BinarySearchFunc(names, from, func(n nlp.Name, from int) int { return n.From - from })
		names = slices.Insert(names, at, nlp.Name{From: from, To: to, Label: "PER", Score: 1})
		i = to - 1
	}
	return names
}

func isQuote(form string) bool {
	return form == "\"" || form == "“" || form == "”" || form == "'" || form == "‘" || form == "’"
}

// partOfPerson says whether what the tables know at [from, to) is only a part of
// somebody's name: the state in "Jordan Ruiz", the minister in "Luis Lavrov Diaz".
// What somebody holds office in, or comes from, is none ("mayor of Paris Ana Ruiz",
// "Israeli Ana Ruiz"), and people may have more names than the tables give them.
func (st *story) partOfPerson(toks []nlp.Token, from, to int, es []entry, names []tagged) bool {
	at := Span{toks[from].Start, toks[to-1].End}
	i := slices.IndexFunc(names, func(n tagged) bool { return n.person && n.From <= at.From && at.To <= n.To && n.Span != at })
	if i < 0 || names[i].From == at.From && st.ofOffice(toks, from) {
		return false
	}
	known := phraseKey(st.doc.Text[at.From:at.To])
	for _, e := range es {
		switch first := names[i].From == at.From; {
		case e.ent.Kind == schema.KindPerson:
			if strings.Contains(known, " ") && !(first && phraseKey(e.ent.Name) == known) {
				return false
			}
		case first && (e.role == byDemonym || !e.ent.IsPlace() && e.ent.Kind != schema.KindState):
			return false
		}
	}
	return slices.ContainsFunc(toks, func(t nlp.Token) bool {
		inside := names[i].From <= t.Start && t.End <= names[i].To && (t.End <= at.From || t.Start >= at.To)
		return inside && startsUpper(t.Form) && !st.c.isTitle(t.Form)
	})
}

// ofOffice says whether the name at i is what an office before it is of, or where
// somebody is.
func (st *story) ofOffice(toks []nlp.Token, i int) bool {
	if i > 0 && strings.EqualFold(toks[i-1].Form, "the") {
		i--
	}
	if i < 2 {
		return false
	}
	switch strings.ToLower(toks[i-1].Form) {
	case "in", "at":
		return true
	case "of", "to", "for", "from":
		office := strings.ToLower(toks[i-2].Form)
		return st.c.isTitle(office) || holders[office] || stateServants[office] || officers[office]
	}
	return false
}

// isTitle says whether the word is a title by itself: "King", "Senator".
func (c *Coder) isTitle(form string) bool {
	_, ok := c.gaz.titles[strings.ToLower(phraseKey(form))]
	return ok
}

// taggedAt is the tagged name that token i lies in, as tokens; empty where there is
// none, or where words in it belong to anybody but the places and peoples that names
// of bodies hold ("Free Front of [Mali]").
func (s *sentence) taggedAt(i int) (sp span, person bool) {
	k := slices.IndexFunc(s.names, func(n tagged) bool { return n.From <= s.toks[i].Start && s.toks[i].End <= n.To })
	if k < 0 {
		return span{}, false
	}
	n := s.names[k]
	inside := func(t nlp.Token) bool { return n.From <= t.Start && t.End <= n.To }
	sp = span{i, i + 1}
	for sp.from > 0 && inside(s.toks[sp.from-1]) {
		sp.from--
	}
	for sp.to < len(s.toks) && inside(s.toks[sp.to]) {
		sp.to++
	}
	for t := sp.from; t < sp.to; t++ {
		m := s.at[t]
		if m != nil && (n.person || m.from < sp.from || m.to > sp.to || m.kind != aState && m.kind != aDemonym && m.kind != aPlace) {
			return span{}, false
		}
	}
	return sp, n.person
}

// growNames gives the people and organisations of the tables all words of their names
// in the text: "[Omar Hassan Ahmad] al-Bashir". Titles stay outside.
func (s *sentence) growNames() {
	for _, n := range s.names {
		for _, m := range s.all() {
			at := Span{s.toks[m.from].Start, s.toks[m.to-1].End}
			if m.kind != aPerson && (m.kind != anOrg || n.person) || at.From < n.From || at.To > n.To {
				continue
			}
			for s.growsTo(m, n, m.from-1) {
				m.from--
			}
			for s.growsTo(m, n, m.to) {
				m.to++
			}
			s.put(m)
		}
	}
}

// growsTo says whether the word at i is one more of the name n that mention m is part
// of.
func (s *sentence) growsTo(m *mention, n tagged, i int) bool {
	if i < 0 || i >= len(s.toks) || s.at[i] != nil || s.toks[i].Start < n.From || n.To < s.toks[i].End || s.st.c.isTitle(s.toks[i].Form) {
		return false
	}
	if m.kind == aPerson {
		return true
	}
	_, to := s.st.c.gaz.titleAt(s.st.doc.Text, s.toks, i)
	return to == i && s.capitalised(i)
}

// isTaggedPerson says whether the analyser takes a name that the tables do not know for
// a person's.
func (s *sentence) isTaggedPerson(m *mention) bool {
	at := Span{s.toks[m.from].Start, s.toks[m.to-1].End}
	return m.kind == aName && slices.ContainsFunc(s.names, func(n tagged) bool { return n.person && n.Span == at })
}

// mendNames makes of each name of the analyser one phrase under one head, where the
// parser tore it apart, and that head the head of the titles before it ("[Sir] Ana
// Ruiz").
func mendNames(toks []nlp.Token, names []tagged) {
	for _, n := range names {
		from := slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Start >= n.From })
		to := from
		for to >= 0 && to < len(toks) && toks[to].End <= n.To {
			to++
		}
		if from < 0 || to-from < 1 || slices.ContainsFunc(toks[from:to], func(t nlp.Token) bool { return t.UPOS == "VERB" || t.UPOS == "AUX" }) {
			continue
		}
		head := nameHead(toks, from, to, n.person)
		for i := from; i < to; i++ {
			if h := toks[i].Head; i != head && (h < from || h >= to) && !below(toks, head, i) && toks[i].Deprel != "case" {
				toks[i].Head, toks[i].Deprel = head, "flat"
				if i < head {
					toks[i].Deprel = "compound"
				}
			}
		}
		for i := from - 1; n.person && i >= 0 && startsUpper(toks[i].Form) && (toks[i].UPOS == "PROPN" || toks[i].UPOS == "NOUN"); i-- {
			switch {
			case toks[head].Head == i && toks[head].Deprel == "flat":
				giveWay(toks, i, head)
			case toks[i].Head == toks[head].Head && toks[i].Deprel == toks[head].Deprel:
				toks[i].Head, toks[i].Deprel = head, "compound"
			}
		}
	}
}

// nameHead is the word of the name at [from, to) that hangs outside of it: of several
// the first of a person's name, of a body's the one with most of the name's words.
func nameHead(toks []nlp.Token, from, to int, person bool) int {
	head, most := from, 0
	for i := from; i < to; i++ {
		if h := toks[i].Head; h >= from && h < to {
			continue
		}
		size := 0
		for k := from; k < to; k++ {
			if below(toks, k, i) {
				size++
			}
		}
		if size > most || size == most && !person {
			head, most = i, size
		}
		if person {
			break
		}
	}
	return head
}

// below says whether token i is a or hangs below it.
func below(toks []nlp.Token, i, a int) bool {
	for n := 0; n <= len(toks) && i >= 0; n++ {
		if i == a {
			return true
		}
		i = toks[i].Head
	}
	return false
}

// firstFlat is the first word behind i that the parser hung on it as more of one name;
// -1 where there is none.
func firstFlat(toks []nlp.Token, i int) int {
	return slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Head == i && t.Deprel == "flat" })
}

// giveWay makes the name at next, which the parser hung on a state, people or title
// before it ("[U.S.] Marine Ana Ruiz said"), the head of both.
func giveWay(toks []nlp.Token, i, next int) {
	if next <= i {
		return
	}
	toks[next].Head, toks[next].Deprel = toks[i].Head, toks[i].Deprel
	for k := range toks {
		if toks[k].Head == i && toks[k].Deprel != "punct" {
			toks[k].Head = next
		}
	}
	toks[i].Head, toks[i].Deprel = next, "compound"
}
