package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/schema"
)

// actorsFlag is --actors, given once or more.
type actorsFlag struct{ files []string }

func (f *actorsFlag) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.files, "actors", nil, "put this file of actors over the built-in tables: TSV, REIGN .csv, Phoenix .txt, factbook .json; may be repeated")
}

// worldOf is the built-in tables with the user's files over them.
func worldOf(files []string) (*schema.World, error) {
	if len(files) == 0 {
		return schema.Builtin()
	}
	additions := make([]schema.Addition, len(files))
	for i, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, usage(fmt.Errorf("actors: %w", err))
		}
		additions[i] = schema.Addition{Name: name, Data: text}
	}
	return schema.BuiltinWith(additions...)
}

type tablesOptions struct {
	actors actorsFlag
	check  bool
	gaps   bool
	format formatFlag
}

func newTables(a *app) *cobra.Command {
	o := &tablesOptions{}
	c := &cobra.Command{
		Use:   "tables",
		Short: "Count and check the tables of actors, offices and issues",
		Long: `Tables counts the rows by kind and source. A term of office counts as full where
it has a state, an office, a start to the month or better, an end or a day on
which the person was in office, and a source; others are counted apart.

With --check it lists what is wrong with the tables instead, and exits with 1
where anything is: ids that nobody has, malformed dates, two holders of an office
that one holds at a time, and names that two claim without a rule.`,
		Example: "  entente tables\n  entente tables --check --actors mine.tsv",
		Args:    cobra.NoArgs,
	}
	o.actors.add(c)
	o.format.add(c, "table", "jsonl")
	c.Flags().BoolVar(&o.check, "check", false, "list what is wrong with the tables")
	c.Flags().BoolVar(&o.gaps, "gaps", false, "list when since 2000 no head or foreign minister of a state is known")
	return a.command(c, func(context.Context, []string) error { return runTables(a, o) })
}

func runTables(a *app, o *tablesOptions) error {
	format, err := o.format.choose(a)
	if err != nil {
		return err
	}
	world, err := worldOf(o.actors.files)
	if err != nil {
		return err
	}
	switch {
	case o.check:
		return checkTables(a, world)
	case o.gaps:
		var rows [][]string
		for _, g := range world.Gaps("2000-01", "2025-01") {
			rows = append(rows, []string{g.State, g.Office, g.From, g.To})
		}
		return a.write(textTable("gaps", []string{"state", "office", "from", "to"}, rows), format)
	}
	var lines []countLine
	for _, c := range world.Counts() {
		lines = append(lines, countLine{c.Kind, c.Source, c.N})
	}
	n := world.TermCounts()
	lines = append(lines, []countLine{
		{"terms: full", "", n.Full}, {"terms: full, begun 2013 or later", "", n.After2012}, {"terms: of organisations", "", n.OfBodies},
		{"terms: filler, without an end", "", n.Open}, {"terms: only to the year", "", n.Coarse}, {"terms: marked approximate (in any class)", "", n.Approx},
	}...)
	if format == "jsonl" {
		enc := json.NewEncoder(a.out)
		for _, l := range lines {
			if err := enc.Encode(l); err != nil {
				return err
			}
		}
		return nil
	}
	rows := make([][]string, len(lines))
	for i, l := range lines {
		rows[i] = []string{l.Kind, l.Source, strconv.Itoa(l.Rows)}
	}
	return a.write(textTable("tables", []string{"kind", "source", "rows"}, rows), format)
}

// countLine is a line of the counts.
type countLine struct {
	Kind   string `json:"kind"`
	Source string `json:"source"`
	Rows   int    `json:"rows"`
}

func checkTables(a *app, world *schema.World) error {
	problems := world.Check()
	for _, p := range problems {
		if _, err := fmt.Fprintln(a.out, p); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return fmt.Errorf("%d problems in the tables", len(problems))
	}
	a.note("the tables are consistent")
	return nil
}
