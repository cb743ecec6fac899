package neural

// pack lays the weights out a second time, for products: strips of tileCols
// columns, each strip row by row. Rows of the plain layout lie so far apart that
// they push each other out of the nearest cache. Weights that still change
// (training) and widths that are no multiple of tileCols are not packed.
func (p *Param) pack() {
	k, n := p.Rows, p.Cols
	if k == 1 || n%tileCols != 0 {
		return
	}
	p.strips = make([]float32, k*n)
	for j := 0; j < n; j += tileCols {
		for i := range k {
			copy(p.strips[j*k+i*tileCols:][:tileCols], p.Data[i*n+j:])
		}
	}
}

// packAll packs every one of the weights.
func packAll(params []*Param) {
	for _, p := range params {
		p.pack()
	}
}

// mulWeights computes c = a·p for m rows of a, with the bits of Mul.
func mulWeights(c []float32, a View, p *Param, m int) {
	k, n := p.Rows, p.Cols
	if p.strips == nil || m == 0 {
		Mul(c, a, p.Data, m, n, k, false)
		return
	}
	_ = c[m*n-1]
	_ = a.Data[(m-1)*a.Row+(k-1)*a.Col]
	for j := 0; j < n; j += tileCols {
		strip := p.strips[j*k:][:k*tileCols]
		if useVector {
			mulStripVector(c[j:], a, strip, m, n, k)
			continue
		}
		for at := 0; at < tileCols; at += 4 {
			mulStrip(c[j+at:], a, strip[at:], m, n, tileCols, k, false)
		}
	}
}
