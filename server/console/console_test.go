package console

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestComplete(t *testing.T) {
	if err := Complete(); err != nil {
		t.Error(err)
	}
	if err := complete(fstest.MapFS{}); !errors.Is(err, ErrMissing) {
		t.Errorf("no files: %v, want ErrMissing", err)
	}
}

// TestLicences holds that each library is in the list of licences.
func TestLicences(t *testing.T) {
	list, err := fs.ReadFile(Files(), "licenses/third-party.txt")
	if err != nil {
		t.Fatal(err)
	}
	found, err := fs.ReadDir(Files(), "static/third_party")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if !strings.Contains(string(list), "static/third_party/"+f.Name()) {
			t.Errorf("licenses/third-party.txt does not name %s", f.Name())
		}
	}
}
