package main

import (
	"cmp"
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/examples"
	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/queries"
)

// question is one of the demonstration's.
type question struct {
	text  string // as people ask it
	line  string // the command that asks it
	query string
	args  map[string]string
	tell  func(row map[string]string) (answer, sentence string)
}

var demoQuestions = [...]question{
	{"Whom did Russia's leaders and ministers meet, call or negotiate with?", `entente ask meetings --who Russia --evidence`,
		"meetings", map[string]string{"who": "Russia"}, tellMeeting},
	{"On what do Russia and China stand together?", `entente ask alignment --a Russia --b China --evidence`,
		"alignment", map[string]string{"a": "Russia", "b": "China"}, tellStance},
}

func tellMeeting(r map[string]string) (answer, sentence string) {
	answer = fmt.Sprintf("%-10s  %s %s %s", cmp.Or(r["date"], "undated"), r["who"], r["relation"], r["with"])
	if r["place"] != "" {
		answer += ", in " + r["place"]
	}
	return answer, r["sentence"]
}

func tellStance(r map[string]string) (answer, sentence string) {
	if r["a"] == "" && r["b"] == "" { // a tie between the two, such as alignedWith
		return fmt.Sprintf("%s: Russia and China %s", cmp.Or(r["issue"], "in general"), r["basis"]), r["sentence_a"]
	}
	return fmt.Sprintf("%s: Russia %s, China %s", cmp.Or(r["issue"], r["basis"]), r["a"], r["b"]), r["sentence_a"]
}

func newDemo(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "demo",
		Short: "Load packaged example articles into a temporary store and ask two questions",
		Args:  cobra.NoArgs,
	}
	return a.command(c, func(ctx context.Context, _ []string) error { return runDemo(ctx, a) })
}

func runDemo(ctx context.Context, a *app) error {
	articles, err := examples.Articles()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "entente-demo-")
	if err != nil {
		return fmt.Errorf("a folder for the store: %w", err)
	}
	defer os.RemoveAll(dir)
	db := dbFlag{dsn: embedded + dir}
	return db.open(ctx, graph.Options{Create: true}, func(store *graph.Store) error {
		report, err := loadArticles(ctx, store, loaders.Articles(articles), defaultWorkers(), loaders.Options{})
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "Read %d made-up articles into a temporary store: %d statements, %d quads, %.1f s.\n", report.Read, report.Statements, report.QuadsAdded, report.Seconds)
		for _, q := range demoQuestions {
			if err := a.answer(ctx, store, q); err != nil {
				return err
			}
		}
		fmt.Fprint(a.out, demoEnd)
		return nil
	})
}

const demoEnd = `
Next, with articles of your own:
  entente load --date 2018-07-26 summit.txt     one file, or a folder of them
  entente ask                                   all questions and what they take
  entente explain --date 2018-07-26 summit.txt  why each sentence was read as it was
`

// answer asks one question and prints it with its answer.
func (a *app) answer(ctx context.Context, store *graph.Store, q question) error {
	set, err := queries.Builtin()
	if err != nil {
		return err
	}
	saved, ok := set.Get(q.query)
	if !ok {
		return fmt.Errorf("there is no query %s", q.query)
	}
	names, err := builtinNames()
	if err != nil {
		return err
	}
	table, err := saved.Run(ctx, store, names, q.args)
	if err != nil {
		return err
	}
	if table.Empty() {
		return nothing("the examples gave no answer to: "+q.text, "please report it")
	}
	fmt.Fprintf(a.out, "\n%s\n$ %s\n", q.text, q.line)
	for _, r := range table.Rows {
		row := map[string]string{}
		for i, c := range table.Columns {
			row[c.Name] = r[i].Text
		}
		answer, sentence := q.tell(row)
		if _, err := fmt.Fprintf(a.out, "  %s\n      %s\n", answer, sentence); err != nil {
			return err
		}
	}
	return nil
}
