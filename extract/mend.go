package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// mend puts right what the parser often gets wrong in reports, in place: a
// finite verb coordinated with one that it cannot share a subject with, a verb
// that never takes an object read as a passive (or its participle), the "it" of "it was
// ready" read as nobody, a subject read as part of a compound with its verb, a verb
// read as a noun though it has an object, and "US-based" read as a clause. It also brings
// to one form what the trees hang in several ways: whom somebody calls on to act, what
// somebody threatens or tries, a reason under "in", a title before its holder.
func mend(toks []nlp.Token, headline bool) {
	for i := range toks {
		t := &toks[i]
		switch {
		case t.Deprel == "conj" && (t.XPOS == "VBZ" || t.XPOS == "VBD"):
			if h := finiteAbove(toks, i); h >= 0 {
				t.Head = h
			}
		case t.Deprel == "conj" && t.UPOS == "PROPN" && ownVerb(toks, i) >= 0:
			v := ownVerb(toks, i)
			toks[i-1].Head, t.Head, t.Deprel = v, v, "nsubj"
		case t.Deprel == "conj" && t.UPOS == "VERB" && rootNoun(toks, i):
			takeSubject(toks, i)
		case (t.Deprel == "parataxis" || t.Deprel == "ccomp") && i > 0 && toks[i-1].Form == "," && goesOn(toks, i):
			t.Deprel = "conj"
		case t.Deprel == "acl" && t.XPOS == "VBN" && !headline && (intransitive[t.Lemma] || t.Lemma == "call" && i+1 < len(toks) && (toks[i+1].Form == "for" || toks[i+1].Form == "on")):
			turnActive(toks, i)
		case t.Deprel == "nsubj:pass" && t.Head >= 0 && !headline && intransitive[toks[t.Head].Lemma] && toks[t.Head].XPOS == "VBN" && !hasChild(toks, t.Head, "aux:pass"):
			t.Deprel, toks[t.Head].XPOS = "nsubj", "VBD" // "Thousands clashed with police"
		case t.Deprel == "compound" && t.UPOS == "VERB" && t.XPOS == "VBD" && t.Head > i && toks[t.Head].Head < 0:
			turnVerb(toks, i)
		case t.Deprel == "expl" && t.Head >= 0 && (toks[t.Head].UPOS == "ADJ" && disposed[toks[t.Head].Lemma] || toks[t.Head].UPOS == "VERB" && wills[toks[t.Head].Lemma] && hasChild(toks, t.Head, "xcomp")):
			t.Deprel = "nsubj" // "it was ready", "it planned to join"
		case t.Deprel == "compound" && t.UPOS == "PROPN" && t.Head == i+1 && toks[i+1].XPOS == "VBZ" && !hasSubject(toks, i+1):
			t.Deprel = "nsubj" // "The Tuna Federation demands": a finite verb heads no compound
		case t.Head < 0 && t.UPOS == "NOUN" && t.XPOS == "NN" && hasChild(toks, i, "nsubj") && hasChild(toks, i, "obj") && !hasChild(toks, i, "cop"):
			t.UPOS, t.XPOS = "VERB", "VBP" // "troops in Chad arrest two men": a noun has no object
		case t.Deprel == "compound" && t.UPOS == "PROPN" && t.Head == i+1 && toks[i+1].XPOS == "VBZ" && i > 0 && toks[i-1].UPOS == "NOUN" && toks[i-1].Deprel == "nsubj" && toks[i-1].Head == i+1:
			t.Deprel, toks[i-1].Head, toks[i-1].Deprel = "nsubj", i, "compound" // "the opposition Labour Party demands"
		case t.Deprel == "acl" && (t.XPOS == "VBP" || t.XPOS == "VB") && t.Head == i-1 && toks[i-1].XPOS == "NNS" && toks[i-1].Deprel != "obj" && hasChild(toks, i-1, "obj"):
			takeSubject(toks, i) // "while clashes kill two soldiers": a noun has no object
		case t.XPOS == "VBN" && leaning[t.Form] && i > 1 && toks[i-1].Form == "-" && toks[i-1].End == t.Start && t.Head == i-2 && t.Deprel == "acl":
			lean(toks, i)
		case t.XPOS == "VBN" && t.UPOS == "VERB" && hasChild(toks, i, "cop") && !hasChild(toks, i, "aux:pass"):
			t.UPOS, t.XPOS, t.Lemma = "ADJ", "JJ", strings.ToLower(t.Form) // "is opposed to the sanctions": a copula's participle is a state
		case t.XPOS == "NNP" && officeHeads[t.Form] && hasChild(toks, i, "det") && hasChild(toks, i, "appos"):
			t.UPOS, t.XPOS, t.Lemma = "NOUN", "NN", strings.ToLower(t.Form) // "The Deputy Governor of Ohio, Ana Ruiz,": the name comes behind
		case t.Deprel == "obj" && t.XPOS == "NN" && i > 0 && drilled[toks[i-1].Lemma] && toks[i-1].Head == i && strings.HasSuffix(t.Form, "ing") && i+1 < len(toks) && aimsAt[toks[i+1].Form]:
			turnGerund(toks, i)
		case t.Deprel == "obj" && hasChild(toks, i, "case"):
			t.Deprel = "obl" // "marched in solidarity": what a preposition governs is no object
		case t.Deprel == "obj" && t.Head >= 0 && t.Head < i && hasSecondObject(toks, i):
			t.Deprel = "iobj" // "lend Togo a ship"
		case t.Deprel == "xcomp" && t.UPOS == "NOUN" && t.Head >= 0 && toks[t.Head].Lemma == "call" && !hasChild(toks, t.Head, "obj") && !hasChild(toks, t.Head, "nsubj:pass"):
			t.Deprel = "obj" // "called the president": nobody was called so
		case t.Deprel == "advcl" && t.XPOS == "VB" && t.Head >= 0 && t.Head < i && toks[t.Head].UPOS == "VERB" && (wills[toks[t.Head].Lemma] || tries[toks[t.Head].Lemma]) && !hasChild(toks, t.Head, "obj") && !hasChild(toks, t.Head, "xcomp") && markIs(toks, i, "to") && !markIs(toks, i, "in"):
			t.Deprel = "xcomp" // "threatened on Friday to leave": no purpose of the threat
		case headline && t.Deprel == "appos" && t.UPOS == "PROPN" && i > 1 && i+1 < len(toks) && toks[i-1].Form == "," && toks[i+1].XPOS == "VBP" && toks[i+1].Head < i && t.Head >= 0 && toks[t.Head].Head == i+1 && toks[t.Head].UPOS == "PROPN":
			t.Deprel = "conj" // "Soto, Ruiz confer in Lima": a list in a title
		case t.Deprel == "nmod" && t.UPOS == "PROPN" && holderHung(toks, i):
			liftHolder(toks, i)
		case t.Deprel == "acl:relcl" && opensClause(toks, i):
			openClause(toks, i)
		case t.Deprel == "obl" && i > 1 && reasonBefore(toks, i) >= 0:
			t.Head, t.Deprel = reasonBefore(toks, i), "nmod"
		case (t.Deprel == "advcl" || t.Deprel == "xcomp" || t.Deprel == "ccomp") && t.Head >= 0 && t.Head < i && pleads[toks[t.Head].Lemma] && hasChild(toks, i, "nsubj"):
			askedFor(toks, i)
		case t.UPOS == "NOUN" && goals[t.Lemma] && t.Deprel == "appos":
			liftAim(toks, i)
		case t.UPOS == "NOUN" && goals[t.Lemma] && (hasChild(toks, i, "det") || hasChild(toks, i, "nmod:poss")):
			liftGoal(toks, i)
		}
	}
}

