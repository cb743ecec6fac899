package export

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

const gexfHead = xml.Header + `<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>entente</creator></meta>
`

// writeGEXF writes an edge's dates as spells. An edge without dates has none,
// so that programs show it at any time.
func (n *Network) writeGEXF(w *bufio.Writer) error {
	w.WriteString(gexfHead)
	if slices.ContainsFunc(n.Edges, func(e Edge) bool { return len(e.Dates) > 0 }) {
		w.WriteString("<graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n")
	} else {
		w.WriteString("<graph defaultedgetype=\"directed\" mode=\"static\">\n")
	}
	declare(w, "node", Node{}.fields())
	declare(w, "edge", Edge{}.fields())
	w.WriteString("<nodes>\n")
	for _, node := range n.Nodes {
		fmt.Fprintf(w, "<node id=\"%s\" label=\"%s\">", escapeXML(node.ID), escapeXML(node.Label))
		writeValues(w, node.fields())
		w.WriteString("</node>\n")
	}
	w.WriteString("</nodes>\n<edges>\n")
	for i, e := range n.Edges {
		relation := escapeXML(e.Relation)
		fmt.Fprintf(w, "<edge id=\"e%d\" source=\"%s\" target=\"%s\" kind=\"%s\" label=\"%s\" weight=\"%d\">",
			i, escapeXML(e.Source), escapeXML(e.Target), relation, relation, max(e.Count, 1))
		writeValues(w, e.fields())
		writeSpells(w, e.Dates)
		w.WriteString("</edge>\n")
	}
	w.WriteString("</edges>\n</graph>\n</gexf>\n")
	return nil
}

func declare(w *bufio.Writer, class string, fields []field) {
	fmt.Fprintf(w, "<attributes class=\"%s\" mode=\"static\">\n", class)
	for _, f := range fields {
		kind := f.kind
		if kind == "int" {
			kind = "integer"
		}
		fmt.Fprintf(w, "<attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", f.name, f.name, kind)
	}
	w.WriteString("</attributes>\n")
}

func writeValues(w *bufio.Writer, fields []field) {
	var values strings.Builder
	for _, f := range fields {
		if f.value != "" {
			fmt.Fprintf(&values, "<attvalue for=\"%s\" value=\"%s\"/>", f.name, escapeXML(f.value))
		}
	}
	if values.Len() > 0 {
		fmt.Fprintf(w, "<attvalues>%s</attvalues>", &values)
	}
}

func writeSpells(w *bufio.Writer, dates []Span) {
	if len(dates) == 0 {
		return
	}
	w.WriteString("<spells>")
	for _, d := range dates {
		fmt.Fprintf(w, "<spell start=\"%s\" end=\"%s\"/>", escapeXML(d.Start), escapeXML(d.End))
	}
	w.WriteString("</spells>")
}
