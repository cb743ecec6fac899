package lemma

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxSuffix is the longest suffix a rule may have, in bytes.
const MaxSuffix = 6

// Rules maps forms to lemmas. The zero value leaves forms as they are.
type Rules struct {
	Table    map[string]string // Key -> lemma
	Suffixes map[string]Action // Class, a space, a suffix -> action
}

// Action makes a lemma of a form: cut bytes off the end, add letters, and lower
// the case before that unless Keep.
type Action struct {
	Keep bool
	Cut  int
	Add  string
}

// Class is the group of words that rules are shared in: the tags, and whether
// the form begins with a capital.
func Class(form, upos, xpos string) string {
	if r, _ := utf8.DecodeRuneInString(form); unicode.IsUpper(r) {
		return upos + "|" + xpos + "|C"
	}
	return upos + "|" + xpos
}

// Key is the entry of a form in the table.
func Key(form, upos, xpos string) string {
	return Class(form, upos, xpos) + " " + strings.ToLower(form)
}

// Of gives the lemma of a form under its tags. Unknown classes keep the form,
// in small letters unless it is a name.
func (r *Rules) Of(form, upos, xpos string) string {
	class := Class(form, upos, xpos)
	low := strings.ToLower(form)
	if lemma, ok := r.Table[class+" "+low]; ok {
		return lemma
	}
	if strings.IndexFunc(form, unicode.IsLetter) < 0 {
		return form
	}
	for n := min(MaxSuffix, len(low)); n >= 0; n-- {
		if action, ok := r.Suffixes[class+" "+low[len(low)-n:]]; ok {
			return action.Apply(form)
		}
	}
	if upos == "PROPN" || upos == "X" || upos == "SYM" {
		return form
	}
	return low
}

// Apply makes the lemma of a form.
func (a Action) Apply(form string) string {
	if !a.Keep {
		form = strings.ToLower(form)
	}
	return form[:len(form)-min(a.Cut, len(form))] + a.Add
}

// Find is the action that makes lemma of form, keeping the longest common
// beginning.
func Find(form, lemma string) Action {
	var best Action
	for i, keep := range []bool{false, true} {
		base := form
		if !keep {
			base = strings.ToLower(form)
		}
		n := common(base, lemma)
		a := Action{Keep: keep, Cut: len(base) - n, Add: lemma[n:]}
		if i == 0 || len(a.Add)+a.Cut < len(best.Add)+best.Cut {
			best = a
		}
	}
	return best
}

// common is the length of the common beginning in whole characters.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}
