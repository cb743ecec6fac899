//go:build !nomodel

package model

import _ "embed"

//go:embed reading.bin
var weights []byte

// Weights returns the weight file, which must not be changed. The error is
// always nil.
func Weights() ([]byte, error) { return weights, nil }
