// Command summary reads the output of go test -json and says what came of it:
// what failed, with its output; what was skipped, by name and reason; and in
// the last line how many tests passed, failed and were skipped.
//
//	go test -json ./... | go run ./internal/testkit/summary
//
// It exits with 1 where a test failed, a package did not build or nothing
// passed, and with -present THING,THING also where a test was skipped for a
// reason that names one of the things.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	present := flag.String("present", "", "fail where a test was skipped for want of this")
	flag.Parse()
	s, err := read(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "summary:", err)
		os.Exit(1)
	}
	s.print(os.Stdout)
	if s.failed > 0 || s.passed == 0 {
		os.Exit(1)
	}
	for _, thing := range strings.Split(*present, ",") {
		if n := s.skippedFor(thing); n > 0 {
			fmt.Fprintf(os.Stderr, "summary: %d tests were skipped for want of %s, which is there\n", n, thing)
			os.Exit(1)
		}
	}
}

// event is one line of go test -json.
type event struct {
	Action      string
	Package     string
	ImportPath  string // of the build-… actions
	Test        string
	Output      string
	FailedBuild string
}

type summary struct {
	passed, failed int
	skipped        []string // "package test: reason"
	failures       []string // names with their output
	output         map[string]*strings.Builder
	failing        map[string]bool // packages with a failed test
}

func read(r io.Reader) (*summary, error) {
	s := &summary{output: map[string]*strings.Builder{}, failing: map[string]bool{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil { // what go test prints beside its JSON
			if !strings.HasPrefix(lines.Text(), "go: downloading ") {
				s.failures = append(s.failures, lines.Text())
			}
			continue
		}
		s.add(e)
	}
	return s, lines.Err()
}

func (s *summary) add(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		s.outputOf(key).WriteString(e.Output)
	case "build-output":
		s.outputOf(e.ImportPath).WriteString(e.Output)
	case "pass":
		if e.Test != "" {
			s.passed++
		}
	case "skip":
		if e.Test != "" {
			s.skipped = append(s.skipped, key+": "+reason(s.outputOf(key).String()))
		}
	case "fail":
		s.fail(e, key)
	}
	if e.Action == "pass" || e.Action == "skip" {
		delete(s.output, key)
	}
}

// fail counts a test, or a package that failed outside its tests: it did not
// build, or it crashed.
func (s *summary) fail(e event, key string) {
	if e.Test == "" && s.failing[e.Package] {
		return
	}
	s.failing[e.Package] = true
	s.failed++
	s.failures = append(s.failures, "FAIL "+strings.TrimSpace(key)+"\n"+s.outputOf(e.FailedBuild).String()+s.outputOf(key).String())
}

func (s *summary) outputOf(key string) *strings.Builder {
	b := s.output[key]
	if b == nil {
		b = &strings.Builder{}
		s.output[key] = b
	}
	return b
}

// reason is what the test gave t.Skip.
func reason(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if _, after, ok := strings.Cut(line, ".go:"); ok {
			_, why, _ := strings.Cut(after, ": ")
			return why
		}
	}
	return "no reason given"
}

// skippedFor counts the skips whose reason names the thing.
func (s *summary) skippedFor(thing string) int {
	n := 0
	for _, name := range s.skipped {
		if thing != "" && strings.Contains(name, thing) {
			n++
		}
	}
	return n
}

func (s *summary) print(w io.Writer) {
	for _, f := range s.failures {
		fmt.Fprintln(w, strings.TrimRight(f, "\n"))
	}
	slices.Sort(s.skipped)
	for _, name := range s.skipped {
		fmt.Fprintln(w, "SKIP", name)
	}
	fmt.Fprintf(w, "%d passed, %d failed, %d skipped\n", s.passed, s.failed, len(s.skipped))
}
