package extract

import (
	"strings"

	"github.com/entente-kg/entente/schema"
)

// speakers are who says what predicate p reports: the subjects of speech verbs
// that it is the content of, and "according to X". The last link of a chain
// that only passes words on ("as quoted by the ministry", agencies) is the
// reporter.
func (s *sentence) speakers(p int) (said, reported []schema.Ref, quote string) {
	for n, i := 0, p; n < len(s.toks); n++ {
		said = append(said, s.accordingTo(i)...)
		said = append(said, s.trailing(i)...)
		h := s.toks[i].Head
		if h < 0 {
			break
		}
		class := s.st.c.speech[s.lemma(h)]
		if s.is(i, "ccomp", "parataxis") && class != "" && s.isVerb(h) {
			said = append(said, s.speakerOf(h)...)
			reported = append(reported, s.passedOnBy(h)...)
		}
		i = h
	}
	said, reported = dedupe(said), dedupe(reported)
	if len(said) == 0 {
		said, reported = s.st.openSpeaker(s)
	}
	return said, reported, s.quoteAround(p)
}

func (s *sentence) speakerOf(v int) []schema.Ref {
	var out []schema.Ref
	for _, k := range s.logicalSubjects(v) {
		out = append(out, s.actors(k)...)
	}
	return out
}

// accordingTo reads "according to X" and "X says" in parentheses at clause i.
func (s *sentence) accordingTo(i int) []schema.Ref {
	var out []schema.Ref
	for _, k := range s.kids[i] {
		switch s.preposition(k) {
		case "according to":
			out = append(out, s.actors(k)...)
		case "according":
			out = append(out, s.actors(k)...)
		}
		if s.lemma(k) == "accord" || s.lower(k) == "according" {
			for _, g := range s.children(k, "obl", "nmod", "obj", "pobj") {
				out = append(out, s.actors(g)...)
			}
		}
	}
	return out
}

// trailing reads a speech verb that follows its content: "…, the minister said".
func (s *sentence) trailing(i int) []schema.Ref {
	var out []schema.Ref
	for _, k := range s.children(i, "parataxis") {
		if s.st.c.speech[s.lemma(k)] == "said" && s.child(k, "ccomp", "obj") < 0 {
			out = append(out, s.speakerOf(k)...)
		}
	}
	return out
}

// passedOnBy reads "as quoted by X", "was quoted by X as saying", "X reported".
func (s *sentence) passedOnBy(v int) []schema.Ref {
	var out []schema.Ref
	for _, k := range s.children(v, "advcl", "acl", "parataxis") {
		if c := s.st.c.speech[s.lemma(k)]; c == "quoted" || c == "reported" {
			for _, g := range s.kids[k] {
				if s.preposition(g) == "by" {
					out = append(out, s.actors(g)...)
				}
			}
		}
	}
	return out
}

// openSpeaker carries the speaker of a quotation on into the sentences of the
// same paragraph that it covers.
func (st *story) openSpeaker(s *sentence) (said, reported []schema.Ref) {
	text := st.doc.Text[s.src.Start:s.src.End]
	if !strings.HasPrefix(text, "“") && !strings.HasPrefix(text, "\"") || s.idx == 0 {
		return nil, nil
	}
	prev := st.sents[s.idx-1]
	if prev.src.Block != s.src.Block {
		return nil, nil
	}
	for i := range prev.toks {
		if st.c.speech[prev.lemma(i)] == "said" && prev.isVerb(i) {
			if refs := prev.speakerOf(i); len(refs) > 0 {
				return refs, prev.passedOnBy(i)
			}
		}
	}
	return nil, nil
}

// quoteAround is the quotation that token p stands in, or the first one of the
// sentence that follows it; without its marks.
func (s *sentence) quoteAround(p int) string {
	text := s.st.doc.Text[s.src.Start:s.src.End]
	at := s.toks[p].Start - s.src.Start
	for from := 0; ; {
		open := strings.IndexAny(text[from:], "“\"")
		if open < 0 {
			return ""
		}
		open += from
		size := len("“")
		if text[open] == '"' {
			size = 1
		}
		end := strings.IndexAny(text[open+size:], "”\"")
		if end < 0 {
			return ""
		}
		end += open + size
		if end > at {
			return strings.TrimSpace(text[open+size : end])
		}
		from = end + 1
		for from < len(text) && text[from]&0xC0 == 0x80 {
			from++
		}
	}
}
