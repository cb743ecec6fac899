package export

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strings"
	"unicode"
)

const graphmlHead = xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
`

func (n *Network) writeGraphML(w *bufio.Writer) error {
	w.WriteString(graphmlHead)
	for _, f := range append([]field{{"iri", "string", ""}, {"label", "string", ""}}, Node{}.fields()...) {
		fmt.Fprintf(w, "<key id=\"n_%s\" for=\"node\" attr.name=\"%s\" attr.type=\"%s\"/>\n", f.name, f.name, f.kind)
	}
	for _, f := range (Edge{}).fields() {
		fmt.Fprintf(w, "<key id=\"e_%s\" for=\"edge\" attr.name=\"%s\" attr.type=\"%s\"/>\n", f.name, f.name, f.kind)
	}
	w.WriteString("<graph id=\"entente\" edgedefault=\"directed\">\n")
	for _, node := range n.Nodes {
		fmt.Fprintf(w, "<node id=\"%s\">", nmtoken(node.ID))
		writeData(w, "n_", append([]field{{"iri", "", node.ID}, {"label", "", node.Label}}, node.fields()...))
		w.WriteString("</node>\n")
	}
	for i, e := range n.Edges {
		fmt.Fprintf(w, "<edge id=\"e%d\" source=\"%s\" target=\"%s\">", i, nmtoken(e.Source), nmtoken(e.Target))
		writeData(w, "e_", e.fields())
		w.WriteString("</edge>\n")
	}
	w.WriteString("</graph>\n</graphml>\n")
	return nil
}

func writeData(w *bufio.Writer, prefix string, fields []field) {
	for _, f := range fields {
		if f.value != "" {
			fmt.Fprintf(w, "<data key=\"%s%s\">%s</data>", prefix, f.name, escapeXML(f.value))
		}
	}
}

func escapeXML(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

// nmtoken is an IRI in the characters that GraphML allows for ids; those that
// it does not become _xHEX_, such as _x27_ for an apostrophe.
func nmtoken(id string) string {
	var b strings.Builder
	for i, r := range id {
		if isNameChar(r) && !strings.HasPrefix(id[i:], "_x") {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "_x%X_", r)
		}
	}
	return b.String()
}

// isNameChar leaves out a few rare characters that XML has.
func isNameChar(r rune) bool {
	return r == ':' || r == '_' || r == '-' || r == '.' || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) ||
		r >= 0xC0 && r <= 0x2FF && r != 0xD7 && r != 0xF7 || r >= 0x370 && r <= 0x1FFF && r != 0x37E || r >= 0x3001 && r <= 0xD7FF
}
