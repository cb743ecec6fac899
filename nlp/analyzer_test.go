package nlp_test

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/model"
)

// analyzer opens the embedded model or skips where the build has none.
func analyzer(t testing.TB) *nlp.Analyzer {
	t.Helper()
	if _, err := model.Weights(); err != nil {
		t.Skip("needs the embedded model")
	}
	an, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	return an
}

const article = `Kenya hosts Norwegian minister

NAIROBI, May 3 (Newswire) - Norwegian Foreign Minister Ine Larsen met President Paul Okello in Nairobi on Tuesday. They discussed trade and "the road to peace."

Norway and Kenya are opposed to the blockade of the port, a spokesman said.
`

func ExampleAnalyzer_Analyze() {
	an, err := nlp.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := an.Analyze("The army left the city on Sunday.")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range doc.Sentences {
		for _, t := range s.Tokens {
			head := "root"
			if t.Head >= 0 {
				head = s.Tokens[t.Head].Form
			}
			fmt.Println(t.Form, t.Lemma, t.UPOS, t.Deprel, head)
		}
	}
	// Output:
	// The the DET det army
	// army army NOUN nsubj left
	// left leave VERB root root
	// the the DET det city
	// city city NOUN obj left
	// on on ADP case Sunday
	// Sunday Sunday PROPN obl left
	// . . PUNCT punct left
}

// tree checks that a sentence has one root and no cycle.
func tree(t *testing.T, s nlp.Sentence) {
	t.Helper()
	roots := 0
	for i, tok := range s.Tokens {
		if tok.UPOS == "" || tok.XPOS == "" || tok.Lemma == "" || tok.Deprel == "" {
			t.Errorf("token %q is not filled: %+v", tok.Form, tok)
		}
		if (tok.Head < 0) != (tok.Deprel == "root") {
			t.Errorf("token %q has head %d and relation %s", tok.Form, tok.Head, tok.Deprel)
		}
		if !(tok.Score >= 0 && tok.Score <= 1.0001) {
			t.Errorf("token %q has score %g", tok.Form, tok.Score)
		}
		if tok.Head < 0 {
			roots++
		}
		steps := 0
		for j := i; j >= 0; j = s.Tokens[j].Head {
			if steps++; steps > len(s.Tokens) {
				t.Fatalf("token %q is in a cycle", tok.Form)
			}
		}
	}
	if roots != 1 {
		t.Errorf("%d roots, want 1", roots)
	}
}

func TestAnalyze(t *testing.T) {
	doc, err := analyzer(t).Analyze(article)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Text != article {
		t.Error("the text was changed")
	}
	var kinds []string
	for _, s := range doc.Sentences {
		kinds = append(kinds, s.Kind.String())
		tree(t, s)
	}
	if got, want := strings.Join(kinds, " "), "title dateline body body body"; got != want {
		t.Errorf("kinds %q, want %q", got, want)
	}
}

// What the patterns of agency news lean on must come out right.
func TestNewsParses(t *testing.T) {
	an := analyzer(t)
	for _, c := range []struct{ text, dependent, relation, head string }{
		{"Norway and Kenya are opposed to the blockade of the port.", "Norway", "nsubj:pass", "opposed"},
		{"Norway and Kenya are opposed to the blockade of the port.", "Kenya", "conj", "Norway"},
		{"Foreign Minister Ine Larsen met President Paul Okello in Nairobi on Tuesday.", "Ine", "nsubj", "met"},
		{"Foreign Minister Ine Larsen met President Paul Okello in Nairobi on Tuesday.", "Paul", "obj", "met"},
		{"Foreign Minister Ine Larsen met President Paul Okello in Nairobi on Tuesday.", "Nairobi", "obl", "met"},
		{"The council imposed new sanctions on Belarus.", "sanctions", "obj", "imposed"},
		{"The plan was rejected by Hungary.", "Hungary", "obl:agent", "rejected"},
		{"Fiji did not attend the summit.", "not", "advmod", "attend"},
		{"Wang Wei and Choi Su-min signed a treaty.", "Wang", "nsubj", "signed"},
	} {
		doc, err := an.Analyze(c.text)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, s := range doc.Sentences {
			for _, tok := range s.Tokens {
				if tok.Form == c.dependent && tok.Deprel == c.relation && tok.Head >= 0 && s.Tokens[tok.Head].Form == c.head {
					found = true
				}
			}
		}
		if !found {
			t.Errorf("%q: no arc %s(%s, %s)", c.text, c.relation, c.head, c.dependent)
		}
	}
}

