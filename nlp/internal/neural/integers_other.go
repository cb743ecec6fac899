//go:build !amd64 || noasm

package neural

// mulVector is never called: there are no vector kernels here.
func (w *integers) mulVector(c []float32, r *rounded, bias []float32, m int) {
	w.mulPortable(c, r, bias, m)
}

func roundRow(dst []int16, a, scale []float32, limit float32) float32 {
	return roundPortable(dst, a, scale, limit)
}

func addBytes(dst []float32, row []byte, unit float32) { addBytesPortable(dst, row, unit) }

func step(h, prev, z, c []float32) { stepPortable(h, prev, z, c) }
