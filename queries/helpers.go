package queries

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// prelude are the helper functions that every program may call.
//
//go:embed prelude.js
var prelude string

var (
	helperName = regexp.MustCompile(`(?m)^function (\w+)\(`)
	notCode    = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|//.*`) // texts and comments
	notField   = regexp.MustCompile(`(?:^|[^.\w])(\w+)`)                            // a word that follows no dot
)

// helper is a function of the prelude, with the comment before it.
type helper struct {
	name, text string
	words      []string
}

var allHelpers = sync.OnceValue(func() (out []helper) {
	for part := range strings.SplitSeq(strings.TrimSpace(prelude), "\n\n") {
		if m := helperName.FindStringSubmatch(part); m != nil {
			out = append(out, helper{m[1], part, words(part)})
		}
	}
	return out
})

// words are those of a program that may name functions.
func words(program string) (out []string) {
	for _, m := range notField.FindAllStringSubmatch(notCode.ReplaceAllString(program, ""), -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// helpers is the part of the prelude whose functions a program names, and
// those that these name in turn, in the prelude's order.
func helpers(program string) string {
	all, named := allHelpers(), words(program)
	used := make([]bool, len(all))
	for len(named) > 0 {
		i := slices.IndexFunc(all, func(h helper) bool { return h.name == named[0] })
		if named = named[1:]; i >= 0 && !used[i] {
			used[i] = true
			named = append(named, all[i].words...)
		}
	}
	var b strings.Builder
	for i, h := range all {
		if used[i] {
			b.WriteString("\n" + h.text + "\n")
		}
	}
	return b.String()
}
