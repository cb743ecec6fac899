package neural

import (
	"encoding/json"
	"errors"
	"fmt"
)

// RoleConfig is the size of a roles head and the names of its outputs.
type RoleConfig struct {
	CrownConfig
	Pair    int      // width of the hidden layer that sees a word and a phrase
	Classes []string // of words
	Roles   []string // of phrases
	Below   uint32   // the mark of the encoder that it was trained on
}

// RoleNet says which class a word has and which role a phrase has to a word of a
// class: a linear layer over a crown scores the classes; the sums of a projected
// word, a projected phrase, an embedded class and an embedded distance go through a
// rectifier and a linear layer to scores of roles.
type RoleNet struct {
	Crown
	Pair           int
	Classes, Roles []string
	below          uint32

	Out, OutBias   Param // Width by padded classes
	Word, Phrase   Param // Width by Pair
	PairBias       Param // 1 by Pair
	Class          Param // padded classes by Pair
	Far            Param // padded distances by Pair
	Role, RoleBias Param // Pair by padded roles
}

// Distances between a word and a phrase, in tokens, are cut at farthest to either
// side.
const (
	farthest  = 16
	distances = 2*farthest + 1
)

// Distance is the row of Far for a phrase at token b as seen from the word at a.
func Distance(a, b int) int { return max(-farthest, min(farthest, b-a)) + farthest }

// NewRoles makes a roles head of zeros without an embedding table.
func NewRoles(c RoleConfig) *RoleNet {
	n := &RoleNet{Crown: Crown{CrownConfig: c.CrownConfig}, Pair: c.Pair, Classes: c.Classes, Roles: c.Roles, below: c.Below}
	for _, p := range n.Params() {
		p.Data = make([]float32, p.Rows*p.Cols)
	}
	return n
}

// Params lists the dense weights in a fixed order.
func (n *RoleNet) Params() []*Param {
	return collect(func(add func(p *Param, name string, rows, cols int)) {
		classes, roles := Pad(len(n.Classes)), Pad(len(n.Roles))
		n.params(add)
		add(&n.Out, "out", n.Width, classes)
		add(&n.OutBias, "out.bias", 1, classes)
		add(&n.Word, "word", n.Width, n.Pair)
		add(&n.Phrase, "phrase", n.Width, n.Pair)
		add(&n.PairBias, "pair.bias", 1, n.Pair)
		add(&n.Class, "class", classes, n.Pair)
		add(&n.Far, "far", Pad(distances), n.Pair)
		add(&n.Role, "role", n.Pair, roles)
		add(&n.RoleBias, "role.bias", 1, roles)
	})
}

// RoleState is the working memory of a roles head over a batch whose encoder has
// run. It belongs to one goroutine.
type RoleState struct {
	CrownState
	Logits        []float32 // Nodes by padded classes
	Words, Phrase []float32 // Nodes by Pair
}

// SetRows fills the rows of the crown from the token forms of the sentences.
func (x *CrownState) SetRows(sentences ...[]string) {
	x.Rows = x.Rows[:0]
	for _, forms := range sentences {
		x.Rows = append(x.Rows, RootCrownRows())
		for _, form := range forms {
			x.Rows = append(x.Rows, CrownFormRows(form, 0))
		}
	}
}

// Forward computes the class scores and the projections of every node from the
// states that the encoder left in s.
func (n *RoleNet) Forward(net *Network, s *State, x *RoleState) {
	n.Crown.Forward(net, s, &x.CrownState)
	t := s.Nodes
	n.Out.product(grow(&x.Logits, t*n.Out.Cols), x.Top, n.OutBias.Data, t, &s.rounded)
	n.Word.product(grow(&x.Words, t*n.Pair), x.Top, nil, t, &s.rounded)
	n.Phrase.product(grow(&x.Phrase, t*n.Pair), x.Top, nil, t, &s.rounded)
}

// PairHidden writes the rectified hidden layer for the phrase at node b as seen
// from the word of the class at node a into dst, Pair wide. Both are nodes of
// one sentence.
func (n *RoleNet) PairHidden(dst, words, phrases []float32, a, b, class int) {
	k := n.Pair
	word, phrase := words[a*k:][:k], phrases[b*k:][:k]
	kind, far := n.Class.Data[class*k:][:k], n.Far.Data[Distance(a, b)*k:][:k]
	bias, dst := n.PairBias.Data[:k], dst[:k]
	for j := range dst {
		dst[j] = max(word[j]+phrase[j]+kind[j]+far[j]+bias[j], 0)
	}
}

