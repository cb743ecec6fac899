package extract

import (
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// verbForms maps inflected forms to the verbs of the rules, so that a rare verb
// ("bombed", "shelled") is recognised whatever the lemmatiser makes of it.
type verbForms map[string]string

// newVerbForms inflects every verb by the regular rules of spelling and adds
// the irregular forms.
func newVerbForms(verbs []string, irregular map[string]string) verbForms {
	f := verbForms{}
	for _, v := range verbs {
		for _, form := range inflect(v) {
			if old, ok := f[form]; !ok || len(old) > len(v) {
				f[form] = v
			}
		}
	}
	for form, v := range irregular {
		f[form] = v
	}
	return f
}

// inflect gives the base form, the third person, past and participles of a
// regular verb, with and without a doubled consonant.
func inflect(v string) []string {
	if strings.Contains(v, " ") || len(v) < 2 {
		return nil
	}
	last, stem := v[len(v)-1], v[:len(v)-1]
	out := []string{v}
	switch {
	case last == 'e':
		return append(out, v+"s", v+"d", stem+"ing", v+"ing")
	case last == 'y' && !strings.ContainsRune("aeiou", rune(v[len(v)-2])):
		return append(out, stem+"ies", stem+"ied", v+"ing")
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(v, "ch") || strings.HasSuffix(v, "sh"):
		return append(out, v+"es", v+"ed", v+"ing")
	}
	out = append(out, v+"s", v+"ed", v+"ing")
	if !strings.ContainsRune("aeiouwxy", rune(last)) {
		out = append(out, v+string(last)+"ed", v+string(last)+"ing")
	}
	return out
}

// level puts the rules' lemma on the verbs of a parsed sentence.
func (f verbForms) level(toks []nlp.Token) {
	for i := range toks {
		if toks[i].UPOS != "VERB" {
			continue
		}
		if v, ok := f[strings.ToLower(toks[i].Form)]; ok {
			toks[i].Lemma = v
		}
	}
}
