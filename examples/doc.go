// Package examples holds twelve short news texts that were made up for the
// demonstration, the documentation and the tests.
//
// Nothing goes in; out come the articles, in the order of index.tsv, each as
// a loader would give it:
//
//	articles, err := examples.Articles()
//	for _, a := range articles {
//		fmt.Println(a.ID, a.Date, a.Title)
//	}
//
// The package codes nothing and opens no store. The texts are no news: see
// README.md in this folder.
package examples
