package main

import (
	"context"
	"os"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// fitPairs fits the typer of pairs with the analyser and the rules as they are.
func fitPairs(ctx context.Context, s settings) error {
	file, err := os.Open(s.pairs)
	if err != nil {
		return err
	}
	defer file.Close()
	items, err := eval.ReadPairs(file)
	if err != nil {
		return err
	}
	analyzer, err := nlp.New()
	if err != nil {
		return err
	}
	world, err := schema.Builtin()
	if err != nil {
		return err
	}
	coder, err := extract.New(analyzer, world)
	if err != nil {
		return err
	}
	typer, err := eval.NewTyper(coder, analyzer, world)
	if err != nil {
		return err
	}
	weights, err := typer.FitPairs(ctx, items)
	if err != nil {
		return err
	}
	return writeAside(s.pairsOut, weights)
}
