package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/neural"
)

// Options steer a run. Threads changes the speed, never the result.
type Options struct {
	Seed    uint64
	Epochs  int
	Batch   int     // sentences a step
	Rate    float64 // highest step size of Adam
	Threads int

	Embed, Width, Layers, Arc, Label int // sizes; multiples of 16
	Words                            int // words with an embedding of their own at most; 0 for no limit

	Start []byte // weight file to go on from, whose sizes then hold; nil to begin at random

	Log      io.Writer                             // progress, one line an epoch; nil for none
	Snapshot func(epoch int, weights []byte) error // called after each epoch; nil for none
	Extra    map[string][]byte                     // further sections of the weight file
	Save     func(state []byte) error              // called after each epoch with what Resume takes; nil for none
	Resume   []byte                                // the state to go on from; nil starts anew
}

// Defaults is the setting that the shipped weights were trained with.
func Defaults() Options {
	return Options{
		Seed: 1, Epochs: 12, Batch: 32, Rate: 2e-3, Threads: 2,
		Embed: 160, Width: 288, Layers: 4, Arc: 112, Label: 96, Words: 12_200,
	}
}

// hashedRows are those of neural.DefaultHashed with fewer for the last four
// letters, in favour of wider layers in a file of the same size.
var hashedRows = [...]int{512, 1024, 4096, 6144, 4096, 8192}

// shardCount is the fixed number of parts of a batch; at most as many threads
// work at a time.
const shardCount = 16

// warmSteps is the number of steps over which the rate rises from zero; short
// runs use a tenth of their steps.
const warmSteps = 400

// Run trains on sentences with gold tags and trees and returns a weight file. A
// run that was cut off and resumed gives the bytes of one that was not; a state of
// other data or settings is ErrOtherRun.
func Run(ctx context.Context, sentences []nlp.Sentence, opt Options) ([]byte, error) {
	data := load(sentences, opt.Words)
	if len(data.examples) == 0 {
		return nil, errors.New("train: no sentences to train on")
	}
	net, err := begin(data, opt)
	if err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	for i := range data.examples {
		e := &data.examples[i]
		for _, form := range e.forms {
			e.rows = append(e.rows, net.FormRows(form))
		}
	}
	r := newRunner(net, data, opt)
	done := 0
	if opt.Resume != nil {
		var err error
		if done, err = r.restore(opt.Resume); err != nil {
			return nil, fmt.Errorf("train: %w", err)
		}
	}
	for epoch := done + 1; epoch <= opt.Epochs; epoch++ {
		start := time.Now()
		loss, err := r.epoch(ctx, epoch)
		if err != nil {
			return nil, err
		}
		if opt.Log != nil {
			fmt.Fprintf(opt.Log, "epoch %d/%d: loss %.4f a token, %.0f s\n", epoch, opt.Epochs, loss, time.Since(start).Seconds())
		}
		if opt.Save != nil {
			if err := opt.Save(r.save(epoch)); err != nil {
				return nil, err
			}
		}
		if opt.Snapshot == nil {
			continue
		}
		weights, err := net.Write(opt.Extra)
		if err != nil {
			return nil, err
		}
		if err := opt.Snapshot(epoch, weights); err != nil {
			return nil, err
		}
	}
	return net.Write(opt.Extra)
}

// begin makes the network that a run starts with.
func begin(data *dataset, opt Options) (*neural.Network, error) {
	if opt.Start != nil {
		return warm(opt.Start, data, opt.Seed)
	}
	return fresh(neural.Config{
		Embed: opt.Embed, Width: opt.Width, Layers: opt.Layers, Arc: opt.Arc, Label: opt.Label,
		Words: len(data.vocab), Tags: data.tags, Labels: data.labels, Hashed: hashedRows,
	}, data.vocab, opt.Seed), nil
}

// runner holds the moving parts of a run.
type runner struct {
	net     *neural.Network
	data    *dataset
	opt     Options
	turned  *weights
	workers []*worker
	adam    *adam
	params  []*neural.Param
	grads   [][]*neural.Param // per parameter, one for each worker
	total   int               // steps of the whole run
}

func newRunner(net *neural.Network, data *dataset, opt Options) *runner {
	r := &runner{net: net, data: data, opt: opt, turned: newWeights(net), adam: newAdam(net), params: net.Params()}
	for range shardCount {
		r.workers = append(r.workers, newWorker(net, r.turned))
	}
	r.grads = make([][]*neural.Param, len(r.params))
	for _, w := range r.workers {
		for i, p := range w.grad.Params() {
			r.grads[i] = append(r.grads[i], p)
		}
	}
	r.total = opt.Epochs * ((len(data.examples) + opt.Batch - 1) / opt.Batch)
	return r
}

// epoch goes once over the data in a fresh order and returns the mean loss.
func (r *runner) epoch(ctx context.Context, epoch int) (float64, error) {
	rng := random(r.opt.Seed<<32 + uint64(epoch))
	order := rng.order(len(r.data.examples))
	var loss float64
	tokens := 0
	for from := 0; from < len(order); from += r.opt.Batch {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		var batch []example
		for _, i := range order[from:min(from+r.opt.Batch, len(order))] {
			e := r.data.variant(i, r.net, &rng)
			batch = append(batch, e)
			tokens += len(e.forms)
		}
		loss += r.step(batch, rng.next())
	}
	return loss / float64(tokens), nil
}

// step trains on one batch and returns the sum of its losses.
func (r *runner) step(batch []example, seed uint64) float64 {
	shards, tokens := split(batch)
	scale := 1 / float32(tokens)
	r.each(len(r.params), func(i int) {
		if p := r.params[i]; p.Rows > 2 {
			r.turned.turn(p)
		}
	})
	r.each(shardCount, func(i int) {
		r.workers[i].rng = random(seed + uint64(i)*0x9e3779b9)
		r.workers[i].run(shards[i], r.data.dropWord, scale)
	})
	r.adam.begin()
	var loss float64
	for _, w := range r.workers {
		r.adam.gather(w, r.net.Embed)
		loss += w.loss
	}
	rate := waves(r.opt.Rate, r.adam.step, r.total)
	touched, parts := len(r.adam.table.touched), 2*r.opt.Threads
	r.each(len(r.params)+parts, func(i int) {
		if i < len(r.params) {
			r.adam.dense(r.params[i], r.grads[i], rate)
			return
		}
		i -= len(r.params)
		r.adam.rows(r.net, touched*i/parts, touched*(i+1)/parts, rate)
	})
	return loss
}

// split deals a batch into shards of about equal length, always the same way.
func split(batch []example) (shards [shardCount][]example, tokens int) {
	var load [shardCount]int
	for _, e := range batch {
		least := 0
		for i := range load {
			if load[i] < load[least] {
				least = i
			}
		}
		shards[least] = append(shards[least], e)
		load[least] += len(e.forms)
		tokens += len(e.forms)
	}
	return shards, tokens
}

// each calls f for 0..n-1 on the run's threads and waits.
func (r *runner) each(n int, f func(i int)) {
	var group sync.WaitGroup
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	for range max(1, min(r.opt.Threads, n)) {
		group.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	group.Wait()
}
