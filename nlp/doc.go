// Package nlp reads English text: raw text goes in, and a Document with
// blocks, sentences, tokens, part-of-speech tags, lemmas and a dependency
// parse comes out. It knows no politics and no graph, it does not find names
// or resolve references, and it does not reject text in other languages (it
// only analyses them badly).
//
//	an, err := nlp.New()
//	if err != nil {
//		return err
//	}
//	doc, err := an.Analyze("Norway praised the Kenyan offer.")
//
// Tags follow Universal Dependencies 2 (UPOS, Deprel) and the Penn Treebank
// (XPOS). The weights live in nlp/model, the trainer in nlp/train.
package nlp
