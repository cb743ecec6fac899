package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"github.com/entente-kg/entente/nlp/internal/neural"
)

// RoledSentence is a sentence with what its words and phrases are, for training a
// roles head: token forms as the encoder is to see them, and words of which each
// class has a share.
type RoledSentence struct {
	Forms []string
	Words []RoledWord
}

// RoledWord is a word with the shares of its classes, which add up to 1, by the
// number of the class, and what the phrases of the sentence are to it if it is of
// class As.
type RoledWord struct {
	At      int
	Classes map[int]float32
	As      int
	Phrases []RoledPhrase // none where it is not told
}

// RoledPhrase is the phrase of a token with the shares of its roles, which add up
// to 1.
type RoledPhrase struct {
	At    int
	Roles []float32
}

// RoleOptions steer the training of a roles head.
type RoleOptions struct {
	Seed        uint64
	Epochs      int
	Batch       int // sentences a step
	Rate        float64
	Embed       int // width of the own embeddings
	Width, Pair int // of the hidden layers
	Classes     []string
	Roles       []string
	Threads     int       // no influence on the result
	Log         io.Writer // progress, nil for none
}

// RoleDefaults is the setting that the shipped roles head was trained with, but
// for its classes and roles.
func RoleDefaults() RoleOptions {
	return RoleOptions{Seed: 1, Epochs: 8, Batch: 96, Rate: 2e-3, Embed: 32, Width: 144, Pair: 64, Threads: 1}
}

// phraseWeight is the weight of a phrase's loss beside that of a word.
const phraseWeight = 0.5

// Roles trains a roles head on the encoder of a weight file and returns the head's
// own weight file.
func Roles(ctx context.Context, weights []byte, sentences []RoledSentence, opt RoleOptions) ([]byte, error) {
	net, _, err := neural.Read(weights)
	if err != nil {
		return nil, err
	}
	r := newRoleRun(net, sentences, opt)
	if len(r.data) == 0 {
		return nil, errors.New("train: no sentences with roles to train on")
	}
	for epoch := 1; epoch <= opt.Epochs; epoch++ {
		start := time.Now()
		loss, err := r.epoch(ctx, epoch)
		if err != nil {
			return nil, err
		}
		if opt.Log != nil {
			fmt.Fprintf(opt.Log, "roles, epoch %d/%d: loss %.4f a sentence, %.0f s\n", epoch, opt.Epochs, loss, time.Since(start).Seconds())
		}
	}
	return r.net.Write()
}

// roleRun holds the moving parts of training a roles head.
type roleRun struct {
	net     *neural.RoleNet
	params  []*neural.Param
	grads   [][]*neural.Param // of each worker
	workers [shardCount]*roleWorker
	crowns  []*crownWork
	adam    crownAdam
	data    []RoledSentence
	opt     RoleOptions
	total   int
}

func newRoleRun(encoder *neural.Network, sentences []RoledSentence, opt RoleOptions) *roleRun {
	c := neural.RoleConfig{CrownConfig: neural.CrownConfig{Encoder: encoder.Width, Embed: opt.Embed, Width: opt.Width}, Pair: opt.Pair, Classes: opt.Classes, Roles: opt.Roles, Below: encoder.Mark()}
	r := &roleRun{net: neural.NewRoles(c), opt: opt}
	r.params = r.net.Params()
	freshCrown(&r.net.Crown, r.params, opt.Seed)
	for i := range r.workers {
		w := newRoleWorker(encoder, r.net, neural.NewRoles(c))
		r.workers[i], r.crowns, r.grads = w, append(r.crowns, &w.crownWork), append(r.grads, w.grads.Params())
	}
	r.adam = newCrownAdam(&r.net.Crown, r.params)
	for _, s := range sentences {
		if len(s.Words) > 0 && len(s.Forms) <= neural.MaxWords {
			r.data = append(r.data, s)
		}
	}
	r.total = opt.Epochs * ((len(r.data) + opt.Batch - 1) / opt.Batch)
	return r
}

// epoch goes once over the data in a fresh order and returns the mean loss.
func (r *roleRun) epoch(ctx context.Context, epoch int) (float64, error) {
	rng := random(r.opt.Seed<<32 + 0x2000 + uint64(epoch))
	order := rng.order(len(r.data))
	var loss float64
	for from := 0; from < len(order); from += r.opt.Batch {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		loss += r.step(order[from:min(from+r.opt.Batch, len(order))], rng.next())
	}
	return loss / float64(len(r.data)), nil
}

// step trains on one batch and returns the sum of its losses.
func (r *roleRun) step(batch []int, seed uint64) float64 {
	threads := make(chan struct{}, max(1, r.opt.Threads))
	var group sync.WaitGroup
	for k, w := range r.workers {
		group.Go(func() {
			threads <- struct{}{}
			defer func() { <-threads }()
			w.rng = random(seed + uint64(k)*0x9e3779b9)
			var shard []*RoledSentence
			for i := k; i < len(batch); i += shardCount {
				shard = append(shard, &r.data[batch[i]])
			}
			w.loss = w.run(shard, 1/float32(len(batch)))
		})
	}
	group.Wait()
	var loss float64
	for _, w := range r.workers {
		loss += w.loss
	}
	r.adam.update(&r.net.Crown, r.params, r.grads, r.crowns, waves(r.opt.Rate, r.adam.step+1, r.total))
	return loss
}

