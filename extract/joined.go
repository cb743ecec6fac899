package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// parse makes each name that the tables or the story know one token, shows the
// parser a frequent name of the same class in its place, and puts the text's
// own words back. So a sentence about Djibouti and Ismail Omar Guelleh parses
// as well as one about France and John Smith.
func (st *story) parse(src *nlp.Sentence) parsed {
	src.Tokens = joinGivenNames(st.doc.Text, src.Tokens)
	names := st.c.taggedNames(src)
	spans, shown := st.knownNames(src.Tokens, names)
	src.Tokens = joinSpans(st.doc.Text, src.Tokens, spans)
	own := make([]string, len(src.Tokens))
	for i := range src.Tokens {
		own[i] = src.Tokens[i].Form
		if s, ok := shown[src.Tokens[i].Start]; ok {
			src.Tokens[i].Form = s
		}
	}
	out := st.c.see(src)
	if i := st.hiddenVerb(src.Tokens); i >= 0 {
		out = st.revealVerb(src, i, out)
	}
	st.c.forms.level(src.Tokens)
	for i := range src.Tokens {
		t := &src.Tokens[i]
		if s, ok := shown[t.Start]; ok {
			t.Form, t.Lemma = own[i], own[i]
			switch {
			case s == army:
				t.Lemma = "force"
			case showsState(s):
				giveWay(src.Tokens, i, firstFlat(src.Tokens, i))
			}
		}
	}
	mendNames(src.Tokens, names)
	out.names = names
	return out
}

// hiddenVerb finds the verb of a sentence that the parser read without one:
// headlines and digests tell in the present tense ("Peru warns of delays",
// "Chile and Peru call for talks"), and there a verb reads like a noun. It is
// the first word behind a nominal that the rules know as a verb; -1 where the
// root is a verb or a predicate already, or there is no such word. A noun that
// stands where only a verb can is taken before all, whatever the root.
func (st *story) hiddenVerb(toks []nlp.Token) int {
	for i := 1; i+1 < len(toks); i++ {
		if st.misread(toks, i) {
			return i
		}
	}
	predicate := hasPredicate(toks)
	for i := 1; i+1 < len(toks); i++ {
		t := toks[i]
		if t.UPOS == "VERB" || t.UPOS == "AUX" {
			if predicate {
				return -1
			}
			continue
		}
		word := t.UPOS != "ADP" || len(t.Form) > 5 // "troops install radars": no preposition, though read as one; "like" and "near" are
		if !startsUpper(t.Form) && word && !ownedNoun(toks, i) && (nominal(toks[i-1]) || afterAside(toks, i)) && st.c.isVerbLemma(stemOf(t)) && (!predicate || afterPair(toks, i)) {
			return i
		}
	}
	return -1
}

// ownedNoun says whether the singular at i, behind the adjective of it, goes on with a
// preposition: "military aid to Chad", "the Chadian attack on Togo" have no verb.
func ownedNoun(toks []nlp.Token, i int) bool {
	before := toks[i-1]
	return toks[i].XPOS == "NN" && before.UPOS == "ADJ" && before.Deprel == "amod" && before.Head == i && toks[i+1].UPOS == "ADP"
}

// hasPredicate says whether the root is a verb or has a copula.
func hasPredicate(toks []nlp.Token) bool {
	return slices.ContainsFunc(toks, func(t nlp.Token) bool {
		return t.Head < 0 && (t.UPOS == "VERB" || t.UPOS == "AUX") || t.Deprel == "cop" && toks[t.Head].Head < 0
	})
}