// drilled are those whose act a gerund behind them tells, aimsAt the prepositions of
// whom it hits.
var (
	drilled = setOf("drilled")
	aimsAt  = setOf("aimsAt")
)

// turnGerund makes the noun at i what those before it do, and them the object
// ("condemned the Togolese army [firing on a boat]").
func turnGerund(toks []nlp.Token, i int) {
	who := i - 1
	toks[who].Head, toks[who].Deprel = toks[i].Head, "obj"
	toks[i].Head, toks[i].Deprel, toks[i].UPOS, toks[i].XPOS = who, "acl", "VERB", "VBG"
	for k := range toks[:who] {
		if toks[k].Head == i {
			toks[k].Head = who
		}
	}
	if of := toks[i+1].Head; of > i && toks[of].Head == toks[who].Head { // hung on the verb that takes them for its object
		toks[of].Head, toks[of].Deprel = i, "obl"
	}
}

// officeHeads are the nouns of offices that a capital makes no names.
var officeHeads = setOf("officeHeads")

// hasSecondObject says whether the verb of the object at i has another behind it.
func hasSecondObject(toks []nlp.Token, i int) bool {
	for k := i + 1; k < len(toks); k++ {
		if toks[k].Head == toks[i].Head && toks[k].Deprel == "obj" && toks[k].UPOS == "NOUN" && !goals[toks[k].Lemma] && !hasChild(toks, k, "case") {
			return true
		}
	}
	return false
}

