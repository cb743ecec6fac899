package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph/export"
)

func TestGolden(t *testing.T) {
	n := network(t)
	for _, format := range export.Formats() {
		golden(t, "network."+format, written(t, n, format))
	}
	golden(t, "values.jsonld", []byte(jsonld(t, values(), "")))
}

func TestUnknownFormat(t *testing.T) {
	err := network(t).Write(&bytes.Buffer{}, "gml")
	if err == nil || !strings.Contains(err.Error(), `"gml"`) || !strings.Contains(err.Error(), "graphml") {
		t.Errorf("error %v, want one that names the format and lists the known ones", err)
	}
}

func TestWriteFails(t *testing.T) {
	for _, format := range export.Formats() {
		if err := network(t).Write(full{}, format); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("%s: error %v, want disk full", format, err)
		}
	}
}

type data struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

type graphml struct {
	Keys []struct {
		ID string `xml:"id,attr"`
	} `xml:"key"`
	Graph struct {
		Nodes []struct {
			ID   string `xml:"id,attr"`
			Data []data `xml:"data"`
		} `xml:"node"`
		Edges []struct {
			ID     string `xml:"id,attr"`
			Source string `xml:"source,attr"`
			Target string `xml:"target,attr"`
			Data   []data `xml:"data"`
		} `xml:"edge"`
	} `xml:"graph"`
}

func decode(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := xml.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// TestGraphML reads the file with the standard library: what is referred to
// has to be there, and values have to come back as they were.
func TestGraphML(t *testing.T) {
	n := network(t)
	var g graphml
	decode(t, written(t, n, export.GraphML), &g)
	keys, ids, iris := map[string]bool{}, map[string]string{}, map[string]string{}
	for _, k := range g.Keys {
		keys[k.ID] = true
	}
	values := func(list []data) map[string]string {
		out := map[string]string{}
		for _, d := range list {
			if !keys[d.Key] {
				t.Errorf("key %q is not declared", d.Key)
			}
			out[d.Key] = d.Value
		}
		return out
	}
	for _, node := range g.Graph.Nodes {
		v := values(node.Data)
		ids[node.ID], iris[v["n_iri"]] = v["n_iri"], v["n_label"]
		if !regexp.MustCompile(`^[\p{L}\p{N}._:-]+$`).MatchString(node.ID) {
			t.Errorf("node id %q is no NMTOKEN", node.ID)
		}
	}
	if len(ids) != len(n.Nodes) || len(iris) != len(n.Nodes) || iris[string(dam.ID)] != dam.Name || iris[string(mensah.ID)] != mensah.Name {
		t.Errorf("nodes %v", iris)
	}
	for i, e := range g.Graph.Edges {
		v := values(e.Data)
		got := [4]string{ids[e.Source], v["e_relation"], ids[e.Target], v["e_count"]}
		want := [4]string{n.Edges[i].Source, n.Edges[i].Relation, n.Edges[i].Target, strconv.Itoa(n.Edges[i].Count)}
		if got != want {
			t.Errorf("edge %v, want %v", got, want)
		}
	}
	if len(g.Graph.Edges) != len(n.Edges) {
		t.Errorf("%d edges, want %d", len(g.Graph.Edges), len(n.Edges))
	}
}

type gexf struct {
	Graph struct {
		Mode  string `xml:"mode,attr"`
		Nodes []struct {
			ID    string `xml:"id,attr"`
			Label string `xml:"label,attr"`
		} `xml:"nodes>node"`
		Edges []struct {
			Source string `xml:"source,attr"`
			Kind   string `xml:"kind,attr"`
			Target string `xml:"target,attr"`
			Weight int    `xml:"weight,attr"`
			Spells []struct {
				Start string `xml:"start,attr"`
				End   string `xml:"end,attr"`
			} `xml:"spells>spell"`
		} `xml:"edges>edge"`
	} `xml:"graph"`
}

func TestGEXF(t *testing.T) {
	n := network(t)
	var g gexf
	decode(t, written(t, n, export.GEXF), &g)
	if g.Graph.Mode != "dynamic" || len(g.Graph.Nodes) != len(n.Nodes) || len(g.Graph.Edges) != len(n.Edges) {
		t.Fatalf("%s with %d nodes and %d edges", g.Graph.Mode, len(g.Graph.Nodes), len(g.Graph.Edges))
	}
	for i, node := range g.Graph.Nodes {
		if node.ID != n.Nodes[i].ID || node.Label != n.Nodes[i].Label {
			t.Errorf("node %v, want %v", node, n.Nodes[i])
		}
	}
	for i, e := range g.Graph.Edges {
		got := export.Edge{Source: e.Source, Target: e.Target, Relation: e.Kind, Count: e.Weight}
		for _, s := range e.Spells {
			got.Dates = append(got.Dates, export.Span{Start: s.Start, End: s.End})
		}
		want := n.Edges[i]
		want.Basis, want.Articles, want.Events = "", nil, nil
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("edge %d (-want +got):\n%s", i, diff)
		}
	}
	undated := export.NewNetwork([]export.Edge{{Source: "ir:A", Target: "ir:B", Relation: "met"}})
	decode(t, written(t, undated, export.GEXF), &g)
	if g.Graph.Mode != "static" {
		t.Errorf("without dates the mode is %s", g.Graph.Mode)
	}
}

