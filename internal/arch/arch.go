package arch

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Violations lists the forbidden imports of all Go files in the tree, each as
// "file:line: what is wrong", in order of file. Folders named testdata, and
// those that begin with a dot or an underscore, are left out.
func Violations(tree fs.FS) ([]string, error) {
	var found []string
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if d.IsDir() {
			if name != "." && (base == "testdata" || base[0] == '.' || base[0] == '_') {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		bad, err := checkFile(tree, name)
		found = append(found, bad...)
		return err
	})
	return found, err
}

func checkFile(tree fs.FS, name string) ([]string, error) {
	src, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, err
	}
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, src, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	f := file{folder: path.Dir(name), test: strings.HasSuffix(name, "_test.go")}
	if _, ok := layers[top(f.folder)]; !ok {
		return []string{name + ":1: no layer is called " + top(f.folder)}, nil
	}
	var found []string
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if why := f.check(imported); why != "" {
			found = append(found, fmt.Sprintf("%s:%d: %s", name, files.Position(spec.Pos()).Line, why))
		}
	}
	return found, nil
}

// file is one Go file: its folder, and whether only tests use it.
type file struct {
	folder string
	test   bool
}

// check says what is wrong with an import, or nothing.
func (f file) check(imported string) string {
	folder, ours := strings.CutPrefix(imported, module)
	for own, others := range apart {
		if within(f.folder, own) && !within(folder, own) && slices.ContainsFunc(others, func(o string) bool { return within(folder, o) }) {
			return fmt.Sprintf("%s must not import %s", f.folder, folder)
		}
	}
	if ours {
		return f.checkOurs(folder)
	}
	for mod, owner := range owners {
		if within(imported, mod) && !within(f.folder, owner) {
			return fmt.Sprintf("only %s may import %s", owner, mod)
		}
	}
	if i := slices.IndexFunc(forTests, func(mod string) bool { return within(imported, mod) }); i >= 0 && !f.testing() {
		return fmt.Sprintf("only tests may import %s", forTests[i])
	}
	return ""
}

func (f file) checkOurs(folder string) string {
	if within(folder, "internal/testkit") && f.testing() {
		return ""
	}
	for owned, users := range private {
		if within(folder, owned) && !within(f.folder, owned) && !slices.ContainsFunc(users, func(u string) bool { return within(f.folder, u) }) {
			return fmt.Sprintf("%s must not import %s", f.folder, folder)
		}
	}
	allowed := layers[top(f.folder)]
	for below, narrow := range narrower {
		if within(f.folder, below) {
			allowed = narrow
		}
	}
	if f.test {
		allowed = slices.Concat(allowed, inTests[top(f.folder)])
	}
	if top(f.folder) == top(folder) || slices.Contains(allowed, everything) || slices.Contains(allowed, top(folder)) {
		return ""
	}
	return fmt.Sprintf("%s must not import %s", f.folder, folder)
}

// testing holds for test files and for folders that hold a suite, such as
// graph/storetest.
func (f file) testing() bool {
	return f.test || strings.HasSuffix(f.folder, "test") || strings.HasPrefix(f.folder, "internal/")
}

func top(folder string) string {
	first, _, _ := strings.Cut(folder, "/")
	return first
}

func within(folder, parent string) bool {
	return folder == parent || strings.HasPrefix(folder, parent+"/")
}
