package neural

// Config is the size of a network and the names of its outputs.
type Config struct {
	Embed  int                   // width of the embeddings
	Width  int                   // width of the hidden layers; half runs forwards, half backwards
	Layers int                   // recurrent layers
	Arc    int                   // width of the arc scorer
	Label  int                   // width of the label scorer
	Words  int                   // vocabulary size
	Tags   []string              // "UPOS|XPOS"
	Labels []string              // dependency relations
	Hashed [FeatureCount - 1]int // rows of the hashed features, see DefaultHashed; at least one each
}

// Param is one trainable matrix, Rows by Cols, row-major. Vectors have one row.
type Param struct {
	Name       string
	Rows, Cols int
	Data       []float32
	whole      *integers // the stored form, nil while training
}

// Layer holds one bidirectional gated recurrence. The 2·Width columns of Gate
// are the update gates (forward half, backward half) and then the candidates.
type Layer struct {
	Gate, GateBias Param // Width by 2·Width, 1 by 2·Width
	Gain, Shift    Param // layer norm, 1 by Width
}

// Network is the weights. The embedding table is either Float (training) or
// Table and Scale (int8 rows with one scale each, as stored).
type Network struct {
	Config
	Float []float32 // TableRows by Embed, nil when quantised
	Table []byte    // the same as signed bytes, nil while training
	Scale []float32 // one per row of Table
	Vocab map[uint64]int32
	Heat  float32 // divides arc scores before they become probabilities; 0 for 1

	Conv, ConvBias, ConvGain, ConvShift Param // 3·Embed by Width; 1 by Width
	Stack                               []Layer
	Tag, TagBias                        Param // Width by padded tags
	ArcDep, ArcDepBias                  Param // Width by Arc
	ArcHead, ArcHeadBias                Param
	ArcPair, ArcPrior                   Param // Arc by Arc, 1 by Arc
	ArcDist                             Param // 1 by distBuckets
	LabDep, LabHead                     Param // Width by Label
	LabBias                             Param // 2 by Label: head on the left, on the right
	LabOut, LabOutBias                  Param // Label by padded labels
}

// Pad rounds a width up to whole kernel tiles.
func Pad(n int) int { return (n + tileCols - 1) / tileCols * tileCols }

// New makes a network of zeros without an embedding table.
func New(c Config) *Network {
	n := &Network{Config: c, Stack: make([]Layer, c.Layers)}
	for _, p := range n.Params() {
		p.Data = make([]float32, p.Rows*p.Cols)
	}
	return n
}

// Params lists the dense weights in a fixed order and names and sizes them from
// the Config.
func (n *Network) Params() []*Param {
	var all []*Param
	add := func(p *Param, name string, rows, cols int) {
		p.Name, p.Rows, p.Cols = name, rows, cols
		all = append(all, p)
	}
	d, m, a, k := n.Embed, n.Width, n.Arc, n.Label
	tags, labels := Pad(len(n.Tags)), Pad(len(n.Labels))
	add(&n.Conv, "conv", 3*d, m)
	add(&n.ConvBias, "conv.bias", 1, m)
	add(&n.ConvGain, "conv.gain", 1, m)
	add(&n.ConvShift, "conv.shift", 1, m)
	for i := range n.Stack {
		l, name := &n.Stack[i], "layer"+string(rune('0'+i))
		add(&l.Gate, name+".gate", m, 2*m)
		add(&l.GateBias, name+".gate.bias", 1, 2*m)
		add(&l.Gain, name+".gain", 1, m)
		add(&l.Shift, name+".shift", 1, m)
	}
	add(&n.Tag, "tag", m, tags)
	add(&n.TagBias, "tag.bias", 1, tags)
	add(&n.ArcDep, "arc.dep", m, a)
	add(&n.ArcDepBias, "arc.dep.bias", 1, a)
	add(&n.ArcHead, "arc.head", m, a)
	add(&n.ArcHeadBias, "arc.head.bias", 1, a)
	add(&n.ArcPair, "arc.pair", a, a)
	add(&n.ArcPrior, "arc.prior", 1, a)
	add(&n.ArcDist, "arc.dist", 1, distBuckets)
	add(&n.LabDep, "label.dep", m, k)
	add(&n.LabHead, "label.head", m, k)
	add(&n.LabBias, "label.bias", 2, k)
	add(&n.LabOut, "label.out", k, labels)
	add(&n.LabOutBias, "label.out.bias", 1, labels)
	return all
}

// distBuckets counts the classes of head-dependent distance: ten lengths to
// each side, and the root.
const distBuckets = 21

// DistBucket is the class of the arc from node h to node d; node 0 is the root.
func DistBucket(h, d int) int {
	if h == 0 {
		return distBuckets - 1
	}
	gap, side := d-h, 0
	if gap < 0 {
		gap, side = -gap, 10
	}
	switch {
	case gap <= 4:
		return side + gap - 1
	case gap <= 6:
		return side + 4
	case gap <= 9:
		return side + 5
	case gap <= 14:
		return side + 6
	case gap <= 19:
		return side + 7
	case gap <= 29:
		return side + 8
	}
	return side + 9
}
