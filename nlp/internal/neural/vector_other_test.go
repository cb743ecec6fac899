//go:build !amd64 || noasm

package neural

func setVector(bool) func() { return func() {} }

func hasVector() bool { return false }
