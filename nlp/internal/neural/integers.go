package neural

import "math"

// integers are stored weights laid out for products in whole numbers. A weight
// is a signed byte times the scale of its row. A row of the other factor is
// multiplied by those scales, and rounded to whole numbers of 15 bits with one
// unit a row; then all sums are exact, in any order, on every machine.
type integers struct {
	rows, cols int
	scale      []float32 // one a row
	limit      float32   // the largest whole number of the other factor for which no sum overflows
	pairs      []int16   // for the vector kernels, else nil
	lanes      []int64   // for the portable ones, else nil
}

// stripCols is how many columns the portable kernel does at once, two in one
// 64-bit number.
const stripCols = 4

// lay gives p its integers from the stored form: the rows' scales and their
// signed bytes. Vectors stay as they are.
func (p *Param) lay(scale []float32, bytes []byte) {
	k, n := p.Rows, p.Cols
	if k%tileCols != 0 || n%tileCols != 0 {
		return
	}
	w := &integers{rows: k, cols: n, scale: scale, limit: min(math.MaxInt16, float32(math.MaxInt32/(127*k)))}
	if useVector {
		w.pairs = pairs(bytes, k, n)
	} else {
		w.lanes = lanes(bytes, k, n)
	}
	p.whole = w
}

// pairs lays strips of tileCols columns one after the other; in a strip two rows
// alternate, so that one instruction multiplies and adds both.
func pairs(bytes []byte, k, n int) []int16 {
	out := make([]int16, 0, k*n)
	for j := 0; j < n; j += tileCols {
		for i := 0; i < k; i += 2 {
			for at := j; at < j+tileCols; at++ {
				out = append(out, int16(int8(bytes[i*n+at])), int16(int8(bytes[(i+1)*n+at])))
			}
		}
	}
	return out
}

// lanes lays strips of stripCols columns one after the other, each row by row.
// A number holds two columns, the second times 2^32: multiplied by a whole
// number and added up it holds two sums.
func lanes(bytes []byte, k, n int) []int64 {
	out := make([]int64, 0, k*n/2)
	for j := 0; j < n; j += stripCols {
		for i := range k {
			for at := j; at < j+stripCols; at += 2 {
				out = append(out, int64(int8(bytes[i*n+at]))+int64(int8(bytes[i*n+at+1]))<<32)
			}
		}
	}
	return out
}

// rounded is the working memory of a product: the other factor in whole numbers.
type rounded struct {
	values []int16
	units  []float32
}

// round fills r with m rows of a, as wide as w has rows.
func (r *rounded) round(a []float32, w *integers, m int) {
	k := w.rows
	if cap(r.values) < m*k {
		r.values = make([]int16, m*k+m*k/2)
	}
	r.values = r.values[:m*k]
	units := grow(&r.units, m)
	for i := range m {
		units[i] = roundRow(r.values[i*k:][:k], a[i*k:][:k], w.scale, w.limit)
	}
}

// roundPortable writes a·scale in whole numbers of which none is beyond the
// limit, and returns their unit.
func roundPortable(dst []int16, a, scale []float32, limit float32) float32 {
	var top float32
	scale, dst = scale[:len(a)], dst[:len(a)]
	for j, v := range a {
		top = max(top, abs32(float32(v*scale[j])))
	}
	if top == 0 {
		clear(dst)
		return 0
	}
	inverse := limit / top
	for j, v := range a {
		dst[j] = int16(nearest(float32(float32(v*scale[j]) * inverse)))
	}
	return top / limit
}

func abs32(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }

// nearest rounds |x| < 2^22 to the nearest whole number, halves to the even one:
// beyond 2^23 a float32 has no bits for fractions.
func nearest(x float32) int32 {
	const shift = 3 << 22
	return int32(math.Float32bits(x+shift)) - 0x4b400000
}

// product computes c = a·p, plus bias in each row unless it is nil, for m rows
// of a. Weights that still change (training) are floats; stored ones are whole
// numbers.
func (p *Param) product(c, a []float32, bias []float32, m int, r *rounded) {
	k, n := p.Rows, p.Cols
	if p.whole == nil {
		Mul(c, Rows(a, k), p.Data, m, n, k, false)
		if bias != nil {
			addBias(c[:m*n], bias)
		}
		return
	}
	if m == 0 {
		return
	}
	r.round(a[:m*k], p.whole, m)
	if p.whole.pairs != nil {
		p.whole.mulVector(c[:m*n], r, bias, m)
	} else {
		p.whole.mulPortable(c[:m*n], r, bias, m)
	}
}

// mulPortable multiplies two rows by four columns at a time.
func (w *integers) mulPortable(c []float32, r *rounded, bias []float32, m int) {
	k, n := w.rows, w.cols
	var none [stripCols]float32
	for j := 0; j < n; j += stripCols {
		strip := w.lanes[j*k/2:][:2*k]
		add := none[:]
		if bias != nil {
			add = bias[j:][:stripCols]
		}
		i := 0
		for ; i+2 <= m; i += 2 {
			s0, s1, t0, t1 := lanes2x4(r.values[i*k:][:k], r.values[(i+1)*k:][:k], strip)
			unlane(c[i*n+j:][:stripCols], s0, s1, r.units[i], add)
			unlane(c[(i+1)*n+j:][:stripCols], t0, t1, r.units[i+1], add)
		}
		if i < m {
			s0, s1 := lanes1x4(r.values[i*k:][:k], strip)
			unlane(c[i*n+j:][:stripCols], s0, s1, r.units[i], add)
		}
	}
}

func lanes2x4(a, b []int16, strip []int64) (s0, s1, t0, t1 int64) {
	b = b[:len(a)]
	for i, x := range a {
		v, w := int64(x), int64(b[i])
		l := strip[2*i:][:2]
		s0 += v * l[0]
		s1 += v * l[1]
		t0 += w * l[0]
		t1 += w * l[1]
	}
	return
}

func lanes1x4(a []int16, strip []int64) (s0, s1 int64) {
	for i, x := range a {
		l := strip[2*i:][:2]
		s0 += int64(x) * l[0]
		s1 += int64(x) * l[1]
	}
	return
}

// unlane takes four sums out of two numbers.
func unlane(c []float32, s0, s1 int64, unit float32, bias []float32) {
	c, bias = c[:4], bias[:4]
	c[0] = float32(float32(int32(s0))*unit) + bias[0]
	c[1] = float32(float32(int32((s0-int64(int32(s0)))>>32))*unit) + bias[1]
	c[2] = float32(float32(int32(s1))*unit) + bias[2]
	c[3] = float32(float32(int32((s1-int64(int32(s1)))>>32))*unit) + bias[3]
}

// Plain drops the whole numbers of the weights: what trains on top of a stored
// network sees it as it was while training.
func (n *Network) Plain() {
	for _, p := range n.Params() {
		p.whole = nil
	}
}
