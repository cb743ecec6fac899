package schema

import (
	"strings"
	"testing"
)

func with(t *testing.T, additions ...Addition) *World {
	t.Helper()
	w, err := BuiltinWith(additions...)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func wantHolder(t *testing.T, w *World, office, of, day, name string) {
	t.Helper()
	e, ok := w.Holder(office, of, day)
	if !ok || e.Name != name {
		t.Errorf("%s of %s on %s is %v, want %s", office, of, day, e, name)
	}
}

func TestAddTable(t *testing.T) {
	w := with(t, Addition{"mine.tsv", []byte("name\tkind\taliases\tstate\toffice\tstart\tend\tmember_of\n" +
		"Ana Ruiz\t\tA. Ruiz\tPeru\tforeign minister\t2031-02-01\t2031-09-01\t\n" +
		"River League\tIGO\tRL\t\t\t\t\t\n" +
		"Peru\t\tPiruw\t\t\t\t\tRiver_League\n")})
	wantHolder(t, w, "foreign_minister", "Peru", "2031-05-01", "Ana Ruiz")
	if best, ok := w.Best("Peruvian Foreign Minister Ruiz", "", "2031-05-01"); !ok || best.Ref.Name != "Ana Ruiz" {
		t.Errorf("by mention: %+v", best)
	}
	if best, ok := w.Best("Piruw", "", ""); !ok || best.Ref.Name != "Peru" {
		t.Errorf("by a new alias: %+v", best)
	}
	last := w.Memberships()[len(w.Memberships())-1]
	if last != (Membership{Member: "Peru", Org: "River_League", Role: "member"}) {
		t.Errorf("membership %+v", last)
	}
	for _, p := range w.Check() {
		t.Error(p)
	}
	if plain := builtin(t); plain.entities["Ana_Ruiz"] != nil {
		t.Error("the built-in tables changed")
	}
}

func TestAddTableOverrides(t *testing.T) {
	w := with(t, Addition{"mine.tsv", []byte("name\tstate\toffice\tstart\tend\tremove\n" +
		"Ana Ruiz\tFrance\tpresident\t2018-01-01\t\t\n" +
		"Sergey Lavrov\tRussia\tforeign_minister\t\t\tyes\n")})
	wantHolder(t, w, "president", "France", "2017-12-01", "Emmanuel Macron")
	wantHolder(t, w, "president", "France", "2019-12-01", "Ana Ruiz")
	if e, ok := w.Holder("foreign_minister", "Russia", "2017-08-07"); ok {
		t.Errorf("%s holds the office still", e.Name)
	}
}

func TestAddOtherFormats(t *testing.T) {
	w := with(t,
		Addition{"leaders.csv", []byte("stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear\nFRN,220,x,Ruiz,2,3,2031,,\nUKG,200,y,Starmer,5,7,2024,1,2030\n")},
		Addition{"mine.actors.txt", []byte("# a comment\nANA_RUIZ_ [PERGOV 310201-310901] [PERELI]\n+ANITA_RUIZ ; a synonym\nFRENTE_AZUL\n\t[PERREB >300101]\n")},
		Addition{"pe.json", []byte(`{"Government": {"Country name": {"conventional short form": {"text": "Peru"}}, "Executive branch": {"chief of state": {"text": "President Eva Maria SOTO Luna (since 28 July 2031); note - she is chief of state"}}}}`)},
	)
	wantHolder(t, w, "president", "France", "2031-06-01", "Ruiz")
	wantHolder(t, w, "prime_minister", "United_Kingdom", "2028-01-01", "Keir Starmer")
	wantHolder(t, w, "president", "Peru", "2031-08-01", "Eva Maria Soto Luna")
	ana, ok := w.Entity("Ana_Ruiz")
	if !ok || ana.State != "Peru" || ana.Sector != "ELI" || ana.Aliases[0] != "Anita Ruiz" {
		t.Errorf("Phoenix actor %+v", ana)
	}
	if frente, ok := w.Entity("Frente_Azul"); !ok || frente.Sector != "REB" {
		t.Errorf("Phoenix actor %+v", frente)
	}
}

func TestAddErrors(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"a.tsv", "name\tstate\nAna\tAtlantis\n", `a.tsv:2: no state "Atlantis"`},
		{"a.tsv", "name\tstart\nAna\t2031-13-01\n", `a.tsv:2: start: "2031-13-01" is no date`},
		{"a.tsv", "name\tcolour\nAna\tred\n", `a.tsv:1: unknown column "colour"`},
		{"a.tsv", "kind\nPerson\n", `a.tsv:1: no column "name"`},
		{"a.tsv", "name\tstate\nAna\n", `a.tsv:2: 1 cells where the header has 2`},
		{"a.tsv", "name\tstate\toffice\tstart\nAna\tPeru\tgrand vizier\t2031\n", `a.tsv:2: no office "grand vizier"`},
		{"r.csv", "stateabb,leader,smonth,syear,emonth,eyear\nXXX,Ruiz,1,2001,,\n", `r.csv:2: unknown state "XXX"`},
		{"r.csv", "stateabb,leader,smonth,syear,emonth,eyear\nFRN,Ruiz,1,2001,,\nFRN,Ruiz,x,2001,,\n", `r.csv:3: start`},
		{"r.csv", "a,b\n", `r.csv:1: no column "stateabb"`},
		{"p.txt", "ANA_RUIZ [PERGOV\n", `p.txt:1: brackets`},
		{"p.txt", "# x\n+ANA\n", `p.txt:2: synonym`},
		{"p.txt", "ANA [PERGOV yesterday]\n", `p.txt:1: "yesterday"`},
		{"f.json", "{\n\"Government\": [\n", `f.json:3: `},
		{"f.json", "{}", `f.json:1: no part "Government"`},
		{"f.json", "{\"Government\": {\"Country name\": {\"conventional short form\": {\"text\": \"Peru\"}},\n \"Executive branch\": {\"chief of state\": {\"text\": \"President Ana RUIZ (since whenever)\"}}}}", `f.json:2: "whenever" is no date`},
	} {
		_, err := BuiltinWith(Addition{c.file, []byte(c.text)})
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s %q: %v, want %s", c.file, c.text, err, c.want)
		}
	}
}
