package nlp

// Document is an analysed text. All offsets are bytes into Text, which is kept
// exactly as it was given.
type Document struct {
	Text      string
	Sentences []Sentence // in text order, never overlapping
}

// BlockKind says what kind of block (headline, paragraph, caption) a sentence
// stands in.
type BlockKind uint8

// The kinds of block.
const (
	Body     BlockKind = iota // running text
	Title                     // the first block, when it reads like a headline
	Caption                   // the text of a picture, up to and with its credit
	Dateline                  // "GENEVA, May 3 (Agency) -" in front of a lead
	Heading                   // a short later line that does not end like a sentence
	Item                      // a bullet or numbered line
)

// String names the kind in lower case.
func (k BlockKind) String() string {
	switch k {
	case Body:
		return "body"
	case Title:
		return "title"
	case Caption:
		return "caption"
	case Dateline:
		return "dateline"
	case Heading:
		return "heading"
	case Item:
		return "item"
	}
	return "unknown"
}

// Sentence is one sentence, headline, caption or list item.
// Text[Start:End] is its surface without surrounding space.
type Sentence struct {
	Start, End int
	Block      int // counts the blocks of the document from 0
	Kind       BlockKind
	Tokens     []Token // in text order, never overlapping, never empty
}

// Token is one syntactic word. Clitics are tokens of their own ("do", "n't"),
// and so are the parts of hyphenated words ("anti", "-", "missile"), as in the
// UD English treebanks.
type Token struct {
	Start, End int    // Text[Start:End] is the original surface
	Form       string // the surface with no-break spaces and curly quotes levelled
	Lemma      string
	UPOS       string  // universal part of speech, such as PROPN
	XPOS       string  // Penn Treebank tag, such as NNP
	Head       int     // index into the sentence's Tokens, -1 for the root
	Deprel     string  // UD relation with its subtype, such as nsubj:pass
	Score      float32 // probability of the arc to Head under the parser, 0 to 1
}
