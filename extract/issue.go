package extract

import (
	"slices"
	"strings"
	"unicode"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// issueTable finds the issues of the tables in noun phrases.
type issueTable struct {
	issues   []schema.Issue
	byWord   map[string][]trigger // a rare word of the trigger -> triggers
	patterns []compiledPattern
}

type trigger struct {
	issue  int
	words  []string
	phrase string // contiguous, empty for a set of words
}

type compiledPattern struct {
	schema.IssuePattern
	words []string
}

// beats says whether tr is the better trigger: of more words, then a phrase
// before a set, then the issue that stands first in the table.
func (tr trigger) beats(old trigger) bool {
	switch {
	case old.issue < 0 || len(tr.words) != len(old.words):
		return old.issue < 0 || len(tr.words) > len(old.words)
	case (tr.phrase != "") != (old.phrase != ""):
		return tr.phrase != ""
	}
	return tr.issue < old.issue
}

func newIssueTable(w *schema.World) *issueTable {
	t := &issueTable{byWord: map[string][]trigger{}}
	for i, issue := range w.Issues() {
		t.issues = append(t.issues, issue)
		for _, tr := range append(slices.Clone(issue.Triggers), strings.ToLower(issue.Name)) {
			t.addTrigger(i, tr)
		}
	}
	for _, p := range w.IssuePatterns() {
		t.patterns = append(t.patterns, compiledPattern{p, patternWords(p.Phrase)})
	}
	return t
}

func (t *issueTable) addTrigger(i int, text string) {
	tr := trigger{issue: i}
	if inner, ok := strings.CutPrefix(text, "{"); ok {
		tr.words = strings.Fields(strings.TrimSuffix(strings.ToLower(phraseKey(inner)), "}"))
	} else {
		tr.phrase = strings.ToLower(phraseKey(text))
		tr.words = strings.Fields(tr.phrase)
	}
	if len(tr.words) > 0 {
		key := slices.MaxFunc(tr.words, func(a, b string) int { return len(a) - len(b) })
		t.byWord[key] = append(t.byWord[key], tr)
	}
}

// patternWords splits a pattern phrase as units splits a text: no articles, no
// possessive signs.
func patternWords(p string) []string {
	p = strings.NewReplacer("'s", "", "'", "", "}-{", "} - {").Replace(p)
	return slices.DeleteFunc(strings.Fields(p), func(w string) bool { return w == "the" })
}

// issues are the matters that the noun phrase at i names, coordinated ones
// apart; parties are the states concerned, for "bilateral ties".
func (s *sentence) issues(i int, parties []schema.Ref) []schema.Ref {
	if members := s.listMembers(i); len(members) > 0 {
		var out []schema.Ref
		for _, k := range members {
			out = append(out, s.topic(k, parties)...)
		}
		return dedupe(out)
	}
	var out []schema.Ref
	for _, k := range s.conjuncts(i) {
		if spread := s.spread(k); len(spread) > 0 {
			out = append(out, spread...)
			continue
		}
		out = append(out, s.issue(k, parties)...)
	}
	return dedupe(out)
}

// spread reads a plural over coordinated states as one issue for each: "the
// crises in Syria, Libya and North Korea", "sanctions on Iran and Russia".
func (s *sentence) spread(i int) []schema.Ref {
	for _, k := range s.children(i, "nmod") {
		cs := s.conjuncts(k)
		if len(cs) < 2 || s.preposition(k) == "between" || s.preposition(k) == "of" {
			continue
		}
		var out []schema.Ref
		for _, c := range cs {
			if m := s.at[c]; m != nil && m.kind == aState {
				if ref, ok := s.familyIssue(i, m); ok {
					out = append(out, ref)
				}
			}
		}
		if len(out) == len(cs) {
			return out
		}
	}
	return nil
}

// familyIssue is the issue that a pattern "NOUN in {a}" makes of the head noun
// and the state.
func (s *sentence) familyIssue(i int, m *mention) (schema.Ref, bool) {
	for _, p := range s.st.c.issueTable.patterns {
		n := len(p.words)
		if n == 3 && p.words[2] == "{a}" && (p.words[0] == s.lower(i) || p.words[0] == s.lemma(i)) {
			return s.fillIssue(p, map[string]*mention{"{a}": m}, nil)
		}
	}
	return schema.Ref{}, false
}

// listMembers expands "issues (ranging) from A, to B to C, as well as D" and
// "topics such as A and B".
func (s *sentence) listMembers(i int) []int {
	switch s.lemma(i) {
	case "issue", "topic", "matter", "question", "subject", "problem", "theme", "range", "affair", "area", "field":
	default:
		return nil
	}
	var out []int
	start := -1
	for k := i + 1; k <= len(s.toks); k++ {
		end := k == len(s.toks) || s.is(k, "acl:relcl") || slices.Contains([]string{"VBD", "VBZ", "VBP", "MD"}, s.toks[k].XPOS) || s.toks[k].Form == "." || s.toks[k].Form == ";"
		sep := !end && listSeparators[s.lower(k)]
		if (end || sep) && start >= 0 && start < k {
			if h := s.spanHead(start, k); s.toks[h].UPOS == "NOUN" || s.toks[h].UPOS == "PROPN" {
				out = append(out, h)
			}
			start = k
		}
		if end {
			break
		}
		if sep {
			start = k + 1
		} else if start < 0 {
			break // no list follows the noun
		}
	}
	return out
}

// listSeparators stand between the members of a list of issues. Lists are cut
// by their words: the parse of "from A, to B to C, as well as D" is seldom
// right.
var listSeparators = setOf("listSeparators")

// topic reads a member of a list of issues: there a state stands for its
// crisis ("issues such as Syria").
func (s *sentence) topic(i int, parties []schema.Ref) []schema.Ref {
	if m := s.at[i]; m != nil && (m.kind == aState || m.kind == aPlace && m.ent != nil) {
		name := m.refs[0].Name + " crisis"
		return []schema.Ref{s.st.c.issueTable.named(s.st.day, strings.ToLower(name), schema.Ref{ID: schema.EntityID(name), Name: name, Linked: true})}
	}
	return s.issue(i, parties)
}

// named is the table's issue with that trigger, else the given one.
func (t *issueTable) named(day, phrase string, otherwise schema.Ref) schema.Ref {
	byTrigger := otherwise
	for _, is := range t.issues {
		if is.ID == otherwise.ID {
			return is.Ref()
		}
		if slices.Contains(is.Triggers, phrase) && inWindow(is, day) {
			byTrigger = is.Ref()
		}
	}
	return byTrigger
}

func inWindow(i schema.Issue, day string) bool {
	return day == "" || (i.From == "" || i.From <= day) && (i.Until == "" || i.Until >= day[:min(len(day), len(i.Until))])
}

// issue is one matter: of the tables by trigger, of a family by pattern, else
// the noun phrase itself.
func (s *sentence) issue(i int, parties []schema.Ref) []schema.Ref {
	if ref, ok := s.backIssue(i); ok {
		return []schema.Ref{ref}
	}
	if s.toks[i].UPOS == "PRON" && s.toks[i].XPOS != "NN" {
		return nil
	}
	if m := s.at[i]; m != nil && m.kind != aName && m.kind != aPlace {
		return nil // somebody, not a matter
	}
	if ref, ok := s.tabledIssue(i); ok {
		return []schema.Ref{ref}
	}
	if ref, ok := s.patternIssue(i, parties); ok {
		return []schema.Ref{ref}
	}
	if k := s.child(i, "nmod"); k >= 0 && thinNouns[s.lemma(i)] && s.preposition(k) == "of" {
		if refs := s.issue(k, parties); len(refs) > 0 && refs[0].Linked {
			return refs
		}
	}
	name := s.matter(i, parties)
	id := []rune(strings.ReplaceAll(name, "\"", ""))
	if len(id) == 0 { // no word, or a quotation mark that the parse takes for one
		return nil
	}
	id[0] = unicode.ToUpper(id[0])
	return []schema.Ref{{ID: schema.EntityID(string(id)), Name: name}}
}

// matter is the phrase of an issue, kept short: no place, time or hand ("a ban on
// exports" of "a ban on exports by Chad"), none of the parties, and of a long one
// only what it is of.
func (s *sentence) matter(i int, parties []schema.Ref) string {
	name := s.content(i, parties, func(p string) bool { return around[p] })
	if contentWords(name) > longMatter {
		name = s.content(i, parties, func(p string) bool { return p != "of" })
	}
	return name
}

// longMatter is how many content words the phrase of an issue may have.
const longMatter = 4

// around are the prepositions of what stands around a matter.
var around = setOf("around")

// backIssue resolves "it", "the resolution", "that plan" to the last matter that
// the story named with that noun.
func (s *sentence) backIssue(i int) (schema.Ref, bool) {
	if l := s.lower(i); l == "it" || l == "this" || l == "that" {
		if n := len(s.st.issues); n > 0 && s.st.issues[n-1].sent >= s.idx-3 {
			return s.st.issues[n-1].ref, true
		}
		return schema.Ref{}, false
	}
	if s.toks[i].UPOS != "NOUN" || !s.has(i, []string{"det"}, "the", "this", "that", "these") || s.child(i, "amod", "compound", "acl", "nmod:poss") >= 0 {
		return schema.Ref{}, false
	}
	if slices.ContainsFunc(s.children(i, "nmod"), func(k int) bool { return !around[s.preposition(k)] && s.preposition(k) != "with" && !s.isSpell(k) }) { // "the agreement on cod" is another
		return schema.Ref{}, false
	}
	for n := len(s.st.issues) - 1; n >= 0; n-- {
		names, far := strings.Fields(strings.ToLower(s.st.issues[n].ref.Name)), s.idx-s.st.issues[n].sent
		same := slices.Contains(names, s.lower(i)) && (far <= recalled || far <= recalledNamed && len(names) > 2)
		if same || far <= recalled && s.alike(names[len(names)-1], s.lemma(i)) {
			return s.st.issues[n].ref, true
		}
	}
	return schema.Ref{}, false
}

// How many sentences back a definite noun finds its matter, and one whose name has more
// words.
const (
	recalled      = 6
	recalledNamed = 20
)

// alike says whether the nouns may name one matter: "the pact" of what was a treaty
// before.
func (s *sentence) alike(a, b string) bool {
	a, b = s.st.c.matters[singular(a)], s.st.c.matters[singular(b)]
	return a != "" && a == b
}

// thinNouns say little without what follows "of".
var thinNouns = setOf("thinNouns")

// tabledIssue looks for triggers among the words of the phrase; the trigger
// with most words wins.
func (s *sentence) tabledIssue(i int) (schema.Ref, bool) {
	span := s.extent(i, func(k int) bool {
		return s.is(k, "acl:relcl", "advcl", "conj", "parataxis", "appos", "ccomp", "dep") || s.is(k, "acl") && !s.has(k, []string{"mark"}, "to")
	})
	words, text := s.phraseWords(span)
	t := s.st.c.issueTable
	best := trigger{issue: -1}
	for w := range words {
		for _, tr := range t.byWord[w] {
			if !tr.beats(best) || !inWindow(t.issues[tr.issue], s.st.day) {
				continue
			}
			if tr.phrase != "" && !strings.Contains(text, " "+tr.phrase+" ") {
				continue
			}
			if tr.phrase == "" && !allIn(tr.words, words) || !s.headed(i, tr) {
				continue
			}
			best = tr
		}
	}
	if best.issue < 0 {
		return schema.Ref{}, false
	}
	return t.issues[best.issue].Ref(), true
}

// headed holds where the phrase's head is of the trigger, or carries what it is
// of, and for a trigger of one word also where that is a name: a phrase that
// merely mentions it is about something else ("resolutions on the war in Gaza"
// are no war).
func (s *sentence) headed(i int, tr trigger) bool {
	if len(tr.words) > 1 {
		return carriers[s.lemma(i)] || slices.ContainsFunc(tr.words, func(w string) bool { return w == s.lemma(i) || w == s.lower(i) })
	}
	if s.lower(i) == tr.words[0] || s.lemma(i) == tr.words[0] {
		return true
	}
	return slices.ContainsFunc(s.extent(i, nil), func(k int) bool {
		return s.lower(k) == tr.words[0] && (s.toks[k].Head == i || s.toks[k].Form == strings.ToUpper(s.toks[k].Form)) // an acronym names the matter wherever it stands
	})
}

// carriers are the nouns whose matter is what they are of: a deployment of missiles
// is about the missiles.
var carriers = setOf("carriers")

func allIn(ws []string, set map[string]bool) bool {
	return !slices.ContainsFunc(ws, func(w string) bool { return !set[w] })
}

// phraseWords are the forms and lemmas of the tokens, the names of what they
// mention, and the lower-case text with a space at both ends.
func (s *sentence) phraseWords(span []int) (map[string]bool, string) {
	words := map[string]bool{}
	for _, k := range span {
		words[strings.ToLower(phraseKey(s.toks[k].Form))] = true
		words[s.lemma(k)] = true
		if m := s.at[k]; m != nil && len(m.refs) == 1 {
			for _, w := range strings.Fields(strings.ToLower(phraseKey(m.refs[0].Name))) {
				words[w] = true
			}
		}
	}
	text := " "
	for n := 0; n < len(span); {
		end := n + 1
		for end < len(span) && span[end] == span[end-1]+1 {
			end++
		}
		text += strings.ToLower(phraseKey(s.text(span[n], span[end-1]+1))) + " | "
		n = end
	}
	for _, w := range strings.Fields(text) {
		words[strings.Trim(w, ",;:\"'()")] = true
	}
	return words, text
}

// extent is the phrase of i with the prepositional phrases that directly follow
// it, though the parse hangs them on its governor: "attending a summit on
// security", "deploy systems in Peru".
func (s *sentence) extent(i int, skip func(int) bool) []int {
	return s.extentBut(i, skip, func(string) bool { return false })
}

// extentBut is extent without what follows the prepositions to drop.
func (s *sentence) extentBut(i int, skip func(int) bool, drop func(prep string) bool) []int {
	out := s.subtree(i, skip)
	hosts := s.governors(i)
	for grown := len(hosts) > 0; grown; {
		next := out[len(out)-1] + 1
		grown = false
		for _, h := range hosts {
			for _, k := range s.children(h, "obl", "nmod", "advcl") {
				sub := s.subtree(k, skip)
				if k > i && sub[0] == next && (skip == nil || !skip(k)) && !drop(s.preposition(k)) && s.attaches(s.preposition(k)) && s.isTopicOrPlace(k) {
					out, grown = append(out, sub...), true
					break
				}
			}
			if grown {
				break
			}
		}
	}
	return out
}

// governors are the words on which the parse may hang what belongs to the noun at
// i: its verb, and the noun that it is coordinated with ("pressure and sanctions
// on Chad").
func (s *sentence) governors(i int) []int {
	var out []int
	if f := s.firstConjunct(i); f != i && s.toks[f].UPOS == "NOUN" {
		out, i = append(out, f), f
	}
	if h := s.toks[i].Head; h >= 0 && s.isVerb(h) {
		out = append(out, h)
	}
	return out
}

func (s *sentence) attaches(prep string) bool {
	switch prep {
	case "on", "in", "of", "for", "to", "with", "against", "into", "about", "between":
		return true
	}
	return false
}

// isTopicOrPlace keeps times out: they belong to the verb.
func (s *sentence) isTopicOrPlace(k int) bool {
	return !slices.ContainsFunc(s.times, func(t timed) bool { return t.expr.From <= k && k < t.expr.To })
}

// unit is a word or a mention of a phrase, as patterns match it.
type unit struct {
	words []string // form and lemma in lower case
	m     *mention
	head  bool
}

func (s *sentence) units(i int) []unit {
	span := s.extent(i, func(k int) bool { return s.is(k, "acl:relcl", "advcl", "parataxis") })
	var out []unit
	for n := 0; n < len(span); n++ {
		k := span[n]
		if n > 0 && span[n-1] != k-1 && k > i {
			break
		}
		switch s.lower(k) {
		case "the", "a", "an", "'s", "’s", "'", "’":
			continue
		}
		if m := s.at[k]; m != nil && m.kind != aName {
			if n == 0 || s.at[span[n-1]] != m {
				out = append(out, unit{m: m, words: []string{strings.ToLower(s.text(m.from, m.to))}, head: m.from <= i && i < m.to})
			} else if k == i {
				out[len(out)-1].head = true
			}
			continue
		}
		out = append(out, unit{words: []string{s.lower(k), s.lemma(k)}, head: k == i})
	}
	return out
}

// patternIssue makes an issue of a family; the longest pattern that covers the
// phrase's head wins.
func (s *sentence) patternIssue(i int, parties []schema.Ref) (schema.Ref, bool) {
	units := s.units(i)
	var best schema.Ref
	longest := 0
	for _, p := range s.st.c.issueTable.patterns {
		if len(p.words) <= longest {
			continue
		}
		for at := range units {
			slots, ok := matchUnits(p.words, units, at)
			if !ok {
				continue
			}
			if ref, ok := s.fillIssue(p, slots, parties); ok {
				best, longest = ref, len(p.words)
				break
			}
		}
	}
	return best, longest > 0
}

// matchUnits matches the pattern at units[at:]; the head must be within.
func matchUnits(words []string, units []unit, at int) (map[string]*mention, bool) {
	if at+len(words) > len(units) {
		return nil, false
	}
	slots, head := map[string]*mention{}, false
	for n, w := range words {
		u := units[at+n]
		head = head || u.head
		if strings.HasPrefix(w, "{") {
			if !slotFits(w, u.m) {
				return nil, false
			}
			slots[slotKey(w)] = u.m
		} else if !slices.Contains(u.words, w) {
			return nil, false
		}
	}
	return slots, head
}

func slotKey(w string) string {
	switch w {
	case "{demonym}", "{demonym_a}", "{state}":
		return "{a}"
	case "{demonym_b}":
		return "{b}"
	}
	return w
}

func slotFits(w string, m *mention) bool {
	switch {
	case m == nil || len(m.refs) != 1:
		return false
	case w == "{org}":
		return m.kind == anOrg
	case strings.HasPrefix(w, "{demonym"):
		return m.kind == aDemonym || m.kind == aState
	}
	return m.kind == aState || m.kind == aDemonym || m.kind == aPlace || (m.kind == anOffice || m.kind == aPerson) && m.refs[0].State != ""
}

// fillIssue puts the slots' names into the pattern; a slot that the phrase
// left open is taken from the parties.
func (s *sentence) fillIssue(p compiledPattern, slots map[string]*mention, parties []schema.Ref) (schema.Ref, bool) {
	states := s.st.asStates(parties)
	a, b := s.slotState(slots["{a}"]), s.slotState(slots["{b}"])
	if strings.Contains(p.IDPattern, "{b}") {
		for _, st := range states {
			if a.IsZero() && st.ID != b.ID {
				a = st
			} else if b.IsZero() && st.ID != a.ID {
				b = st
			}
		}
		if a.IsZero() || b.IsZero() || a.ID == b.ID {
			return schema.Ref{}, false
		}
		if strings.HasPrefix(p.IDPattern, "{a}-{b}") && b.Name < a.Name {
			a, b = b, a
		}
	} else if strings.Contains(p.IDPattern, "{a}") && a.IsZero() {
		return schema.Ref{}, false
	}
	org := slotRef(slots["{org}"])
	fill := func(pattern string, ids bool) string {
		name := func(r schema.Ref) string {
			if ids {
				return strings.TrimPrefix(string(r.ID), schema.NSEntity)
			}
			return r.Name
		}
		year := ""
		if s.st.day != "" {
			year = s.st.day[:4]
		}
		out := strings.NewReplacer("{a}", name(a), "{b}", name(b), "{org}", name(org), "{year}", year, "{state}", name(a)).Replace(pattern)
		return strings.Trim(out, "_ ")
	}
	id, name := fill(p.IDPattern, true), fill(p.NamePattern, false)
	if strings.ContainsAny(id, "{}") || id == "" {
		return schema.Ref{}, false
	}
	return schema.Ref{ID: quad.IRI(schema.NSEntity + id), Name: name, Linked: true}, true
}

// slotState is the slot's state or place; an office stands for its state ("the
// policies of the Peruvian president").
func (s *sentence) slotState(m *mention) schema.Ref {
	if m != nil && (m.kind == anOffice || m.kind == aPerson) {
		if refs := s.st.asStates(m.refs); len(refs) == 1 {
			return refs[0]
		}
	}
	return slotRef(m)
}

func slotRef(m *mention) schema.Ref {
	if m == nil {
		return schema.Ref{}
	}
	return m.refs[0]
}
