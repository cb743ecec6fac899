// Package text reads plain text files: one file is one article.
//
// In goes a file's content; out comes its article. The first block of lines
// is the title where a blank line follows it and it ends like no sentence
// does. The id is a hash of date and text, as a file has no other. The package
// guesses no date, no encoding and no language.
//
//	article, err := text.Parse("summit.txt", content, text.Format{Date: "2018-07-26"})
//	if r, ok := loaders.Rejected(err); ok {
//		fmt.Println(r, r.Hint)
//	}
package text
