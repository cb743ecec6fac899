package neural

// Sites where training applies dropout; see State.Drop.
const (
	SiteEmbed = iota
	SiteTop
	SiteArcDep
	SiteArcHead
	SiteLabDep
	SiteLayer // SiteLayer+i is the output of recurrent layer i
)

// State is the working memory of one forward pass over a batch of sentences
// laid one after the other. Row counts are nodes: each sentence begins with its
// root node. A State is reused from pass to pass and belongs to one goroutine.
type State struct {
	Nodes  int
	Bounds []int                 // sentence i is the nodes Bounds[i] to Bounds[i+1]
	Rows   [][FeatureCount]int32 // embedding rows of each node, -1 for none

	Embed   []float32   // Nodes by Embed
	Window  []float32   // Nodes by 3·Embed: left neighbour, node, right neighbour
	Conv    []float32   // Nodes by Width, after the rectifier
	In      [][]float32 // input of each layer and, last, the output of the stack
	Gate    [][]float32 // per layer, Nodes by 2·Width: gates after the sigmoid, candidates
	Hidden  [][]float32 // per layer, Nodes by Width, before dropout
	Unit    [][]float32 // per layer and, first, the convolution: normalised rows
	Inverse [][]float32 // their reciprocal deviations
	Top     []float32   // In's last, after dropout

	Tags                     []float32 // Nodes by padded tags: logits
	ArcDep, ArcHead, ArcPair []float32 // Nodes by Arc
	LabDep, LabHead          []float32 // Nodes by Label, before the rectifier

	// Drop, where set, is called with each dropout site's values to change in
	// place.
	Drop func(site int, x []float32)

	sum, turned []float32
	rounded     rounded
}

// SetSentences fills Rows and Bounds from token forms.
func (n *Network) SetSentences(s *State, sentences ...[]string) {
	s.Rows, s.Bounds = s.Rows[:0], append(s.Bounds[:0], 0)
	for _, forms := range sentences {
		var rows [FeatureCount]int32
		rootRows(&rows)
		s.Rows = append(s.Rows, rows)
		for _, form := range forms {
			n.formRows(&rows, form)
			s.Rows = append(s.Rows, rows)
		}
		s.Bounds = append(s.Bounds, len(s.Rows))
	}
	s.Nodes = len(s.Rows)
}

// Forward runs the encoder and the linear parts of the heads over the nodes of
// s. Arc and label scores of pairs are left to ArcScores and LabelScores.
func (n *Network) Forward(s *State) {
	n.Encode(s)
	copy(s.Top, s.In[n.Layers])
	s.drop(SiteTop, s.Top)
	n.heads(s)
}

// Encode runs the encoder alone: it fills the states up to the last of In.
func (n *Network) Encode(s *State) {
	t := s.Nodes
	s.size(n)
	n.embed(s)
	s.drop(SiteEmbed, s.Embed)
	s.window(n.Embed)
	n.Conv.product(s.Conv, s.Window, n.ConvBias.Data, t, &s.rounded)
	rectify(s.Conv)
	layerNorm(s.In[0], s.Unit[0], s.Inverse[0], s.Conv, n.ConvGain.Data, n.ConvShift.Data)
	for i := range n.Stack {
		n.layer(s, i)
	}
}

// layer runs recurrent layer i: gates, both directions, residual, norm.
func (n *Network) layer(s *State, i int) {
	l, t, m := &n.Stack[i], s.Nodes, n.Width
	gate, hidden := s.Gate[i], s.Hidden[i]
	l.Gate.product(gate, s.In[i], l.GateBias.Data, t, &s.rounded)
	for at := 0; at < len(gate); at += 2 * m {
		sigmoids(gate[at : at+m])
	}
	for k := 1; k < len(s.Bounds); k++ {
		recur(hidden, gate, s.Bounds[k-1], s.Bounds[k], m)
	}
	sum := s.sum[:t*m]
	copy(sum, hidden)
	s.drop(SiteLayer+i, sum)
	for j, v := range s.In[i] {
		sum[j] += v
	}
	layerNorm(s.In[i+1], s.Unit[i+1], s.Inverse[i+1], sum, l.Gain.Data, l.Shift.Data)
}

// recur runs h = h' + z·(c - h') over the nodes from..to, the first half of the
// width forwards and the second half backwards, from zero.
func recur(hidden, gate []float32, from, to, m int) {
	half := m / 2
	zero := make([]float32, half)
	prev := zero
	for t := from; t < to; t++ {
		z, c := gate[t*2*m:][:half], gate[t*2*m+m:][:half]
		h := hidden[t*m:][:half]
		step(h, prev, z, c)
		prev = h
	}
	prev = zero
	for t := to - 1; t >= from; t-- {
		z, c := gate[t*2*m+half:][:half], gate[t*2*m+m+half:][:half]
		h := hidden[t*m+half:][:half]
		step(h, prev, z, c)
		prev = h
	}
}

