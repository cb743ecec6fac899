package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp/model"
	"github.com/entente-kg/entente/schema/data"
)

func newVersion(a *app) *cobra.Command {
	c := &cobra.Command{Use: "version", Short: "Print the versions of the program, its rules, its model and its tables", Args: cobra.NoArgs}
	return a.command(c, func(context.Context, []string) error { return runVersion(a) })
}

func runVersion(a *app) error {
	weights, err := model.Weights()
	if err != nil {
		return err
	}
	tables, err := digestOf(data.Files)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "entente %s (%s, %s/%s)\ncoder   %s\nmodel   %s\ntables  %s\n",
		version, runtime.Version(), runtime.GOOS, runtime.GOARCH, extract.Version, short(sha256.Sum256(weights)), tables)
	return err
}

// digestOf is a short hash of the files' names and contents.
func digestOf(files fs.FS) (string, error) {
	all := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		fmt.Fprintf(all, "%s %d\n", name, len(content))
		all.Write(content)
		return err
	})
	return short([sha256.Size]byte(all.Sum(nil))), err
}

func short(sum [sha256.Size]byte) string { return hex.EncodeToString(sum[:6]) }
