package eval

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFitPairs(t *testing.T) {
	var examples []pairExample
	for i := range 20 {
		examples = append(examples,
			pairExample{fmt.Sprint("a", i), []feature{{"word:met", 1}, {"noise", 1}}, "CONSULT"},
			pairExample{fmt.Sprint("b", i), []feature{{"noise", 1}, {"word:bombed", 1}}, "ASSAULT"})
	}
	m := fitPairs(examples)
	for _, e := range examples[:2] {
		if got := m.class(e.features); got != e.class {
			t.Errorf("%v is %s, want %s", e.features, got, e.class)
		}
	}
	if m.weights["once"] != nil || !m.fitted[mark("a3")] || m.fitted[mark("c")] {
		t.Error("the model does not know what it was fitted to")
	}
	file, err := m.write()
	if err != nil {
		t.Fatal(err)
	}
	read, err := readPairModel(file)
	if err != nil {
		t.Fatal(err)
	}
	again, err := read.write()
	if err != nil || string(again) != string(file) {
		t.Errorf("written, read and written again the model is another (%v)", err)
	}
	for name, data := range map[string][]byte{"empty": nil, "no gzip": []byte("classes\tA\n"), "cut": file[:len(file)/2]} {
		if _, err := readPairModel(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// What the weights were fitted to is never typed by them.
func TestKnownItemsAreCrossed(t *testing.T) {
	w := wiring(t)
	typer, err := NewTyper(w.coder, w.analyzer, w.world)
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for i := range 30 {
		fmt.Fprintf(&lines, `{"id": "k%d", "text": "Uganda met Rwanda.", "events": [{"source": "Uganda", "target": "Rwanda", "code": "%s"}]}`+"\n", i, []string{"CONSULT", "AID"}[fold(fmt.Sprint("k", i))/4])
	}
	items, err := ReadPairs(strings.NewReader(lines.String()))
	if err != nil {
		t.Fatal(err)
	}
	file, err := typer.FitPairs(context.Background(), items)
	if err != nil {
		t.Fatal(err)
	}
	if typer.model, err = readPairModel(file); err != nil {
		t.Fatal(err)
	}
	types, err := typer.TypeAll(context.Background(), items)
	if err != nil {
		t.Fatal(err)
	}
	if types.Crossed != len(items) {
		t.Errorf("%d items crossed, want all", types.Crossed)
	}
	for i, p := range types.Learned {
		if p.Type != "CONSULT" { // the fold with AID never sees AID
			t.Errorf("%s: %s", items[i].ID, p.Type)
		}
	}
}

func TestPairFeatures(t *testing.T) {
	w := wiring(t)
	items, err := ReadPairs(strings.NewReader(`{"id": "a", "text": "Kenya has strongly condemned the raids of Uganda.", "events": [{"source": "Kenya", "target": "Uganda", "code": "ACCUSE"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	typer, err := NewTyper(w.coder, w.analyzer, w.world)
	if err != nil {
		t.Fatal(err)
	}
	examples, _, err := typer.examples(context.Background(), items)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range examples[0].features {
		got[f.name] = f.value
	}
	for name, value := range map[string]float64{
		"made:condemned": 1, "type:ACCUSE": 1, "source first": 1, "source:kenya": weightSource, "target:uganda": weightTarget,
		"between:condemn": 1, "between:condemn:the": 1, "word:raid": weightWord, "top:condemn": 1, "down:raid": 1, "beside:advmod:strongly": 1, "hangs:source:nsubj:condemn": 1,
	} {
		if got[name] != value {
			t.Errorf("feature %s is %g, want %g", name, got[name], value)
		}
	}
	if d := cmp.Diff(0.0, got["between:kenya"]); d != "" {
		t.Errorf("a party's own word counts as between:\n%s", d)
	}
}
