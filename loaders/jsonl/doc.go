// Package jsonl reads articles from JSON lines: one object a line, with the
// keys id, url, title, author, date, publisher, lang and text, of which only text is
// required. Keys that it does not know it leaves alone.
//
// In goes a file; out come its articles in order. A line that cannot be read
// is a *loaders.RecordError with line and column, and the rest goes on. The
// package reads no JSON arrays and no pretty-printed objects.
//
//	for article, err := range (jsonl.Format{}).Articles(ctx, "news.jsonl", file) {
//		if r, ok := loaders.Rejected(err); ok {
//			fmt.Println(r, r.Hint)
//		}
//	}
package jsonl
