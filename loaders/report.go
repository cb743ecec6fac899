package loaders

import (
	"fmt"
	"strings"
)

// Report says what a load did. Its JSON form is what --report writes.
type Report struct {
	Read         int      `json:"articles_read"` // articles, or graphs, that came in whole
	Added        int      `json:"articles_added"`
	Replaced     int      `json:"articles_replaced"`  // the same id with other content
	Unchanged    int      `json:"articles_unchanged"` // stored before, quad for quad
	Repeated     []string `json:"repeated"`           // ids that came again in this load: the later version won
	Statements   int      `json:"statements"`
	QuadsAdded   int      `json:"quads_added"`
	QuadsRemoved int      `json:"quads_removed"`
	Rejects      int      `json:"rejects"`
	Seconds      float64  `json:"seconds"`
}

// String is the report as a small table, a line per figure.
func (r Report) String() string {
	var b strings.Builder
	line := func(name string, v any) { fmt.Fprintf(&b, "%-17s %v\n", name, v) }
	line("articles read", r.Read)
	line("  added", r.Added)
	line("  replaced", r.Replaced)
	line("  unchanged", r.Unchanged)
	if n := len(r.Repeated); n > 0 {
		line("ids repeated", fmt.Sprintf("%d (the later version won): %s", n, some(r.Repeated)))
	}
	line("statements", r.Statements)
	line("quads added", r.QuadsAdded)
	line("quads removed", r.QuadsRemoved)
	line("records rejected", r.Rejects)
	line("seconds", fmt.Sprintf("%.1f", r.Seconds))
	return b.String()
}

// some lists a few and says how many more there are.
func some(ids []string) string {
	const shown = 3
	if len(ids) <= shown {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:shown], ", "), len(ids)-shown)
}
