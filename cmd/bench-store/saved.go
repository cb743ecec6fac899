package main

import (
	"context"
	"fmt"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
)

// savedArgs are what the saved queries are asked about, in the words of
// questions.
var savedArgs = map[string]map[string]string{
	"alignment":        {"a": "$SA", "b": "$SB"},
	"articles":         {"subject": "$A", "relation": "opposes", "object": "$I"},
	"co-opponents":     {"of": "$A"},
	"co-supporters":    {"of": "$A"},
	"events":           {"type": "CONSULT", "since": "2011-03", "until": "2011-05"},
	"facts":            {"article": "$R"},
	"joint-statements": {"of": "$SA"},
	"meetings":         {"who": "$A"},
	"picture":          {"about": "$A"},
	"sanctions":        {"between": "$SA", "and": "$SB"},
	"stances":          {"of": "$A"},
	"timeline":         {"a": "$SA", "b": "$SB", "since": "2005", "until": "2014"},
}

// askSaved asks the saved queries as they ship, for all of their rows, as often
// as the ten questions.
func askSaved(ctx context.Context, s *graph.Store, articles int) ([]timing, error) {
	set, err := queries.Builtin()
	if err != nil {
		return nil, err
	}
	var out []timing
	for _, q := range set.All() {
		t := timeRounds(ctx, func(ctx context.Context, round int) (int, error) { return runSaved(ctx, s, q, round, articles) })
		t.Name, t.Aggregate = q.Name, true
		out = append(out, t)
	}
	return out, nil
}

// runSaved asks a saved query in one round, and gives how many rows came.
func runSaved(ctx context.Context, s *graph.Store, q queries.Query, round, articles int) (rows int, err error) {
	args, ok := savedArgs[q.Name]
	if !ok {
		return 0, fmt.Errorf("the saved query %s is not asked anything", q.Name)
	}
	about := map[string]string{}
	for name, text := range args {
		about[name] = asked(text, round, articles, "")
	}
	table, err := q.Run(ctx, s, nil, about)
	if err != nil {
		return 0, err
	}
	return len(table.Rows), nil
}
