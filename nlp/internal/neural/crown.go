package neural

import (
	"errors"
	"fmt"
)

// CrownConfig is the size of a crown.
type CrownConfig struct {
	Encoder int // width of the encoder below
	Embed   int // width of the crown's own embeddings
	Width   int // width of its hidden layers
}

// Crown is what heads that stand on a finished encoder have in common: the states
// after the encoder's convolution and after its last layer and a sum of hashed
// embeddings of its own go through a rectified layer and one bidirectional gated
// recurrence.
type Crown struct {
	CrownConfig
	Float []float32 // CrownRows by Embed, nil when quantised
	Table []byte
	Scale []float32

	In, InBias     Param // 2·Encoder+Embed by Width
	Gate, GateBias Param // Width by 2·Width
	Gain, Shift    Param
}

// Sites where training applies dropout in a crown.
const (
	SiteCrownIn = iota
	SiteCrownTop
)

// CrownState is the working memory of a crown over a batch whose encoder has run.
// It belongs to one goroutine.
type CrownState struct {
	Rows [][CrownFeatureCount]int32 // per node; the root's are -1

	Input         []float32 // Nodes by Wide
	Below         []float32 // Nodes by Width, after the rectifier
	Gates, Hidden []float32 // as in State
	Unit, Inverse []float32
	Top           []float32 // Nodes by Width
	Drop          func(site int, x []float32)
	sum           []float32
}

// Wide is the width of the crown's input.
func (n *Crown) Wide() int { return 2*n.Encoder + n.Embed }

// params adds the crown's dense weights in a fixed order.
func (n *Crown) params(add func(p *Param, name string, rows, cols int)) {
	w := n.Width
	add(&n.In, "in", n.Wide(), w)
	add(&n.InBias, "in.bias", 1, w)
	add(&n.Gate, "gate", w, 2*w)
	add(&n.GateBias, "gate.bias", 1, 2*w)
	add(&n.Gain, "gain", 1, w)
	add(&n.Shift, "shift", 1, w)
}

// collect gives the parameters that name adds, named and sized.
func collect(name func(add func(p *Param, name string, rows, cols int))) []*Param {
	var all []*Param
	name(func(p *Param, name string, rows, cols int) {
		p.Name, p.Rows, p.Cols = name, rows, cols
		all = append(all, p)
	})
	return all
}

// Forward computes the top states of every node from the states that the encoder
// left in s.
func (n *Crown) Forward(net *Network, s *State, x *CrownState) {
	t, w := s.Nodes, n.Width
	n.input(net, s, x)
	x.drop(SiteCrownIn, x.Input)
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
	x.drop(SiteCrownTop, x.Top)
}

// input lays the encoder's first and last states and the crown's own embeddings
// side by side.
func (n *Crown) input(net *Network, s *State, x *CrownState) {
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
				addEmbedding(own, n.Float, n.Table, n.Scale, int(at))
			}
		}
	}
}

func (x *CrownState) drop(site int, v []float32) {
	if x.Drop != nil {
		x.Drop(site, v)
	}
}

// fill takes the embeddings and the matrices of a head from its sections; errors name
// the head.
func (n *Crown) fill(head string, found map[string][]byte, params []*Param) error {
	if err := n.readTable(found["embed"]); err != nil {
		return fmt.Errorf("model: %s: %w", head, err)
	}
	for _, p := range params {
		if err := p.read(found[p.Name]); err != nil {
			return fmt.Errorf("%s: %w", head, err)
		}
	}
	return nil
}

// readTable takes the stored embeddings.
func (n *Crown) readTable(table []byte) error {
	if len(table) != CrownRows*(4+n.Embed) {
		return fmt.Errorf("section embed has %d bytes, want %d", len(table), CrownRows*(4+n.Embed))
	}
	n.Scale, n.Table = readFloats(table[:4*CrownRows]), table[4*CrownRows:]
	return nil
}

// check refuses sizes that cannot belong to a section of the given length on an
// encoder of that width.
func (c CrownConfig) check(width, length int) error {
	if c.Encoder != width {
		return fmt.Errorf("wants an encoder %d wide, this one is %d", c.Encoder, width)
	}
	for _, side := range []int{c.Embed, c.Width} {
		if side < tileCols || side > maxSide || side%tileCols != 0 {
			return fmt.Errorf("width %d is not a multiple of %d up to %d", side, tileCols, maxSide)
		}
	}
	if (2*c.Encoder+c.Embed)*c.Width > length {
		return errors.New("sizes ask for more than its section")
	}
	return nil
}

// packParams lays a head's sizes, embeddings and weights into one body, rounded
// as those of a Network.
func packParams(meta []byte, crown *Crown, params []*Param) []byte {
	sections := []section{{"config", meta}, {"embed", quantise(crown.Float, CrownRows, crown.Embed)}}
	for _, p := range params {
		if p.Rows == 1 {
			sections = append(sections, section{p.Name, floatBytes(p.Data)})
		} else {
			sections = append(sections, section{p.Name, quantise(p.Data, p.Rows, p.Cols)})
		}
	}
	return packBody(nil, sections)
}
