package neural

// Matrices are row-major float32 slices. A kernel tile is 4 rows by 16 columns
// (eight AVX2 registers of accumulators); widths that are multiples of 16 run
// without a tail.
const (
	tileRows = 4
	tileCols = 16
)

// View is a matrix operand: element (i, j) is Data[i*Row+j*Col]. A transposed
// matrix is the same data with Row and Col exchanged.
type View struct {
	Data     []float32
	Row, Col int
}

// Rows is the view of a row-major matrix with the given row length.
func Rows(data []float32, width int) View { return View{data, width, 1} }

// Transposed is the transpose of a row-major matrix with the given row length.
func Transposed(data []float32, width int) View { return View{data, 1, width} }

// Mul computes c = a·b, or c += a·b if add is set. a is m by k, b is k by n
// with row length n, c is m by n with row length n. Each element is summed over
// k in ascending order, starting from its old value or from zero.
func Mul(c []float32, a View, b []float32, m, n, k int, add bool) {
	if m == 0 || n == 0 || k == 0 {
		if !add {
			clear(c[:m*n])
		}
		return
	}
	_ = c[m*n-1]
	_ = b[k*n-1]
	_ = a.Data[(m-1)*a.Row+(k-1)*a.Col]
	whole := n - n%tileCols
	if useVector && whole > 0 {
		mulVector(c, a, b, m, n, k, whole, add)
	} else {
		mulPortable(c, a, b, m, n, k, 0, whole, add)
	}
	if whole < n {
		mulPortable(c, a, b, m, n, k, whole, n, add)
	}
}

// panel holds tileCols columns of b side by side. Rows of b lie so far apart that
// they would push each other out of the nearest cache.
type panel [512 * tileCols]float32

// fill copies the first tileCols columns of b, k rows of length n, or says that
// they do not fit.
func (p *panel) fill(b []float32, n, k int) bool {
	if k*tileCols > len(p) {
		return false
	}
	for i := range k {
		*(*[tileCols]float32)(p[i*tileCols:]) = [tileCols]float32(b[i*n:])
	}
	return true
}

// mulPortable does the columns from..to of Mul in plain Go, two rows by four
// columns at a time. The explicit float32 conversions forbid fused
// multiply-add on machines that have it.
func mulPortable(c []float32, a View, b []float32, m, n, k, from, to int, add bool) {
	j := from
	var packed panel
	for ; m > tileRows && j+tileCols <= to && packed.fill(b[j:], n, k); j += tileCols {
		for at := 0; at < tileCols; at += 4 {
			mulStrip(c[j+at:], a, packed[at:], m, n, tileCols, k, add)
		}
	}
	for ; j+4 <= to; j += 4 {
		mulStrip(c[j:], a, b[j:], m, n, n, k, add)
	}
	for ; j < to; j++ {
		for i := range m {
			tile1x1(c[i*n+j:], a.Data[i*a.Row:], a.Col, b[j:], n, k, add)
		}
	}
}

// mulStrip does four columns; rows of b are step apart.
func mulStrip(c []float32, a View, b []float32, m, n, step, k int, add bool) {
	i := 0
	for ; i+2 <= m; i += 2 {
		tile2x4(c[i*n:], a.Data[i*a.Row:], a.Row, a.Col, b, n, step, k, add)
	}
	if i < m {
		tile1x4(c[i*n:], a.Data[i*a.Row:], a.Col, b, step, k, add)
	}
}

func tile2x4(c, a []float32, row, col int, b []float32, n, step, k int, add bool) {
	c0 := c[:4]
	c1 := c[n : n+4]
	var s00, s01, s02, s03, s10, s11, s12, s13 float32
	if add {
		s00, s01, s02, s03 = c0[0], c0[1], c0[2], c0[3]
		s10, s11, s12, s13 = c1[0], c1[1], c1[2], c1[3]
	}
	a1 := a[row:]
	for p, at, bt := 0, 0, 0; p < k; p, at, bt = p+1, at+col, bt+step {
		x, y := a[at], a1[at]
		r := b[bt : bt+4 : bt+4]
		s00 += float32(x * r[0])
		s01 += float32(x * r[1])
		s02 += float32(x * r[2])
		s03 += float32(x * r[3])
		s10 += float32(y * r[0])
		s11 += float32(y * r[1])
		s12 += float32(y * r[2])
		s13 += float32(y * r[3])
	}
	c0[0], c0[1], c0[2], c0[3] = s00, s01, s02, s03
	c1[0], c1[1], c1[2], c1[3] = s10, s11, s12, s13
}

func tile1x4(c, a []float32, col int, b []float32, n, k int, add bool) {
	c0 := c[:4]
	var s0, s1, s2, s3 float32
	if add {
		s0, s1, s2, s3 = c0[0], c0[1], c0[2], c0[3]
	}
	for p, at, bt := 0, 0, 0; p < k; p, at, bt = p+1, at+col, bt+n {
		x := a[at]
		r := b[bt : bt+4 : bt+4]
		s0 += float32(x * r[0])
		s1 += float32(x * r[1])
		s2 += float32(x * r[2])
		s3 += float32(x * r[3])
	}
	c0[0], c0[1], c0[2], c0[3] = s0, s1, s2, s3
}

func tile1x1(c, a []float32, col int, b []float32, n, k int, add bool) {
	var s float32
	if add {
		s = c[0]
	}
	for p, at, bt := 0, 0, 0; p < k; p, at, bt = p+1, at+col, bt+n {
		s += float32(a[at] * b[bt])
	}
	c[0] = s
}
