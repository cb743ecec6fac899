// Package lemma finds dictionary forms: a word form and its tags go in, its
// lemma comes out. It holds a table of exceptions and longest-suffix rules,
// both learned from treebanks by nlp/train, and their encoding in the weight
// file. It does not look at context.
//
//	rules, err := lemma.Decode(data)
//	if err != nil {
//		return err
//	}
//	fmt.Println(rules.Of("policies", "NOUN", "NNS")) // policy
package lemma