// One Analyzer gives the same answer to many goroutines.
func TestAnalyzeConcurrently(t *testing.T) {
	an := analyzer(t)
	want, err := an.Analyze(article)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got, err := an.Analyze(article)
			if err != nil {
				t.Error(err)
				return
			}
			for i := range want.Sentences {
				if !slices.Equal(got.Sentences[i].Tokens, want.Sentences[i].Tokens) {
					t.Errorf("sentence %d differs", i)
				}
			}
		})
	}
	group.Wait()
}

func TestAnalyzeOddText(t *testing.T) {
	an := analyzer(t)
	for _, text := range []string{"", "\xff\xfe", "。。", "((((", strings.Repeat("war ", 1000), "\x00"} {
		doc, err := an.Analyze(text)
		if err != nil {
			t.Errorf("%.20q: %v", text, err)
			continue
		}
		for _, s := range doc.Sentences {
			tree(t, s)
		}
	}
	an.Parse(&nlp.Sentence{})
}

func TestAnalyzeTitled(t *testing.T) {
	an := analyzer(t)
	doc, err := an.AnalyzeTitled("It is over.\n\nThe talks ended on Monday.")
	if err != nil {
		t.Fatal(err)
	}
	if k := doc.Sentences[0].Kind; k != nlp.Title {
		t.Errorf("first sentence is %s, want title", k)
	}
	if v := an.Version(); len(v) != 8 {
		t.Errorf("version %q, want eight digits", v)
	}
}

func TestOpenDamaged(t *testing.T) {
	weights, err := model.Weights()
	if err != nil {
		t.Skip("needs the embedded model")
	}
	cut := weights[:len(weights)/2]
	flipped := slices.Clone(weights)
	flipped[len(flipped)-9] ^= 4
	for name, data := range map[string][]byte{"empty": nil, "cut": cut, "flipped": flipped} {
		if _, err := nlp.Open(data); err == nil {
			t.Errorf("%s weights: no error", name)
		}
	}
}

// FuzzOpen damages the small sections of the real weights behind a right
// checksum: an error or an analyser that answers, never a panic.
func FuzzOpen(f *testing.F) {
	f.Add(uint32(40), byte(1))
	f.Add(uint32(2000), byte(0x80))
	weights, err := model.Weights()
	if err != nil {
		f.Skip("needs the embedded model")
	}
	f.Fuzz(func(t *testing.T, at uint32, flip byte) {
		const head = 12 // magic and checksum
		data := slices.Clone(weights)
		data[head+int(at)%(len(data)-head)] ^= flip
		binary.LittleEndian.PutUint32(data[8:], crc32.ChecksumIEEE(data[head:]))
		an, err := nlp.Open(data)
		if err != nil {
			return
		}
		if _, _, err := an.AnalyzeNames("The army left Lima."); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	an := analyzer(b)
	doc, err := an.Analyze(article)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := an.Analyze(article); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(doc.Sentences)*b.N)/b.Elapsed().Seconds(), "sentences/s")
}

// BenchmarkOpen measures the load time of the model.
func BenchmarkOpen(b *testing.B) {
	weights, err := model.Weights()
	if err != nil {
		b.Skip("needs the embedded model")
	}
	for b.Loop() {
		if _, err := nlp.Open(weights); err != nil {
			b.Fatal(err)
		}
	}
}
