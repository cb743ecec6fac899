package queries

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	queryName  = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	declared   = regexp.MustCompile(`^(param|column) (\S+) \(([^)]*)\): (.+)$`)
	plain      = regexp.MustCompile(`^(doc|needs|sort|reduce): (.+)$`)
	identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	paramUse   = regexp.MustCompile(`\bp\.([A-Za-z_][A-Za-z0-9_]*)|\bp\["([^"]*)"\]`)
)

// parse reads one query file: the comment lines at its top declare it, all of
// the text is its program. Errors name file and line.
func parse(file, name, text string) (Query, error) {
	q := Query{Name: name, Gizmo: text}
	if !queryName.MatchString(name) {
		return q, fmt.Errorf("%s:1: %q is no name for a query: use small letters, digits and hyphens", file, name)
	}
	lines := headerLines(text)
	for _, l := range lines {
		if err := q.declare(l.text); err != nil {
			return q, fmt.Errorf("%s:%d: %w", file, l.number, err)
		}
	}
	if err := q.check(); err != nil {
		return q, fmt.Errorf("%s:%d: %w", file, len(lines)+1, err)
	}
	if number, err := q.checkUse(); err != nil {
		return q, fmt.Errorf("%s:%d: %w", file, number, err)
	}
	return q, nil
}

type headerLine struct {
	number int
	text   string
}

// headerLines are the leading // lines without their slashes; a line that
// starts with three blanks goes on with the one before.
func headerLines(text string) []headerLine {
	var out []headerLine
	n := 0
	for line := range strings.Lines(text) {
		n++
		rest, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n \t"), "//")
		if !ok {
			break
		}
		if more, ok := strings.CutPrefix(rest, "   "); ok && len(out) > 0 {
			out[len(out)-1].text += " " + strings.TrimSpace(more)
		} else if rest = strings.TrimSpace(rest); rest != "" {
			out = append(out, headerLine{n, rest})
		}
	}
	return out
}

// declare takes one line of the header in.
func (q *Query) declare(line string) error {
	if m := declared.FindStringSubmatch(line); m != nil {
		if !identifier.MatchString(m[2]) {
			return fmt.Errorf("%s %q: use small letters, digits and underscores", m[1], m[2])
		}
		if m[1] == "param" {
			return q.declareParam(m[2], attributes(m[3]), m[4])
		}
		return q.declareColumn(m[2], attributes(m[3]), m[4])
	}
	m := plain.FindStringSubmatch(line)
	if m == nil {
		return fmt.Errorf("cannot read %q: the header takes doc, param, column, needs, sort and reduce lines, such as %q", line, "// param who (entity, required): the person")
	}
	switch m[1] {
	case "doc":
		q.Doc = m[2]
	case "needs":
		q.Needs = strings.Split(m[2], " or ")
	case "sort":
		q.Sort = attributes(m[2])
	case "reduce":
		q.Reduce = m[2]
	}
	return nil
}

func attributes(list string) []string {
	var out []string
	for a := range strings.SplitSeq(list, ",") {
		out = append(out, strings.TrimSpace(a))
	}
	return out
}

func (q *Query) declareParam(name string, attrs []string, doc string) error {
	p := Param{Name: name, Kind: Kind(attrs[0]), Doc: doc}
	kinds := []Kind{KindEntity, KindIssue, KindArticle, KindDate, KindRelation, KindNumber, KindText}
	if !slices.Contains(kinds, p.Kind) {
		return fmt.Errorf("parameter %s: unknown kind %q; the kinds are %s", name, p.Kind, joinKinds(kinds))
	}
	if _, ok := q.param(name); ok {
		return fmt.Errorf("parameter %s is declared twice", name)
	}
	for _, a := range attrs[1:] {
		if a == "required" {
			p.Required = true
		} else if v, ok := strings.CutPrefix(a, "default "); ok {
			p.Default = v
		} else if v, ok := strings.CutPrefix(a, "one of "); ok {
			p.OneOf = strings.Fields(v)
		} else {
			return fmt.Errorf("parameter %s: cannot read %q: after the kind come required, default VALUE or one of VALUES", name, a)
		}
	}
	if p.Default != "" && len(p.OneOf) > 0 && !slices.Contains(p.OneOf, p.Default) {
		return fmt.Errorf("parameter %s: default %q is none of %s", name, p.Default, strings.Join(p.OneOf, ", "))
	}
	q.Params = append(q.Params, p)
	return nil
}

func (q *Query) declareColumn(name string, attrs []string, doc string) error {
	kinds := []Kind{KindEntity, KindIssue, KindArticle, KindDate, KindRelation, KindNumber, KindText, KindEvidence}
	c := Column{Name: name, Kind: Kind(attrs[0]), Doc: doc}
	switch {
	case len(attrs) != 1 || !slices.Contains(kinds, c.Kind):
		return fmt.Errorf("column %s: %q is no kind; the kinds are %s", name, strings.Join(attrs, ", "), joinKinds(kinds))
	case q.column(name) >= 0:
		return fmt.Errorf("column %s is declared twice", name)
	}
	q.Columns = append(q.Columns, c)
	return nil
}

func joinKinds(kinds []Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// check says what the whole header lacks or gets wrong.
func (q *Query) check() error {
	switch {
	case q.Doc == "":
		return fmt.Errorf("no doc line")
	case len(q.Columns) == 0:
		return fmt.Errorf("no column line")
	case q.Reduce != "" && reduction(q.Reduce) == nil:
		return fmt.Errorf("unknown reduction %q", q.Reduce)
	}
	for _, name := range q.Needs {
		if _, ok := q.param(name); !ok {
			return fmt.Errorf("needs names %q, which is no parameter", name)
		}
	}
	for _, s := range q.Sort {
		if q.column(strings.TrimPrefix(s, "-")) < 0 {
			return fmt.Errorf("sort names %q, which is no column", s)
		}
	}
	return nil
}

// checkUse holds declared parameters against those that the program reads,
// which are spelled p.name or p["name"]; it gives the line of the first that
// differ.
func (q *Query) checkUse() (line int, err error) {
	used := map[string]bool{}
	n := 0
	for text := range strings.Lines(q.Gizmo) {
		n++
		code, _, _ := strings.Cut(text, "//")
		for _, m := range paramUse.FindAllStringSubmatch(code, -1) {
			name := m[1] + m[2]
			if _, ok := q.param(name); !ok {
				return n, fmt.Errorf("the program reads parameter %q, which is not declared", name)
			}
			used[name] = true
		}
	}
	for _, p := range q.Params {
		if !used[p.Name] {
			return 1, fmt.Errorf("parameter %s is declared and never read", p.Name)
		}
	}
	return 0, nil
}