// misread says whether the noun at i stands where a verb of the present tense
// would: behind somebody with whom it agrees in number, right before the start
// of another noun phrase ("Chadian troops arrest two officers").
func (st *story) misread(toks []nlp.Token, i int) bool {
	t, before, next := toks[i], toks[i-1], toks[i+1]
	if before.Form == "and" && t.XPOS == "NNS" && t.Deprel == "conj" && t.Head >= 0 && toks[t.Head].UPOS != "VERB" && !startsUpper(t.Form) { // "condemns the raid and calls for a truce"
		return (next.XPOS == "DT" || next.XPOS == "PRP$" || t.Lemma == "call" && (next.Form == "for" || next.Form == "on")) && st.c.isVerbLemma(stemOf(t))
	}
	if before.Form == "but" && t.XPOS == "NNS" && t.Deprel == "conj" && next.Form == "to" && !startsUpper(t.Form) { // "rejects the offer but promises to reply"
		return st.c.isVerbLemma(stemOf(t))
	}
	if t.XPOS == "NNS" && neverNouns[stemOf(t)] && !startsUpper(t.Form) {
		return true
	}
	if t.UPOS != "NOUN" && t.UPOS != "PROPN" || startsUpper(t.Form) || before.Head != i && !afterPair(toks, i) || before.UPOS != "NOUN" && before.UPOS != "PROPN" {
		return false
	}
	many := collective[before.Lemma] || collective[lastWord(strings.ToLower(before.Form))] || afterPair(toks, i) || pluralBody(st.doc.Text[before.Start:before.End])
	if plural := before.XPOS == "NNS" || before.XPOS == "NNPS"; !many && plural == (t.XPOS == "NNS") || !plural && !many && t.XPOS != "NNS" {
		return false
	}
	if before.UPOS == "NOUN" {
		switch st.c.nounClass(before) {
		case "", "site":
			return false
		}
	}
	if next.Form == "at" && i+2 < len(toks) && toks[i+2].Form == "least" {
		return st.c.isVerbLemma(stemOf(t))
	}
	switch next.XPOS {
	case "DT", "CD", "PRP$", "JJ", "NNP", "NNS", "NNPS":
		return st.c.isVerbLemma(stemOf(t))
	case "NN": // "troops and rebels seize control"
		return t.XPOS == "NN" && (afterPair(toks, i) || (many || before.XPOS == "NNS") && !hasPredicate(toks)) && st.c.isVerbLemma(stemOf(t))
	case "VBN", "VBD", "VBG": // "authorities ban exiled monks"
		return t.XPOS == "NN" && i+2 < len(toks) && nominal(toks[i+2]) && st.c.isVerbLemma(stemOf(t))
	}
	return false
}

// neverNouns are verbs whose third person is nobody's plural: "Togo announces
// plans".
var neverNouns = setOf("neverNouns")

// pluralBody says whether a name of several words ends in a plural that acts:
// "Chadian Ground Forces".
func pluralBody(name string) bool {
	words := strings.Fields(name)
	switch words[len(words)-1] {
	case "Forces", "Guards", "Marines", "Rebels", "Units", "Brigades", "Authorities":
		return len(words) > 1
	}
	return false
}

// collective nouns take a verb in the plural or in the singular.
var collective = setOf("collective")

// afterAside says whether the noun at i follows a comma and has an article, a
// number or a possessive behind it: "The front, an armed group, torches two
// trucks".
func afterAside(toks []nlp.Token, i int) bool {
	next := toks[i+1].XPOS
	return toks[i-1].Form == "," && toks[i].XPOS == "NNS" && (next == "DT" || next == "CD" || next == "PRP$")
}

// afterPair says whether the word at i, in its base form, follows two names
// joined by "and": a plural subject that wants a verb ("Chile and Peru lift
// sanctions, and trade begins").
func afterPair(toks []nlp.Token, i int) bool {
	if toks[i-1].UPOS != "PROPN" || strings.HasSuffix(toks[i].Form, "s") {
		return false
	}
	for k := i - 2; k > 0 && k >= i-5; k-- {
		if toks[k].Form == "and" {
			return toks[k-1].UPOS == "PROPN" || toks[k-1].XPOS == "NNS"
		}
	}
	return false
}

