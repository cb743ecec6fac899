package when

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func Example() {
	words := []Word{{Text: "met", Tag: "VBD"}, {Text: "on", Tag: "IN"}, {Text: "Sunday", Tag: "NNP"},
		{Text: "after", Tag: "IN"}, {Text: "two", Tag: "CD"}, {Text: "weeks", Tag: "NNS"}}
	anchor := time.Date(2017, time.August, 7, 0, 0, 0, 0, time.UTC)
	for _, e := range Find(words) {
		v, ok := e.Resolve(anchor, Past)
		fmt.Printf("%s (%s): %q %q %v\n", e.Text, e.Kind, v.Date, v.Precision, ok)
	}
	// Output:
	// Sunday (weekday): "2017-08-06" "day" true
	// two weeks (duration): "" "" false
}

func ExampleInferArticleDate() {
	v, ok := InferArticleDate("Ministers sign fishing pact\n\nREYKJAVIK, Mar 3, 2016 (Wire) - Two ministers signed a pact on Tuesday.")
	fmt.Println(v.Date, ok)
	// Output: 2016-03-03 true
}

func ExampleParseDate() {
	v, _ := ParseDate("2016-02")
	_, err := ParseDate("2017-02-29")
	fmt.Println(v.Start, v.End)
	fmt.Println(err)
	// Output:
	// 2016-02-01 2016-02-29
	// date "2017-02-29": February 2017 has days 01 to 28, not 29
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]Value{
		"2017":       {"2017", Year, "2017-01-01", "2017-12-31"},
		"2017-08":    {"2017-08", Month, "2017-08-01", "2017-08-31"},
		"2016-02-29": {"2016-02-29", Day, "2016-02-29", "2016-02-29"},
		"0001-01-01": {"0001-01-01", Day, "0001-01-01", "0001-01-01"},
		"9999":       {"9999", Year, "9999-01-01", "9999-12-31"},
	} {
		if got, err := ParseDate(in); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for in, fault := range map[string]string{
		"": "empty", "17": "is not YYYY", "2017-8-6": "is not YYYY", "06/08/2017": "is not YYYY", " 2017": "is not YYYY",
		"2017-13": "month 13", "2017-00-01": "month 00", "2017-04-31": "April 2017 has days 01 to 30", "2017-04-00": "not 00",
		"0000": "no year 0000", "2017-08-06T00:00": "is not YYYY", "２０１７": "is not YYYY", "yesterday": "is not YYYY",
	} {
		got, err := ParseDate(in)
		if err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("ParseDate(%q) = %v, %v; want an error with %q", in, got, err, fault)
		}
	}
}

func TestNoAnchor(t *testing.T) {
	for sentence, want := range map[string]string{
		"on [6 August 2017] .": "2017-08-06", "in [2014] .": "2014", "from [3 to 5 May 2016] .": "2016-05",
		"in [spring 2011] .": "2011", "on [Sunday] .": "", "on [Aug. 6] .": "", "[two days ago] .": "", "[today] .": "",
		"over [the weekend] .": "", "since [2015] .": "", "[last September] .": "", "on [the 6th] .": "", "[recently] .": "",
		"between [May and July] .": "", "in [the coming days] .": "", "[late last year] .": "", "on [6 May last year] .": "",
	} {
		words, from, to := tagged(sentence)
		e, ok := spanning(Find(words), from, to)
		if !ok {
			t.Errorf("%q: not found", sentence)
			continue
		}
		if v, ok := e.Resolve(time.Time{}, Past); v.Date != want || ok != (want != "") {
			t.Errorf("%q without an anchor: %v, want %q", sentence, v, want)
		}
	}
}

func TestExprFields(t *testing.T) {
	for sentence, want := range map[string]Expr{
		"met on [Monday's] meeting/NN":           {Prep: "on", Attributive: true, Text: "Monday's"},
		"met ahead of [Sunday] 's/POS vote/NN":   {Prep: "ahead of", Attributive: true, Text: "Sunday"},
		"since at least [2015] .":                {Prep: "since", Text: "2015"},
		"as of [Friday] .":                       {Prep: "as of", Text: "Friday"},
		"the [May 1] deadline/NN":                {Attributive: true, Text: "May 1"},
		"met over [the weekend] .":               {Prep: "over", Text: "the weekend"},
		"in about [2014] .":                      {Prep: "in", Text: "2014"},
		"from [3 to 5 May 2016] .":               {Prep: "from", Text: "3 to 5 May 2016"},
		"the [December 2018] election/NN passed": {Attributive: true, Text: "December 2018"},
	} {
		words, from, to := tagged(sentence)
		e, ok := spanning(Find(words), from, to)
		if !ok || e.Prep != want.Prep || e.Attributive != want.Attributive || e.Text != want.Text {
			t.Errorf("%q: %+v, want %+v", sentence, e, want)
		}
	}
}

// TestZone holds that the anchor's own calendar day counts, not that of UTC.
func TestZone(t *testing.T) {
	words, _, _ := tagged("[today]")
	anchor := time.Date(2017, time.August, 7, 1, 30, 0, 0, time.FixedZone("east", 9*3600))
	if v, _ := Find(words)[0].Resolve(anchor, Past); v.Date != "2017-08-07" {
		t.Errorf("today at half past one in the morning, nine hours east: %s", v.Date)
	}
}

