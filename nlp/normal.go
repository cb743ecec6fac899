package nlp

import "strings"

var levelQuotes = strings.NewReplacer(
	"\u2018", "'", "\u2019", "'", "\u201b", "'", "\u02bc", "'", "\u2032", "'",
	"\u201c", `"`, "\u201d", `"`, "\u201e", `"`, "\u201f", `"`, "\u00ab", `"`, "\u00bb", `"`,
	"\u00a0", " ", "\u202f", " ", "\u2007", " ", "\u00ad", "", "\u200b", "", "\ufeff", "",
)

// Normal levels curly quotes to straight ones and no-break spaces to spaces and
// drops soft hyphens and zero-width spaces. It is the Form of a surface.
func Normal(surface string) string {
	for i := range len(surface) {
		if surface[i] >= 0x80 {
			return levelQuotes.Replace(surface)
		}
	}
	return surface
}
