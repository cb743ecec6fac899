package queries_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/queries"
)

func table() *queries.Table {
	return &queries.Table{
		Columns: []queries.Column{{Name: "who", Kind: queries.KindEntity}, {Name: "n", Kind: queries.KindNumber}, {Name: "sentence", Kind: queries.KindEvidence}},
		Rows: [][]queries.Cell{
			{{Text: `Kofi "Joe" Mensah`, ID: "ir:Kofi"}, {Text: "2"}, {Text: "He said <no>,\tthen | left\x1b[2J."}},
			{{Text: `Kofi "Joe" Mensah`, ID: "ir:Kofi"}, {Text: "2"}, {Text: "Überlang, überlang und überlang."}},
		},
	}
}

func TestWrite(t *testing.T) {
	for format, want := range map[string]string{
		"table": "who                n  sentence\n" +
			"Kofi \"Joe\" Mensah  2  He said <no>, then | left [2J.\n" +
			"Kofi \"Joe\" Mensah  2  Überlang, überlang und überlang.\n",
		"jsonl": `{"who":"Kofi \"Joe\" Mensah","who_id":"ir:Kofi","n":2,"sentence":"He said <no>,\tthen | left\u001b[2J."}` + "\n" +
			`{"who":"Kofi \"Joe\" Mensah","who_id":"ir:Kofi","n":2,"sentence":"Überlang, überlang und überlang."}` + "\n",
		"csv": "who,who_id,n,sentence\n" +
			"\"Kofi \"\"Joe\"\" Mensah\",ir:Kofi,2,\"He said <no>,\tthen | left\x1b[2J.\"\n" +
			"\"Kofi \"\"Joe\"\" Mensah\",ir:Kofi,2,\"Überlang, überlang und überlang.\"\n",
		"tsv": "who\twho_id\tn\tsentence\n" +
			"Kofi \"Joe\" Mensah\tir:Kofi\t2\tHe said <no>, then | left [2J.\n" +
			"Kofi \"Joe\" Mensah\tir:Kofi\t2\tÜberlang, überlang und überlang.\n",
		"md": "| who | n | sentence |\n| --- | --- | --- |\n" +
			"| Kofi \"Joe\" Mensah | 2 | He said &lt;no>, then \\| left \\[2J. |\n" +
			"| Kofi \"Joe\" Mensah | 2 | Überlang, überlang und überlang. |\n",
	} {
		var b bytes.Buffer
		if err := table().Write(&b, format); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

func TestWriteWraps(t *testing.T) {
	x := table()
	x.Width = 40
	want := "" +
		"who                n  sentence\n" +
		"Kofi \"Joe\" Mensah  2  He said <no>, then\n" +
		"                      | left [2J.\n" +
		"Kofi \"Joe\" Mensah  2  Überlang, überlang\n" +
		"                      und überlang.\n"
	var b bytes.Buffer
	if err := x.Write(&b, "table"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for line := range strings.Lines(b.String()) {
		if n := len([]rune(line)) - 1; n > x.Width {
			t.Errorf("%d characters, more than %d: %q", n, x.Width, line)
		}
	}
}

func TestWriteSummary(t *testing.T) {
	x := table()
	x.Summary = []queries.Field{{Name: "n", Value: 3}, {Name: "S", Value: 0.5}, {Name: "pi", Value: "not enough"}}
	outputs := map[string]string{}
	for _, format := range queries.Formats() {
		var b bytes.Buffer
		if err := x.Write(&b, format); err != nil {
			t.Fatal(err)
		}
		outputs[format] = b.String()
	}
	for format, want := range map[string]string{
		"table": "\n\nn = 3; S = 0.5; pi = not enough\n", "md": "\n\nn = 3; S = 0.5; pi = not enough\n",
		"jsonl": "\n{\"summary\":{\"n\":3,\"S\":0.5,\"pi\":\"not enough\"}}\n",
		"json":  "\"summary\":{\"n\":3,\"S\":0.5,\"pi\":\"not enough\"}}\n",
	} {
		if !strings.HasSuffix(outputs[format], want) {
			t.Errorf("%s ends otherwise than %q:\n%s", format, want, outputs[format])
		}
	}
	var doc struct {
		Rows    []map[string]any
		Summary map[string]any
	}
	if err := json.Unmarshal([]byte(outputs["json"]), &doc); err != nil || len(doc.Rows) != 2 || doc.Rows[1]["n"] != 2.0 {
		t.Errorf("json: %v, %+v", err, doc)
	}
	if rows, err := csv.NewReader(strings.NewReader(outputs["csv"])).ReadAll(); err != nil || len(rows) != 3 {
		t.Errorf("csv: %v, %q", err, rows)
	}
}

func TestWriteUnknownFormat(t *testing.T) {
	err := table().Write(&bytes.Buffer{}, "xls")
	if err == nil || !strings.Contains(err.Error(), `"xls"`) || !strings.Contains(err.Error(), "jsonl") {
		t.Errorf("error %v, want one that names the format and lists the known ones", err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	for _, format := range queries.Formats() {
		if err := table().Write(broken{}, format); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("%s: error %v, want disk full", format, err)
		}
	}
}

func TestWithoutMergesRows(t *testing.T) {
	x := table().Without(queries.KindEvidence)
	if len(x.Columns) != 2 || len(x.Rows) != 1 || x.Rows[0][1].Text != "2" {
		t.Errorf("without evidence: %+v", x)
	}
}

func TestCut(t *testing.T) {
	x := table()
	if n := x.Cut(0); n != 0 || len(x.Rows) != 2 {
		t.Errorf("Cut(0) took %d away, left %d", n, len(x.Rows))
	}
	if n := x.Cut(1); n != 1 || len(x.Rows) != 1 {
		t.Errorf("Cut(1) took %d away, left %d", n, len(x.Rows))
	}
}
