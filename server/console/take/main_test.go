package main

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// TestCopyIsTheModules holds the files in the repository to the module's.
func TestCopyIsTheModules(t *testing.T) {
	dir, err := moduleFolder()
	if err != nil {
		t.Fatal(err)
	}
	want, err := take(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(want) < 50 {
		t.Fatalf("only %d files taken", len(want))
	}
	here := os.DirFS("../files")
	for name, data := range want {
		got, err := fs.ReadFile(here, name)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s is not what the module has (%v); run make console", name, err)
		}
	}
	err = fs.WalkDir(here, ".", func(name string, d fs.DirEntry, err error) error {
		if _, ok := want[name]; err == nil && !d.IsDir() && !ok && !strings.HasPrefix(name, "licenses/") {
			t.Errorf("%s does not come from the module", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNothingFromOutside holds that no style sheet or template loads anything
// from another machine.
func TestNothingFromOutside(t *testing.T) {
	n := 0
	err := fs.WalkDir(os.DirFS("../files"), ".", func(name string, d fs.DirEntry, err error) error {
		ext := path.Ext(name)
		if err != nil || ext != ".css" && ext != ".html" && ext != ".tmpl" {
			return err
		}
		n++
		data, err := os.ReadFile(path.Join("../files", name))
		for _, bad := range []string{"url(http", `url("http`, `url("//`, "url(//", "@import", `src="http`, `src="//`, `href="//`, `href='http`, `href="http`} {
			if bytes.Contains(data, []byte(bad)) {
				t.Errorf("%s holds %s", name, bad)
			}
		}
		return err
	})
	if err != nil || n < 10 {
		t.Errorf("%d files looked at, %v", n, err)
	}
}

func TestWithoutFonts(t *testing.T) {
	const in = "@import url(\"//fonts.googleapis.com/css?family=Lato:400\");/*! kept */a{b:c}\n@font-face {\n  src: url(http://fonts.gstatic.com/x.ttf);\n}\np{}"
	if got, want := string(withoutFonts("a.css", []byte(in))), "/*! kept */a{b:c}\np{}"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := string(withoutFonts("a.js", []byte(in))); got != in {
		t.Errorf("a script was changed: %q", got)
	}
}
