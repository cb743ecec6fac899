package neural

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Write packs the names head as the body of one section, its weights rounded as
// those of a Network.
func (n *NameNet) Write() ([]byte, error) {
	meta, err := json.Marshal(n.NameConfig)
	if err != nil {
		return nil, fmt.Errorf("encode sizes of the names head: %w", err)
	}
	sections := []section{{"config", meta}, {"embed", quantise(n.Float, nameRows, n.Embed)}}
	for _, p := range n.Params() {
		if p.Rows == 1 {
			sections = append(sections, section{p.Name, floatBytes(p.Data)})
		} else {
			sections = append(sections, section{p.Name, quantise(p.Data, p.Rows, p.Cols)})
		}
	}
	return packBody(nil, sections), nil
}

// ReadNames opens what NameNet.Write packed, for the given network. Damaged
// data gives an error. The table is not copied.
func ReadNames(body []byte, net *Network) (*NameNet, error) {
	found, err := unpack(body)
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	var c NameConfig
	if err := json.Unmarshal(found["config"], &c); err != nil {
		return nil, fmt.Errorf("model: names: section config: %w", err)
	}
	if err := c.check(net.Width, len(body)); err != nil {
		return nil, err
	}
	n := NewNames(c)
	table := found["embed"]
	if len(table) != nameRows*(4+c.Embed) {
		return nil, fmt.Errorf("model: names: section embed has %d bytes, want %d", len(table), nameRows*(4+c.Embed))
	}
	n.Scale, n.Table = readFloats(table[:4*nameRows]), table[4*nameRows:]
	for _, p := range n.Params() {
		if err := p.read(found[p.Name]); err != nil {
			return nil, fmt.Errorf("names: %w", err)
		}
	}
	return n, nil
}

func (c NameConfig) check(width, length int) error {
	if c.Encoder != width {
		return fmt.Errorf("model: names head wants an encoder %d wide, this one is %d", c.Encoder, width)
	}
	for _, side := range []int{c.Embed, c.Width} {
		if side < tileCols || side > maxSide || side%tileCols != 0 {
			return fmt.Errorf("model: names head's width %d is not a multiple of %d up to %d", side, tileCols, maxSide)
		}
	}
	if len(c.Labels) == 0 || len(c.Labels) > 16 {
		return fmt.Errorf("model: names head has %d labels", len(c.Labels))
	}
	if (2*c.Encoder+c.Embed)*c.Width > length {
		return errors.New("model: names head's sizes ask for more than its section")
	}
	return nil
}

// WithExtra returns a copy of a weight file in which the extra section of that
// name holds body and all else is the same bytes.
func WithExtra(data []byte, name string, body []byte) ([]byte, error) {
	if _, _, err := Read(data); err != nil {
		return nil, err
	}
	sections, err := list(data[len(magic)+4:])
	if err != nil {
		return nil, err
	}
	name = extraPrefix + name
	put := false
	for i := range sections {
		if sections[i].name == name {
			sections[i].body, put = body, true
		}
	}
	if !put {
		sections = append(sections, section{name, body})
	}
	return pack(sections), nil
}
