package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/loadertest"
	"github.com/entente-kg/entente/loaders/text"
)

func TestSuite(t *testing.T) {
	loadertest.Run(t, text.Format{Date: "2018-07-26"}, ".txt", []loadertest.Case{
		{Name: "titled", Content: "Peru hosts Chile\n\nPeru hosted Chile’s foreign minister on Monday.\nThey spoke of fish.\n", Titles: []string{"Peru hosts Chile"}},
		{Name: "untitled", Content: "Peru hosted Chile's foreign minister on Monday.\n\nThey spoke of fish.\n", Titles: []string{""}},
	})
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, content, title, text string }{
		{"title and body", "Peru hosts Chile\n\nThey met.\n", "Peru hosts Chile", "Peru hosts Chile\n\nThey met."},
		{"windows lines", "Peru hosts Chile\r\n\r\nThey met.\r\nThey ate.\r\n", "Peru hosts Chile", "Peru hosts Chile\n\nThey met.\nThey ate."},
		{"byte order mark", "\ufeffPeru hosts Chile\n\nThey met.", "Peru hosts Chile", "Peru hosts Chile\n\nThey met."},
		{"wrapped title", "Peru hosts\nChile\n\n\n  They met.", "Peru hosts Chile", "Peru hosts Chile\n\nThey met."},
		{"first block is a sentence", "They met.\n\nThey ate.", "", "They met.\n\nThey ate."},
		{"a quotation ends it", "They said: “We met.”\n\nThey ate.", "", "They said: “We met.”\n\nThey ate."},
		{"one line only", "Peru hosts Chile", "", "Peru hosts Chile"},
		{"no blank line", "Peru hosts Chile\nThey met.", "", "Peru hosts Chile\nThey met."},
		{"first block is too long", strings.Repeat("word ", 100) + "\n\nThey met.", "", strings.Repeat("word ", 100) + "\n\nThey met."},
		{"blank line with spaces", "Peru hosts Chile\n \t\nThey met.", "Peru hosts Chile", "Peru hosts Chile\n\nThey met."},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := text.Parse("x.txt", []byte(c.content), text.Format{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{c.title, c.text}, []string{a.Title, a.Text}); d != "" {
				t.Errorf("title, text (-want +got):\n%s", d)
			}
		})
	}
}

func TestParseRejects(t *testing.T) {
	for _, c := range []struct{ name, content, want, hint string }{
		{"empty", "", "x.txt: the file is empty", ""},
		{"blank", " \n\t\n", "x.txt: the file is empty", ""},
		{"binary", "ab\x00cd", "x.txt: this is a binary file, not text", "save its text"},
		{"pdf", "%PDF-1.7 text", "x.txt: this is a PDF, not text", "save its text"},
		{"latin 1", "They met.\nIn M\xe1laga.", "x.txt:2:5: byte 0xe1 is not valid UTF-8", "iconv -f WINDOWS-1252 -t UTF-8 x.txt"},
		{"utf-16", "\xff\xfeT\x00", "x.txt: the text is UTF-16, not UTF-8", "iconv -f UTF-16"},
		{"too long", strings.Repeat("a", text.MaxSize+1), "x.txt: the file is longer than 16 MiB, which no article is", "split it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := text.Parse("x.txt", []byte(c.content), text.Format{})
			r, ok := loaders.Rejected(err)
			if !ok || r.Error() != c.want || !strings.Contains(r.Hint, c.hint) {
				t.Errorf("got %v (%+v), want %q with hint %q", err, r, c.want, c.hint)
			}
		})
	}
}

func TestParseWrongDate(t *testing.T) {
	_, err := text.Parse("x.txt", []byte("They met."), text.Format{Date: "7 August"})
	if r, ok := loaders.Rejected(err); !ok || !strings.Contains(r.Reason, "YYYY-MM-DD") {
		t.Errorf("got %v, want a reject that names the form of a date", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("Peru hosts Chile\n\nThey met.\n"))
	f.Add([]byte("\ufeff\r\n\r\nA\r\rB"))
	f.Add([]byte("\xff\xfe\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := text.Parse("x.txt", b, text.Format{})
		if _, rejected := loaders.Rejected(err); err != nil && !rejected {
			t.Fatalf("%v is no reject", err)
		}
		if err == nil && (strings.TrimSpace(a.Text) == "" || strings.Contains(a.Text, "\r") || a.Title != "" && !strings.HasPrefix(a.Text, a.Title)) {
			t.Fatalf("%q gave title %q and text %q", b, a.Title, a.Text)
		}
	})
}
