package neural

// MaxWords bounds one tree: longer sentences are parsed in pieces of this size,
// because decoding is cubic. The longest training sentence has 159 words.
const MaxWords = 200

// Prediction is what the network says of one sentence, one entry a token.
type Prediction struct {
	Tags   []int     // index into Config.Tags
	Heads  []int     // token index, -1 for the root
	Labels []int     // index into Config.Labels
	Scores []float32 // probability of the arc to the head, 0 to 1
}

// Scratch is the reusable memory of Predict; the zero value is ready. It
// belongs to one goroutine at a time.
type Scratch struct {
	state  State
	names  NameState
	roles  RoleState
	chart  chart
	arcs   []float32
	hidden []float32
	logits []float32
}

// Predict tags and parses one sentence of token forms. Exactly one token is the
// root, and the tree is projective.
func (n *Network) Predict(s *Scratch, forms []string) Prediction {
	if len(forms) <= MaxWords {
		return n.predict(s, forms)
	}
	return n.predictLong(s, forms)
}

// predictLong parses pieces and hangs their roots on the first one's.
func (n *Network) predictLong(s *Scratch, forms []string) Prediction {
	joint := max(0, indexOf(n.Labels, "parataxis"))
	var all Prediction
	first := 0
	for from := 0; from < len(forms); from += MaxWords {
		part := n.predict(s, forms[from:min(from+MaxWords, len(forms))])
		for i, h := range part.Heads {
			switch {
			case h >= 0:
				part.Heads[i] = h + from
			case from == 0:
				first = i
			default:
				part.Heads[i], part.Labels[i] = first, joint
			}
		}
		all.Tags = append(all.Tags, part.Tags...)
		all.Heads = append(all.Heads, part.Heads...)
		all.Labels = append(all.Labels, part.Labels...)
		all.Scores = append(all.Scores, part.Scores...)
	}
	return all
}

func (n *Network) predict(s *Scratch, forms []string) Prediction {
	count := len(forms)
	out := Prediction{
		Tags:   make([]int, count),
		Labels: make([]int, count),
		Scores: make([]float32, count),
	}
	n.SetSentences(&s.state, forms)
	n.Forward(&s.state)
	for i := range count {
		row := s.state.Tags[(i+1)*n.Tag.Cols:]
		out.Tags[i] = argmax(row[:len(n.Tags)])
	}
	var width int
	s.arcs, width = n.ArcScores(&s.state, 0, s.arcs)
	out.Heads = s.chart.decode(s.arcs, width, count)
	for i, h := range out.Heads {
		row := s.arcs[(i+1)*width:][:count+1]
		row[i+1] = -1e9 // a node is not its own head
		if n.Heat > 0 {
			for j := range row {
				row[j] /= n.Heat
			}
		}
		SoftmaxInPlace(row)
		out.Scores[i] = row[h+1]
	}
	n.labels(s, &out)
	return out
}

// labels scores the relations of the chosen arcs. The relation root goes to the
// root and to nothing else.
func (n *Network) labels(s *Scratch, out *Prediction) {
	count, k, cols := len(out.Heads), n.Label, n.LabOut.Cols
	hidden := grow(&s.hidden, count*k)
	for i, h := range out.Heads {
		n.LabelHidden(&s.state, hidden[i*k:], h+1, i+1)
	}
	logits := grow(&s.logits, count*cols)
	n.LabOut.product(logits, hidden, n.LabOutBias.Data, count, &s.state.rounded)
	root := indexOf(n.Labels, "root")
	for i, h := range out.Heads {
		row := logits[i*cols:][:len(n.Labels)]
		if root >= 0 {
			if h < 0 {
				out.Labels[i] = root
				continue
			}
			row[root] = -1e9
		}
		out.Labels[i] = argmax(row)
	}
}

func argmax(x []float32) int {
	at := 0
	for i, v := range x {
		if v > x[at] {
			at = i
		}
	}
	return at
}

func indexOf(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}
