package schema

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// extendPhoenix reads an actor dictionary of the Phoenix and PETRARCH coders:
// a name in capitals with underscores for spaces, its codes in brackets on the
// same line or the next ones, synonyms on lines that start with +, comments
// after # or ;. Of several codes the first without a date counts, else the last.
// Dates of codes are checked and not kept: the dictionary names no offices.
func (w *World) extendPhoenix(a Addition) error {
	p := &phoenix{w: w, file: a.Name, byName: map[string]*Entity{}}
	for _, e := range w.order {
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			p.byName[FoldName(n)] = e
		}
	}
	sc := bufio.NewScanner(bytes.NewReader(a.Data))
	for n := 1; sc.Scan(); n++ {
		text, _, _ := strings.Cut(sc.Text(), "#")
		text, _, _ = strings.Cut(text, ";")
		if strings.TrimSpace(text) == "" {
			continue
		}
		if err := p.line(strings.TrimSpace(text)); err != nil {
			return fmt.Errorf("%s:%d: %w", a.Name, n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", a.Name, err)
	}
	return nil
}

type phoenix struct {
	w       *World
	file    string
	byName  map[string]*Entity
	current *Entity
	own     bool // current was not in the tables before
	undated bool // current has a code without a date
}

var phoenixCode = regexp.MustCompile(`\[([^\]]*)\]`)

func (p *phoenix) line(text string) error {
	if strings.Count(text, "[") != strings.Count(text, "]") {
		return fmt.Errorf("brackets do not pair in %q", text)
	}
	codes := phoenixCode.FindAllStringSubmatch(text, -1)
	name := strings.TrimSpace(phoenixCode.ReplaceAllString(text, ""))
	synonym := strings.HasPrefix(name, "+")
	name = phoenixName(strings.TrimPrefix(name, "+"))
	switch {
	case name == "" && p.current == nil:
		return fmt.Errorf("codes before any name")
	case synonym && p.current == nil:
		return fmt.Errorf("synonym %q before any name", name)
	case synonym:
		p.current.Aliases = append(p.current.Aliases[:len(p.current.Aliases):len(p.current.Aliases)], name)
	case name != "":
		p.start(name)
	}
	for _, c := range codes {
		if err := p.code(c[1]); err != nil {
			return err
		}
	}
	return nil
}

// phoenixName is "BARACK_OBAMA_" in title case.
func phoenixName(s string) string {
	words := strings.Fields(strings.ReplaceAll(s, "_", " "))
	for i, word := range words {
		r := []rune(strings.ToLower(word))
		words[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
	}
	return strings.Join(words, " ")
}

func (p *phoenix) start(name string) {
	p.undated = false
	if e := p.byName[FoldName(name)]; e != nil {
		p.current, p.own = e, false
		return
	}
	p.current, p.own = &Entity{ID: EntityID(name), Name: name, Kind: "Actor"}, true
	p.byName[FoldName(name)] = p.current
	p.w.entities[strings.TrimPrefix(string(p.current.ID), NSEntity)] = p.current
	p.w.order = append(p.w.order, p.current)
	p.w.rows[rowKind{"entities", "Actor", p.file}]++
}

var phoenixDate = regexp.MustCompile(`^([<>]\d{6}(\d\d)?|\d{6}(\d\d)?-\d{6}(\d\d)?)$`)

func (p *phoenix) code(s string) error {
	code, date, dated := strings.Cut(strings.TrimSpace(s), " ")
	if dated && !phoenixDate.MatchString(strings.ReplaceAll(date, " ", "")) {
		return fmt.Errorf("%q is no restriction to dates", date)
	}
	if len(code) < 3 || strings.ToUpper(code) != code {
		return fmt.Errorf("%q is no code", code)
	}
	if !p.own || p.undated {
		return nil
	}
	p.undated = !dated
	p.current.State, p.current.Sector = "", ""
	rest := code
	for _, e := range p.w.order {
		if e.Kind == KindState && e.ISO3 == code[:3] && e.Until == "" {
			p.current.State, rest = strings.TrimPrefix(string(e.ID), NSEntity), code[3:]
			break
		}
	}
	if len(rest) >= 3 {
		p.current.Sector = rest[:3]
	}
	return nil
}