// revealVerb parses again with the word at i shown as a past tense; the new
// parse takes the first one's place only if that makes it the root, or, where
// nothing else can stand there, a verb.
func (st *story) revealVerb(src *nlp.Sentence, i int, first parsed) parsed {
	before := slices.Clone(src.Tokens)
	own, stem, sure := src.Tokens[i].Form, stemOf(src.Tokens[i]), st.misread(src.Tokens, i)
	src.Tokens[i].Form = pastForm(stem)
	second := st.c.see(src)
	t := &src.Tokens[i]
	if t.UPOS == "VERB" && (sure || t.Head < 0 || src.Tokens[t.Head].Head < 0 && src.Tokens[t.Head].UPOS == "VERB") {
		t.Form, t.Lemma, t.XPOS = own, stem, "VBZ"
		return second
	}
	copy(src.Tokens, before)
	return first
}

func nominal(t nlp.Token) bool {
	return t.UPOS == "PROPN" || t.UPOS == "NOUN" || t.UPOS == "NUM" || t.UPOS == "ADJ" && startsUpper(t.Form)
}

// stemOf is the token as a verb's lemma.
func stemOf(t nlp.Token) string {
	f := strings.ToLower(t.Form)
	if t.XPOS == "NNS" && strings.HasSuffix(f, "s") {
		return verbStem(f)
	}
	return f
}

// verbStem takes the third person's ending off.
func verbStem(f string) string {
	switch {
	case strings.HasSuffix(f, "ies"):
		return f[:len(f)-3] + "y"
	case strings.HasSuffix(f, "sses"), strings.HasSuffix(f, "shes"), strings.HasSuffix(f, "ches"):
		return f[:len(f)-2]
	}
	return f[:len(f)-1]
}

// pastForm shapes a past tense for the parser's eyes; it need not be English.
func pastForm(stem string) string {
	if strings.HasSuffix(stem, "e") {
		return stem + "d"
	}
	return stem + "ed"
}

func (c *Coder) isVerbLemma(l string) bool {
	return slices.ContainsFunc(c.lexicon[l], func(p pattern) bool { return p.kind == 'v' }) || c.speech[l] != "" || c.truth[l] != ""
}

// knownNames are the spans of known names among raw tokens, with the stand-in
// to show for each by its first byte; those that are part of a person's name stay as
// they are.
func (st *story) knownNames(toks []nlp.Token, names []tagged) ([]span, map[int]string) {
	var spans []span
	shown, seen := map[int]string{}, map[string][]string{}
	st.c.gaz.names(st.doc.Text, toks, func(sp span, es []entry) {
		if !startsUpper(toks[sp.from].Form) && !strings.HasPrefix(toks[sp.from].Form, "al") || st.partOfPerson(toks, sp.from, sp.to, es, names) {
			return
		}
		spans = append(spans, sp)
		shown[toks[sp.from].Start] = standIn(st.nameClass(toks, sp, es), string(es[0].ent.ID), seen)
	})
	for i := range toks {
		if startsUpper(toks[i].Form) && !slices.ContainsFunc(spans, func(s span) bool { return s.from <= i && i < s.to }) {
			if ref, _ := st.known(toks[i].Form); !ref.IsZero() {
				shown[toks[i].Start] = standIn("person", string(ref.ID), seen)
			}
		}
		if isArmy(toks, i) {
			shown[toks[i].Start] = army
		}
	}
	return spans, shown
}

// army is shown for "forces" where that is no verb: "U.S. forces respond".
const army = "troops"

// isArmy says whether the word at i is "forces" behind a name or adjective, with
// nothing behind it that somebody could force.
func isArmy(toks []nlp.Token, i int) bool {
	if i == 0 || toks[i].Form != "forces" || toks[i-1].Form == strings.ToLower(toks[i-1].Form) {
		return false
	}
	if i+1 == len(toks) {
		return true
	}
	switch next := strings.ToLower(toks[i+1].Form); next {
	case "the", "a", "an", "its", "his", "her", "their", "it", "him", "them", "another", "thousands", "hundreds", "dozens", "more", "people", "all", "some", "out", "many":
		return false
	}
	return !startsUpper(toks[i+1].Form)
}