func stepPortable(h, prev, z, c []float32) {
	prev, z, c = prev[:len(h)], z[:len(h)], c[:len(h)]
	for j := range h {
		p := prev[j]
		h[j] = p + float32(z[j]*(c[j]-p))
	}
}

// heads computes the tag logits and the two sides of the arc and label scorers.
func (n *Network) heads(s *State) {
	t := s.Nodes
	n.Tag.product(s.Tags, s.Top, n.TagBias.Data, t, &s.rounded)
	n.ArcDep.product(s.ArcDep, s.Top, n.ArcDepBias.Data, t, &s.rounded)
	rectify(s.ArcDep)
	s.drop(SiteArcDep, s.ArcDep)
	n.ArcHead.product(s.ArcHead, s.Top, n.ArcHeadBias.Data, t, &s.rounded)
	rectify(s.ArcHead)
	s.drop(SiteArcHead, s.ArcHead)
	n.ArcPair.product(s.ArcPair, s.ArcDep, n.ArcPrior.Data, t, &s.rounded)
	n.LabDep.product(s.LabDep, s.Top, nil, t, &s.rounded)
	n.LabHead.product(s.LabHead, s.Top, nil, t, &s.rounded)
}

// ArcScores computes the scores of all arcs of sentence i: out[d*width+h] is
// the score of head h for node d. It returns the row width, a multiple of the
// tile; columns beyond the sentence are meaningless. out is grown as needed.
func (n *Network) ArcScores(s *State, i int, out []float32) ([]float32, int) {
	from, to := s.Bounds[i], s.Bounds[i+1]
	count, a := to-from, n.Arc
	width := Pad(count)
	turned := grow(&s.turned, a*width)
	clear(turned)
	for t := range count {
		for j, v := range s.ArcHead[(from+t)*a:][:a] {
			turned[j*width+t] = v
		}
	}
	out = grow(&out, count*width)
	Mul(out, Rows(s.ArcPair[from*a:], a), turned, count, width, a, false)
	for d := range count {
		row := out[d*width:][:count]
		for h := range row {
			if h != d {
				row[h] += n.ArcDist.Data[DistBucket(h, d)]
			}
		}
	}
	return out, width
}

// LabelHidden writes the rectified hidden layer of the label scorer for the arc
// from node h to node d (node indices of the batch) into dst, Label wide.
func (n *Network) LabelHidden(s *State, dst []float32, h, d int) {
	k := n.Label
	dep, head := s.LabDep[d*k:][:k], s.LabHead[h*k:][:k]
	bias := n.LabBias.Data[:k]
	if h > d {
		bias = n.LabBias.Data[k : 2*k]
	}
	dst = dst[:k]
	for j := range dst {
		dst[j] = max(dep[j]+head[j]+bias[j], 0)
	}
}

// embed sums the embedding rows of every node.
func (n *Network) embed(s *State) {
	clear(s.Embed)
	for t := range s.Rows {
		dst := s.Embed[t*n.Embed:][:n.Embed]
		for _, row := range s.Rows[t] {
			if row >= 0 {
				n.addRow(dst, int(row))
			}
		}
	}
}

func (n *Network) addRow(dst []float32, row int) {
	addEmbedding(dst, n.Float, n.Table, n.Scale, row)
}

// addEmbedding adds a row of an embedding table to dst, which is as long as a
// row: of float while training, else of the signed bytes in table times the
// row's scale.
func addEmbedding(dst, float []float32, table []byte, scale []float32, row int) {
	if table == nil {
		for j, v := range float[row*len(dst):][:len(dst)] {
			dst[j] += v
		}
		return
	}
	addBytes(dst, table[row*len(dst):][:len(dst)], scale[row])
}

func addBytesPortable(dst []float32, row []byte, unit float32) {
	for j, v := range row[:len(dst)] {
		dst[j] += float32(unit * float32(int8(v)))
	}
}

// window lays each node's neighbours beside it; beyond the sentence are zeros.
func (s *State) window(d int) {
	for i := 1; i < len(s.Bounds); i++ {
		from, to := s.Bounds[i-1], s.Bounds[i]
		for t := from; t < to; t++ {
			row := s.Window[t*3*d:][:3*d]
			copy(row[d:2*d], s.Embed[t*d:][:d])
			if t > from {
				copy(row[:d], s.Embed[(t-1)*d:][:d])
			} else {
				clear(row[:d])
			}
			if t+1 < to {
				copy(row[2*d:], s.Embed[(t+1)*d:][:d])
			} else {
				clear(row[2*d:])
			}
		}
	}
}

