// Package rules holds the pattern data of the coder: one file for each
// relation, each rule with example sentences of its own, and small word
// tables. It reads and checks them; it matches nothing.
//
//	set, err := rules.Builtin()
//	for _, r := range set.Rules {
//		fmt.Println(r.ID, r.Relation, r.Verbs)
//	}
package rules

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed *.yaml *.tsv
var files embed.FS

// Rule says which words report a relation, and where its participants stand.
//
// A verb pattern is a lemma ("meet"), a lemma with a particle ("shoot down"),
// or a lemma with object nouns ("hold + talk|meeting"). A noun or adjective
// pattern is one lemma ("opposition", "opposed").
//
// A source is "subj" or "obj" (logical, so that a passive turns them round),
// "noun" (the object noun of a verb pattern), "prefix" (who stands before the
// participle of "a Chadian-brokered truce"),
// "iobj", a preposition ("with"), "owner" (whose thing the object or noun is),
// "owner:X" (whose strike or weapon X is), "site:X" (whose post, building or
// ship X is), "noun" (the object noun of the pattern), "target:X" (the
// words for a site that is hit), "place:X" (the state in which X lies), "strikes" (all strikes
// that the clause names), "when" (who attacks in the
// clause that tells the circumstances),
// "host" (the subject of the verb that a noun hangs on), "topic" (what a
// clause "to discuss X" is about), "xcomp" or "ccomp" (a clause, as issue), or
// "agent" (who did what a passive of the law tells, further down in it),
// "to-clause" (an infinitive with "to"), "host:in" (a host whose clause has the
// noun under "in"), "governed" (what a predicate preposition stands before),
// "ccomp:X" (source X of the clause that the predicate says), "X.of" (what
// follows "of" below source X), "reopened" (what of an agreement somebody wants
// changed), "reopened.with" (with whom that agreement is), "curbs" (the clause or
// noun of what somebody sets out to end or lessen), "curbed" (what that ends or
// lessens) or "crowd:X" (the words of a plural phrase).
// Sources of a list are tried in order; the first that names somebody wins,
// but "obj+with" joins both.
type Rule struct {
	ID        string    `yaml:"id"`
	Verbs     []string  `yaml:"verbs"`
	Nouns     []string  `yaml:"nouns"`
	Adjs      []string  `yaml:"adjs"`
	Actor     []string  `yaml:"actor"`
	Recipient []string  `yaml:"recipient"`
	Issue     []string  `yaml:"issue"`
	Place     []string  `yaml:"place"`
	Content   []string  `yaml:"content"` // clauses that are the statement's content and hold no other statement
	Need      []string  `yaml:"need"`    // pair, actor, recipient, issue, either, group, noted, self …: what must be found; target: a victim of note, whoever acted (tried last)
	Only      []string  `yaml:"only"`    // planned: the modality that the rule is for; unwilling: "will not"; negated: "no"
	Mutual    bool      `yaml:"mutual"`  // the actors are each other's recipients
	Words     []string  `yaml:"words"`   // one of these lemmas must stand below the predicate
	And       []string  `yaml:"and"`     // and one of these, too
	Said      []string  `yaml:"said"`    // its complement clause must have one of these lemmas for a head
	Unless    []string  `yaml:"unless"`  // none of these lemmas may
	Bare      bool      `yaml:"bare"`    // the predicate has no object: "calls for a vote", not "calls a vote for May"
	CAMEO     string    `yaml:"cameo"`
	Mode      string    `yaml:"mode"`
	Score     float64   `yaml:"score"` // confidence of a match under a certain parse, 0 to 1; 0 means .8
	Examples  []Example `yaml:"examples"`

	Relation string `yaml:"-"`
	Planned  string `yaml:"-"` // the relation that it becomes when it is planned
	File     string `yaml:"-"`
}

// Example is a sentence of our own with what the rule makes of it: a statement
// "Peru, Chile" or "Peru > Chile" or "Peru > Chile # dam", or "none".
type Example struct {
	Text string `yaml:"text"`
	Want string `yaml:"want"`
}

// Set is all rules in the order of file and place.
type Set struct{ Rules []Rule }

type file struct {
	Relation string `yaml:"relation"`
	Planned  string `yaml:"planned"`
	Rules    []Rule `yaml:"rules"`
}

// Builtin is the embedded set.
func Builtin() (*Set, error) { return Read(files) }

// Read reads every *.yaml file of fsys. It fails on a file that is no YAML, on
// an unknown key, and on a rule without an id, a pattern, an actor source or
// examples for and against it.
func Read(fsys fs.FS) (*Set, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	set := &Set{}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if err := set.add(name, b); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func (s *Set) add(name string, b []byte) error {
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	var f file
	if err := dec.Decode(&f); err != nil {
		return fmt.Errorf("rules %s: %w", name, err)
	}
	for _, r := range f.Rules {
		r.Relation, r.Planned, r.File = f.Relation, f.Planned, path.Base(name)
		r.ID = f.Relation + "." + r.ID
		if r.Score == 0 {
			r.Score = 0.8
		}
		if err := r.check(); err != nil {
			return fmt.Errorf("rules %s: %w", name, err)
		}
		s.Rules = append(s.Rules, r)
	}
	return nil
}

func (r Rule) check() error {
	switch {
	case strings.HasSuffix(r.ID, "."):
		return fmt.Errorf("a rule of %s has no id", r.Relation)
	case len(r.Verbs)+len(r.Nouns)+len(r.Adjs) == 0:
		return fmt.Errorf("rule %s has no pattern", r.ID)
	case len(r.Actor) == 0:
		return fmt.Errorf("rule %s has no actor source", r.ID)
	case !slices.ContainsFunc(r.Examples, func(e Example) bool { return e.Want != "none" }):
		return fmt.Errorf("rule %s has no example", r.ID)
	case !slices.ContainsFunc(r.Examples, func(e Example) bool { return e.Want == "none" }):
		return fmt.Errorf("rule %s has no counterexample", r.ID)
	}
	return nil
}

// Words reads a two- or three-column word table: word to class.
func Words(name string) (map[string]string, error) {
	out := map[string]string{}
	err := eachRow(name, func(word, class string) error {
		out[word] = class
		return nil
	})
	return out, err
}

// Sets reads tables of two columns, the name of a set and a member, and gives
// the sets by name. A set stands in one table, a member in it once.
func Sets(tables ...string) (map[string]map[string]bool, error) {
	sets, tableOf := map[string]map[string]bool{}, map[string]string{}
	for _, table := range tables {
		err := eachRow(table, func(set, member string) error {
			switch {
			case sets[set][member], tableOf[set] != "" && tableOf[set] != table:
				return fmt.Errorf("%s is in %s already: %s", set, tableOf[set], member)
			case sets[set] == nil:
				sets[set], tableOf[set] = map[string]bool{}, table
			}
			sets[set][member] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// eachRow takes the first two cells of each row of a table below its heading.
// Errors name the line.
func eachRow(table string, take func(first, second string) error) error {
	b, err := files.ReadFile(table)
	if err != nil {
		return fmt.Errorf("rules: %w", err)
	}
	for n, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) < 2 || cells[0] == "" || cells[1] == "" {
			return fmt.Errorf("rules %s:%d: want two cells", table, n+2)
		}
		if err := take(cells[0], cells[1]); err != nil {
			return fmt.Errorf("rules %s:%d: %w", table, n+2, err)
		}
	}
	return nil
}
