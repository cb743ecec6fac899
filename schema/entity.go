package schema

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/cayleygraph/quad"
)

// Ref is a participant as a statement names it: an entity of the tables, or
// (Linked false) somebody kept as the text names them.
type Ref struct {
	ID     quad.IRI `json:"id"`
	Name   string   `json:"name"`
	State  string   `json:"state"` // name of the state that it acts for; a state names itself
	Linked bool     `json:"linked"`
}

// IsZero says whether r names nobody.
func (r Ref) IsZero() bool { return r.ID == "" }

// StateID is the IRI of the state that r acts for, empty where it acts for
// none.
func (r Ref) StateID() quad.IRI {
	if r.State == "" {
		return ""
	}
	return EntityID(r.State)
}

// EntityID makes the IRI of an entity from its name: "South Korea" is
// ir:South_Korea. Characters that an IRI may not hold become underscores.
func EntityID(name string) quad.IRI { return quad.IRI(NSEntity + slug(name)) }

func slug(name string) string {
	if !strings.ContainsFunc(name, notInID) {
		return name
	}
	return strings.Map(func(r rune) rune {
		if notInID(r) {
			return '_'
		}
		return r
	}, strings.TrimSpace(name))
}

// notInID says whether an IRI may not hold the character.
func notInID(r rune) bool {
	switch r {
	case '<', '>', '"', '{', '}', '|', '\\', '^', '`':
		return true
	}
	return r <= ' ' || r > '~' && (unicode.IsSpace(r) || unicode.IsControl(r))
}

func (r Ref) check() error {
	switch {
	case !strings.HasPrefix(string(r.ID), NSEntity) || len(r.ID) == len(NSEntity):
		return fmt.Errorf("entity id %q does not start with %q", r.ID, NSEntity)
	case strings.ContainsAny(string(r.ID), "<>\" \n\t"):
		return fmt.Errorf("entity id %q holds a character that an IRI may not", r.ID)
	case r.Name == "":
		return fmt.Errorf("entity %s has no name", r.ID)
	case r.State != "" && slug(r.State) != strings.ReplaceAll(r.State, " ", "_"):
		return fmt.Errorf("entity %s: %q is no name of a state", r.ID, r.State)
	}
	return nil
}
