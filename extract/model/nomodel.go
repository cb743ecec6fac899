//go:build nomodel

package model

// Reading returns nothing in this build: rules alone read.
func Reading() []byte { return nil }

// Roles returns nothing in this build.
func Roles() []byte { return nil }
