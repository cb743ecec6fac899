// Package eval measures how well the other packages read.
//
// In go labelled sets (events of articles, event types of given pairs, codes
// of actor phrases, dates of expressions, treebanks) and what a coder made of
// the same texts; out come scores with their intervals, listings of the errors,
// and the predictions for another scorer. The package trains nothing, prints
// nothing, and opens no store.
//
//	gold, err := eval.ReadGold(file)
//	readings, err := eval.CodeArticles(ctx, coder, articles, 4)
//	items, _ := eval.JoinGold(gold, readings)
//	scores := eval.ScoreEvents(items)
//	fmt.Print(scores) // precision, recall and F1 of core, truth and full
package eval