// RoleView is what a roles head sees of one sentence.
type RoleView struct {
	net           *RoleNet
	logits        []float32 // per token
	words, phrase []float32
}

// PredictRoles is Predict and the view of a roles head with one run of the encoder.
func (n *RoleNet) PredictRoles(net *Network, s *Scratch, forms []string) (Prediction, RoleView) {
	v := RoleView{net: n}
	out := net.Predict(s, forms)
	for from := 0; from < len(forms); from += MaxWords {
		part := forms[from:min(from+MaxWords, len(forms))]
		if len(part) < len(forms) {
			net.SetSentences(&s.state, part)
			net.Encode(&s.state)
		}
		s.roles.SetRows(part)
		n.Forward(net, &s.state, &s.roles)
		v.logits = append(v.logits, s.roles.Logits[n.Out.Cols:]...)
		v.words = append(v.words, s.roles.Words[n.Pair:]...)
		v.phrase = append(v.phrase, s.roles.Phrase[n.Pair:]...)
	}
	return out, v
}

// Classes gives the probabilities of the classes of the word at token i.
func (v RoleView) Classes(i int) []float32 {
	cols := v.net.Out.Cols
	out := append([]float32(nil), v.logits[i*cols:][:len(v.net.Classes)]...)
	SoftmaxInPlace(out)
	return out
}

// Roles gives the probabilities of the roles of the phrase at token phrase to the
// word of that class at token word.
func (v RoleView) Roles(word, phrase, class int) []float32 {
	n := v.net
	hidden := make([]float32, n.Pair)
	n.PairHidden(hidden, v.words, v.phrase, word, phrase, class)
	out := append([]float32(nil), n.RoleBias.Data[:len(n.Roles)]...)
	cols := n.Role.Cols
	for j, h := range hidden {
		if h == 0 {
			continue
		}
		for r := range out {
			out[r] += float32(h * n.Role.Data[j*cols+r])
		}
	}
	SoftmaxInPlace(out)
	return out
}

// Write packs the roles head as a weight file, its weights rounded as those of a
// Network.
func (n *RoleNet) Write() ([]byte, error) {
	meta, err := json.Marshal(RoleConfig{n.CrownConfig, n.Pair, n.Classes, n.Roles, n.below})
	if err != nil {
		return nil, fmt.Errorf("encode sizes of the roles head: %w", err)
	}
	return pack([]section{{"roles", packParams(meta, &n.Crown, n.Params())}}), nil
}

// ReadRoles opens what RoleNet.Write packed, for the given network. Damaged data
// gives an error. The table is not copied.
func ReadRoles(data []byte, net *Network) (*RoleNet, error) {
	body, err := checked(data)
	if err != nil {
		return nil, err
	}
	file, err := unpack(body)
	if err != nil {
		return nil, fmt.Errorf("roles: %w", err)
	}
	found, err := unpack(file["roles"])
	if err != nil {
		return nil, fmt.Errorf("roles: %w", err)
	}
	var c RoleConfig
	if err := json.Unmarshal(found["config"], &c); err != nil {
		return nil, fmt.Errorf("model: roles: section config: %w", err)
	}
	if err := c.check(net.Width, len(data)); err != nil {
		return nil, fmt.Errorf("model: roles head: %w", err)
	}
	if c.Below != net.Mark() {
		return nil, errors.New("model: the roles head was trained on another encoder: train it again")
	}
	n := NewRoles(c)
	if err := n.fill("roles", found, n.Params()); err != nil {
		return nil, err
	}
	return n, nil
}

func (c RoleConfig) check(width, length int) error {
	if err := c.CrownConfig.check(width, length); err != nil {
		return err
	}
	if c.Pair < tileCols || c.Pair > maxSide || c.Pair%tileCols != 0 {
		return fmt.Errorf("pair width %d is not a multiple of %d up to %d", c.Pair, tileCols, maxSide)
	}
	if len(c.Classes) == 0 || len(c.Classes) > maxNames || len(c.Roles) == 0 || len(c.Roles) > tileCols {
		return errors.New("no classes or roles, or too many")
	}
	return nil
}