// standIns are frequent names by class; the n-th different name of a class in a
// sentence is shown as the n-th of its list.
var standIns = map[string][]string{
	"state": {"Russia", "France", "Israel", "Iran"}, "the state": {"US", "UK", "Netherlands"},
	"person": {"Smith", "Clinton", "Brown", "Jones"}, "place": {"London", "Paris", "Baghdad"}, "the place": {"Kremlin", "Balkans"},
	"org": {"NATO", "Hamas", "Google"}, "the org": {"Pentagon", "Senate", "FBI"},
	"demonym": {"Russian", "French", "Israeli", "Iraqi"}, "people": {"Russians", "Israelis", "Palestinians"},
}

// showsState says whether the parser was shown that name for one of a state or people.
func showsState(standIn string) bool {
	return slices.ContainsFunc([]string{"state", "the state", "demonym"}, func(class string) bool { return slices.Contains(standIns[class], standIn) })
}

// nameClass is the class of the entity named at sp, with "the" in front where
// the text has it.
func (st *story) nameClass(toks []nlp.Token, sp span, es []entry) string {
	e := es[0]
	form := phraseKey(st.doc.Text[toks[sp.from].Start:toks[sp.to-1].End])
	class := "org"
	switch {
	case e.role == byDemonym && strings.HasSuffix(form, "s") && e.ent.Demonyms[0] != form && !strings.HasSuffix(form, "US"):
		return "people"
	case e.role == byDemonym:
		return "demonym"
	case e.ent.Kind == schema.KindPerson:
		return "person"
	case e.ent.Kind == schema.KindState:
		class = "state"
	case e.ent.IsPlace():
		class = "place"
	}
	if sp.from > 0 && strings.EqualFold(toks[sp.from-1].Form, "the") {
		return "the " + class
	}
	return class
}

// standIn is what to show for a name of the class; seen holds the names of the
// sentence so far.
func standIn(class, key string, seen map[string][]string) string {
	n := slices.Index(seen[class], key)
	if n < 0 {
		n = len(seen[class])
		seen[class] = append(seen[class], key)
	}
	return standIns[class][n%len(standIns[class])]
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// joinSpans makes one token of each span.
func joinSpans(text string, toks []nlp.Token, spans []span) []nlp.Token {
	var out []nlp.Token
	for i := 0; i < len(toks); i++ {
		if len(spans) > 0 && spans[0].from == i {
			t := toks[i]
			t.End = toks[spans[0].to-1].End
			if spans[0].to-spans[0].from > 1 {
				t.Form = nlp.Normal(text[t.Start:t.End])
			}
			i, spans = spans[0].to-1, spans[1:]
			out = append(out, t)
			continue
		}
		out = append(out, toks[i])
	}
	return out
}

// joinGivenNames makes one token of a hyphenated given name whose second part
// is in lower case, as Korean names are written ("Su-hyun"), so that it reads
// as the name it is. A capitalised word must stand before it.
func joinGivenNames(text string, toks []nlp.Token) []nlp.Token {
	var out []nlp.Token
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if i > 0 && i+2 < len(toks) && toks[i+1].Form == "-" && startsUpper(t.Form) && startsUpper(toks[i-1].Form) && !startsUpper(toks[i+2].Form) &&
			t.End == toks[i+1].Start && toks[i+1].End == toks[i+2].Start && len(t.Form) <= 6 && len(toks[i+2].Form) <= 6 {
			t.End = toks[i+2].End
			t.Form = nlp.Normal(text[t.Start:t.End])
			i += 2
		}
		out = append(out, t)
	}
	return out
}
