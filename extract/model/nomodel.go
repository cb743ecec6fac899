//go:build nomodel

package model

// Weights returns nothing in this build: rules alone read.
func Weights() ([]byte, error) { return nil, nil }
