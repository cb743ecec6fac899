package neural

// NameState is the working memory of a names head over a batch whose encoder
// has run. It belongs to one goroutine.
type NameState struct {
	CrownState
	Logits          []float32 // Nodes by padded tags
	best            []float32
	back            []uint8
	ahead, behind   []float32
	emit, stepPower []float32
}

// Forward computes the tag scores of every node from the states that the
// encoder left in s.
func (n *NameNet) Forward(net *Network, s *State, x *NameState) {
	n.Crown.Forward(net, s, &x.CrownState)
	n.Out.product(grow(&x.Logits, s.Nodes*n.Out.Cols), x.Top, n.OutBias.Data, s.Nodes, &s.rounded)
}
