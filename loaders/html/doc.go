// Package html reads saved web pages: one file is one article.
//
// In goes a page as a browser or a crawler saved it, in whatever encoding; out
// comes its article with title, authors, day, publisher, language and address,
// and a body of one paragraph a line with an empty line between. Menus, captions,
// share bars, links to other articles and newsletter boxes stay out. A page
// that holds no article (a front page, an error, a wall) is a
// *loaders.RecordError that says so. The package fetches nothing and runs no
// scripts.
//
//	article, err := html.Parse("summit.html", page, html.Format{})
//	if r, ok := loaders.Rejected(err); ok {
//		fmt.Println(r, r.Hint)
//	}
package html
