package export

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The formats of Network.Write.
const (
	GraphML  = "graphml"
	GEXF     = "gexf"
	DOT      = "dot"
	CSV      = "csv"       // the edges
	CSVNodes = "csv-nodes" // the nodes
)

// Formats lists the formats of Network.Write.
func Formats() []string { return []string{GraphML, GEXF, DOT, CSV, CSVNodes} }

// Write writes the network in one of Formats.
func (n *Network) Write(w io.Writer, format string) error {
	write, ok := map[string]func(*bufio.Writer) error{
		GraphML: n.writeGraphML, GEXF: n.writeGEXF, DOT: n.writeDOT, CSV: n.writeEdges, CSVNodes: n.writeNodes,
	}[format]
	if !ok {
		return fmt.Errorf("unknown network format %q; the formats are %s", format, strings.Join(Formats(), ", "))
	}
	out := bufio.NewWriter(w) // keeps its first error for Flush
	if err := write(out); err != nil {
		return fmt.Errorf("write %s: %w", format, err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write %s: %w", format, err)
	}
	return nil
}

// field is one attribute of a node or edge, for the formats that declare
// theirs.
type field struct{ name, kind, value string }

// fields are the node's attributes, in a fixed order.
func (n Node) fields() []field {
	return []field{
		{"class", "string", n.Class},
		{"state", "string", n.State},
	}
}

// fields are the edge's attributes, in a fixed order.
func (e Edge) fields() []field {
	dates := make([]string, len(e.Dates))
	for i, d := range e.Dates {
		dates[i] = d.String()
	}
	return []field{
		{"relation", "string", e.Relation},
		{"type", "string", e.Type()},
		{"basis", "string", e.Basis},
		{"count", "int", strconv.Itoa(e.Count)},
		{"first", "string", e.First()},
		{"last", "string", e.Last()},
		{"dates", "string", strings.Join(dates, separator)},
		{"articles", "string", strings.Join(e.Articles, separator)},
		{"events", "string", strings.Join(e.Events, separator)},
	}
}

// String is one day, or two with a slash between them.
func (s Span) String() string {
	if s.Start == s.End {
		return s.Start
	}
	return s.Start + "/" + s.End
}
