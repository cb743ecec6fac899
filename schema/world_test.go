package schema

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/schema/data"
)

func TestTablesAreConsistent(t *testing.T) {
	for _, p := range builtin(t).Check() {
		t.Error(p)
	}
}

// TestCheckFinds breaks the tables in every way that Check looks for.
func TestCheckFinds(t *testing.T) {
	files := fstest.MapFS{}
	entries, err := data.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := data.Files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = &fstest.MapFile{Data: text}
	}
	add := func(file, line string) { files[file].Data = append(slices.Clone(files[file].Data), line+"\n"...) }
	add("persons.tsv", "Ana_Ruiz_X\tAna Ruiz X\tRuiz\tTaalas Ruiz\tPeru\tGOV\tf\thand")
	add("persons.tsv", "Eva_Ruiz_X\tEva Ruiz X\tRuiz\tTaalas Ruiz\tAtlantis\tGOV\tf\thand")
	add("terms.tsv", "Ana_Ruiz_X\tpresident\tFrance\t\t2018-02\t2018-13\t\t\thand")
	add("terms.tsv", "Ana_Ruiz_X\tpresident\tPeru\t\t2010-05-01\t2009-05-01\t\t\thand")
	add("terms.tsv", "Eva_Ruiz_X\tpresident\tFrance\t\t2018-02-01\t2018-03-01\t\t\thand")
	add("terms.tsv", "Eva_Ruiz_X\tgrand_vizier\tFrance\t\t2018-02-01\t2018-03-01\t\t\thand")
	add("memberships.tsv", "Atlantis\tNATO\tmember\t2001\t\thand")
	w, err := ReadWorld(files)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, p := range w.Check() {
		got.WriteString(p.String() + "\n")
	}
	for _, want := range []string{"names: taalas ruiz:", "persons: Eva_Ruiz_X: no state \"Atlantis\"", "\"2018-13\" is no date", "ends on 2009-05-01 before",
		"terms: president of France: Emmanuel_Macron", "no office \"grand_vizier\"", "memberships: Atlantis NATO 2001: no member"} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("not found: %s", want)
		}
	}
	if t.Failed() {
		t.Log(got.String())
	}
}

func TestCounts(t *testing.T) {
	n := builtin(t).TermCounts()
	if n.Full+n.OfBodies+n.Open+n.Coarse != n.All {
		t.Errorf("%+v does not add up", n)
	}
	if n.Full < 2500 || 2*n.After2012 < n.Full {
		t.Errorf("%+v: want 2500 full terms, half of them begun in 2013 or later", n)
	}
	states, organisations := 0, 0
	for _, e := range builtin(t).Entities() {
		switch {
		case e.Kind == KindState:
			states++
		case e.Kind != KindPerson && !e.IsPlace():
			organisations++
		}
	}
	if states < 250 || organisations < 800 || len(builtin(t).Issues()) < 300 {
		t.Errorf("%d states, %d organisations, %d issues", states, organisations, len(builtin(t).Issues()))
	}
	var kinds []string
	for _, c := range builtin(t).Counts() {
		if c.N <= 0 || c.Source == "" {
			t.Errorf("count %+v", c)
		}
		kinds = append(kinds, c.Kind+c.Source)
	}
	if !slices.IsSorted(kinds) {
		t.Error("counts are not sorted")
	}
}

func TestCandidates(t *testing.T) {
	w := builtin(t)
	for _, c := range []struct{ mention, context, day, id, state string }{
		{"South Korean President", "", "2017-08-07", "Moon_Jae-in", "South Korea"},
		{"Georgia", "", "", "Georgia", "Georgia"},
		{"Georgia", "Troops crossed into South Ossetia, Tbilisi said.", "2008-08-08", "Georgia", "Georgia"},
		{"Georgia", "The Republican senator spoke in Atlanta.", "", "Georgia_(U.S._state)", ""},
		{"Congo", "Fighting near Goma went on.", "", "Democratic_Republic_of_the_Congo", "Democratic Republic of the Congo"},
		{"Congo", "Sassou Nguesso spoke in Brazzaville.", "", "Republic_of_the_Congo", "Republic of the Congo"},
		{"Korea", "", "", "South_Korea", "South Korea"},
		{"Korea", "Pyongyang fired a missile.", "", "North_Korea", "North Korea"},
		{"Republic of Korea", "", "", "South_Korea", "South Korea"},
		{"Democratic People's Republic of Korea", "", "", "North_Korea", "North Korea"},
		{"Republic of China", "", "", "Taiwan", "Taiwan"},
		{"Chinese Taipei", "", "", "Taiwan", "Taiwan"},
		{"People's Republic of China", "", "", "China", "China"},
		{"Washington", "", "", "Washington,_D.C.", ""},
		{"Washington", "Wildfires near Seattle spread.", "", "Washington_(state)", ""},
		{"Jordan", "", "", "Jordan", "Jordan"},
		{"Turkey", "", "", "Turkey", "Turkey"},
		{"Türkiye", "", "", "Turkey", "Turkey"},
		{"Peru's navy", "", "", "Peruvian_Navy", "Peru"},
		{"the Kremlin", "", "", "Kremlin", ""},
		{"Peruvian Foreign Minister Juan Quispe Ramos", "", "2017-01-01", "Juan_Quispe_Ramos", "Peru"}, // unknown: name and office's state
		{"Foreign Minister Lavrov", "", "2017-08-07", "Sergey_Lavrov", "Russia"},
		{"Afganistan", "", "", "Afghanistan", "Afghanistan"},
	} {
		best, ok := w.Best(c.mention, c.context, c.day)
		if !ok || strings.TrimPrefix(string(best.Ref.ID), NSEntity) != c.id || best.Ref.State != c.state || len(best.Why) == 0 {
			t.Errorf("%q in %q on %q: %s for %q %v, want %s for %q", c.mention, c.context, c.day, best.Ref.ID, best.Ref.State, best.Why, c.id, c.state)
		}
	}
	for _, mention := range []string{"", "he", "yesterday", "Kim", "Rodriguez", "an unheard-of thing"} {
		if best, ok := w.Best(mention, "", ""); ok {
			t.Errorf("%q is %s", mention, best.Ref.ID)
		}
	}
}

