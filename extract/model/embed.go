//go:build !nomodel

package model

import _ "embed"

//go:embed reading.bin
var reading []byte

//go:embed roles.bin
var roles []byte

// Reading returns the weights of the models that make statements, which must not
// be changed.
func Reading() []byte { return reading }

// Roles returns the weights of the roles head, which must not be changed.
func Roles() []byte { return roles }
