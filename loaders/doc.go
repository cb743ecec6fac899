// Package loaders brings articles into a graph.
//
// In go files, folders or standard input; a format package (loaders/text,
// loaders/jsonl, …) makes articles of them, a Coder makes readings of the
// articles, and Load writes the readings' graphs in batches and reports what
// changed. A broken record is named, counted and stepped over. The package
// does not read language, and opens no store: it declares the Coder and the
// GraphWriter that it needs.
//
//	files, err := loaders.Files(paths, loaders.FileOptions{Formats: []loaders.Format{jsonl.Format{}}})
//	readings := loaders.Coded(files, coder, 4)
//	report, err := loaders.Load(ctx, store, readings, loaders.Options{Rejects: rejects})
//	fmt.Print(report)
//
// Package loaders/nquads reads quads that exist already; LoadQuads writes those,
// or LoadGraphs where the store has no faster way in for many quads.
package loaders