func TestActor(t *testing.T) {
	w := builtin(t)
	for _, c := range []struct{ phrase, context, day, sector, country string }{
		{"Ukrainian farmers", "", "", "AGR", "UKR"},
		{"rebels in Darfur", "", "", "REB", "SDN"},
		{"taxi drivers", "", "", "CVL", ""},
		{"two Kenyan journalists", "", "", "JRN", "KEN"},
		{"a former Peruvian minister", "", "", "ELI", "PER"},
		{"Tamil rebels", "", "", "REB", "LKA"},
		{"Nigerians", "", "", "CVL", "NGA"},
		{"ethnic Albanians in Serbia", "", "", "", "SRB"},
		{"Norway's central bank", "", "", "GOV", "NOR"},
		{"Taliban", "", "2022-05-01", "GOV", "AFG"},
		{"Taliban", "", "2010-05-01", "REB", "AFG"},
		{"South Ossetia", "", "", "PRE", "GEO"},
		{"NATO", "", "", "IGO", "IGO"},
		{"the UN Security Council", "", "", "IGO", "UNO"},
		{"the gunmen", "Fighting in Yemen went on.", "", "REB", "YEM"},
		{"he", "Fighting in Yemen went on.", "", "", ""},
		{"a Chilean opposition leader", "", "", "OPP", "CHL"},
	} {
		a := w.Actor(c.phrase, c.context, c.day)
		if c.sector != "" && a.Sector != c.sector || a.Country != c.country {
			t.Errorf("%q: %q %q, want %q %q (%v)", c.phrase, a.Sector, a.Country, c.sector, c.country, a.Why)
		}
	}
}

func TestConjuncts(t *testing.T) {
	w := builtin(t)
	for _, c := range []struct {
		text, phrase string
		want         []string
	}{
		{"Peruvian and Chilean farmers marched.", "Chilean farmers", []string{"Peruvian farmers", "Chilean farmers"}},
		{"Talks were held by Kenya, the Netherlands and Peru in Lima.", "Kenya", []string{"Kenya", "Netherlands", "Peru"}},
		{"Ana Ruiz, the minister, spoke.", "Ana Ruiz", []string{"Ana Ruiz"}},
		{"Kenya warned Peru.", "Kenya", []string{"Kenya"}},
		{"Kenya warned Peru.", "Chad", []string{"Chad"}},
	} {
		if diff := cmp.Diff(c.want, w.Conjuncts(c.text, c.phrase)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

// BenchmarkLoad reads the tables; B/held is what stays in memory.
func BenchmarkLoad(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var w *World
	for b.Loop() {
		var err error
		if w, err = ReadWorld(data.Files); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc), "B/held")
	runtime.KeepAlive(w)
}

func BenchmarkCandidates(b *testing.B) {
	w := builtin(b)
	w.names()
	for b.Loop() {
		w.Candidates("South Korean President Moon Jae-in", "", "2017-08-07")
	}
}

// TestGenerated holds the form of the generated tables: sorted, no row twice, each
// of a public source.
func TestGenerated(t *testing.T) {
	for name, least := range map[string]int{"names": 50, "organisations": 300, "persons": 100, "terms": 100, "memberships": 1000} {
		rows, err := readTable(data.Files, "generated_"+name+".tsv")
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) < least {
			t.Errorf("generated_%s.tsv: %d rows, want %d", name, len(rows), least)
		}
		last := ""
		for _, r := range rows {
			line := strings.Join(r.cell, "\t")
			if line <= last {
				t.Errorf("%s:%d: not sorted, or twice", r.file, r.line)
			}
			last = line
			if s := r.get("source"); s == "" || s == "hand" {
				t.Errorf("%s:%d: source %q", r.file, r.line, s)
			}
		}
	}
}

// TestHandRowsWin puts generated rows beside rows of the same id.
func TestHandRowsWin(t *testing.T) {
	files := fstest.MapFS{}
	entries, err := data.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if text, err := data.Files.ReadFile(e.Name()); err == nil && !strings.HasPrefix(e.Name(), "generated_") {
			files[e.Name()] = &fstest.MapFile{Data: text}
		}
	}
	files["generated_persons.tsv"] = &fstest.MapFile{Data: []byte("id\tname\tfamily\taliases\tstate\tsector\tgender\tsource\nAngela_Merkel\tAnother Name\tName\t\tPeru\tGOV\tf\tfactbook\n")}
	files["generated_names.tsv"] = &fstest.MapFile{Data: []byte("id\tname\tas\tsource\nPeru\tIncaland\talias\tcldr\nPeru\tGermany\talias\tcldr\n")}
	w, err := ReadWorld(files)
	if err != nil {
		t.Fatal(err)
	}
	if e, _ := w.Entity("Angela_Merkel"); e.Name != "Angela Merkel" || e.State != "Germany" {
		t.Errorf("the generated row won: %+v", e)
	}
	if c, ok := w.Best("Incaland", "", "2020-01-01"); !ok || c.Ref.Name != "Peru" {
		t.Errorf("Incaland is %+v", c)
	}
	var got []string
	for _, p := range w.Check() {
		got = append(got, p.Row)
	}
	if d := cmp.Diff([]string{"Angela_Merkel", "germany"}, got); d != "" {
		t.Errorf("Check (-want +got):\n%s", d)
	}
}
