package lemma

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Encode writes the rules as text, sorted: a line a class, "=UPOS|XPOS", and
// under it a line an entry: "form TAB lemma" of the table, and "-suffix TAB cut
// TAB letters to add [TAB k]" of the rules.
func (r *Rules) Encode() []byte {
	byClass := map[string][]string{}
	put := func(key, entry string) {
		class, _, _ := strings.Cut(key, " ")
		byClass[class] = append(byClass[class], entry)
	}
	rest := func(key string) string { _, s, _ := strings.Cut(key, " "); return s }
	for key, lemma := range r.Table {
		put(key, "+"+rest(key)+"\t"+lemma)
	}
	for key, a := range r.Suffixes {
		entry := "-" + rest(key) + "\t" + strconv.Itoa(a.Cut) + "\t" + a.Add
		if a.Keep {
			entry += "\tk"
		}
		put(key, entry)
	}
	classes := make([]string, 0, len(byClass))
	for class := range byClass {
		classes = append(classes, class)
	}
	sort.Strings(classes)
	var b strings.Builder
	for _, class := range classes {
		b.WriteString("=" + class + "\n")
		sort.Strings(byClass[class])
		for _, entry := range byClass[class] {
			b.WriteString(entry + "\n")
		}
	}
	return []byte(b.String())
}

// Decode reads what Encode wrote. Errors name the line.
func Decode(data []byte) (*Rules, error) {
	r := &Rules{Table: map[string]string{}, Suffixes: map[string]Action{}}
	text, class := string(data), ""
	for line := 1; text != ""; line++ {
		entry, rest, _ := strings.Cut(text, "\n")
		text = rest
		if entry == "" {
			return nil, fmt.Errorf("lemmas: line %d is empty", line)
		}
		if entry[0] == '=' {
			class = entry[1:] + " "
			continue
		}
		if err := r.add(class, entry); err != nil {
			return nil, fmt.Errorf("lemmas: line %d: %w", line, err)
		}
	}
	return r, nil
}

func (r *Rules) add(class, entry string) error {
	name, value, ok := strings.Cut(entry[1:], "\t")
	if !ok {
		return fmt.Errorf("entry %q has no value", entry)
	}
	switch entry[0] {
	case '+':
		r.Table[class+name] = value
		return nil
	case '-':
		number, add, ok := strings.Cut(value, "\t")
		cut, err := strconv.Atoi(number)
		if !ok || err != nil || cut < 0 {
			return fmt.Errorf("rule %q has no length to cut", entry)
		}
		add, keep := strings.CutSuffix(add, "\tk")
		r.Suffixes[class+name] = Action{Keep: keep, Cut: cut, Add: add}
		return nil
	}
	return fmt.Errorf("entry %q is neither a form nor a suffix", entry)
}
