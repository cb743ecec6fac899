package export

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// writeDOT draws a symmetric relation, which the graph holds both ways, as one
// line without arrows.
func (n *Network) writeDOT(w *bufio.Writer) error {
	w.WriteString("digraph entente {\n  node [shape=ellipse];\n")
	for _, node := range n.Nodes {
		attributes := append([]field{{"label", "", node.Label}, {"shape", "", shapes[node.Class]}}, node.fields()...)
		fmt.Fprintf(w, "  %s%s;\n", quoted(node.ID), bracketed(attributes))
	}
	for _, e := range n.Edges {
		attributes := []field{{"label", "", e.Relation}}
		if e.Count > 1 {
			attributes[0].value = fmt.Sprintf("%s ×%d", e.Relation, e.Count)
		}
		if n.bothWays(e) {
			if e.Source > e.Target {
				continue
			}
			attributes = append(attributes, field{"dir", "", "none"})
		}
		fmt.Fprintf(w, "  %s -> %s%s;\n", quoted(e.Source), quoted(e.Target), bracketed(append(attributes, e.fields()...)))
	}
	w.WriteString("}\n")
	return nil
}

// shapes of the nodes of some classes; the others are ellipses.
var shapes = map[string]string{"State": "box", "IGO": "hexagon", "Bloc": "hexagon", "Issue": "note", "Gathering": "note"}

// bothWays says whether the network holds a symmetric edge's other half, too.
func (n *Network) bothWays(e Edge) bool {
	rel, _ := schema.Relations().Get(e.Relation)
	_, found := slices.BinarySearchFunc(n.Edges, Edge{Source: e.Target, Relation: e.Relation, Target: e.Source}, compareEdges)
	return rel.Symmetric && found
}

func bracketed(attributes []field) string {
	var parts []string
	for _, a := range attributes {
		if a.value != "" {
			parts = append(parts, a.name+"="+quoted(a.value))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " [" + strings.Join(parts, ", ") + "]"
}

// quoted is a DOT string. A backslash begins an escape in labels, so it is
// doubled.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ", "\x00", " ").Replace(s) + `"`
}
