package docs_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestConsoleBlocks runs the `console` blocks of every page in a folder of
// the page's own, which holds a copy of examples/ and an empty store. Lines
// after "$ " are commands for sh, with the built entente on the path; a
// command may go on over lines that end in a backslash. What follows is what
// it must print, on both streams; "…" stands for any text, and on a line by
// itself for any lines. A failed command prints "[exit N]" last. In a block
// marked "console single", whose command prints "$ " itself, only the first
// line is a command.
func TestConsoleBlocks(t *testing.T) {
	bin := build(t)
	ran := 0
	for _, page := range pages(t) {
		text := readPage(t, page)
		found := blocks(text, "console")
		if len(found) == 0 {
			continue
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			sh := newShell(t, bin)
			var out strings.Builder
			last := 0
			for _, b := range found {
				out.WriteString(text[last:b.start])
				out.WriteString(sh.block(fmt.Sprintf("%s:%d", page, b.line), steps(text[b.start:b.end], b.word == "single")))
				last = b.end
				ran++
			}
			out.WriteString(text[last:])
			if *update && out.String() != text {
				writePage(t, page, out.String())
			}
		})
	}
	if ran == 0 {
		t.Error("no console block ran")
	}
}

// build makes the command once for all pages and returns its folder.
func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", filepath.Join(dir, "entente"), "./cmd/entente")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return dir
}

// shell runs one page's commands, one after the other, in one folder.
type shell struct {
	t   *testing.T
	dir string
	env []string
}

func newShell(t *testing.T, bin string) *shell {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
		t.Fatal(err)
	}
	return &shell{t, dir, append(os.Environ(),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"ENTENTE_DB=pebble:"+filepath.Join(dir, "entente.db"),
		"HOME="+dir, "XDG_DATA_HOME="+dir, "TMPDIR="+dir, "NO_COLOR=1", "COLUMNS=100", "TERM=dumb")}
}

// block runs the commands of one block and returns the block as it should
// be: unchanged where every output matches.
func (s *shell) block(at string, todo []step) string {
	s.t.Helper()
	var out strings.Builder
	for _, step := range todo {
		got := s.run(strings.TrimPrefix(step.command, "$ "))
		out.WriteString(step.command + "\n")
		if matches(step.want, got) {
			out.WriteString(step.want)
			continue
		}
		out.WriteString(keepWildcards(step.want, got))
		if !*update {
			s.t.Errorf("%s: %s\n--- the page says\n%s--- it printed\n%s", at, step.command, step.want, got)
		}
	}
	return out.String()
}

func (s *shell) run(command string) string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Dir, cmd.Env = s.dir, s.env
	b, err := cmd.CombinedOutput()
	out := tidy(string(b))
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		out += fmt.Sprintf("[exit %d]\n", exit.ExitCode())
	case err != nil:
		out += fmt.Sprintf("[%v]\n", err)
	}
	return out
}

// step is a command with what it must print.
type step struct{ command, want string }

// steps cuts a block at its commands.
func steps(block string, single bool) []step {
	var out []step
	open := false // the command goes on
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, "\n")
		switch {
		case open:
			out[len(out)-1].command += "\n" + line
		case strings.HasPrefix(line, "$ ") && !(single && len(out) > 0):
			out = append(out, step{command: line})
		case len(out) > 0:
			out[len(out)-1].want += line + "\n"
			continue
		default:
			continue
		}
		open = strings.HasSuffix(line, `\`)
	}
	return out
}

var trailing = regexp.MustCompile(`(?m)[ \t]+$`)

// tidy drops blanks at line ends, which a page cannot show.
func tidy(s string) string {
	s = trailing.ReplaceAllString(s, "")
	if s = strings.TrimRight(s, "\n"); s != "" {
		s += "\n"
	}
	return s
}

// matches compares with the wildcards.
func matches(want, got string) bool {
	var pattern strings.Builder
	pattern.WriteString(`\A`)
	for line := range strings.Lines(tidy(want)) {
		if strings.TrimSpace(line) == "…" {
			pattern.WriteString(`(?:.*\n)*`)
			continue
		}
		pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*"))
	}
	pattern.WriteString(`\z`)
	return regexp.MustCompile(pattern.String()).MatchString(tidy(got))
}

// keepWildcards is got with the lines of want that have wildcards and still
// match; where want ended in a line of "…", it ends there too.
func keepWildcards(want, got string) string {
	old := strings.Split(strings.TrimRight(want, "\n"), "\n")
	lines := strings.Split(strings.TrimRight(got, "\n"), "\n")
	if n := len(old) - 1; n > 0 && n < len(lines) && old[n] == "…" {
		lines = append(lines[:n], "…")
	}
	for i, line := range lines {
		for _, o := range old {
			if o != "…" && strings.Contains(o, "…") && matches(o, line) {
				lines[i] = o
			}
		}
	}
	return tidy(strings.Join(lines, "\n"))
}

func TestKeepWildcards(t *testing.T) {
	for _, c := range [][3]string{
		{"a … s\n", "b\na 1 s\n", "b\na … s\n"},
		{"a\n…\n", "b\nc\nd\n", "b\n…\n"},
		{"…\n", "a\n", "a\n"},
		{"a\n", "", ""},
	} {
		if got := keepWildcards(c[0], c[1]); got != c[2] {
			t.Errorf("keepWildcards(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		want, got string
		ok        bool
	}{
		{"a\nb\n", "a  \nb\n\n", true},
		{"a\n", "a\nb\n", false},
		{"a\n…\n", "a\nb\nc\n", true},
		{"a\n…\nd\n", "a\nd\n", true},
		{"a … c\n", "a b c\n", true},
		{"a … c\n", "a b\nc\n", false},
		{"", "x\n", false},
		{"1.5\n", "125\n", false},
	} {
		if got := matches(c.want, c.got); got != c.ok {
			t.Errorf("matches(%q, %q) = %v", c.want, c.got, got)
		}
	}
}

func TestSteps(t *testing.T) {
	const block = "$ a \\\n  b\nout\n$ c\n"
	for single, want := range map[bool][]step{
		false: {{"$ a \\\n  b", "out\n"}, {"$ c", ""}},
		true:  {{"$ a \\\n  b", "out\n$ c\n"}},
	} {
		if got := steps(block, single); !slices.Equal(got, want) {
			t.Errorf("steps(single %v): %q, want %q", single, got, want)
		}
	}
}
