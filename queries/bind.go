package queries

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// Resolver finds whom or what a name means, such as ir:Wang_Yi for "Wang Yi".
// It answers false for a name that it does not know.
type Resolver interface {
	Resolve(name string) (quad.IRI, bool)
}

// UsageError says that a query was asked in a way that it does not take.
type UsageError struct {
	Query   string
	Param   string // the parameter at fault; empty where none was given of those it needs
	Problem string
	Known   []Param // what the query takes
	usage   string
}

// Error names the query and the parameter, and lists the known ones.
func (e *UsageError) Error() string {
	about := e.Problem
	if e.Param != "" {
		about = fmt.Sprintf("parameter %q: %s", e.Param, e.Problem)
	}
	return fmt.Sprintf("query %s: %s; it takes %s", e.Query, about, e.usage)
}

func (q Query) usageError(param, format string, args ...any) error {
	return &UsageError{q.Name, param, fmt.Sprintf(format, args...), q.Params, q.Usage()}
}

// bind checks the arguments and turns them into what the program sees as p.
// An empty argument counts as not given.
func (q Query) bind(res Resolver, args map[string]string) (map[string]any, error) {
	for _, name := range slices.Sorted(maps.Keys(args)) {
		if _, ok := q.param(name); !ok {
			return nil, q.usageError(name, "unknown")
		}
	}
	bound := map[string]any{}
	for _, p := range q.Params {
		text := args[p.Name]
		if text == "" {
			text = p.Default
		}
		if text == "" {
			if p.Required {
				return nil, q.usageError(p.Name, "missing")
			}
			continue
		}
		v, err := p.value(res, text)
		if err != nil {
			return nil, q.usageError(p.Name, "%v", err)
		}
		bound[p.Name] = v
	}
	return bound, q.checkNeeds(bound)
}

func (q Query) checkNeeds(bound map[string]any) error {
	given := func(name string) bool { return bound[name] != nil }
	if len(q.Needs) > 0 && !slices.ContainsFunc(q.Needs, given) {
		return q.usageError("", "give at least one of %s", strings.Join(q.Needs, ", "))
	}
	return nil
}

// value checks one argument by its kind.
func (p Param) value(res Resolver, text string) (any, error) {
	if len(p.OneOf) > 0 && !slices.Contains(p.OneOf, text) {
		return nil, fmt.Errorf("%q is none of %s", text, strings.Join(p.OneOf, ", "))
	}
	switch p.Kind {
	case KindEntity, KindIssue:
		return entityIRI(res, text)
	case KindArticle:
		return plainIRI(schema.NSArticle + strings.TrimPrefix(unwrap(text), schema.NSArticle))
	case KindRelation:
		name := strings.TrimPrefix(unwrap(text), schema.NSEntity)
		if _, ok := schema.Relations().Get(name); !ok {
			return nil, fmt.Errorf("unknown relation %q", name)
		}
		return schema.NSEntity + name, nil
	case KindDate:
		return text, checkDate(text)
	case KindNumber:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("%q is no number", text)
		}
		return f, nil
	}
	return text, nil
}

// entityIRI takes an IRI (ir:Wang_Yi, with or without angle brackets), else a
// name that the resolver knows, else makes the IRI that an entity of that
// name has.
func entityIRI(res Resolver, text string) (string, error) {
	text = strings.TrimSpace(unwrap(text))
	if strings.HasPrefix(text, schema.NSEntity) {
		return plainIRI(text)
	}
	if res != nil {
		if id, ok := res.Resolve(text); ok {
			return plainIRI(string(id))
		}
	}
	return plainIRI(string(schema.EntityID(text)))
}

// unwrap takes the angle brackets off <ir:…>.
func unwrap(text string) string {
	if strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") {
		return text[1 : len(text)-1]
	}
	return text
}

func plainIRI(id string) (string, error) {
	_, local, _ := strings.Cut(id, ":")
	bad := func(r rune) bool {
		return strings.ContainsRune("<>\"", r) || unicode.IsSpace(r) || unicode.IsControl(r)
	}
	if local == "" || strings.ContainsFunc(id, bad) {
		return "", fmt.Errorf("%q is no IRI", id)
	}
	return id, nil
}

func checkDate(text string) error {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if _, err := time.Parse(layout, text); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%q is no date of the form YYYY, YYYY-MM or YYYY-MM-DD", text)
}

// Program is the text that Run runs for these arguments, whole: it can be given
// to Cayley's console as it is. What a reduction does with its rows is not in
// it.
func (q Query) Program(res Resolver, args map[string]string) (string, error) {
	bound, err := q.bind(res, args)
	if err != nil {
		return "", err
	}
	return q.program(bound)
}

// program is the text that runs: the bound parameters on the first line, so
// that line numbers in errors are the file's, and the helpers that it calls at
// the end, where JavaScript finds functions all the same.
func (q Query) program(bound map[string]any) (string, error) {
	p, err := json.Marshal(bound)
	if err != nil {
		return "", fmt.Errorf("query %s: bind: %w", q.Name, err)
	}
	return "var p = " + string(p) + "; " + strings.TrimRight(q.Gizmo, "\n") + "\n" + helpers(q.Gizmo), nil
}
