package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// tree is a parsed sentence with its arcs turned round: what depends on each
// token. All indexes count tokens.
type tree struct {
	toks     []nlp.Token
	kids     [][]int
	headline bool // the sentence is a title, which leaves auxiliaries out
}

func newTree(toks []nlp.Token, headline bool) tree {
	mend(toks, headline)
	t := tree{toks, make([][]int, len(toks)), headline}
	for i, tok := range toks {
		if tok.Head >= 0 && tok.Head < len(toks) && tok.Head != i {
			t.kids[tok.Head] = append(t.kids[tok.Head], i)
		}
	}
	return t
}

// rel is the token's relation without its subtype ("nsubj" of "nsubj:pass").
func (t tree) rel(i int) string {
	r, _, _ := strings.Cut(t.toks[i].Deprel, ":")
	return r
}

func (t tree) is(i int, rels ...string) bool {
	return slices.Contains(rels, t.toks[i].Deprel) || slices.Contains(rels, t.rel(i))
}

func (t tree) lemma(i int) string { return strings.ToLower(t.toks[i].Lemma) }

func (t tree) lower(i int) string { return strings.ToLower(t.toks[i].Form) }

// children are the dependents of i that stand in one of the relations, with
// or without subtype.
func (t tree) children(i int, rels ...string) []int {
	var out []int
	for _, k := range t.kids[i] {
		if t.is(k, rels...) {
			out = append(out, k)
		}
	}
	return out
}

func (t tree) child(i int, rels ...string) int {
	if ks := t.children(i, rels...); len(ks) > 0 {
		return ks[0]
	}
	return -1
}

// has says whether i has a dependent in one of the relations with one of the
// lemmas.
func (t tree) has(i int, rels []string, lemmas ...string) bool {
	return slices.ContainsFunc(t.kids[i], func(k int) bool {
		return t.is(k, rels...) && (len(lemmas) == 0 || slices.Contains(lemmas, t.lemma(k)) || slices.Contains(lemmas, t.lower(k)))
	})
}

// isVerb says whether i is a verb or an auxiliary used as one.
func (t tree) isVerb(i int) bool { return t.toks[i].UPOS == "VERB" || t.toks[i].UPOS == "AUX" }

// isClause says whether i heads a clause: a verb, or a predicate noun or
// adjective with a copula or subject.
func (t tree) isClause(i int) bool {
	return t.toks[i].UPOS == "VERB" || t.child(i, "cop", "nsubj", "csubj") >= 0
}

// isPassive says whether the verb i stands in the passive. A past tense
// without an auxiliary is active, whatever the parse calls its subject.
func (t tree) isPassive(i int) bool {
	if x := t.toks[i].XPOS; x != "VBN" && x != "VBD" && x != "JJ" || x == "VBD" && t.child(i, "aux:pass", "aux") < 0 {
		return false
	}
	return t.child(i, "nsubj:pass", "aux:pass", "csubj:pass") >= 0
}

// preposition is the case marking of i in lower case, with what is fixed to
// it ("according to"); empty where it has none.
func (t tree) preposition(i int) string {
	for _, k := range t.kids[i] {
		if !t.is(k, "case") && !(t.is(k, "mark") && (t.toks[k].UPOS == "ADP" || t.toks[i].XPOS == "VBG" && gerundal[t.lower(k)])) {
			continue
		}
		if s := t.lemma(k); s == "'s" || s == "'" || s == "’s" || t.roughly(k) {
			continue
		}
		p := t.lower(k)
		if p == "out" && k+1 < len(t.toks) && t.lower(k+1) == "of" {
			return "out of"
		}
		for _, f := range t.children(k, "fixed") {
			p += " " + t.lower(f)
		}
		return p
	}
	return ""
}

// gerundal are the prepositions that the parser may take for a conjunction
// before a participle: "apologised for closing the port".
var gerundal = setOf("gerundal")

// roughly says whether the word at k belongs to a number: "at least 20", "around
// 300".
func (t tree) roughly(k int) bool {
	if k+1 >= len(t.toks) {
		return false
	}
	switch next := t.toks[k+1]; t.lower(k) {
	case "at":
		return t.lower(k+1) == "least" || t.lower(k+1) == "most"
	case "over", "around", "about", "nearly":
		return next.UPOS == "NUM"
	}
	return false
}

