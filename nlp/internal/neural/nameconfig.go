package neural

// NameConfig is the size of a names head and its labels.
type NameConfig struct {
	Encoder int      // width of the encoder below
	Embed   int      // width of the head's own embeddings
	Width   int      // width of its hidden layers
	Labels  []string // "PER", "LOC", …
}

// NameNet finds names from the states of an encoder: the states after its
// convolution and after its last layer and a sum of hashed embeddings of its own
// go through a rectified layer, one bidirectional gated recurrence and a linear
// layer to BIO tags, and tag transitions pick the best path. Tag 0 is outside,
// 1+2·i begins Labels[i] and 2+2·i goes on with it.
type NameNet struct {
	NameConfig
	Float []float32 // nameRows by Embed, nil when quantised
	Table []byte
	Scale []float32

	In, InBias     Param // 2·Encoder+Embed by Width
	Gate, GateBias Param // Width by 2·Width
	Gain, Shift    Param
	Out, OutBias   Param // Width by padded tags
	Step           Param // 1 by (tags+1)·tags: from tag (the last is the start), to tag
}

// Tags counts the BIO tags.
func (n *NameNet) Tags() int { return 1 + 2*len(n.Labels) }

// Wide is the width of the head's input.
func (n *NameNet) Wide() int { return 2*n.Encoder + n.Embed }

// NewNames makes a names head of zeros without an embedding table.
func NewNames(c NameConfig) *NameNet {
	n := &NameNet{NameConfig: c}
	for _, p := range n.Params() {
		p.Data = make([]float32, p.Rows*p.Cols)
	}
	return n
}

// Params lists the dense weights in a fixed order.
func (n *NameNet) Params() []*Param {
	var all []*Param
	add := func(p *Param, name string, rows, cols int) {
		p.Name, p.Rows, p.Cols = name, rows, cols
		all = append(all, p)
	}
	w, tags := n.Width, n.Tags()
	add(&n.In, "in", n.Wide(), w)
	add(&n.InBias, "in.bias", 1, w)
	add(&n.Gate, "gate", w, 2*w)
	add(&n.GateBias, "gate.bias", 1, 2*w)
	add(&n.Gain, "gain", 1, w)
	add(&n.Shift, "shift", 1, w)
	add(&n.Out, "out", w, Pad(tags))
	add(&n.OutBias, "out.bias", 1, Pad(tags))
	add(&n.Step, "step", 1, (tags+1)*tags)
	return all
}

// MayFollow says whether BIO tag b may come after tag a; the tag after the last
// stands for the start of the sentence.
func (n *NameNet) MayFollow(a, b int) bool {
	return b == 0 || b%2 == 1 || a == b || a == b-1
}
