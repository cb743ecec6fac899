// Command entente reads news articles into a graph of who did what to whom,
// and answers questions of it.
//
//	entente load articles/
//	entente ask meetings --who "Wang Yi"
//	entente export --format nquads > graph.nq
//
// In go files, folders or standard input; out come tables on a terminal and
// JSON lines in a pipe. This folder only wires packages together: reading is
// done by nlp and extract, storing by graph, asking by queries.
package main

import (
	"context"
	"os"
	"os/signal"
)

// version is set by the linker.
var version = "dev"

func main() {
	if os.Getenv(childEnv) != "" {
		os.Exit(gizmoChild(os.Stdin, os.Stdout))
	}
	os.Exit(realMain())
}

func realMain() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	a := &app{in: os.Stdin, out: os.Stdout, errs: os.Stderr, outTTY: isTerminal(os.Stdout), errTTY: isTerminal(os.Stderr), width: widthOf(os.Stdout)}
	return a.run(ctx, os.Args[1:])
}
