package neural

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rows of the embedding table with a fixed meaning; the known words follow.
const (
	RowUnknown = 0 // the word of a form that is not in the vocabulary
	RowRoot    = 1 // the root node in front of each sentence
	FirstWord  = 2
)

// FeatureCount is the number of embedding rows summed for one token: the word
// and six hashed features.
const FeatureCount = 7

// DefaultHashed are the rows given to the hashed features: shape, last 2, last 3,
// last 4 letters, first 3, first 5 letters.
var DefaultHashed = [FeatureCount - 1]int{512, 1024, 4096, 8192, 4096, 8192}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func fnv(seed uint64, s string) uint64 {
	h := uint64(fnvOffset) ^ seed*fnvPrime
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	h ^= h >> 29
	return h * fnvPrime
}

// WordKey is the vocabulary key of a form: a hash of its lower-case letters
// with every digit read as 0.
func WordKey(form string) uint64 { return fnv(0, Fold(form)) }

// Fold lower-cases a form and reads every digit as 0.
func Fold(form string) string {
	plain := true
	for i := range len(form) {
		c := form[i]
		if c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' || '1' <= c && c <= '9' {
			plain = false
			break
		}
	}
	if plain {
		return form
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return unicode.ToLower(r)
	}, form)
}

// TableRows is the height of the embedding table.
func (c *Config) TableRows() int {
	rows := FirstWord + c.Words
	for _, size := range c.Hashed {
		rows += size
	}
	return rows
}

// formRows writes the embedding rows of one form.
func (n *Network) formRows(dst *[FeatureCount]int32, form string) {
	folded := Fold(form)
	dst[0] = n.Vocab[fnv(0, folded)] // RowUnknown where it is missing
	base := FirstWord + n.Words
	parts := [FeatureCount - 1]string{
		shape(form),
		suffix(folded, 2), suffix(folded, 3), suffix(folded, 4),
		prefix(folded, 3), prefix(folded, 5),
	}
	for i, part := range parts {
		size := n.Hashed[i]
		dst[i+1] = int32(base + int(fnv(uint64(i+1), part)%uint64(size)))
		base += size
	}
}

// rootRows fills the rows of the root node: it has no features but its own.
func rootRows(dst *[FeatureCount]int32) {
	for i := range dst {
		dst[i] = -1
	}
	dst[0] = RowRoot
}

// shape writes capitals as X, small letters as x, digits as d, keeps other
// characters, and cuts runs at two and the whole at ten: "McKinley's" gives
// "XxXxx'x".
func shape(form string) string {
	var b strings.Builder
	var last rune
	run := 0
	for _, r := range form {
		switch {
		case unicode.IsUpper(r):
			r = 'X'
		case unicode.IsLower(r):
			r = 'x'
		case unicode.IsDigit(r):
			r = 'd'
		}
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run <= 2 {
			b.WriteRune(r)
		}
		if b.Len() >= 10 {
			break
		}
	}
	return b.String()
}

// suffix is the last n characters, the whole marked where it is shorter.
func suffix(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	if n > 0 {
		return "^" + s
	}
	return s[i:]
}

// prefix is the first n characters, the whole marked where it is shorter.
func prefix(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	if n > 0 {
		return s + "$"
	}
	return s
}
