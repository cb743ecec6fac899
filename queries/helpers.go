package queries

import (
	_ "embed"
	"regexp"
	"strings"
)

// prelude are the helper functions that every program may call.
//
//go:embed prelude.js
var prelude string

var (
	helperName = regexp.MustCompile(`(?m)^function (\w+)\(`)
	notCode    = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|//.*`) // texts and comments
)

// helpers is the part of the prelude whose functions a program names, and
// those that these name in turn, in the prelude's order.
func helpers(program string) string {
	parts := strings.Split(strings.TrimSpace(prelude), "\n\n") // a comment with its function each
	used := make([]bool, len(parts))
	texts := []string{program}
	for len(texts) > 0 {
		code := notCode.ReplaceAllString(texts[0], "")
		texts = texts[1:]
		for i, part := range parts {
			m := helperName.FindStringSubmatch(part)
			if m == nil || used[i] || !regexp.MustCompile(`(^|[^.\w])`+m[1]+`\b`).MatchString(code) {
				continue
			}
			used[i] = true
			texts = append(texts, part)
		}
	}
	var b strings.Builder
	for i, part := range parts {
		if used[i] {
			b.WriteString("\n" + part + "\n")
		}
	}
	return b.String()
}
