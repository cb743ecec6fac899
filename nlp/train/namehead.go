package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/neural"
)

// NameLabels are the kinds of names that the head tells apart.
var nameLabels = []string{"PER", "LOC", "ORG"}

// NamedSentence is a sentence with its names, for training the names head.
// Sets tell apart what is labelled by other rules; 0 is the set whose rules the
// head is to follow, up to 6 others may lean on it.
type NamedSentence struct {
	Forms []string
	Names []nlp.Name // labels PER, LOC and ORG; others are left out
	Set   int
}

// NameOptions steer the training of the names head.
type NameOptions struct {
	Seed         uint64
	Epochs       int
	Batch        int // sentences a step
	Rate         float64
	Embed, Width int

	Gazetteer nlp.Gazetteer // nil for none
	Log       io.Writer     // progress, nil for none

	Snapshot func(epoch int, weights []byte) error // called after each epoch; nil for none
}

// NameDefaults is the setting that the shipped names head was trained with.
func NameDefaults() NameOptions {
	return NameOptions{Seed: 1, Epochs: 4, Batch: 32, Rate: 2e-3, Embed: 32, Width: 96}
}

// Dropout chance of the names head beside those of its crown, and chances of changes to a sentence.
const (
	dropGazetteer  = 0.30 // all marks of a sentence
	chanceNameLow  = 0.04 // small letters
	chanceNameHigh = 0.02 // capitals
)

// Names trains a names head on the encoder of a weight file and returns the file
// with that head; its other sections stay the same bytes.
func Names(ctx context.Context, weights []byte, sentences []NamedSentence, opt NameOptions) ([]byte, error) {
	net, _, err := neural.Read(weights)
	if err != nil {
		return nil, err
	}
	net.Plain()
	r := newNameRun(net, sentences, opt)
	if len(r.data) == 0 {
		return nil, errors.New("train: no sentences with names to train on")
	}
	var file []byte
	for epoch := 1; epoch <= opt.Epochs; epoch++ {
		start := time.Now()
		loss, err := r.epoch(ctx, epoch)
		if err != nil {
			return nil, err
		}
		if opt.Log != nil {
			fmt.Fprintf(opt.Log, "names, epoch %d/%d: loss %.4f a token, %.0f s\n", epoch, opt.Epochs, loss, time.Since(start).Seconds())
		}
		body, err := r.names.Write()
		if err != nil {
			return nil, err
		}
		if file, err = neural.WithExtra(weights, "names", body); err != nil {
			return nil, err
		}
		if opt.Snapshot != nil {
			if err := opt.Snapshot(epoch, file); err != nil {
				return nil, err
			}
		}
	}
	return file, nil
}

// namedExample is one training sentence in numbers.
type namedExample struct {
	forms []string
	tags  []int
	marks []nlp.Mark
	set   int

	first, last []float32 // what the encoder makes of it, once it was needed
}

func numberNames(s NamedSentence, g nlp.Gazetteer) namedExample {
	e := namedExample{forms: s.Forms, tags: make([]int, len(s.Forms)), marks: make([]nlp.Mark, len(s.Forms)), set: s.Set}
	for _, name := range s.Names {
		for i, label := range nameLabels {
			if name.Label != label {
				continue
			}
			for at := name.From; at < name.To; at++ {
				e.tags[at] = 2 + 2*i
			}
			e.tags[name.From] = 1 + 2*i
		}
	}
	if g != nil {
		g.Mark(e.forms, e.marks)
	}
	return e
}

// nameRun holds the moving parts of training a names head.
type nameRun struct {
	net   *neural.Network
	names *neural.NameNet
	grads *neural.NameNet
	data  []namedExample
	opt   NameOptions
	alone neural.State // of the encoder, one sentence
	state neural.State // of a batch: only the first and last states are filled
	head  neural.NameState
	crownWork
	chain chain
	adam  crownAdam
	total int
}

func newNameRun(net *neural.Network, sentences []NamedSentence, opt NameOptions) *nameRun {
	c := neural.NameConfig{CrownConfig: neural.CrownConfig{Encoder: net.Width, Embed: opt.Embed, Width: opt.Width}, Labels: nameLabels}
	r := &nameRun{net: net, names: neural.NewNames(c), grads: neural.NewNames(c), opt: opt}
	freshCrown(&r.names.Crown, r.names.Params(), opt.Seed)
	r.crownWork = newCrownWork(&r.names.Crown, &r.grads.Crown, &r.state, &r.head.CrownState)
	r.adam = newCrownAdam(&r.names.Crown, r.names.Params())
	r.head.Drop = r.drop
	for _, s := range sentences {
		if len(s.Forms) > 0 && len(s.Forms) <= neural.MaxWords {
			r.data = append(r.data, numberNames(s, opt.Gazetteer))
		}
	}
	r.total = opt.Epochs * ((len(r.data) + opt.Batch - 1) / opt.Batch)
	return r
}

