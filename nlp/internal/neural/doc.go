// Package neural is the arithmetic of the analyser: token forms go in, and tag,
// arc and label scores come out. It holds the matrix kernels, the hashed
// features, the network's forward pass, the tree decoder and the reader and
// writer of the weight file. It does not train (see nlp/train) and knows
// nothing of text beyond single word forms.
//
//	net, err := neural.Read(weights)
//	if err != nil {
//		return err
//	}
//	out := net.Predict([]string{"Norway", "praised", "Kenya", "."})
//
// Every sum is taken in one fixed order, without fused multiply-add, so that
// results are bit for bit the same with and without vector instructions.
package neural
