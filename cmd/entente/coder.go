package main

import (
	"runtime"

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

// defaultWorkers is as many readers as the machine runs at once.
func defaultWorkers() int { return runtime.GOMAXPROCS(0) }
