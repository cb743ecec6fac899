package neural

// Sites where training applies dropout in the names head.
const (
	SiteNameIn = iota
	SiteNameTop
)

// NameState is the working memory of a names head over a batch whose encoder
// has run. It belongs to one goroutine.
type NameState struct {
	Rows [][NameFeatureCount]int32 // per node; the root's are -1

	Input           []float32 // Nodes by Wide
	Below           []float32 // Nodes by Width, after the rectifier
	Gates, Hidden   []float32 // as in State
	Unit, Inverse   []float32
	Top             []float32 // Nodes by Width
	Logits          []float32 // Nodes by padded tags
	Drop            func(site int, x []float32)
	sum             []float32
	best            []float32
	back            []uint8
	ahead, behind   []float32
	emit, stepPower []float32
}

// Forward computes the tag scores of every node from the states that the
// encoder left in s.
func (n *NameNet) Forward(net *Network, s *State, x *NameState) {
	t, w := s.Nodes, n.Width
	n.input(net, s, x)
	x.drop(SiteNameIn, x.Input)
	below := grow(&x.Below, t*w)
	n.In.product(below, x.Input, n.InBias.Data, t, &s.rounded)
	rectify(below)
	gates := grow(&x.Gates, t*2*w)
	n.Gate.product(gates, below, n.GateBias.Data, t, &s.rounded)
	for at := 0; at < len(gates); at += 2 * w {
		sigmoids(gates[at : at+w])
	}
	hidden := grow(&x.Hidden, t*w)
	for k := 1; k < len(s.Bounds); k++ {
		recur(hidden, gates, s.Bounds[k-1], s.Bounds[k], w)
	}
	sum := grow(&x.sum, t*w)
	for j, v := range hidden {
		sum[j] = v + below[j]
	}
	layerNorm(grow(&x.Top, t*w), grow(&x.Unit, t*w), grow(&x.Inverse, t), sum, n.Gain.Data, n.Shift.Data)
	x.drop(SiteNameTop, x.Top)
	cols := n.Out.Cols
	n.Out.product(grow(&x.Logits, t*cols), x.Top, n.OutBias.Data, t, &s.rounded)
}

// input lays the encoder's first and last states and the head's own embeddings
// side by side.
func (n *NameNet) input(net *Network, s *State, x *NameState) {
	m, wide := n.Encoder, n.Wide()
	first, last := s.In[0], s.In[net.Layers]
	grow(&x.Input, s.Nodes*wide)
	for t := range s.Nodes {
		row := x.Input[t*wide:][:wide]
		copy(row, first[t*m:][:m])
		copy(row[m:], last[t*m:][:m])
		own := row[2*m:]
		clear(own)
		for _, at := range x.Rows[t] {
			if at >= 0 {
				n.addRow(own, int(at))
			}
		}
	}
}

func (n *NameNet) addRow(dst []float32, row int) {
	addEmbedding(dst, n.Float, n.Table, n.Scale, row)
}

func (x *NameState) drop(site int, v []float32) {
	if x.Drop != nil {
		x.Drop(site, v)
	}
}