// holderHung says whether the name at i, of more than one word, hangs on the office that
// its bearer holds as if it were the body: "Secretary of [the League Ana Ruiz]".
func holderHung(toks []nlp.Token, i int) bool {
	h := toks[i].Head
	return i > 2 && h >= 0 && h < i-2 && strings.Contains(toks[i].Form, " ") && toks[h].UPOS == "PROPN" && officeHeads[toks[h].Form] &&
		toks[i-1].UPOS == "PROPN" && toks[i-1].Head == i && toks[i-1].Deprel == "compound" && caseIs(toks, i, "of")
}

// liftHolder puts the name at i in the place of the office, and the body below that.
func liftHolder(toks []nlp.Token, i int) {
	h := toks[i].Head
	for k := h + 1; k < i; k++ {
		if toks[k].Head == i && k < i-1 {
			toks[k].Head = i - 1
		}
	}
	toks[i-1].Head, toks[i-1].Deprel = h, "nmod"
	toks[i].Head, toks[i].Deprel = toks[h].Head, toks[h].Deprel
	toks[h].Head, toks[h].Deprel = i, "nmod:desc"
}

// opensClause says whether the verb at i, read as a relative clause of the noun before
// it, begins a sentence of its own with that noun: "…, during his visit [he calls on
// Togo]".
func opensClause(toks []nlp.Token, i int) bool {
	h := toks[i].Head
	if h < 2 || h+1 >= len(toks) || toks[h].Deprel != "obl" || toks[h].Head < 0 || toks[h].Head > h || toks[i].UPOS != "VERB" {
		return false
	}
	first := slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Head == h })
	who := toks[h+1]
	return first > 0 && toks[first-1].Form == "," && toks[first].Deprel == "case" && who.XPOS == "PRP" && who.Head == i && who.Deprel == "nsubj"
}

// openClause hangs the verb at i beside the one before it, and the noun that it was
// hung on below it.
func openClause(toks []nlp.Token, i int) {
	h := toks[i].Head
	toks[i].Head, toks[i].Deprel = toks[h].Head, "parataxis"
	toks[h].Head = i
}

// whys are the nouns that say with "in" why something is done.
var whys = setOf("whys")

// reasonBefore is the reason that the phrase of the noun at i goes on with, where the
// parser hung both on the same verb ("left in protest [at the speech]"); -1 where there
// is none.
func reasonBefore(toks []nlp.Token, i int) int {
	first := slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Head == i })
	if first < 2 || toks[first].Deprel != "case" {
		return -1
	}
	if r := first - 1; whys[toks[r].Lemma] && toks[r].Head == toks[i].Head && caseIs(toks, r, "in") {
		return r
	}
	return -1
}

// pleads are the verbs of asking whose "for" may begin a clause.
var pleads = setOf("pleads")