func TestInferArticleDate(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"dateline", "Ministers meet\n\nMANILA, Aug 6, 2017 (Wire) - The ministers met on Saturday.", "2017-08-06"},
		{"dateline, day first", "Ministers meet\n\nOSLO, 6 August 2017 — The ministers met on Saturday.", "2017-08-06"},
		{"own line", "Ministers meet\n\nSunday, March 31, 2019\n\nOn Wednesday they met, as on 3 May 2020 they will.", "2019-03-31"},
		{"published", "Ministers meet\nPublished: August 6, 2017\nUpdated: August 9, 2017\nThey met on Saturday.", "2017-08-06"},
		{"published, weekday", "Ministers meet\nPublished on Sunday, 6 August 2017 at 10:15\nThey met.", "2017-08-06"},
		{"updated alone", "Ministers meet\nLast updated 9 August 2017\nThey met.", "2017-08-09"},
		{"time stamp", "Ministers meet\nPosted 2017-08-06T09:30:00Z\nThey met.", "2017-08-06"},
		{"foot", "Ministers meet\nThey met.\nThey ate.\nThey left.\nThey slept.\nPublished 6 August 2017", "2017-08-06"},
		{"head, weekdays before it", "Ministers meet\nThey signed on 8 August 2017 what was agreed on Sunday and Monday.", "2017-08-08"},
		{"caption and weekdays", "Minister in Lima\nThe minister in Lima on 6 August 2017 [Image: Ministry]They met on Sunday.\n" +
			"On Monday the pact was signed.\nRebels struck on Saturday.\nThe next round will be on Wednesday.", "2017-08-07"},
		{"caption, planned weekday only", "Minister in Lima\nThe minister in Lima on 6 August 2017 [Image: Ministry]\nThey will meet on Tuesday.", "2017-08-06"},
		{"caption below the head", "A\nB\nC\nD\nE\nThe minister on 4 August 2017 (Photo: Agency)\nThey met on Saturday.", "2017-08-05"},
		{"file picture", "A\nB\nC\nD\nE\nThe minister on 4 August 2015 (File photo)\nThey met on Saturday.", ""},
		{"planned date", "Ministers meet\nThey will meet again on 15 September 2017, they said.", ""},
		{"background", "A\nB\nC\nD\nE\nThe war began on 20 March 2003 in the south.\nF\nG\nH", ""},
		{"month only", "Ministers meet\nThey met in August 2017.", ""},
		{"no year", "KATHMANDU, April 25 (Wire) - They met.", ""},
		{"no such day", "MANILA, Feb 30, 2017 (Wire) - They met.", ""},
		{"empty", "", ""},
	} {
		v, ok := InferArticleDate(c.text)
		if v.Date != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, want %q", c.name, v.Date, c.want)
		}
	}
}

// shared is a file of the reference material, or the test is skipped.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("ENTENTE_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("no reference material: %v", err)
	}
	return string(data)
}

func TestInferSeed(t *testing.T) {
	if v, ok := InferArticleDate(shared(t, "seed/article.txt")); v.Date != "2017-08-07" || !ok {
		t.Errorf("the seed article: %q, want 2017-08-07", v.Date)
	}
}

func FuzzFind(f *testing.F) {
	for _, p := range phrases(f) {
		f.Add(p.sentence, p.anchor.Unix(), uint8(Past))
	}
	f.Add("the 31st of 99th May-32 -5 '80s 0s 9999999999 days ago", int64(-62135596800), uint8(Future))
	f.Add("in ten thousand centuries by the end of 10000 decades ago", int64(253402300799), uint8(Future))
	f.Fuzz(func(t *testing.T, sentence string, unix int64, tense uint8) {
		words, _, _ := tagged(sentence)
		anchor := time.Unix(unix, 0).UTC()
		end := 0
		for _, e := range Find(words) {
			if e.From < end || e.To <= e.From || e.To > len(words) {
				t.Fatalf("%q: words %d to %d after %d", sentence, e.From, e.To, end)
			}
			end = e.To
			for _, a := range []time.Time{anchor, {}} {
				if v, ok := e.Resolve(a, Tense(tense%4)); ok {
					sound(t, sentence, e, v)
				} else if v != (Value{}) {
					t.Fatalf("%q: unresolved with %v", sentence, v)
				}
			}
		}
		if v, ok := InferArticleDate(sentence); ok && v.Date != v.Start {
			t.Fatalf("%q: article date %v", sentence, v)
		}
		if v, err := ParseDate(sentence); err == nil && v.Date != sentence {
			t.Fatalf("%q parsed as %v", sentence, v)
		}
	})
}

// sound holds what every value must: days in order, a date that begins them.
func sound(t *testing.T, sentence string, e Expr, v Value) {
	t.Helper()
	start, err1 := time.Parse(time.DateOnly, v.Start)
	end, err2 := time.Parse(time.DateOnly, v.End)
	d, err3 := ParseDate(v.Date)
	if err1 != nil || err2 != nil || err3 != nil || end.Before(start) {
		t.Fatalf("%q: %q is %+v", sentence, e.Text, v)
	}
	if !strings.HasPrefix(v.Start, v.Date) && !(e.deadline() && strings.HasPrefix(v.End, v.Date)) {
		t.Fatalf("%q: %q has date %s from %s", sentence, e.Text, v.Date, v.Start)
	}
	if v.Precision == Day && (d.Start != v.Start || d.End != v.End) {
		t.Fatalf("%q: %q is no day: %+v", sentence, e.Text, v)
	}
}

func BenchmarkFindResolve(b *testing.B) {
	all := phrases(b)
	sentences := make([][]Word, len(all))
	for i, p := range all {
		sentences[i], _, _ = tagged(p.sentence)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k := i % len(all)
		for _, e := range Find(sentences[k]) {
			e.Resolve(all[k].anchor, Past)
		}
	}
}

func BenchmarkInferArticleDate(b *testing.B) {
	text := "Ministers meet\n\nThe minister in Lima on 6 August 2017 [Image: Ministry]\n" +
		strings.Repeat("The ministers met on Sunday and spoke about fish, oil and the weather of the coming winter.\n", 30)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		InferArticleDate(text)
	}
}
