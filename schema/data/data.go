// Package data holds the embedded tables: tab-separated files with a header
// line, sorted by their first column, each row with its source. It holds
// nothing else; package schema reads them.
package data

import "embed"

// Files are the embedded tables by file name, such as "relations.tsv".
//
//go:embed *.tsv
var Files embed.FS
