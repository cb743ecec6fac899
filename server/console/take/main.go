// Command take copies the console out of Cayley's module into the folder that
// its argument names:
//
//	go run ./take files
//
// In goes the module as the build list has it, out come its folders static and
// templates, its documentation, its licence and authors. Lines that would make
// a browser fetch fonts from elsewhere are left out; all else is as it was.
// The folder licenses/ is added to and not otherwise touched.
package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

const module = "github.com/cayleygraph/cayley"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: take FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "take:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	source, err := moduleFolder()
	if err != nil {
		return err
	}
	files, err := take(os.DirFS(source))
	if err != nil {
		return err
	}
	for _, dir := range []string{"static", "templates", "docs"} {
		if err := os.RemoveAll(filepath.Join(out, dir)); err != nil {
			return err
		}
	}
	for name, data := range files {
		target := filepath.Join(out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// moduleFolder asks the go command where the module lies.
func moduleFolder() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", fmt.Errorf("go list -m %s: %w", module, err)
	}
	dir := strings.TrimSpace(string(out))
	if dir == "" {
		return "", fmt.Errorf("%s is not in the module cache; run go mod download", module)
	}
	return dir, nil
}

// take gives the files by the names that they get.
func take(source fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{}
	for from, to := range map[string]string{"LICENSE": "licenses/cayley.txt", "AUTHORS": "licenses/cayley-authors.txt"} {
		data, err := fs.ReadFile(source, from)
		if err != nil {
			return nil, err
		}
		files[to] = data
	}
	for _, dir := range []string{"static", "templates", "docs"} {
		err := fs.WalkDir(source, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !wanted(name) {
				return err
			}
			data, err := fs.ReadFile(source, name)
			files[name] = withoutFonts(name, data)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// wanted leaves out what no page refers to: the logo in other shapes, and
// documentation that is not a page.
func wanted(name string) bool {
	switch {
	case strings.HasPrefix(name, "static/branding/"):
		return false
	case strings.HasPrefix(name, "docs/"):
		return path.Ext(name) == ".md" && path.Dir(name) == "docs"
	}
	return true
}

var (
	imports   = regexp.MustCompile(`@import url\("//fonts\.[^"]*"\);`)
	fontFaces = regexp.MustCompile(`(?s)@font-face \{[^}]*fonts\.gstatic\.com[^}]*\}\n?`)
)

// withoutFonts takes the rules out of a style sheet that name web fonts.
func withoutFonts(name string, data []byte) []byte {
	if path.Ext(name) != ".css" || !bytes.Contains(data, []byte("//fonts.")) {
		return data
	}
	return fontFaces.ReplaceAll(imports.ReplaceAll(data, nil), nil)
}
