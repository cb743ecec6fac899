// Package nquads reads graphs from N-Quads, the format in which a store is
// exported, backed up and moved.
//
// In go files and a reader of single quads, such as graph.Read; out come the
// quads as they stand, or grouped by label, in the order in which the labels
// first appear. A line that is no quad, or carries no label, is a
// *loaders.RecordError with its line and column, and the rest goes on. For
// groups the package holds all quads of a load in memory at once. It does not
// say what they mean.
//
//	source, err := nquads.Files(paths, os.Stdin, graph.Read)
//	report, err := loaders.LoadQuads(ctx, store, source, loaders.Options{})
//	fmt.Print(report)
package nquads