func (r *nameRun) epoch(ctx context.Context, epoch int) (float64, error) {
	rng := random(r.opt.Seed<<32 + 0x1000 + uint64(epoch))
	order := rng.order(len(r.data))
	var loss float64
	tokens := 0
	for from := 0; from < len(order); from += r.opt.Batch {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		r.rng = random(rng.next())
		var batch []*namedExample
		for _, i := range order[from:min(from+r.opt.Batch, len(order))] {
			batch = append(batch, r.variant(&r.data[i]))
			tokens += len(r.data[i].forms)
		}
		loss += r.step(batch)
	}
	return loss / float64(tokens), nil
}

// variant sometimes changes the letter case of a sentence.
func (r *nameRun) variant(e *namedExample) *namedExample {
	var change func(string) string
	switch draw := r.rng.unit(); {
	case draw < chanceNameLow:
		change = strings.ToLower
	case draw < chanceNameLow+chanceNameHigh:
		change = strings.ToUpper
	default:
		return e
	}
	forms := make([]string, len(e.forms))
	for i, f := range e.forms {
		forms[i] = change(f)
	}
	out := &namedExample{forms: forms, tags: e.tags, marks: make([]nlp.Mark, len(forms)), set: e.set}
	if r.opt.Gazetteer != nil {
		r.opt.Gazetteer.Mark(forms, out.marks)
	}
	return out
}

// rows draws the embedding rows of a batch, with what is hidden left out.
func (r *nameRun) rows(batch []*namedExample) {
	r.head.Rows = r.head.Rows[:0]
	for _, e := range batch {
		r.head.Rows = append(r.head.Rows, neural.RootCrownRows())
		seen := r.rng.unit() >= dropGazetteer
		for i, form := range e.forms {
			var mark uint8
			if seen {
				mark = uint8(e.marks[i])
			}
			rows := neural.CrownFormRows(form, mark)
			if r.rng.unit() < dropCrownWord {
				rows[0], rows[1] = -1, -1
			}
			rows[len(rows)-1] = neural.NameSetRow(e.set)
			r.head.Rows = append(r.head.Rows, rows)
		}
	}
}

// encode lays the encoder's states of a batch together. The encoder does not
// change, so each sentence goes through it once.
func (r *nameRun) encode(batch []*namedExample) {
	s, top := &r.state, r.net.Layers
	if s.In == nil {
		s.In = make([][]float32, top+1)
	}
	s.Bounds, s.In[0], s.In[top] = append(s.Bounds[:0], 0), s.In[0][:0], s.In[top][:0]
	for _, e := range batch {
		if e.first == nil {
			r.net.SetSentences(&r.alone, e.forms)
			r.net.Encode(&r.alone)
			e.first, e.last = slices.Clone(r.alone.In[0]), slices.Clone(r.alone.In[top])
		}
		s.In[0], s.In[top] = append(s.In[0], e.first...), append(s.In[top], e.last...)
		s.Bounds = append(s.Bounds, s.Bounds[len(s.Bounds)-1]+len(e.forms)+1)
	}
	s.Nodes = s.Bounds[len(s.Bounds)-1]
}

// step trains on one batch and returns the sum of its losses.
func (r *nameRun) step(batch []*namedExample) float64 {
	tokens := 0
	for _, e := range batch {
		tokens += len(e.forms)
	}
	r.encode(batch)
	r.rows(batch)
	r.names.Forward(r.net, &r.state, &r.head)
	loss, cols := 0.0, r.names.Out.Cols
	scale := 1 / float32(tokens)
	for i, e := range batch {
		from := r.state.Bounds[i]
		clear(r.head.Logits[from*cols:][:cols])
		loss += r.chain.loss(r.names, r.head.Logits[(from+1)*cols:], e.tags, r.grads.Step.Data, scale)
	}
	r.fall()
	r.adam.update(&r.names.Crown, r.names.Params(), [][]*neural.Param{r.grads.Params()}, []*crownWork{&r.crownWork}, waves(r.opt.Rate, r.adam.step+1, r.total))
	return loss
}

// fall carries the gradient of the logits down to the embeddings.
func (r *nameRun) fall() {
	top := r.scratch("top", r.state.Nodes*r.names.Width)
	r.linear(&r.names.Out, &r.grads.Out, &r.grads.OutBias, r.head.Top, r.head.Logits, top)
	r.backward(top)
}
