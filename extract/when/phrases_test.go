package when

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// tagged makes the words of a test sentence: blanks part them, "word/TAG" gives
// a tag, brackets mark the expression. The marks are word indexes, or -1.
func tagged(sentence string) (words []Word, from, to int) {
	from, to = -1, -1
	at := 0
	for _, f := range strings.Fields(sentence) {
		if strings.HasPrefix(f, "[") {
			from, f = len(words), f[1:]
		}
		closing := strings.HasSuffix(f, "]") || strings.Contains(f, "]/")
		f = strings.Replace(f, "]", "", 1)
		text, tag, ok := cutTag(f)
		if !ok {
			tag = guess(text)
		}
		comma := strings.HasSuffix(text, ",") && len(text) > 1
		text = strings.TrimSuffix(text, ",")
		if text != "" {
			words = append(words, Word{text, tag, at, at + len(text)})
			at += len(text) + 1
		}
		if comma {
			words = append(words, Word{",", ",", at - 1, at})
			at++
		}
		if closing {
			to = len(words)
		}
	}
	return words, from, to
}

// cutTag parts a word from a tag in capitals.
func cutTag(f string) (text, tag string, ok bool) {
	i := strings.LastIndexByte(f, '/')
	if i <= 0 || i == len(f)-1 || strings.Trim(f[i+1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ$") != "" {
		return f, "", false
	}
	return f[:i], f[i+1:], true
}

// guess tags the words whose tag matters and leaves the others without one.
func guess(w string) string {
	switch {
	case digits(w) >= 0:
		return "CD"
	case monthWord(w):
		return "NNP"
	}
	return ""
}

func monthWord(w string) bool {
	_, ok := monthOf(strings.ToLower(w))
	return ok && w[0] < 'a'
}

func tenseOf(t *testing.T, s string) Tense {
	t.Helper()
	switch s {
	case "past":
		return Past
	case "present":
		return Present
	case "future":
		return Future
	case "unknown":
		return Unknown
	}
	t.Fatalf("unknown tense %q", s)
	return Unknown
}

// phrase is a line of testdata/phrases.tsv.
type phrase struct {
	line                  int
	sentence, tense, kind string
	anchor                time.Time
	want                  Value
}

func phrases(t testing.TB) []phrase {
	t.Helper()
	data, err := os.ReadFile("testdata/phrases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []phrase
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 8 {
			t.Fatalf("phrases.tsv:%d: %d fields, want 8", i+1, len(f))
		}
		anchor, err := time.Parse(time.DateOnly, f[1])
		if err != nil {
			t.Fatalf("phrases.tsv:%d: %v", i+1, err)
		}
		p := phrase{line: i + 1, sentence: f[0], anchor: anchor, tense: f[2], kind: f[3]}
		if f[4] != "none" {
			p.want = Value{f[4], Precision(f[5]), f[6], f[7]}
		}
		out = append(out, p)
	}
	return out
}

func TestPhrases(t *testing.T) {
	all := phrases(t)
	if len(all) < 150 {
		t.Errorf("%d phrases, want at least 150", len(all))
	}
	for _, p := range all {
		words, from, to := tagged(p.sentence)
		found := Find(words)
		if p.kind == "-" {
			if len(found) > 0 {
				t.Errorf("phrases.tsv:%d: %q: found %q (%s), want nothing", p.line, p.sentence, found[0].Text, found[0].Kind)
			}
			continue
		}
		e, ok := spanning(found, from, to)
		if !ok {
			t.Errorf("phrases.tsv:%d: %q: not found among %s", p.line, p.sentence, show(found))
			continue
		}
		if string(e.Kind) != p.kind {
			t.Errorf("phrases.tsv:%d: %q: kind %s, want %s", p.line, p.sentence, e.Kind, p.kind)
		}
		got, ok := e.Resolve(p.anchor, tenseOf(t, p.tense))
		if got != p.want || ok != (p.want != Value{}) {
			t.Errorf("phrases.tsv:%d: %q from %s: got %v, want %v", p.line, p.sentence, p.anchor.Format(time.DateOnly), got, p.want)
		}
	}
}

func spanning(found []Expr, from, to int) (Expr, bool) {
	for _, e := range found {
		if e.From == from && e.To == to {
			return e, true
		}
	}
	return Expr{}, false
}

func show(found []Expr) string {
	var out []string
	for _, e := range found {
		out = append(out, fmt.Sprintf("%q %d-%d %s", e.Text, e.From, e.To, e.Kind))
	}
	return "[" + strings.Join(out, ", ") + "]"
}
