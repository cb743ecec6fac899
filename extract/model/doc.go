// Package model holds the weights of the coder in package extract and nothing
// else. They are data under their own licence, CC BY-SA 4.0 (see LICENSE and
// MODEL_CARD.md), apart from the licence of the code. The build tag nomodel
// leaves them out; the coder then reads by its rules alone.
package model
