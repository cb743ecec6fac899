package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/entente-kg/entente/internal/testkit/postgres"
)

// withServer stops the PostgreSQL server, if a test started one.
type withServer struct{ m *testing.M }

func (w withServer) Run() int { return postgres.Main(w.m.Run) }

// The test binary runs as the program too: scripts call it, and it calls
// itself for Gizmo queries.
func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		os.Exit(gizmoChild(os.Stdin, os.Stdout))
	}
	testscript.Main(withServer{m}, map[string]func(){"entente": main})
}
