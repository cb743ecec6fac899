package queries

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

//go:embed saved/*.js
var saved embed.FS

// Set is a catalogue of queries by name.
type Set struct{ byName map[string]Query }

// Builtin is the catalogue that ships with the program.
func Builtin() (*Set, error) {
	dir, err := fs.Sub(saved, "saved")
	if err != nil {
		return nil, fmt.Errorf("built-in queries: %w", err)
	}
	return Catalogue(dir)
}

// Catalogue reads every .js file at the top of fsys as a query. It reads them
// all before it fails; each error names file and line.
func Catalogue(fsys fs.FS) (*Set, error) {
	files, err := fs.Glob(fsys, "*.js")
	if err != nil {
		return nil, fmt.Errorf("list queries: %w", err)
	}
	s := &Set{byName: map[string]Query{}}
	var errs []error
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			errs = append(errs, fmt.Errorf("read query: %w", err))
			continue
		}
		q, err := parse(file, strings.TrimSuffix(path.Base(file), ".js"), string(text))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.byName[q.Name] = q
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return s, nil
}

// With is s and the queries of more; one of the same name takes the place of
// s's own.
func (s *Set) With(more *Set) *Set {
	all := maps.Clone(s.byName)
	maps.Copy(all, more.byName)
	return &Set{all}
}

// Get is the query of that name.
func (s *Set) Get(name string) (Query, bool) {
	q, ok := s.byName[name]
	return q, ok
}

// Names lists the queries' names, sorted.
func (s *Set) Names() []string { return slices.Sorted(maps.Keys(s.byName)) }

// All lists the queries by name.
func (s *Set) All() []Query {
	out := make([]Query, 0, len(s.byName))
	for _, name := range s.Names() {
		out = append(out, s.byName[name])
	}
	return out
}
