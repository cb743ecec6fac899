package nlp

import (
	"strings"
	"testing"
	"time"
)

// Time grows with the length of the text, whatever it is made of.
func TestSplitTime(t *testing.T) {
	for _, unit := range []string{".", "[", "(", ")", "\"", "'", "-", "a.", "A. ", "a-", ". ", "?\" A ", "”", "…", "\n", "a\n", "•\n", "- a\n", "[a]", "$", "n't", "word ", "Word. ", "a/b,", "!", "\u200b", "x\u00a0", "[1]", ".[1]", "¨", "\xff", "A, B (C) - ", "://", "@"} {
		text := strings.Repeat(unit, 20_000/len(unit))
		start := time.Now()
		Split(text)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%q repeated to 20 kB took %v", unit, took)
		}
	}
}