// roleWorker computes the gradients of one shard.
type roleWorker struct {
	encoder    *neural.Network
	net, grads *neural.RoleNet
	nodes      neural.State
	roles      neural.RoleState
	loss       float64
	crownWork
}

func newRoleWorker(encoder *neural.Network, net, grads *neural.RoleNet) *roleWorker {
	w := &roleWorker{encoder: encoder, net: net, grads: grads}
	w.crownWork = newCrownWork(&net.Crown, &grads.Crown, &w.nodes, &w.roles.CrownState)
	w.roles.Drop = w.drop
	return w
}

// run adds the gradients of the sentences' losses, each times scale, and returns the
// sum of the losses.
func (w *roleWorker) run(shard []*RoledSentence, scale float32) float64 {
	if len(shard) == 0 {
		w.roles.Rows = w.roles.Rows[:0]
		return 0
	}
	forms := make([][]string, len(shard))
	for i, s := range shard {
		forms[i] = s.Forms
	}
	w.encoder.SetSentences(&w.nodes, forms...)
	w.encoder.Encode(&w.nodes)
	w.roles.SetRows(forms...)
	for i := range w.roles.Rows {
		if w.rng.unit() < dropCrownWord {
			w.roles.Rows[i][0], w.roles.Rows[i][1] = -1, -1
		}
	}
	w.net.Forward(w.encoder, &w.nodes, &w.roles)
	logits := w.scratch("logits", len(w.roles.Logits))
	words, phrases := w.scratch("words", len(w.roles.Words)), w.scratch("phrases", len(w.roles.Phrase))
	var loss float64
	for i, s := range shard {
		root := w.nodes.Bounds[i]
		for j := range s.Words {
			loss += w.word(&s.Words[j], root, logits, words, phrases, scale)
		}
	}
	top := w.scratch("top", w.nodes.Nodes*w.net.Width)
	w.linear(&w.net.Out, &w.grads.Out, &w.grads.OutBias, w.roles.Top, logits, top)
	w.linear(&w.net.Word, &w.grads.Word, nil, w.roles.Top, words, top)
	w.linear(&w.net.Phrase, &w.grads.Phrase, nil, w.roles.Top, phrases, top)
	w.backward(top)
	return loss
}

// word adds the gradients of one word and its phrases and returns their loss.
func (w *roleWorker) word(of *RoledWord, root int, logits, words, phrases []float32, scale float32) float64 {
	cols, at := w.net.Out.Cols, root+1+of.At
	d := logits[at*cols:][:len(w.net.Classes)]
	copy(d, w.roles.Logits[at*cols:])
	loss := shares(d, func(c int) float32 { return of.Classes[c] }, scale)
	for _, ph := range of.Phrases {
		loss += phraseWeight * w.phrase(at, root+1+ph.At, of.As, ph.Roles, words, phrases, scale*phraseWeight)
	}
	return loss
}

// phrase adds the gradients of the phrase at node b to the word at node a and returns
// its loss.
func (w *roleWorker) phrase(a, b, class int, roles []float32, words, phrases []float32, scale float32) float64 {
	n, g, k := w.net, w.grads, w.net.Pair
	hidden := w.scratch("pair", k)
	n.PairHidden(hidden, w.roles.Words, w.roles.Phrase, a, b, class)
	cols := n.Role.Cols
	d := w.scratch("role", len(n.Roles))
	copy(d, n.RoleBias.Data)
	for j, h := range hidden {
		for r := range d {
			d[r] += h * n.Role.Data[j*cols+r]
		}
	}
	loss := shares(d, func(r int) float32 { return roles[r] }, scale)
	addColumns(g.RoleBias.Data[:len(d)], d)
	far := neural.Distance(a, b)
	word, phrase := words[a*k:][:k], phrases[b*k:][:k]
	kind, away := g.Class.Data[class*k:][:k], g.Far.Data[far*k:][:k]
	for j, h := range hidden {
		if h <= 0 {
			continue
		}
		var down float32
		for r, v := range d {
			g.Role.Data[j*cols+r] += h * v
			down += v * n.Role.Data[j*cols+r]
		}
		word[j] += down
		phrase[j] += down
		kind[j] += down
		away[j] += down
		g.PairBias.Data[j] += down
	}
	return loss
}

// shares turns logits into the gradient of the cross entropy with the shares of the
// classes, times scale, and returns the loss.
func shares(logits []float32, share func(int) float32, scale float32) float64 {
	var loss float64
	for c, v := range logits {
		loss -= float64(share(c)) * float64(v)
	}
	top, total := neural.SoftmaxInPlace(logits)
	loss += float64(top) + math.Log(float64(total))
	for c := range logits {
		logits[c] = scale * (logits[c] - share(c))
	}
	return loss
}