func (s *State) drop(site int, x []float32) {
	if s.Drop != nil {
		s.Drop(site, x)
	}
}

// layerNorm writes (x - mean)/deviation of each row to unit, the reciprocal
// deviation to inverse, and unit·gain + shift to out.
func layerNorm(out, unit, inverse, x, gain, shift []float32) {
	m := len(gain)
	t := 0
	for ; t+4 <= len(inverse); t += 4 {
		centre4(unit[t*m:][:4*m], inverse[t:][:4], x[t*m:][:4*m], m)
	}
	for ; t < len(inverse); t++ {
		inverse[t] = centre(unit[t*m:][:m], x[t*m:][:m])
	}
	for t, inv := range inverse {
		u, o := unit[t*m:][:m], out[t*m:][:m]
		for j := range u {
			v := float32(u[j] * inv)
			u[j] = v
			o[j] = float32(v*gain[j]) + shift[j]
		}
	}
}

// centre writes x - mean to u and returns the reciprocal deviation of x.
func centre(u, x []float32) float32 {
	var sum, square float32
	for _, v := range x {
		sum += v
	}
	mean := sum / float32(len(x))
	for j, v := range x {
		v -= mean
		u[j] = v
		square += float32(v * v)
	}
	return reciprocal(square, len(x))
}

func reciprocal(square float32, m int) float32 { return 1 / sqrt32(square/float32(m)+1e-5) }

// centre4 is centre for four rows at once: a processor that waits for one sum
// goes on with the others.
func centre4(u, inverse, x []float32, m int) {
	x0, x1, x2, x3 := x[:m], x[m:][:m], x[2*m:][:m], x[3*m:][:m]
	u0, u1, u2, u3 := u[:m], u[m:][:m], u[2*m:][:m], u[3*m:][:m]
	var a, b, c, d float32
	for j := range x0 {
		a += x0[j]
		b += x1[j]
		c += x2[j]
		d += x3[j]
	}
	width := float32(m)
	a, b, c, d = a/width, b/width, c/width, d/width
	var e, f, g, h float32
	for j := range x0 {
		v, w, y, z := x0[j]-a, x1[j]-b, x2[j]-c, x3[j]-d
		u0[j], u1[j], u2[j], u3[j] = v, w, y, z
		e += float32(v * v)
		f += float32(w * w)
		g += float32(y * y)
		h += float32(z * z)
	}
	inverse[0], inverse[1], inverse[2], inverse[3] = reciprocal(e, m), reciprocal(f, m), reciprocal(g, m), reciprocal(h, m)
}

func addBias(x, bias []float32) {
	m := len(bias)
	for at := 0; at < len(x); at += m {
		row := x[at:][:m]
		for j, v := range bias {
			row[j] += v
		}
	}
}

func rectify(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

// grow returns *buf with the given length, reallocating when it is too short.
func grow(buf *[]float32, n int) []float32 {
	if cap(*buf) < n {
		*buf = make([]float32, n+n/2)
	}
	*buf = (*buf)[:n]
	return *buf
}

// size gives every buffer of s the length that its nodes need.
func (s *State) size(n *Network) {
	t, m := s.Nodes, n.Width
	if len(s.In) != n.Layers+1 {
		s.In, s.Unit, s.Inverse = make([][]float32, n.Layers+1), make([][]float32, n.Layers+1), make([][]float32, n.Layers+1)
		s.Gate, s.Hidden = make([][]float32, n.Layers), make([][]float32, n.Layers)
	}
	grow(&s.Embed, t*n.Embed)
	grow(&s.Window, t*3*n.Embed)
	grow(&s.Conv, t*m)
	for i := range s.In {
		grow(&s.In[i], t*m)
		grow(&s.Unit[i], t*m)
		grow(&s.Inverse[i], t)
	}
	for i := range s.Gate {
		grow(&s.Gate[i], t*2*m)
		grow(&s.Hidden[i], t*m)
	}
	grow(&s.Top, t*m)
	grow(&s.sum, t*m)
	grow(&s.Tags, t*n.Tag.Cols)
	grow(&s.ArcDep, t*n.Arc)
	grow(&s.ArcHead, t*n.Arc)
	grow(&s.ArcPair, t*n.Arc)
	grow(&s.LabDep, t*n.Label)
	grow(&s.LabHead, t*n.Label)
}

// FormRows returns the embedding rows of one token form.
func (n *Network) FormRows(form string) (rows [FeatureCount]int32) {
	n.formRows(&rows, form)
	return rows
}

// RootRows returns the embedding rows of the root node.
func RootRows() (rows [FeatureCount]int32) {
	rootRows(&rows)
	return rows
}
