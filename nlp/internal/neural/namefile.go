package neural

import (
	"encoding/json"
	"fmt"
)

// Write packs the names head as the body of one section, its weights rounded as
// those of a Network.
func (n *NameNet) Write() ([]byte, error) {
	meta, err := json.Marshal(NameConfig{n.CrownConfig, n.Labels})
	if err != nil {
		return nil, fmt.Errorf("encode sizes of the names head: %w", err)
	}
	return packParams(meta, &n.Crown, n.Params()), nil
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
		return nil, fmt.Errorf("model: names head: %w", err)
	}
	if len(c.Labels) == 0 || len(c.Labels) > 16 {
		return nil, fmt.Errorf("model: names head has %d labels", len(c.Labels))
	}
	n := NewNames(c)
	if err := n.fill("names", found, n.Params()); err != nil {
		return nil, err
	}
	return n, nil
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
