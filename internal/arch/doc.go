// Package arch checks which folder imports which. In goes the module's file
// tree; out come the imports that the layering forbids. It reads the files
// themselves and builds nothing.
//
//	found, err := arch.Violations(os.DirFS("../.."))
//	for _, v := range found {
//		fmt.Println(v) // extract/coder.go:9: extract must not import graph
//	}
package arch
