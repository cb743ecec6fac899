package queries_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/queries"
	"github.com/entente-kg/entente/schema"
)

// TestProgram holds the text that is given to the console to holding all that
// it calls, and its arguments.
func TestProgram(t *testing.T) {
	picture, _ := builtin(t).Get("picture")
	text, err := picture.Program(nil, map[string]string{"about": "Dam"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text, `var p = {"about":"ir:Dam","depth":1}; // doc: `) {
		t.Errorf("begins %.80q", text)
	}
	// Visualize looks for these words, and draws these columns.
	for _, word := range []string{"source:", "target:", "source_label:", "target_label:"} {
		if !strings.Contains(text, word) {
			t.Errorf("no %s in\n%s", word, text)
		}
	}
	if strings.Contains(text, "function records(") {
		t.Error("helpers in a program that calls none")
	}
	r := store(t, readings(t, `{"article":"p1","says":"A opposes the Dam.","relation":"opposes","actors":["A"],"issues":["Dam"]}`))
	want := []string{`{"label":"opposes","source":"ir:A","source_label":"A","target":"ir:Dam","target_label":"Dam"}` + "\n"}
	if diff := cmp.Diff(want, rowsOf(t, r, text)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}

	var usage *queries.UsageError
	if _, err := picture.Program(nil, nil); !errors.As(err, &usage) {
		t.Errorf("without arguments: %v", err)
	}
}

// TestProgramsAreWhole holds every query's program to having the helpers that
// it names, each once.
func TestProgramsAreWhole(t *testing.T) {
	prelude := read(t, "prelude.js")
	defined := regexp.MustCompile(`(?m)^function (\w+)\(`)
	var names []string
	for _, m := range defined.FindAllStringSubmatch(prelude, -1) {
		names = append(names, m[1])
	}
	for part := range strings.SplitSeq(strings.TrimSpace(prelude), "\n\n") {
		if n := len(defined.FindAllString(part, -1)); n > 1 {
			t.Errorf("a part of the prelude has %d functions:\n%s", n, part)
		}
	}
	for _, q := range builtin(t).All() {
		args := map[string]string{}
		for _, p := range q.Params {
			if p.Kind != queries.KindDate && p.Kind != queries.KindNumber && p.Kind != queries.KindRelation && len(p.OneOf) == 0 {
				args[p.Name] = "X"
			}
		}
		text, err := q.Program(nil, args)
		if err != nil {
			t.Fatal(err)
		}
		code := regexp.MustCompile(`(?m)//.*$`).ReplaceAllString(text, "")
		for _, name := range names {
			calls := regexp.MustCompile(`(^|[^.\w])`+name+`\(`).FindAllString(code, -1)
			has := strings.Count(text, "\nfunction "+name+"(")
			if len(calls) > 0 && has != 1 {
				t.Errorf("%s calls %s, whose text it has %d times", q.Name, name, has)
			}
		}
	}
}

// TestListsOfTheTables holds the names that queries spell out to the tables.
func TestListsOfTheTables(t *testing.T) {
	var mutual, types []string
	for _, r := range schema.Relations().All() {
		if r.Symmetric {
			mutual = append(mutual, r.Name)
		}
		if r.Type != "" && !slices.Contains(types, r.Type) {
			types = append(types, r.Type)
		}
	}
	body := regexp.MustCompile(`(?s)function mutual\(.*?\n}`).FindString(read(t, "prelude.js"))
	var listed []string
	for _, m := range regexp.MustCompile(`<ir:(\w+)>`).FindAllStringSubmatch(body, -1) {
		if m[1] != "relation" {
			listed = append(listed, m[1])
		}
	}
	slices.Sort(mutual)
	if diff := cmp.Diff(mutual, listed); diff != "" {
		t.Errorf("mutual (-table +prelude):\n%s", diff)
	}
	events, _ := builtin(t).Get("events")
	for _, p := range events.Params {
		if p.Name == "type" {
			slices.Sort(types)
			if diff := cmp.Diff(types, slices.Sorted(slices.Values(p.OneOf))); diff != "" {
				t.Errorf("types (-table +query):\n%s", diff)
			}
		}
	}
	for _, q := range builtin(t).All() {
		file, err := os.ReadFile(filepath.Join("saved", q.Name+".js"))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`<ir:(\w+)>`).FindAllStringSubmatch(string(file), -1) {
			if _, ok := schema.Relations().Get(m[1]); !ok && !slices.Contains(properties, m[1]) {
				t.Error(fmt.Sprint(q.Name, ": neither a relation nor a property of events: ", m[1]))
			}
		}
	}
}

// properties are what queries read of event nodes.
var properties = []string{"Event", "actor", "actorState", "recipient", "recipientState", "issue", "place", "saidBy", "sentence", "sentenceIndex",
	"relation", "eventType", "derived", "date", "dateStart", "dateEnd", "dateSource", "rule", "actsFor"}
