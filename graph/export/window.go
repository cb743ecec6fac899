package export

import (
	"fmt"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// Window is a stretch of time. Each end is a day, month or year, included to
// its last day, or empty for no bound.
type Window struct{ Since, Until string }

// NewWindow checks both ends.
func NewWindow(since, until string) (Window, error) {
	for _, end := range []string{since, until} {
		if _, ok := Days(end); end != "" && !ok {
			return Window{}, fmt.Errorf("%q is no date of the form YYYY, YYYY-MM or YYYY-MM-DD", end)
		}
	}
	if since != "" && until != "" && since > until+endOfPart {
		return Window{}, fmt.Errorf("the window ends on %s, before it begins on %s", until, since)
	}
	return Window{since, until}, nil
}

// endOfPart sorts after every digit and hyphen: 2017-08~ is the end of August.
const endOfPart = "~"

// Quads keeps what the graphs of articles and tables say within the window:
// the event nodes that lie in it, at least in part, and the facts that these
// support. What has no date lies in no window. A graph none of whose events
// lies in it is left out; of the others, what is no event and no fact (the
// article itself, its mentions, names) stays, and so does the background.
func (w Window) Quads(quads []quad.Quad) []quad.Quad {
	if w == (Window{}) {
		return quads
	}
	in := w.contents(quads)
	var out []quad.Quad
	for _, q := range quads {
		if label, _ := q.Label.(quad.IRI); isBackground(label) || in.holds(q, label) {
			out = append(out, q)
		}
	}
	return out
}

// contents is what lies in a window.
type contents struct {
	graphs map[quad.IRI]bool
	events map[quad.IRI]bool
	facts  map[fact]bool
}

func (w Window) contents(quads []quad.Quad) contents {
	c := contents{map[quad.IRI]bool{}, map[quad.IRI]bool{}, map[fact]bool{}}
	keep := func(f fact) { c.facts[f] = true }
	for _, e := range eventsOf(quads) {
		if w.holds(e) {
			c.graphs[e.label], c.events[e.id] = true, true
			e.direct(keep)
			e.derived(keep)
		}
	}
	return c
}

func (c contents) holds(q quad.Quad, label quad.IRI) bool {
	if !c.graphs[label] {
		return false
	}
	if id, _ := q.Subject.(quad.IRI); strings.HasPrefix(string(id), schema.NSEvent) {
		return c.events[id]
	}
	f, ok := factOf(q)
	return !ok || c.facts[f]
}

// holds says whether an event lies in the window, as saved queries have it: a
// plan without a date lies where its content is planned for.
func (w Window) holds(e *event) bool {
	start := e.text("ir:dateStart")
	if start == "" {
		start = e.text("ir:date")
	}
	if start == "" && e.text("ir:modality") == schema.Planned {
		start = e.text("ir:plannedFor")
	}
	end := e.text("ir:dateEnd")
	if end == "" {
		end = start
	}
	return start != "" && (w.Since == "" || end+endOfPart >= w.Since) && (w.Until == "" || start <= w.Until+endOfPart)
}
