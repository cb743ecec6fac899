package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/html"
	"github.com/entente-kg/entente/loaders/jsonl"
	"github.com/entente-kg/entente/loaders/text"
)

// sourceFlags say what articles to read, and how. load, extract and explain
// share them.
type sourceFlags struct {
	from, date string
	limit      int
	kinds      []string
}

// add adds the flags; kinds are what else than articles the command reads.
func (f *sourceFlags) add(c *cobra.Command, kinds ...string) {
	f.kinds = []string{loaders.Auto}
	for _, format := range f.formats() {
		f.kinds = append(f.kinds, format.Name())
	}
	f.kinds = append(f.kinds, kinds...)
	c.Flags().StringVar(&f.from, "from", loaders.Auto, "kind of the files: "+strings.Join(f.kinds, ", "))
	c.Flags().StringVar(&f.date, "date", "", "day of publication, YYYY-MM-DD, of articles that give none")
	c.Flags().IntVar(&f.limit, "limit", 0, "stop after so many articles (0: read all)")
}

// open is the source of the articles in paths; check comes before it. Files of folders that no loader
// reads are counted in skipped.
func (f *sourceFlags) open(a *app, paths []string, skipped *[]string) (loaders.ArticleSource, error) {
	src, err := loaders.Files(paths, loaders.FileOptions{
		Formats: f.formats(),
		Kind:    f.from,
		Stdin:   a.in,
		Skipped: func(name string) { *skipped = append(*skipped, name) },
	})
	if err != nil {
		return nil, err
	}
	return loaders.First(src, f.limit), nil
}

// formats are all kinds of articles, in the order in which a file is offered to
// them: text takes what is left.
func (f *sourceFlags) formats() []loaders.Format {
	return []loaders.Format{jsonl.Format{Date: f.date}, html.Format{Date: f.date}, text.Format{Date: f.date}}
}

func (f *sourceFlags) check() error {
	if !slices.Contains(f.kinds, f.from) {
		return usageHint(fmt.Errorf("unknown kind %q", f.from), "kinds: "+strings.Join(f.kinds, ", "))
	}
	if f.date == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, f.date); err != nil {
		return usageHint(fmt.Errorf("--date %q is not a day of the form YYYY-MM-DD", f.date), "as in --date 2017-08-07")
	}
	return nil
}

// rejects tells the first few rejected records, and how many more there were.
type rejects struct {
	a     *app
	count int
}

const rejectsShown = 10

func (r *rejects) add(e *loaders.RecordError) {
	if r.count++; r.count > rejectsShown {
		return
	}
	r.a.note("rejected: %s", e)
	if e.Hint != "" {
		r.a.note("hint: %s", e.Hint)
	}
}

// end says what the reading left out, and is the error to end with: none where
// all was read.
func (r *rejects) end(skipped []string, read int) error {
	if n := len(skipped); n > 0 {
		r.a.note("%d files of other kinds were left out, such as %s", n, skipped[0])
	}
	if more := r.count - rejectsShown; more > 0 {
		r.a.note("and %d more rejected", more)
	}
	if r.count > 0 {
		return &exitError{err: fmt.Errorf("%d records were rejected", r.count), code: exitRejects, quiet: true}
	}
	if read == 0 {
		return nothing("no article found", "articles are .txt, .html and .jsonl files; name another kind with --from")
	}
	return nil
}
