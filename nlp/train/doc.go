// Package train fits the analyser: sentences with gold tags, lemmas and trees
// go in, and the bytes of a weight file come out. It reads no files, chooses
// no data and measures nothing; cmd/train does.
//
//	weights, err := train.Run(ctx, sentences, train.Defaults())
//	if err != nil {
//		return err
//	}
//	an, err := nlp.Open(weights)
//
// The same sentences and options give the same bytes, whatever the number of
// threads: every batch is cut into a fixed number of shards whose gradients are
// added in a fixed order.
package train
