package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/schema"
)

type entityOptions struct {
	actors actorsFlag
	on     string
	format formatFlag
}

func newEntity(a *app) *cobra.Command {
	o := &entityOptions{}
	c := &cobra.Command{
		Use:   "entity NAME",
		Short: "Look up an actor, office, place or issue of the tables, and say why it is meant",
		Long: `Entity prints what the tables know of whom a name means: other names, codes,
terms of office and memberships, on one day or at all times. NAME is a name, an
office ("South Korean President") or a body ("Peru's navy"); where several bear
it, the likeliest comes first, with what speaks for it.`,
		Example: "  entente entity \"Sergei Lavrov\" --on 2017-08-07\n  entente entity THAAD",
		Args:    cobra.MinimumNArgs(1),
	}
	c.Flags().StringVar(&o.on, "on", "", "only the offices and members of this day, YYYY-MM-DD")
	o.actors.add(c)
	o.format.add(c, "table", "jsonl")
	return a.command(c, func(_ context.Context, args []string) error { return runEntity(a, o, strings.Join(args, " ")) })
}

func runEntity(a *app, o *entityOptions, name string) error {
	format, err := o.format.choose(a)
	if err != nil {
		return err
	}
	if err := (&sourceFlags{kinds: []string{""}, date: o.on}).check(); err != nil {
		return err
	}
	world, err := worldOf(o.actors.files)
	if err != nil {
		return err
	}
	names := newNameIndex(world)
	candidates := world.Candidates(name, "", o.on)
	ids := meant(names.Find(name), candidates)
	if len(ids) == 0 {
		return nothing(fmt.Sprintf("%q is not in the tables", name), "actors outside the tables are stored as articles name them; ask for them with entente ask")
	}
	for i, id := range ids {
		card := newCard(names, id, o.on)
		card.Why = why(candidates, id)
		if format == "jsonl" {
			err = json.NewEncoder(a.out).Encode(card)
		} else {
			if i > 0 {
				fmt.Fprintln(a.out)
			}
			_, err = fmt.Fprint(a.out, card)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// card is what the tables know of one entity.
type card struct {
	ID       quad.IRI `json:"id"`
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	ActsFor  string   `json:"acts_for"`
	Aliases  []string `json:"aliases"`
	ISO3     string   `json:"iso3"`
	Sector   string   `json:"sector"`
	Wikidata string   `json:"wikidata"`
	From     string   `json:"from"`
	Until    string   `json:"until"`
	Offices  []tie    `json:"offices"` // held by the person, or of the state or organisation
	Members  []tie    `json:"memberships"`
	Why      []string `json:"why"` // what speaks for this one, where the name was looked up as a mention
}

// meant orders the entities of that name by how likely each is; where no entity
// has the name, it is read as a mention.
func meant(ids []quad.IRI, candidates []schema.Candidate) []quad.IRI {
	var out []quad.IRI
	for _, c := range candidates {
		if (slices.Contains(ids, c.Ref.ID) || len(ids) == 0 && c.Ref.Linked && c.Score >= candidates[0].Score) && !slices.Contains(out, c.Ref.ID) {
			out = append(out, c.Ref.ID)
		}
	}
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func why(candidates []schema.Candidate, id quad.IRI) []string {
	for _, c := range candidates {
		if c.Ref.ID == id {
			return c.Why
		}
	}
	return []string{}
}

// tie is one dated tie to another entity.
type tie struct {
	Name  string `json:"name"`
	Role  string `json:"role"`
	Start string `json:"start"`
	End   string `json:"end"`
}

func newCard(names *nameIndex, id quad.IRI, on string) card {
	w := names.world
	c := card{ID: id, Aliases: []string{}, Offices: []tie{}, Members: []tie{}}
	if e, ok := w.Entity(string(id)); ok {
		c.fillEntity(w, e, on)
		return c
	}
	for _, i := range w.Issues() {
		if i.ID == id {
			c.Name, c.Kind, c.Aliases, c.From, c.Until = i.Name, string(schema.KindIssue), list(i.Triggers), i.From, i.Until
			return c
		}
	}
	if b, ok := names.body(string(id)); ok {
		c.fillBody(w, b, on)
	}
	return c
}

func (c *card) fillEntity(w *schema.World, e *schema.Entity, on string) {
	c.Name, c.Kind, c.ActsFor = e.Name, string(e.Kind), w.EntityRef(e, on).State
	c.Aliases = append(slices.Clone(e.Aliases), e.Demonyms...)
	if c.Aliases == nil {
		c.Aliases = []string{}
	}
	c.ISO3, c.Sector, c.Wikidata, c.From, c.Until = e.ISO3, e.Sector, e.Wikidata, e.From, e.Until
	id := strings.TrimPrefix(string(e.ID), schema.NSEntity)
	for _, t := range w.Terms(id) {
		if on == "" || t.Covers(on) {
			c.Offices = append(c.Offices, tie{officeName(w, t), "holder", t.Start, t.End})
		}
	}
	for _, holder := range w.Entities() {
		for _, t := range w.Terms(string(holder.ID)) {
			if (t.State == id || t.Org == id) && (on == "" && t.End == "" || on != "" && t.Covers(on)) {
				c.Offices = append(c.Offices, tie{officeName(w, t), holder.Name, t.Start, t.End})
			}
		}
	}
	for _, m := range w.Memberships() {
		if on != "" && !(schema.Term{Start: m.Start, End: m.End}).Covers(on) {
			continue
		}
		switch id {
		case m.Member:
			c.Members = append(c.Members, tie{entityName(w, m.Org), m.Role, m.Start, m.End})
		case m.Org:
			c.Members = append(c.Members, tie{entityName(w, m.Member), m.Role, m.Start, m.End})
		}
	}
}

// fillBody describes an office or agency that a pattern makes.
func (c *card) fillBody(w *schema.World, b body, on string) {
	c.Name, c.ActsFor = b.ref.Name, w.StateName(b.of)
	if b.agency.Key != "" {
		c.Kind, c.Sector = string(schema.KindAgency), b.agency.Sector
		return
	}
	c.Kind, c.Sector = string(schema.KindOffice), b.office.Sector
	c.fillHolders(w, b.office.Key, b.of, on)
}

func (c *card) fillHolders(w *schema.World, office, of, on string) {
	for _, holder := range w.Entities() {
		for _, t := range w.Terms(string(holder.ID)) {
			if t.Office == office && (t.State == of || t.Org == of) && (on == "" || t.Covers(on)) {
				c.Offices = append(c.Offices, tie{c.Name, holder.Name, t.Start, t.End})
			}
		}
	}
	slices.SortFunc(c.Offices, func(a, b tie) int { return strings.Compare(a.Start+a.Role, b.Start+b.Role) })
}

func officeName(w *schema.World, t schema.Term) string {
	of, side := t.State, "state"
	if of == "" {
		of, side = t.Org, "org"
	}
	if k, ok := w.OfficeKindOf(t.Office, of, side); ok {
		if r := w.OfficeRef(k, of); !r.IsZero() {
			return r.Name
		}
	}
	return t.Office + " of " + of
}

func entityName(w *schema.World, id string) string {
	if e, ok := w.Entity(id); ok {
		return e.Name
	}
	return strings.ReplaceAll(id, "_", " ")
}

// String is the card for people, a line per fact.
func (c card) String() string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-11s %s\n", name, value)
		}
	}
	fmt.Fprintf(&b, "%s  (%s)\n", c.Name, string(c.ID))
	line("kind", c.Kind)
	if c.ActsFor != c.Name {
		line("acts for", c.ActsFor)
	}
	line("also", strings.Join(c.Aliases, "; "))
	line("iso3", c.ISO3)
	line("sector", c.Sector)
	line("wikidata", c.Wikidata)
	line("why", strings.Join(c.Why, "; "))
	line("from", c.From)
	line("until", c.Until)
	for _, t := range c.Offices {
		who := ""
		if t.Role != "holder" {
			who = ": " + t.Role
		}
		line("office", t.Name+who+t.span())
	}
	for _, t := range c.Members {
		line("membership", t.Name+" ("+t.Role+")"+t.span())
	}
	return b.String()
}

func (t tie) span() string {
	if t.Start+t.End == "" {
		return ""
	}
	return ", " + t.Start + " to " + t.End
}
