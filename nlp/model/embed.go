//go:build !nomodel

package model

import _ "embed"

//go:embed model.bin
var weights []byte

// Weights returns the weight file, which must not be changed. The error is
// always nil in builds that hold the weights.
func Weights() ([]byte, error) { return weights, nil }
