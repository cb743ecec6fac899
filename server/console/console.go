package console

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:generate go run ./take files

//go:embed files
var embedded embed.FS

// ErrMissing says that the program was built without the console's files.
var ErrMissing = errors.New("the console's files are missing from this build; run make console and build again")

// Files are the folders static, templates, docs and licenses.
func Files() fs.FS {
	files, err := fs.Sub(embedded, "files")
	if err != nil { // only for a name that is no path
		return embedded
	}
	return files
}

// Complete reports ErrMissing where a page that the console cannot do without
// is not among the files.
func Complete() error { return complete(Files()) }

func complete(files fs.FS) error {
	for _, name := range []string{"templates/query.html", "templates/write.html", "static/js/cayley_main.js", "licenses/cayley.txt"} {
		if _, err := fs.Stat(files, name); err != nil {
			return fmt.Errorf("%w (%s)", ErrMissing, name)
		}
	}
	return nil
}
