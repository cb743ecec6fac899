// Command generate writes schema/data/generated_*.tsv from public packages of
// the npm registry: names of states, memberships of international bodies,
// parties, ambassadors and heads that the tables entered by hand lack. What the
// hand tables have is never written again; where a package contradicts them,
// they stand and the contradiction is listed in generated_conflicts.tsv.
//
// Usage: generate [-packages DIR] DATA
//
// The packages are fetched with "npm pack", so from wherever the user's npm is
// set to; DIR, where given, holds them already. Each is pinned to a version and
// checked against its SHA-512. The output depends on the packages and the hand
// tables alone.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := flag.String("packages", "", "folder that holds the packages as npm pack names them; left out, they are fetched")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: generate [-packages DIR] DATA")
		os.Exit(2)
	}
	if err := run(*dir, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(packages, data string) error {
	pinned, err := pins()
	if err != nil {
		return err
	}
	if packages == "" {
		if packages, err = fetch(pinned); err != nil {
			return err
		}
		defer os.RemoveAll(packages)
	}
	files, err := unpack(packages, pinned)
	if err != nil {
		return err
	}
	hand, err := readHand(os.DirFS(data))
	if err != nil {
		return err
	}
	tables, err := build(hand, files)
	if err != nil {
		return err
	}
	for name, text := range tables {
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}
