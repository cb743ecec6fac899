package export

import (
	"bufio"
	"encoding/csv"
)

func (n *Network) writeNodes(w *bufio.Writer) error {
	rows := [][]string{{"id", "label"}}
	for _, f := range (Node{}).fields() {
		rows[0] = append(rows[0], f.name)
	}
	for _, node := range n.Nodes {
		rows = append(rows, withFields([]string{node.ID, node.Label}, node.fields()))
	}
	return csv.NewWriter(w).WriteAll(rows)
}

func (n *Network) writeEdges(w *bufio.Writer) error {
	labels := map[string]string{}
	for _, node := range n.Nodes {
		labels[node.ID] = node.Label
	}
	rows := [][]string{{"source", "target", "source_label", "target_label"}}
	for _, f := range (Edge{}).fields() {
		rows[0] = append(rows[0], f.name)
	}
	for _, e := range n.Edges {
		rows = append(rows, withFields([]string{e.Source, e.Target, labels[e.Source], labels[e.Target]}, e.fields()))
	}
	return csv.NewWriter(w).WriteAll(rows)
}

func withFields(row []string, fields []field) []string {
	for _, f := range fields {
		row = append(row, f.value)
	}
	return row
}
