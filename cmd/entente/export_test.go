package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// run runs a command line that opens no store.
func run(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &o, errs: &e}
	code = a.run(context.Background(), args)
	return code, o.String(), e.String()
}

func TestExportUsage(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--format yaml", "hint: formats: nquads, jsonld, jsonl, graphml, gexf, dot, csv, csv-nodes"},
		{"--since yesterday", `"yesterday" is no date`},
		{"--since 2019 --until 2018", "ends on 2018"},
		{"--base nonsense", `--base: base "nonsense" is no absolute IRI`},
		{"--depth 0", "--depth 0"},
		{"--nonsense 1", "unknown flag: --nonsense"},
		{"nonsense", `unexpected argument "nonsense"`},
		{"--query stances --of Russia --format dot", "hint: queries: picture"},
		{"--query nonsense --format dot", `no query "nonsense"`},
		{"--query picture --about Russia", "which nquads does not hold"},
		{"--query picture --about Russia --since 2018 --format dot", "query picture does not take --since"},
		{"--query picture --who Russia --format dot", `parameter "who": unknown`},
		{"--query picture --article a --article b --format dot", "query picture takes one --article"},
		{"--query picture --format dot", "give at least one of about, article"},
	} {
		code, _, errs := run(append([]string{"export"}, strings.Fields(c.args)...)...)
		if code != exitUsage || !strings.Contains(errs, c.want) {
			t.Errorf("export %s: exit %d, want %d and %q in\n%s", c.args, code, exitUsage, c.want, errs)
		}
	}
	if code, out, _ := run("export", "--help"); code != exitOK || !strings.Contains(out, "--query") {
		t.Errorf("export --help: exit %d\n%s", code, out)
	}
}

// TestExplainWithArguments prints a program for the console where arguments
// are given, and the query's file where not.
func TestExplainWithArguments(t *testing.T) {
	_, whole, _ := run("ask", "picture", "--about", "Wang Yi", "--explain")
	if !strings.Contains(whole, "\nvar p = {\"about\":\"ir:Wang_Yi\",\"depth\":1};") {
		t.Errorf("no arguments in\n%s", whole)
	}
	if _, plain, _ := run("ask", "picture", "--explain"); strings.Contains(plain, "var p =") || !strings.Contains(plain, "p holds the parameters") {
		t.Errorf("the query's file is not in\n%s", plain)
	}
	if code, _, errs := run("ask", "picture", "--depth", "2", "--explain"); code != exitUsage || !strings.Contains(errs, "give at least one of") {
		t.Errorf("exit %d, %s", code, errs)
	}
}
