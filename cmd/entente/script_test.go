package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// TestScripts runs the scripts in testdata/script. Each has a store of its own
// under $ENTENTE_DB, made on the first load. Besides testscript's commands:
//
//	exit N entente ARG…     runs a command that has to end with that code
//	prepared                makes $ENTENTE_DB a store whose background is a stand-in
//	busy                    keeps the store open, as another program would, until the script ends
func TestScripts(t *testing.T) {
	base := preparedStore(t)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("ENTENTE_DB", "pebble:"+filepath.Join(e.WorkDir, "store"))
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, "data"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": exitCode,
			"prepared": func(ts *testscript.TestScript, _ bool, _ []string) {
				ts.Check(os.CopyFS(ts.MkAbs("store"), os.DirFS(base)))
			},
			"busy": busy,
		},
	})
}

// preparedStore is a store that seems to hold the background: it has the mark
// of it and one quad more. Writing all of it takes far longer than what the
// scripts do; fresh.txtar has it written.
func preparedStore(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	world, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	store, err := graph.Open(t.Context(), "pebble:"+dir, graph.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	mark, _ := markOf(world.Background())
	_, err = store.Put(t.Context(), []graph.Graph{
		{Label: schema.GraphActors, Quads: []quad.Quad{mark}},
		{Label: schema.GraphSchema, Quads: []quad.Quad{quad.MakeIRI("ir:met", "rdf:type", "ir:Relation", string(schema.GraphSchema))}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(fmt.Sprint(err), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%s ended with %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

func busy(ts *testscript.TestScript, _ bool, _ []string) {
	store, err := graph.Open(context.Background(), ts.Getenv("ENTENTE_DB"), graph.Options{})
	ts.Check(err)
	ts.Defer(func() { ts.Check(store.Close()) })
}