// askedFor makes who is to act in the clause at i ("called [for Togo to leave]") the one
// that the verb of asking turns to, and the clause what is asked.
func askedFor(toks []nlp.Token, i int) {
	h := toks[i].Head
	who := slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Head == i && t.Deprel == "nsubj" })
	mark := childIs(toks, i, "mark", "for")
	if mark < h || who < mark || who > i {
		return
	}
	toks[mark].Head, toks[mark].Deprel, toks[mark].UPOS, toks[mark].XPOS = who, "case", "ADP", "IN"
	toks[who].Head, toks[who].Deprel = h, "obl"
	toks[i].Deprel = "xcomp"
}

// liftAim hangs the goal at i on the verb that makes a noun one, where the parser took
// it for another word for what stands before it ("made [the fight against piracy] a
// priority").
func liftAim(toks []nlp.Token, i int) {
	k := toks[i].Head
	for n := 0; n < len(toks) && k >= 0 && toks[k].Deprel == "nmod"; n++ {
		k = toks[k].Head
	}
	if k < 0 || toks[k].Deprel != "obj" || toks[k].Head < 0 || !makesGoal[toks[toks[k].Head].Lemma] || toks[i-1].Form == "," || i > 1 && toks[i-2].Form == "," {
		return
	}
	toks[i].Head, toks[i].Deprel = toks[k].Head, "obj"
}

// leaning are the participles that a hyphen joins to the name of a place or party.
var leaning = setOf("leaning")

// lean hangs the participle at i, which the parser took for a clause about the name
// before it ("[US]-based Human Rights Watch said"), on the noun behind it, which takes
// the name's place.
func lean(toks []nlp.Token, i int) {
	noun := slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Head == i && (t.Deprel == "xcomp" || t.Deprel == "obj") })
	if noun < i {
		return
	}
	name := i - 2
	toks[noun].Head, toks[noun].Deprel = toks[name].Head, toks[name].Deprel
	for k := range toks {
		if toks[k].Head == name && k != i-1 && k != i {
			toks[k].Head = noun
		}
	}
	toks[name].Head, toks[name].Deprel = i, "compound"
	toks[i].Head, toks[i].Deprel = noun, "amod"
}

// goals are what somebody makes of an act to come: "made ending the war a
// priority".
var goals = setOf("goals")

// liftGoal hangs the goal at i on the verb that makes a gerund one, where the
// parser hung it somewhere below the gerund ("made [ending the war] a priority").
// What it took for a finite verb in between is the gerund's object ("made
// [cutting trade deficits] a goal").
func liftGoal(toks []nlp.Token, i int) {
	below := toks[i].Head
	g := gerundBefore(toks, i)
	if g < 0 || g == i-1 || toks[i].Deprel == "nsubj" || hasChild(toks, i, "case") && !caseIs(toks, i, "as") {
		return
	}
	if below == g && toks[i].Deprel == "obj" && !hasObject(toks[:i], g) {
		return // "made ending the mission hard"
	}
	if below != g && toks[below].XPOS == "VBZ" {
		turnObject(toks, below, g)
	}
	toks[i].Head, toks[i].Deprel = toks[g].Head, "obj"
}

// gerundBefore is the gerund of which a verb makes a goal, that the goal at i
// hangs under, if only by a word that no finite verb can be there; -1 where there
// is none.
func gerundBefore(toks []nlp.Token, i int) int {
	for n, k := 0, toks[i].Head; n < len(toks) && k >= 0; n, k = n+1, toks[k].Head {
		if isMadeGoal(toks, k) {
			return k
		}
		if toks[k].XPOS == "VBZ" && toks[k].Deprel == "xcomp" && !hasSubject(toks, k) {
			for g := k - 1; g > toks[k].Head; g-- {
				if toks[g].Head == toks[k].Head && isMadeGoal(toks, g) {
					return g
				}
			}
		}
	}
	return -1
}

func isMadeGoal(toks []nlp.Token, g int) bool {
	h := toks[g].Head
	return h >= 0 && h < g && toks[g].XPOS == "VBG" && (toks[g].Deprel == "xcomp" || toks[g].Deprel == "advcl" && g == h+1) && makesGoal[toks[h].Lemma]
}

