// Package testkit holds what tests of several packages share. It is imported
// by tests only.
package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// Shared returns the folder of shared reference material: ENTENTE_SHARED, or
// ../shared next to the repository. It skips the test where there is none.
// A relative ENTENTE_SHARED counts from the repository root.
func Shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ENTENTE_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "shared")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(root(t), dir)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		t.Skip("needs ENTENTE_SHARED")
	}
	return dir
}

// root is the folder of go.mod, found upwards from the package under test.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Skip("needs ENTENTE_SHARED")
		}
		dir = up
	}
}
