package neural

// NameConfig is the size of a names head and its labels.
type NameConfig struct {
	CrownConfig
	Labels []string // "PER", "LOC", …
}

// NameNet finds names from the states of an encoder: a linear layer over a crown
// scores BIO tags, and tag transitions pick the best path. Tag 0 is outside, 1+2·i
// begins Labels[i] and 2+2·i goes on with it.
type NameNet struct {
	Crown
	Labels []string

	Out, OutBias Param // Width by padded tags
	Step         Param // 1 by (tags+1)·tags: from tag (the last is the start), to tag
}

// Tags counts the BIO tags.
func (n *NameNet) Tags() int { return 1 + 2*len(n.Labels) }

// NewNames makes a names head of zeros without an embedding table.
func NewNames(c NameConfig) *NameNet {
	n := &NameNet{Crown: Crown{CrownConfig: c.CrownConfig}, Labels: c.Labels}
	for _, p := range n.Params() {
		p.Data = make([]float32, p.Rows*p.Cols)
	}
	return n
}

// Params lists the dense weights in a fixed order.
func (n *NameNet) Params() []*Param {
	return collect(func(add func(p *Param, name string, rows, cols int)) {
		tags := n.Tags()
		n.params(add)
		add(&n.Out, "out", n.Width, Pad(tags))
		add(&n.OutBias, "out.bias", 1, Pad(tags))
		add(&n.Step, "step", 1, (tags+1)*tags)
	})
}

// MayFollow says whether BIO tag b may come after tag a; the tag after the last
// stands for the start of the sentence.
func (n *NameNet) MayFollow(a, b int) bool {
	return b == 0 || b%2 == 1 || a == b || a == b-1
}