var makesGoal = setOf("makesGoal")

func caseIs(toks []nlp.Token, i int, word string) bool { return childIs(toks, i, "case", word) >= 0 }

func markIs(toks []nlp.Token, i int, word string) bool { return childIs(toks, i, "mark", word) >= 0 }

// childIs is the first dependent of the token at i with that relation and form; -1 where
// there is none.
func childIs(toks []nlp.Token, i int, rel, word string) int {
	return slices.IndexFunc(toks, func(t nlp.Token) bool { return t.Head == i && t.Deprel == rel && t.Form == word })
}

func hasObject(toks []nlp.Token, k int) bool {
	return hasChild(toks, k, "obj") || hasChild(toks, k, "xcomp")
}

// turnObject makes the plural at i, read as a verb, the object of gerund g; what
// the parser took for its subject or for the gerund's object stands before it in
// one phrase.
func turnObject(toks []nlp.Token, i, g int) {
	toks[i].UPOS, toks[i].XPOS, toks[i].Head, toks[i].Deprel = "NOUN", "NNS", g, "obj"
	for k := g + 1; k < i; k++ {
		if t := &toks[k]; t.Head == i && t.Deprel == "nsubj" || t.Head == g && t.Deprel == "obj" {
			t.Head, t.Deprel = i, "compound"
			if t.UPOS == "ADJ" {
				t.Deprel = "amod"
			}
		}
	}
}

// ownVerb is the verb without a subject that begins right behind the name at i, which
// the parse coordinates with a noun before it ("will free [six men and Chad] will
// pull out"); -1 where there is none.
func ownVerb(toks []nlp.Token, i int) int {
	if i < 2 || i+1 >= len(toks) || toks[i-1].Deprel != "cc" || toks[i-1].Head != i || toks[i].Head < 0 || toks[i].Head > i {
		return -1
	}
	if first := toks[toks[i].Head]; first.Deprel != "obj" && first.Deprel != "obl" && first.Deprel != "nmod" {
		return -1
	}
	v := i + 1
	switch toks[v].XPOS {
	case "MD", "VBZ", "VBD", "VBP":
	default:
		return -1
	}
	if toks[v].Deprel == "aux" || toks[v].Deprel == "aux:pass" {
		v = toks[v].Head
	}
	if v <= i || toks[v].UPOS != "VERB" || hasSubject(toks, v) {
		return -1
	}
	return v
}

// rootNoun says whether the finite verb at i is hung as a conjunct, though no
// "and" joins it, on a noun before it that heads the sentence ("Envoys from
// Chad and Mali meet").
func rootNoun(toks []nlp.Token, i int) bool {
	h := toks[i].Head
	return h >= 0 && h < i && toks[h].Head < 0 && (toks[h].UPOS == "NOUN" || toks[h].UPOS == "PROPN") && (toks[i].XPOS == "VBP" || toks[i].XPOS == "VBZ" || toks[i].XPOS == "VBD") &&
		!hasChild(toks, i, "cc") && !hasSubject(toks, i) && !hasChild(toks, h, "cop") && !hasSubject(toks, h)
}

// takeSubject puts the verb at i in the place of the noun that it hung on, and makes
// that noun its subject.
func takeSubject(toks []nlp.Token, i int) {
	h := toks[i].Head
	toks[i].Head, toks[i].Deprel = toks[h].Head, toks[h].Deprel
	toks[h].Head, toks[h].Deprel = i, "nsubj"
	for k := range toks {
		if toks[k].Head == h && (k > i || toks[k].Deprel == "mark") {
			toks[k].Head = i
		}
	}
}

// finiteAbove is the verb that the conjunct at i really goes on from, where the
// parser hung it on an infinitive, a participle or a verb with a modal below
// that ("says that the war will go on, and accuses"); -1 where the parse may
// stand. The verb has the tense of the conjunct and heads a clause above.
func finiteAbove(toks []nlp.Token, i int) int {
	h := toks[i].Head
	if h < 0 || hasSubject(toks, i) || !unlike(toks, h) && !setApart(toks, h, i) && !(toks[h].XPOS == "VBP" && toks[i].XPOS == "VBZ") {
		return -1
	}
	for n, a := 0, toks[h].Head; n < len(toks) && a >= 0; n, a = n+1, toks[a].Head {
		if toks[a].UPOS == "VERB" && toks[a].XPOS == toks[i].XPOS && a < i {
			return a
		}
	}
	return -1
}

