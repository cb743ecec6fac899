//go:build amd64 && !noasm

package neural

// pairs4x16 computes a 4 by 16 tile of c: sums of products of whole numbers
// times the row's unit, plus bias. count is the number of pairs of rows of b;
// astep (between rows of a) and cstep are in bytes.
//
//go:noescape
func pairs4x16(c *float32, a, b *int16, count, astep, cstep int, units, bias *float32)

// pairs1x16 computes a 1 by 16 tile of c.
//
//go:noescape
func pairs1x16(c *float32, a, b *int16, count int, units, bias *float32)

// round16 is roundPortable for a width that is a multiple of 16.
//
//go:noescape
func round16(dst *int16, a, scale *float32, width int, limit float32) float32

// addBytes16 adds unit times the signed bytes of row to dst; the width is a
// multiple of 16.
//
//go:noescape
func addBytes16(dst *float32, row *byte, unit float32, width int)

// step8 is step for a width that is a multiple of 8.
//
//go:noescape
func step8(h, prev, z, c *float32, width int)

func (w *integers) mulVector(c []float32, r *rounded, bias []float32, m int) {
	const short, single = 2, 4
	k, n := w.rows, w.cols
	var none [tileCols]float32
	for j := 0; j < n; j += tileCols {
		strip, add := &w.pairs[j*k], &none[0]
		if bias != nil {
			add = &bias[j]
		}
		i := 0
		for ; i+tileRows <= m; i += tileRows {
			pairs4x16(&c[i*n+j], &r.values[i*k], strip, k/2, k*short, n*single, &r.units[i], add)
		}
		for ; i < m; i++ {
			pairs1x16(&c[i*n+j], &r.values[i*k], strip, k/2, &r.units[i], add)
		}
	}
}

func roundRow(dst []int16, a, scale []float32, limit float32) float32 {
	if !useVector {
		return roundPortable(dst, a, scale, limit)
	}
	_, _ = dst[len(a)-1], scale[len(a)-1]
	return round16(&dst[0], &a[0], &scale[0], len(a), limit)
}

// addBytes adds unit times the signed bytes of row to dst.
func addBytes(dst []float32, row []byte, unit float32) {
	whole := 0
	if useVector {
		whole = len(dst) &^ 15
	}
	if whole > 0 {
		_ = row[whole-1]
		addBytes16(&dst[0], &row[0], unit, whole)
	}
	addBytesPortable(dst[whole:], row[whole:], unit)
}

func step(h, prev, z, c []float32) {
	whole := 0
	if useVector {
		whole = len(h) &^ 7
	}
	if whole > 0 {
		_, _, _ = prev[whole-1], z[whole-1], c[whole-1]
		step8(&h[0], &prev[0], &z[0], &c[0], whole)
	}
	stepPortable(h[whole:], prev[whole:], z[whole:], c[whole:])
}
