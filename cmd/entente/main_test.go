package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The test binary runs as the program too: scripts call it, and it calls
// itself for Gizmo queries.
func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		os.Exit(gizmoChild(os.Stdin, os.Stdout))
	}
	testscript.Main(m, map[string]func(){"entente": main})
}
