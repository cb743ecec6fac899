//go:build amd64 && !noasm

package neural

import "golang.org/x/sys/cpu"

// useVector says whether the AVX2 kernels run; they give the same bits as the
// portable ones.
var useVector = cpu.X86.HasAVX2

// tile4x16 computes a 4 by 16 tile of c. Strides are in bytes: arow and acol
// between elements of a, bstep and cstep between rows of b and c.
//
//go:noescape
func tile4x16(c, a, b *float32, k, arow, acol, bstep, cstep int, add bool)

// tile1x16 computes a 1 by 16 tile of c.
//
//go:noescape
func tile1x16(c, a, b *float32, k, acol, bstep int, add bool)

// mulVector does the first whole columns of Mul; whole is a multiple of 16.
func mulVector(c []float32, a View, b []float32, m, n, k, whole int, add bool) {
	const size = 4
	var packed panel
	for j := 0; j < whole; j += tileCols {
		strip, step := &b[j], n*size
		if m > tileRows && packed.fill(b[j:], n, k) {
			strip, step = &packed[0], tileCols*size
		}
		i := 0
		for ; i+tileRows <= m; i += tileRows {
			tile4x16(&c[i*n+j], &a.Data[i*a.Row], strip, k, a.Row*size, a.Col*size, step, n*size, add)
		}
		for ; i < m; i++ {
			tile1x16(&c[i*n+j], &a.Data[i*a.Row], strip, k, a.Col*size, step, add)
		}
	}
}

// sigmoid8 replaces 8·blocks values by their sigmoids.
//
//go:noescape
func sigmoid8(x *float32, blocks int)

// sigmoids replaces values by their sigmoids; it gives the bits of sigmoid32.
func sigmoids(x []float32) {
	whole := 0
	if blocks := len(x) / 8; useVector && blocks > 0 {
		sigmoid8(&x[0], blocks)
		whole = 8 * blocks
	}
	for i, v := range x[whole:] {
		x[whole+i] = sigmoid32(v)
	}
}
