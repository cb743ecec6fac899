package extract

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

// isFirstPerson says whether the word means who speaks.
func isFirstPerson(word string) bool {
	switch word {
	case "i", "me", "we", "us", "my", "our", "myself", "ourselves":
		return true
	}
	return false
}

// quoteStart is the byte of the text at which the quotation around token i opens; it
// may lie in an earlier sentence of the same block. It is -1 where i stands in none.
func (s *sentence) quoteStart(i int) int {
	first := s.idx
	for first > 0 && s.st.sents[first-1].src.Block == s.src.Block {
		first--
	}
	from, open := s.src.Start, -1
	if first < s.idx {
		from = s.st.sents[first].src.Start
	}
	for at, r := range s.st.doc.Text[from:s.toks[i].Start] {
		switch {
		case r == '“', r == '"' && open < 0:
			open = from + at
		case r == '”', r == '"':
			open = -1
		}
	}
	return open
}

// quotedBy are who speaks in the quotation around token i: the subject of the speech
// verb beside it ("We object", Ana Ruiz said), of the clause before a colon, or who
// spoke in the sentences of the block before ("… said. "We will sue.""). It is
// nobody outside quotations.
func (s *sentence) quotedBy(i int) []schema.Ref {
	open := s.quoteStart(i)
	if open < 0 {
		return nil
	}
	if refs := s.quoter(true, i); len(refs) > 0 {
		return refs
	}
	for k := s.idx + 1; k < len(s.st.sents) && k <= s.idx+4; k++ { // ""We object. We will sue", she said"
		next := s.st.sents[k]
		if len(next.toks) == 0 || next.src.Block != s.src.Block || next.quoteStart(0) != open {
			break
		}
		if refs := next.quoter(true, 0); len(refs) > 0 {
			return refs
		}
	}
	for k := s.idx - 1; k >= 0 && k >= s.idx-4 && s.st.sents[k].src.Block == s.src.Block; k-- {
		if refs := s.st.sents[k].quoter(false, i); len(refs) > 0 {
			return refs
		}
	}
	return nil
}

// quoter are who the sentence says to speak: beside token i if that is its own.
func (s *sentence) quoter(own bool, i int) []schema.Ref {
	best, far := -1, len(s.toks)+1
	for v := range s.toks {
		if s.st.c.speech[s.lemma(v)] != "said" && !s.continuesQuote(v) || !s.isVerb(v) || s.quoteStart(v) >= 0 {
			continue
		}
		d := len(s.toks) - v
		if own {
			d = max(v-i, i-v)
		}
		if d < far {
			best, far = v, d
		}
	}
	if best >= 0 {
		if refs := s.outspoken(s.logicalSubjects(best)); len(refs) > 0 {
			return refs
		}
		return s.besideSpeech(best)
	}
	for r := range s.toks { // "replied in a letter: "We object""
		if s.is(r, "root") && s.quoteStart(r) < 0 {
			return s.outspoken(s.surfaceSubjects(r))
		}
	}
	return nil
}

// continuesQuote says whether the verb at i, behind a quotation, tells how far who
// speaks has come: "…", Kaya continued.
func (s *sentence) continuesQuote(i int) bool {
	if l := s.lemma(i); l != "continue" && l != "go" && l != "begin" && l != "conclude" {
		return false
	}
	for k := i - 1; k >= 0; k-- {
		switch s.toks[k].Form {
		case "\"", "”":
			return true
		case ",":
		default:
			if m := s.at[k]; (m == nil || m.kind == aPlace) && s.toks[k].UPOS != "PRON" {
				return false
			}
		}
	}
	return false
}

// outspoken are the actors at toks, none of them within a quotation; whose text a
// statement or letter is speaks through it.
func (s *sentence) outspoken(toks []int) []schema.Ref {
	var out []schema.Ref
	for _, k := range toks {
		switch {
		case s.quoteStart(k) >= 0 || isFirstPerson(s.lower(k)):
		case speakingTexts[s.lemma(k)]:
			out = append(out, s.authors(k)...)
		default:
			out = append(out, s.actors(k)...)
		}
	}
	return dedupe(out)
}

// besideSpeech is who stands right before the speech verb at v that the parse gave
// no subject: ""…", the Chilean minister, Ana Ruiz, told reporters".
func (s *sentence) besideSpeech(v int) []schema.Ref {
	k := v - 1
	if k > 0 && s.toks[k].Form == "," {
		k--
	}
	if k < 0 || s.quoteStart(k) >= 0 {
		return nil
	}
	if m := s.at[k]; m != nil && (m.kind == aPerson || m.kind == anOffice || m.kind == anOrg || m.kind == anAgency || s.personal(m) || s.st.hasPerson(m)) {
		return slices.Clone(m.refs)
	}
	return nil
}
