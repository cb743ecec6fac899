package schema

import (
	"io/fs"
	"strconv"
	"sync"

	"github.com/entente-kg/entente/schema/data"
)

// Relation is one predicate of the closed list, as relations.tsv gives it.
type Relation struct {
	Name      string
	Type      string // PLOVER type; empty for a standing fact
	Kind      string // event, stance, standing
	Symmetric bool   // stored both ways
	Target    string // what the direct quad points at: recipient, issue, either (issue first), none
	Speech    bool   // a speech act: asserted whatever its content
	Lift      string // predicate between states: "same", another name, or empty for none
	CAMEO     string // default code
	Mode      string // default mode
	Doc       string
}

// LiftedName is the predicate that the relation has between states, empty
// where it is not lifted.
func (r Relation) LiftedName() string {
	if r.Lift == "same" {
		return r.Name
	}
	return r.Lift
}

// PloverType is one event type with its score and quad class (the PLOVER
// manual's table; ACCUSE is -3 there but for a misprinted sign).
type PloverType struct {
	Name, QuadClass, Doc string
	Score                float64
}

// CAMEOCode is one code of the CAMEO table with the Goldstein score of the
// ICEWS edition (CAMEO 1.1b3) and its PLOVER type by the 2021 conversion
// table; code 163 is ours to SANCTION, as the PLOVER manual's text has it.
type CAMEOCode struct {
	Code, Label, Type string
	Goldstein         float64
}

// RelationTable answers for the closed lists.
type RelationTable struct {
	order  []Relation
	byName map[string]Relation
	plover []PloverType
	byType map[string]PloverType
	cameo  []CAMEOCode
	byCode map[string]CAMEOCode
}

// Relations is the built-in table. It panics only if the binary's own
// embedded files are broken, which a test rules out.
var Relations = sync.OnceValue(func() *RelationTable {
	t, err := ReadRelations(data.Files)
	if err != nil {
		panic("schema: embedded tables: " + err.Error())
	}
	return t
})

// ReadRelations reads relations.tsv, plover.tsv and cameo.tsv. Errors name
// file and line.
func ReadRelations(fsys fs.FS) (*RelationTable, error) {
	t := &RelationTable{byName: map[string]Relation{}, byType: map[string]PloverType{}, byCode: map[string]CAMEOCode{}}
	for _, read := range []func(fs.FS) error{t.readPlover, t.readCAMEO, t.readRelations} {
		if err := read(fsys); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *RelationTable) readPlover(fsys fs.FS) error {
	rows, err := readTable(fsys, "plover.tsv")
	for _, r := range rows {
		score, err := strconv.ParseFloat(r.get("score"), 64)
		if err != nil {
			return r.errorf("score %q is no number", r.get("score"))
		}
		p := PloverType{r.get("type"), r.get("quad_class"), r.get("doc"), score}
		t.plover = append(t.plover, p)
		t.byType[p.Name] = p
	}
	return err
}

func (t *RelationTable) readCAMEO(fsys fs.FS) error {
	rows, err := readTable(fsys, "cameo.tsv")
	for _, r := range rows {
		g, err := strconv.ParseFloat(r.get("goldstein"), 64)
		if err != nil {
			return r.errorf("goldstein %q is no number", r.get("goldstein"))
		}
		c := CAMEOCode{r.get("code"), r.get("label"), r.get("plover"), g}
		t.cameo = append(t.cameo, c)
		t.byCode[c.Code] = c
	}
	return err
}

func (t *RelationTable) readRelations(fsys fs.FS) error {
	rows, err := readTable(fsys, "relations.tsv")
	for _, r := range rows {
		rel := Relation{Name: r.get("relation"), Type: r.get("type"), Kind: r.get("kind"), Symmetric: r.get("symmetric") == "yes",
			Target: r.get("target"), Speech: r.get("speech") == "yes", Lift: r.get("lift"), CAMEO: r.get("cameo"), Mode: r.get("mode"), Doc: r.get("doc")}
		if _, ok := t.byType[rel.Type]; rel.Type != "" && !ok {
			return r.errorf("unknown PLOVER type %q", rel.Type)
		}
		if _, ok := t.byCode[rel.CAMEO]; rel.CAMEO != "" && !ok {
			return r.errorf("unknown CAMEO code %q", rel.CAMEO)
		}
		t.order = append(t.order, rel)
		t.byName[rel.Name] = rel
	}
	return err
}

// Get is the relation of that name.
func (t *RelationTable) Get(name string) (Relation, bool) { r, ok := t.byName[name]; return r, ok }

// All lists the relations by name.
func (t *RelationTable) All() []Relation { return t.order }

// Plover is the event type of that name.
func (t *RelationTable) Plover(name string) (PloverType, bool) { p, ok := t.byType[name]; return p, ok }

// CAMEO is the code's row.
func (t *RelationTable) CAMEO(code string) (CAMEOCode, bool) { c, ok := t.byCode[code]; return c, ok }
