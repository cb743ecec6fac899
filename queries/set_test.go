package queries_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/queries"
)

const fine = "// doc: Fine.\n// param a (text): a\n// column x (text): x\n\np.a;\n"

func TestBrokenFiles(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no doc", "// column x (text): x\n", "q.js:2: no doc line"},
		{"no columns", "// doc: A.\n\ng.emit(1);\n", "q.js:2: no column line"},
		{"no header", "g.emit(1);\n", "q.js:1: no doc line"},
		{"other text", "// doc: A.\n// Some words.\n", `q.js:2: cannot read "Some words."`},
		{"parameter without a doc", "// doc: A.\n// param a (text)\n", `q.js:2: cannot read "param a (text)"`},
		{"unknown kind", "// doc: A.\n// param a (colour): a\n", `q.js:2: parameter a: unknown kind "colour"`},
		{"unknown kind of column", "// doc: A.\n// column a (colour): a\n", `q.js:2: column a: "colour" is no kind`},
		{"unknown attribute", "// doc: A.\n// param a (text, maybe): a\n", `q.js:2: parameter a: cannot read "maybe"`},
		{"bad default", "// doc: A.\n// param a (text, default c, one of a b): a\n", `q.js:2: parameter a: default "c" is none of a, b`},
		{"parameter twice", "// doc: A.\n// param a (text): a\n// param a (text): a\n", "q.js:3: parameter a is declared twice"},
		{"column twice", "// doc: A.\n// column a (text): a\n// column a (text): a\n", "q.js:3: column a is declared twice"},
		{"bad name", "// doc: A.\n// param A (text): a\n", `q.js:2: param "A": use small letters`},
		{"needs nothing known", "// doc: A.\n// column a (text): a\n// needs: b\n", `q.js:4: needs names "b"`},
		{"sorts by nothing known", "// doc: A.\n// column a (text): a\n// sort: -b\n", `q.js:4: sort names "-b"`},
		{"unknown reduction", "// doc: A.\n// column a (text): a\n// reduce: b\n", `q.js:4: unknown reduction "b"`},
		{"reads what it does not declare", "// doc: A.\n// column a (text): a\n\n// p.c\nvar x = p.b;\n", `q.js:5: the program reads parameter "b"`},
		{"declares what it does not read", "// doc: A.\n// column a (text): a\n// param b (text): b\n\n// p.b\n", "q.js:1: parameter b is declared and never read"},
	} {
		_, err := queries.Catalogue(fstest.MapFS{"q.js": {Data: []byte(c.text)}, "good.js": {Data: []byte(fine)}})
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := queries.Catalogue(fstest.MapFS{"My Query.js": {Data: []byte(fine)}}); err == nil || !strings.Contains(err.Error(), "My Query.js:1:") {
		t.Errorf("bad file name: error %v", err)
	}
}

func TestEveryBrokenFileIsNamed(t *testing.T) {
	_, err := queries.Catalogue(fstest.MapFS{"a.js": {Data: []byte("x")}, "b.js": {Data: []byte("x")}})
	if err == nil || !strings.Contains(err.Error(), "a.js:1:") || !strings.Contains(err.Error(), "b.js:1:") {
		t.Errorf("error %v, want one that names both files", err)
	}
}

func TestUsersQueriesAddAndOverride(t *testing.T) {
	mine, err := queries.Catalogue(fstest.MapFS{
		"meetings.js": {Data: []byte(fine)},
		"mine.js":     {Data: []byte("// doc: Mine,\n//   over two lines.\n// param a (text, default b, one of b c): a\n// param d (date, required): d\n// column x (text): x\n// needs: a or d\n\np.a; p[\"d\"];\n")},
		"notes.txt":   {Data: []byte("no query")},
	})
	if err != nil {
		t.Fatal(err)
	}
	base := builtin(t)
	set := base.With(mine)
	if q, _ := set.Get("meetings"); q.Doc != "Fine." {
		t.Errorf("meetings is not the user's: %q", q.Doc)
	}
	if q, _ := base.Get("meetings"); q.Doc == "Fine." {
		t.Error("the built-in set has changed")
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(append(base.Names(), "mine"))), set.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	q, ok := set.Get("mine")
	q.Gizmo = ""
	want := queries.Query{Name: "mine", Doc: "Mine, over two lines.",
		Params:  []queries.Param{{Name: "a", Kind: queries.KindText, Default: "b", OneOf: []string{"b", "c"}, Doc: "a"}, {Name: "d", Kind: queries.KindDate, Required: true, Doc: "d"}},
		Columns: []queries.Column{{Name: "x", Kind: queries.KindText, Doc: "x"}}, Needs: []string{"a", "d"}}
	if diff := cmp.Diff(want, q); !ok || diff != "" {
		t.Errorf("mine (-want +got):\n%s", diff)
	}
	if q.Usage() != "a, d (required); at least one of a, d" {
		t.Errorf("usage %q", q.Usage())
	}
}
