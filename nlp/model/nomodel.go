//go:build nomodel

package model

import "errors"

// ErrNoModel is what Weights gives in builds without weights.
var ErrNoModel = errors.New("model: this program was built without the language model (build tag nomodel)")

// Weights always fails in this build.
func Weights() ([]byte, error) { return nil, ErrNoModel }