// goesOn says whether the finite verb at i goes on with the subject of the verb
// that it hangs on: it has none of its own, the same tense, and stands behind
// ("condemns the raid, demands a truce, and calls a vote").
func goesOn(toks []nlp.Token, i int) bool {
	h := toks[i].Head
	return h >= 0 && h < i && (toks[i].XPOS == "VBZ" || toks[i].XPOS == "VBD") && toks[h].UPOS == "VERB" && toks[h].XPOS == toks[i].XPOS && !hasSubject(toks, i) && !hasChild(toks, i, "mark")
}

// setApart says whether a comma stands before the "and" of conjunct i, and h is
// what somebody says: then the conjunct goes on with the one who says it.
func setApart(toks []nlp.Token, h, i int) bool {
	if toks[h].Deprel != "ccomp" {
		return false
	}
	for k := h + 1; k < i; k++ {
		if toks[k].Deprel == "cc" && toks[k].Head == i {
			return toks[k-1].Form == ","
		}
	}
	return false
}

// unlike says whether verb h cannot be coordinated with a finite verb: it is a
// predicate of what is said that is no verb, or has no tense of its own.
func unlike(toks []nlp.Token, h int) bool {
	if toks[h].UPOS != "VERB" { // "says that it is alarmed, and demands"
		return toks[h].Deprel == "ccomp" || (toks[h].Deprel == "obj" || toks[h].Deprel == "obl" || toks[h].Deprel == "nmod") && !hasChild(toks, h, "cop")
	}
	switch toks[h].XPOS {
	case "VB", "VBG":
		return true
	case "VBN":
		return !hasChild(toks, h, "aux")
	}
	return false
}

func hasSubject(toks []nlp.Token, i int) bool {
	return hasChild(toks, i, "nsubj") || hasChild(toks, i, "nsubj:pass") || hasChild(toks, i, "csubj") || hasChild(toks, i, "expl")
}

func hasChild(toks []nlp.Token, i int, rel string) bool {
	for k := range toks {
		if toks[k].Head == i && toks[k].Deprel == rel {
			return true
		}
	}
	return false
}

// turnVerb makes the past tense at i, which no compound can hold, the root
// instead of the noun behind it, which becomes its object.
func turnVerb(toks []nlp.Token, i int) {
	h := toks[i].Head
	toks[i].Head, toks[i].Deprel = -1, toks[h].Deprel
	toks[h].Head, toks[h].Deprel = i, "obj"
	for k := range toks {
		if k < i && toks[k].Head == h {
			toks[k].Head = i
			if toks[k].Deprel == "compound" && k+1 == i {
				toks[k].Deprel = "nsubj"
			}
		}
	}
}

// turnActive makes the participle at i the predicate of the noun that it hangs
// on, where that noun is all that the sentence has for a predicate ("Supporters
// rallied in Lima").
func turnActive(toks []nlp.Token, i int) {
	h := toks[i].Head
	if h < 0 || h > i || toks[h].Head >= 0 {
		return
	}
	toks[i].Head, toks[i].Deprel, toks[i].XPOS = -1, toks[h].Deprel, "VBD"
	toks[h].Head, toks[h].Deprel = i, "nsubj"
	for k := range toks {
		if k != i && toks[k].Head == h && k > i {
			toks[k].Head = i
		}
	}
}

// intransitive verbs make no passive.
var intransitive = setOf("intransitive")

// wills are the verbs of what only somebody can be up to.
var wills = setOf("wills")

// tries are other verbs whose infinitive is what they are about.
var tries = setOf("tries")

// disposed are the adjectives of what somebody is willing to do.
var disposed = setOf("disposed")
