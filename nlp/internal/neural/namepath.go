package neural

// Span is a name of a sentence: its tokens From..To, the index of its label and
// its probability under the head.
type Span struct {
	From, To, Label int
	Score           float32
}

const forbidden = -1e9

// PredictNames finds the names of one sentence of token forms whose gazetteer
// bits are in marks (nil for none). It runs the encoder itself.
func (n *NameNet) PredictNames(net *Network, s *Scratch, forms []string, marks []uint8) []Span {
	var all []Span
	for from := 0; from < len(forms); from += MaxWords {
		to := min(from+MaxWords, len(forms))
		net.SetSentences(&s.state, forms[from:to])
		net.Encode(&s.state)
		all = append(all, n.spans(net, s, forms, marks, from, to)...)
	}
	return all
}

// PredictBoth is Predict and PredictNames with one run of the encoder.
func (n *NameNet) PredictBoth(net *Network, s *Scratch, forms []string, marks []uint8) (Prediction, []Span) {
	if len(forms) > MaxWords {
		return net.predictLong(s, forms), n.PredictNames(net, s, forms, marks)
	}
	out := net.predict(s, forms)
	return out, n.spans(net, s, forms, marks, 0, len(forms))
}

// spans decodes the tokens from..to, whose encoder states are in s.
func (n *NameNet) spans(net *Network, s *Scratch, forms []string, marks []uint8, from, to int) []Span {
	x := &s.names
	x.Rows = append(x.Rows[:0], RootCrownRows())
	for i := from; i < to; i++ {
		var mark uint8
		if marks != nil {
			mark = marks[i]
		}
		x.Rows = append(x.Rows, CrownFormRows(forms[i], mark))
	}
	n.Forward(net, &s.state, x)
	tags := n.path(x, to-from)
	var out []Span
	for i := 0; i < len(tags); i++ {
		if tags[i]%2 == 0 {
			continue
		}
		end := i + 1
		for end < len(tags) && tags[end] == tags[i]+1 {
			end++
		}
		out = append(out, Span{From: from + i, To: from + end, Label: int(tags[i]-1) / 2})
		i = end - 1
	}
	if len(out) > 0 {
		n.scores(x, out, from, to-from)
	}
	return out
}

// RootCrownRows are the rows of the root node: none.
func RootCrownRows() (rows [CrownFeatureCount]int32) {
	for i := range rows {
		rows[i] = -1
	}
	return rows
}

// path is the best tag sequence of the nodes 1..count.
func (n *NameNet) path(x *NameState, count int) []uint8 {
	k, cols := n.Tags(), n.Out.Cols
	best := grow(&x.best, count*k)
	if cap(x.back) < count*k {
		x.back = make([]uint8, 2*count*k)
	}
	back := x.back[:count*k]
	for i := range count {
		emit := x.Logits[(i+1)*cols:][:k]
		for b := range k {
			top, at := float32(2*forbidden), 0
			if i == 0 {
				top = n.step(k, b)
			} else {
				for a := range k {
					if v := best[(i-1)*k+a] + n.step(a, b); v > top {
						top, at = v, a
					}
				}
			}
			best[i*k+b], back[i*k+b] = top+emit[b], uint8(at)
		}
	}
	out := make([]uint8, count)
	if count == 0 {
		return out
	}
	at := argmax(best[(count-1)*k:][:k])
	for i := count - 1; i >= 0; i-- {
		out[i] = uint8(at)
		at = int(back[i*k+at])
	}
	return out
}

// step is the score of tag b after tag a.
func (n *NameNet) step(a, b int) float32 {
	if !n.MayFollow(a, b) {
		return forbidden
	}
	return n.Step.Data[a*n.Tags()+b]
}

// scores fills in the probability that exactly these spans are names, each by
// itself, by the forward and backward sums over all paths.
func (n *NameNet) scores(x *NameState, spans []Span, from, count int) {
	k := n.Tags()
	n.sums(x, count)
	for i := range spans {
		s := &spans[i]
		begin := 1 + 2*s.Label
		first, last := s.From-from, s.To-1-from
		p := x.ahead[first*k+begin]
		for t := first + 1; t <= last; t++ {
			p = float32(float32(p*x.stepPower[pick(t == first+1, begin, begin+1)*k+begin+1]) * x.emit[t*k+begin+1])
		}
		var after float32
		tag := pick(first == last, begin, begin+1)
		if last == count-1 {
			after = 1
		} else {
			for b := range k {
				if b != begin+1 {
					after += float32(float32(x.stepPower[tag*k+b]*x.emit[(last+1)*k+b]) * x.behind[(last+1)*k+b])
				}
			}
		}
		var total float32
		for b := range k {
			total += float32(x.ahead[last*k+b] * x.behind[last*k+b])
		}
		if s.Score = min(1, float32(p*after)/total); !(s.Score >= 0) {
			s.Score = 0 // the sums vanished
		}
	}
}

func pick(yes bool, a, b int) int {
	if yes {
		return a
	}
	return b
}

// sums runs the forward sums (ahead) and backward sums (behind). emit is scaled
// at each token so that ahead adds up to one; behind uses the same scale.
func (n *NameNet) sums(x *NameState, count int) {
	k, cols := n.Tags(), n.Out.Cols
	power := grow(&x.stepPower, (k+1)*k)
	for a := range k + 1 {
		for b := range k {
			power[a*k+b] = 0
			if n.MayFollow(a, b) {
				power[a*k+b] = exp32(n.Step.Data[a*k+b])
			}
		}
	}
	emit := grow(&x.emit, count*k)
	ahead, behind := grow(&x.ahead, count*k), grow(&x.behind, count*k)
	for t := range count {
		row := x.Logits[(t+1)*cols:][:k]
		top := row[argmax(row)]
		var total float32
		for b := range k {
			emit[t*k+b] = exp32(row[b] - top)
			sum := power[k*k+b]
			if t > 0 {
				sum = 0
				for a := range k {
					sum += float32(ahead[(t-1)*k+a] * power[a*k+b])
				}
			}
			ahead[t*k+b] = float32(sum * emit[t*k+b])
			total += ahead[t*k+b]
		}
		for b := range k {
			ahead[t*k+b] /= total
			emit[t*k+b] /= total
		}
	}
	for b := range k {
		behind[(count-1)*k+b] = 1
	}
	for t := count - 2; t >= 0; t-- {
		for a := range k {
			var sum float32
			for b := range k {
				sum += float32(power[a*k+b] * float32(emit[(t+1)*k+b]*behind[(t+1)*k+b]))
			}
			behind[t*k+a] = sum
		}
	}
}
