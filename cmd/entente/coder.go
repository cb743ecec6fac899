package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// newCoder wires the analyser, the tables and the rules together; actors are
// the user's files that go over the built-in tables.
func newCoder(actors ...string) (*extract.Coder, *schema.World, error) {
	world, err := worldOf(actors)
	if err != nil {
		return nil, nil, err
	}
	analyzer, err := nlp.New()
	if err != nil {
		return nil, nil, err
	}
	coder, err := extract.New(analyzer, world)
	return coder, world, err
}

// coderFlags say with which tables articles are read, and what is kept.
type coderFlags struct {
	actors actorsFlag
	least  float64
}

func (f *coderFlags) add(c *cobra.Command) {
	f.actors.add(c)
	c.Flags().Float64Var(&f.least, "min-confidence", 0, "leave out statements of which the coder is less sure than this, 0 to 1")
}

// coder is the coder that the flags ask for, and its tables.
func (f *coderFlags) coder() (*extract.Coder, *schema.World, error) {
	if f.least < 0 || f.least > 1 {
		return nil, nil, usageHint(fmt.Errorf("--min-confidence %g is not between 0 and 1", f.least), "as in --min-confidence 0.6")
	}
	coder, world, err := newCoder(f.actors.files...)
	if err != nil {
		return nil, nil, err
	}
	return coder.AtLeast(f.least), world, nil
}

// defaultWorkers is as many readers as the machine runs at once.
func defaultWorkers() int { return runtime.GOMAXPROCS(0) }