// conjuncts are i and what is coordinated with it, in order of the text.
func (t tree) conjuncts(i int) []int {
	out := []int{i}
	for _, k := range t.children(i, "conj") {
		out = append(out, t.conjuncts(k)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// firstConjunct climbs from a conjunct to the head of its coordination.
func (t tree) firstConjunct(i int) int {
	for n := 0; n < len(t.toks) && t.is(i, "conj") && t.toks[i].Head >= 0; n++ {
		i = t.toks[i].Head
	}
	return i
}

// subtree lists i and all below it, in order of the text; skip prunes.
func (t tree) subtree(i int, skip func(int) bool) []int {
	var out []int
	var walk func(int)
	walk = func(i int) {
		out = append(out, i)
		for _, k := range t.kids[i] {
			if skip == nil || !skip(k) {
				walk(k)
			}
		}
	}
	walk(i)
	slices.Sort(out)
	return out
}

// under says whether i is a or lies below it.
func (t tree) under(i, a int) bool {
	for n := 0; n <= len(t.toks) && i >= 0; n++ {
		if i == a {
			return true
		}
		i = t.toks[i].Head
	}
	return false
}

// clause is the nearest clause head at or above i.
func (t tree) clause(i int) int {
	for n := 0; n < len(t.toks) && !t.isClause(i) && t.toks[i].Head >= 0; n++ {
		i = t.toks[i].Head
	}
	return i
}

// surfaceSubjects are what stands as the grammatical subject of verb i, be it
// its own or one that control, coordination, a participle or a relative clause
// lends it. A second subject of one verb is a coordination that the parse
// missed ("the minister and his counterpart, X, met").
func (t tree) surfaceSubjects(i int) []int {
	return t.subjects(i, 0)
}

func (t tree) subjects(i, depth int) []int {
	if depth > 6 {
		return nil
	}
	own := slices.DeleteFunc(t.children(i, "nsubj", "csubj", "nsubj:pass"), func(k int) bool {
		return t.is(i, "acl") && t.toks[i].XPOS == "VBG" && t.preposition(k) != "" && t.preposition(k) != "with" // "wrote a message on the site blaming Peru"
	})
	if len(own) > 0 {
		return t.antecedents(i, own)
	}
	if k := t.glued(i); k >= 0 {
		return []int{k}
	}
	head := t.toks[i].Head
	if head < 0 {
		return nil
	}
	switch {
	case t.is(i, "conj", "parataxis") && t.isClause(head):
		if t.is(i, "parataxis") && t.toks[i].XPOS != "VBG" && t.toks[i].XPOS != "VBN" {
			return nil
		}
		return t.subjects(head, depth+1)
	case t.is(i, "conj"): // "plans to meet", coordinated below a noun
		return t.subjects(t.firstConjunct(i), depth+1)
	case t.is(i, "xcomp"), t.is(i, "advcl") && t.has(i, []string{"mark"}, "to") && t.addressee(head) >= 0:
		if a := t.addressee(head); a >= 0 {
			return []int{a}
		}
		if objs := t.children(head, "obj", "iobj"); len(objs) > 0 && !subjectControl[t.lemma(head)] && t.has(i, []string{"mark"}, "to") {
			return objs[:1]
		}
		return t.subjects(head, depth+1)
	case t.is(i, "advcl") && t.toks[i].XPOS == "VBG" && results[t.lemma(i)] && t.passiveHere(head): // "was attacked, killing two"
		return t.logicalSubjects(head)
	case t.is(i, "advcl") && blames[t.lemma(head)] && t.has(i, []string{"mark"}, "of", "for") && !t.passiveHere(head):
		if objs := t.children(head, "obj"); len(objs) > 0 { // "accused Chad of shelling the town"
			return objs[:1]
		}
		return nil
	case t.is(i, "advcl", "acl") && t.toks[i].XPOS == "VBG" && t.author(i) >= 0:
		return []int{t.author(i)}
	case t.is(i, "advcl") && t.child(i, "mark") < 0 || t.is(i, "advcl") && t.has(i, []string{"mark"}, "to", "after", "before", "while", "when", "by", "in", "for", "without", "since", "of"):
		return t.subjects(head, depth+1)
	case t.is(i, "acl:relcl"):
		return []int{head}
	case t.is(i, "acl") && t.has(i, []string{"mark"}, "of", "for") && t.blamed(head):
		return []int{head}

	case t.is(i, "acl") && t.toks[i].XPOS == "VBG" && t.issuer(i) >= 0: // "issued a statement condemning": whose statement it is
		return t.subjects(t.issuer(i), depth+1)
	case t.is(i, "acl") && t.toks[i].XPOS == "VBG" && t.detached(i): // ", killing two": what the whole clause did
		if c := t.clause(head); c >= 0 && c != i {
			return t.subjects(c, depth+1)
		}
	case t.is(i, "acl") && t.toks[i].XPOS != "VBN" && !t.has(i, []string{"mark"}, "to"):
		return []int{head}
	case t.is(i, "acl") && t.toks[i].XPOS == "VBN":
		return []int{head}
	case t.is(i, "acl") && t.has(i, []string{"mark"}, "to"): // a plan of X to do so
		if t.isVerb(head) && !t.is(head, "obj") { // the parse took an infinitive complement for a clause of a noun
			return t.subjects(head, depth+1)
		}
		if t.headline && t.toks[head].UPOS == "PROPN" { // "Peru to open the border"
			return []int{head}
		}
		switch t.lemma(head) {
		case "call", "demand", "appeal", "request", "order", "ultimatum", "pressure", "invitation": // of others
			return nil
		}
		if s := t.child(head, "nmod:poss"); s >= 0 {
			return []int{s}
		}
		if o := t.firstConjunct(head); t.is(o, "obj") {
			return t.subjects(t.toks[o].Head, depth+1)
		}
	}
	return nil
}

// glued is the noun right before a finite verb without a subject that the parse
// made a part of the verb ("Peru [compound] sends"); -1 where there is none.
func (t tree) glued(i int) int {
	switch t.toks[i].XPOS {
	case "VB", "VBP", "VBZ", "VBD":
	default:
		return -1
	}
	k := i - 1
	if k > 1 && t.toks[k].Form == "-" && t.under(k-1, i) && t.toks[k-2].Head == k-1 && t.is(k-2, "compound") && t.toks[k-2].UPOS == "PROPN" {
		return k - 2 // "Peru test-fired"
	}
	if k < 0 || t.toks[k].UPOS != "PROPN" && t.toks[k].UPOS != "NOUN" || !t.under(k, i) || t.is(k, "obl", "nmod", "conj", "vocative", "advcl") || t.preposition(k) != "" || t.child(i, "aux", "cop", "mark") >= 0 {
		return -1
	}
	return k
}

// blames are the verbs whose object is who did what follows under "of" or "for".
var blames = setOf("blames")

// blamed says whether the noun at i is the object of a verb of blame.
func (t tree) blamed(i int) bool {
	h := t.toks[i].Head
	return h >= 0 && t.is(i, "obj") && blames[t.lemma(h)]
}

// results are the verbs that tell in a participle what an act led to.
var results = setOf("results")

// author is who is named as the one whose text or recording others make known, where
// participle i says what is in it: "aired a tape of Sule threatening", "published a
// letter from Sule, accusing"; -1 where there is none.
func (t tree) author(i int) int {
	texts := []int{t.toks[i].Head}
	if h := t.toks[i].Head; t.isVerb(h) {
		texts = t.children(h, "obj")
	} else if t.is(h, "nmod") {
		texts = append(texts, t.toks[h].Head)
	}
	for _, o := range texts {
		if h := t.toks[o].Head; !speakingTexts[t.lemma(o)] || o > i || h < 0 || !shows[t.lemma(h)] {
			continue
		}
		for _, k := range t.children(o, "nmod") {
			if p := t.preposition(k); t.toks[k].UPOS == "PROPN" && (p == "of" || p == "from" || p == "by") {
				return k
			}
		}
		for _, c := range t.children(o, "acl") {
			for _, k := range t.children(c, "obl") {
				if t.lemma(c) == "attribute" && t.preposition(k) == "to" {
					return k
				}
			}
		}
	}
	return -1
}

// shows are the verbs of those who make known what others say.
var shows = setOf("shows")

// issuer is the verb whose subject speaks through a text ("passed a resolution
// demanding", "wrote a letter to X urging"), where participle i says what is in
// it; -1 where i hangs on no such text.
func (t tree) issuer(i int) int {
	for n, h := 0, t.toks[i].Head; n < 3 && h >= 0; n, h = n+1, t.toks[h].Head {
		if speakingTexts[t.lemma(h)] {
			if v := t.toks[h].Head; t.is(h, "obj", "obl") && v >= 0 && t.isVerb(v) && !othersTexts[t.lemma(v)] {
				return v
			}
			return -1
		}
		for _, o := range t.children(h, "obj") {
			if o < i && speakingTexts[t.lemma(o)] && t.isVerb(h) && !othersTexts[t.lemma(h)] {
				return h
			}
		}
		if t.isVerb(h) {
			return -1
		}
	}
	return -1
}

// othersTexts are what one does with a text of somebody else's.
var othersTexts = setOf("othersTexts")

// speakingTexts are the nouns of texts that somebody issues.
var speakingTexts = setOf("speakingTexts")

// addressee is whom a call goes to ("called on Chad to withdraw"), who then is
// the subject of what is called for; -1 where there is none.
func (t tree) addressee(v int) int {
	switch t.lemma(v) {
	case "call", "appeal", "prevail", "plead":
		for _, k := range t.children(v, "obl", "nmod") {
			if p := t.preposition(k); p == "on" || p == "upon" || p == "to" {
				return k
			}
		}
	}
	return -1
}

// detached says whether the participle at i stands apart from the noun that the
// parse hangs it on: behind a comma, or under a preposition ("for killing").
func (t tree) detached(i int) bool {
	if t.child(i, "mark", "case") >= 0 {
		return true
	}
	first := i
	for _, k := range t.kids[i] {
		if t.is(k, "punct", "advmod", "mark") {
			first = min(first, k)
		}
	}
	return first > 0 && (t.toks[first].Form == "," || t.toks[first-1].Form == ",")
}

// antecedents replaces relative pronouns by the noun that the clause hangs on.
func (t tree) antecedents(i int, subj []int) []int {
	out := slices.Clone(subj)
	for k, s := range out {
		if t.isRelative(s) && t.is(t.firstConjunct(i), "acl") {
			out[k] = t.toks[t.firstConjunct(i)].Head
		} else if t.explainsHead(i, s) {
			out[k] = t.toks[i].Head
		}
	}
	return out
}

// explainsHead says whether the subject of the participle at i says what the name
// is that the participle hangs on: "Ana Ruiz, the lawyer killed in Lima", where
// the parse takes the lawyer for another.
func (t tree) explainsHead(i, subj int) bool {
	h := t.toks[i].Head
	if !t.is(i, "acl") || t.is(i, "acl:relcl") || h < 0 || h > subj || subj > i || t.toks[h].UPOS != "PROPN" || t.toks[subj].XPOS != "NN" || t.child(i, "aux", "cop", "mark") >= 0 {
		return false
	}
	switch t.toks[i].XPOS {
	case "VBN", "VBG", "VBD":
	default:
		return false
	}
	first := t.subtree(subj, nil)[0]
	return first > 0 && t.toks[first-1].Form == "," && t.child(subj, "det") >= 0
}

func (t tree) isRelative(i int) bool {
	switch t.lower(i) {
	case "who", "which", "that", "whom":
		return t.toks[i].UPOS == "PRON" || strings.HasPrefix(t.toks[i].XPOS, "W")
	}
	return false
}

// subjectControl are the verbs whose infinitive keeps the subject although an
// object stands between ("promised Peru to withdraw").
var subjectControl = setOf("subjectControl")

// logicalSubjects are who does i: the subject, or in the passive the agent.
func (t tree) logicalSubjects(i int) []int {
	if !t.passiveHere(i) {
		return t.surfaceSubjects(i)
	}
	var out []int
	for _, k := range t.kids[i] {
		if t.is(k, "obl", "nmod") && t.preposition(k) == "by" {
			out = append(out, k)
		}
	}
	return out
}

// passiveHere counts a bare participle that modifies a noun ("troops sent by
// Chad"), and a conjunct that shares the auxiliary of a passive, as passive.
func (t tree) passiveHere(i int) bool {
	if t.isPassive(i) {
		return true
	}
	if t.toks[i].XPOS != "VBN" {
		return false
	}
	if t.is(i, "acl") && !t.is(i, "acl:relcl") && t.child(i, "aux") < 0 {
		return true
	}
	if t.is(i, "advcl") && t.child(i, "nsubj", "aux", "obj", "mark") < 0 { // "was held, accused of theft"
		return true
	}
	if t.is(i, "conj") && t.child(i, "nsubj", "aux") < 0 {
		return t.isPassive(t.firstConjunct(i))
	}
	return t.headline && t.is(i, "root") && t.child(i, "aux", "obj", "cop") < 0 && t.child(i, "nsubj") >= 0
}

// logicalObjects are what i is done to: the object, in the passive the
// subject, in a relative clause with a gap the noun it hangs on.
func (t tree) logicalObjects(i int) []int {
	if t.passiveHere(i) {
		return t.surfaceSubjects(i)
	}
	if objs := t.children(i, "obj"); len(objs) > 0 {
		return t.antecedents(i, objs)
	}
	if objs := t.children(i, "iobj"); len(objs) > 0 {
		return objs
	}
	for _, k := range t.children(i, "obl") { // "killed at least 20 men"
		if t.preposition(k) == "" && (slices.ContainsFunc(t.subtree(k, nil), t.roughly) || k > i && t.toks[k].Deprel == "obl" && t.child(k, "nmod:poss", "det") >= 0 && !spells[t.lemma(k)]) {
			return []int{k}
		}
	}
	if t.is(i, "acl:relcl") && t.child(i, "nsubj") >= 0 && !slices.ContainsFunc(t.children(i, "nsubj"), t.isRelative) {
		return []int{t.toks[i].Head}
	}
	if t.is(i, "conj") { // "condemned and rejected the plan": a shared object after the last verb or the first
		return t.sharedObjects(i)
	}
	return nil
}

// spells are the nouns of time that stand without a preposition: "met this week".
var spells = setOf("spells")

func (t tree) sharedObjects(i int) []int {
	first := t.firstConjunct(i)
	if t.child(i, "ccomp", "xcomp", "obl") >= 0 {
		return nil
	}
	objs := t.children(first, "obj")
	if len(objs) == 1 && objs[0] > i {
		return objs
	}
	return nil
}
