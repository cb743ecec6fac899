package examples

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Files are the texts (title, blank line, body) and index.tsv, which gives
// each text its id, its date and its publisher.
//
//go:embed *.txt index.tsv
var Files embed.FS

// header is the first line of index.tsv.
const header = "file\tid\tdate\tpublisher"

// Articles reads the embedded texts in the order of index.tsv.
func Articles() ([]schema.Article, error) { return read(Files) }

// read is Articles over any folder of the same make. Errors name the file
// and, for the index, the line.
func read(fsys fs.FS) ([]schema.Article, error) {
	index, err := fs.ReadFile(fsys, "index.tsv")
	if err != nil {
		return nil, fmt.Errorf("examples: %w", err)
	}
	lines := strings.Split(strings.TrimSuffix(string(index), "\n"), "\n")
	if lines[0] != header {
		return nil, fmt.Errorf("index.tsv:1: header is %q, not %q", lines[0], header)
	}
	var out []schema.Article
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 4 {
			return nil, fmt.Errorf("index.tsv:%d: %d cells where the header has 4", i+2, len(cells))
		}
		a, err := article(fsys, cells)
		if err != nil {
			return nil, fmt.Errorf("index.tsv:%d: %w", i+2, err)
		}
		out = append(out, a)
	}
	return out, nil
}

// article reads the text that one line of the index names.
func article(fsys fs.FS, cells []string) (schema.Article, error) {
	file, id, date, publisher := cells[0], cells[1], cells[2], cells[3]
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return schema.Article{}, err
	}
	title, body, ok := strings.Cut(string(text), "\n\n")
	if !ok {
		return schema.Article{}, fmt.Errorf("%s: no blank line between title and body", file)
	}
	a, err := schema.NewArticle(schema.ArticleFields{ID: id, Title: title, Publisher: publisher, Date: date, Text: body})
	if err != nil {
		return schema.Article{}, fmt.Errorf("%s: %w", file, err)
	}
	return a, nil
}
