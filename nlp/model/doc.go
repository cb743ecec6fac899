// Package model holds the weights of the analyser in package nlp and nothing
// else. They are data under their own licence, CC BY-SA 4.0 (see LICENSE and
// MODEL_CARD.md), apart from the licence of the code. The build tag nomodel
// leaves them out. They are read like this:
//
//	weights, err := model.Weights()
//	if err != nil {
//		return err
//	}
//	an, err := nlp.Open(weights)
package model
