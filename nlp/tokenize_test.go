package nlp

import (
	"strings"
	"testing"
)

func TestTokenize(t *testing.T) {
	for text, want := range map[string]string{
		"They don't, can't and won’t.":        "They do n't , ca n't and wo n't .",
		"Kenya's army; the rebels' camp.":     "Kenya 's army ; the rebels ' camp .",
		"I'd say we'll go, they've left.":     "I 'd say we 'll go , they 've left .",
		"It cannot stand.":                    "It can not stand .",
		"anti-missile and non-aligned states": "anti-missile and non-aligned states",
		"a UN-brokered truce, UN-AMERICAN":    "a UN - brokered truce , UN-AMERICAN",
		"Oslo-based, US-led and long-term":    "Oslo - based , US - led and long - term",
		"Kim Jong-un and Moon Jae-in":         "Kim Jong-un and Moon Jae-in",
		"the Asia-Pacific region":             "the Asia - Pacific region",
		"a 10-year-old F-16":                  "a 10 - year - old F - 16",
		"from 1999-2003, call 555-12-34":      "from 1999 - 2003 , call 555-12-34",
		"on 2017-08-07":                       "on 2017-08-07",
		"$1,200.50 or US$5 million (3.5%)":    "$ 1,200.50 or US$ 5 million ( 3.5 % )",
		"the U.S. and/or the U.N.":            "the U.S. and / or the U.N.",
		"at 5:30 p.m. Tuesday":                "at 5:30 p.m. Tuesday",
		"He met J. Soto Jr. in plan B.":       "He met J. Soto Jr. in plan B .",
		"force—made of men—is ready...":       "force — made of men — is ready ...",
		"“house.” ‘no’ (yes)":                 `" house . " ' no ' ( yes )`,
		"really?! Stop!!!":                    "really ?! Stop !!!",
		"[Image: Ministry]":                   "[ Image : Ministry ]",
		"see www.example.org/a, a@b.org.":     "see www.example.org/a , a@b.org .",
		"the '90s and 'em":                    "the '90s and 'em",
		"ministers\u00a0met\u00a0here":        "ministers met here",
		"-5 degrees - cold":                   "-5 degrees - cold",
		"@minister #peace":                    "@minister #peace",
		"Who's there? It's me.":               "Who 's there ? It 's me .",
		"O'Brien's":                           "O'Brien 's",
	} {
		var forms []string
		for _, tok := range tokenize(text, 0, len(text)) {
			forms = append(forms, tok.Form)
		}
		if got := strings.Join(forms, " "); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestNormal(t *testing.T) {
	if got := Normal("“It’s”\u00a0so"); got != `"It's" so` {
		t.Errorf("got %q", got)
	}
}

// checkOffsets tests what every document promises about its offsets.
func checkOffsets(t *testing.T, doc *Document) {
	t.Helper()
	at, block := 0, 0
	for i, s := range doc.Sentences {
		if s.Start < at || s.End <= s.Start || s.End > len(doc.Text) {
			t.Fatalf("sentence %d is %d..%d after %d", i, s.Start, s.End, at)
		}
		if s.Block < block {
			t.Fatalf("sentence %d is in block %d after block %d", i, s.Block, block)
		}
		if len(s.Tokens) == 0 {
			t.Fatalf("sentence %d has no tokens", i)
		}
		inner := s.Start
		for j, tok := range s.Tokens {
			if tok.Start < inner || tok.End <= tok.Start || tok.End > s.End || tok.Form == "" {
				t.Fatalf("sentence %d token %d is %d..%d %q after %d", i, j, tok.Start, tok.End, tok.Form, inner)
			}
			if gap := strings.TrimFunc(doc.Text[inner:tok.Start], isSpace); gap != "" {
				t.Fatalf("sentence %d lost %q before token %d", i, gap, j)
			}
			inner = tok.End
		}
		if gap := strings.TrimFunc(doc.Text[inner:s.End], isSpace); gap != "" {
			t.Fatalf("sentence %d lost %q at its end", i, gap)
		}
		at, block = s.End, s.Block
	}
}

// FuzzSplit wants every token to slice the text, in order, without overlap and
// without loss.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		"Kenya hosts talks\n\nGENEVA, May 3 (Newswire) - It’s “over.” He left [Photo: X]The end.",
		"• a\n- b\n1. c\r\n\r\n(d) e", "a-b--c—d…e/f", "U.S.. ...! '’\"", "\xff\xfe.\x00 A", "x\u00a0y\u200bz\u00ad", "5%$€6 US$7",
		"She said: \"No.\" ”\u00a0Then", "n't 's 'd cannot", "(((]]]", "A. B. C. The",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkOffsets(t, Split(text))
		checkOffsets(t, split(text, true))
	})
}