func TestCSV(t *testing.T) {
	n := network(t)
	edges := records(t, written(t, n, export.CSV))
	if len(edges) != len(n.Edges) || edges[0]["dates"] != "2019-03-05; 2019-04-30" || edges[1]["target_label"] != dam.Name || edges[0]["articles"] != "art:one; art:two" {
		t.Errorf("edges %q", edges)
	}
	nodes := records(t, written(t, n, export.CSVNodes))
	if len(nodes) != len(n.Nodes) || nodes[0]["id"] != string(ana.ID) || nodes[0]["class"] != "Person" {
		t.Errorf("nodes %q", nodes)
	}
}

func records(t *testing.T, text []byte) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = r[i]
		}
		out = append(out, m)
	}
	return out
}

// TestXMLInPython reads GraphML and GEXF as networkx users do.
func TestXMLInPython(t *testing.T) {
	n := network(t)
	got := python(t, "networkx", `
g = networkx.read_graphml(path, force_multigraph=True)
e = [d for u, v, d in g.edges(data=True) if d["relation"] == "met"]
print(g.number_of_nodes(), g.number_of_edges(), sum(d["count"] for d in e))
`, written(t, n, export.GraphML))
	wantFields(t, got, len(n.Nodes), len(n.Edges), 6)
	got = python(t, "networkx", `
g = networkx.read_gexf(path, version="1.3")
spells = sum(len(d.get("spells", [])) for u, v, d in g.edges(data=True))
print(g.number_of_nodes(), g.number_of_edges(), spells)
`, written(t, n, export.GEXF))
	wantFields(t, got, len(n.Nodes), len(n.Edges), 8)
}

// TestDOT lets graphviz lay the drawing out.
func TestDOT(t *testing.T) {
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("needs dot (graphviz)")
	}
	n := network(t)
	c := exec.Command(dot, "-Tplain")
	c.Stdin = bytes.NewReader(written(t, n, export.DOT))
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("dot: %v\n%s", err, stderr.String())
	}
	nodes, edges := 0, 0
	for line := range strings.Lines(string(out)) {
		switch {
		case strings.HasPrefix(line, "node "):
			nodes++
		case strings.HasPrefix(line, "edge "):
			edges++
		}
	}
	// met and consultedWith are drawn once, not both ways.
	if nodes != len(n.Nodes) || edges != len(n.Edges)-2 {
		t.Errorf("dot read %d nodes and %d edges of %d and %d", nodes, edges, len(n.Nodes), len(n.Edges))
	}
	if !strings.Contains(string(out), `Dam & Lock <\"R&D\"\\>`) {
		t.Errorf("a name came out otherwise:\n%s", out)
	}
}

// python runs a script that imports a module and finds the text in the file
// named path, and gives what it printed. The test is skipped without Python or
// the module.
func python(t *testing.T, module, script string, text []byte) string {
	t.Helper()
	bin := pythonWith(module)
	if bin == "" {
		t.Skip("needs python3 with " + module)
	}
	path := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(bin, "-c", "import sys, "+module+"\npath = sys.argv[1]\n"+script, path).CombinedOutput()
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, out)
	}
	return string(out)
}

// pythonWith is a Python that has the module: the one in the path, or the
// system's own.
func pythonWith(module string) string {
	for _, bin := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(bin, "-c", "import "+module).Run() == nil {
			return bin
		}
	}
	return ""
}

// wantFields compares the numbers in the last line printed.
func wantFields(t *testing.T, got string, want ...int) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(got), "\n")
	var texts []string
	for _, w := range want {
		texts = append(texts, strconv.Itoa(w))
	}
	if diff := cmp.Diff(texts, strings.Fields(lines[len(lines)-1])); diff != "" {
		t.Errorf("counts (-want +got):\n%s\nof\n%s", diff, got)
	}
}
