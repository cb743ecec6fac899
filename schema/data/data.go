// Package data holds the embedded tables: tab-separated files with a header
// line, sorted by their first column, each row with its source. It holds
// nothing else; package schema reads them. Those called generated_ are written by
// "make generate" from public packages; the others are entered by hand.
package data

import "embed"

//go:generate go run ../../cmd/generate .

// Files are the embedded tables by file name, such as "relations.tsv".
//
//go:embed *.tsv
var Files embed.FS
