package train

import (
	"fmt"

	"github.com/entente-kg/entente/nlp/internal/neural"
)

// warm makes a network that goes on from the weights of a file: its sizes, tags and
// relations stay, and so do the embeddings of the words that the data has as well.
// Words that are new to it begin at random.
func warm(file []byte, data *dataset, seed uint64) (*neural.Network, error) {
	old, _, err := neural.Read(file)
	if err != nil {
		return nil, err
	}
	if err := data.rename(old.Tags, old.Labels); err != nil {
		return nil, err
	}
	c := old.Config
	c.Words = len(data.vocab)
	n := fresh(c, data.vocab, seed)
	from := old.Params()
	for i, p := range n.Params() {
		copy(p.Data, from[i].Data)
	}
	row := func(to, at int) {
		for i, v := range old.Table[at*c.Embed:][:c.Embed] {
			n.Float[to*c.Embed+i] = old.Scale[at] * float32(int8(v))
		}
	}
	for at := range neural.FirstWord {
		row(at, at)
	}
	for key, to := range data.vocab {
		if at, known := old.Vocab[key]; known {
			row(int(to), int(at))
		}
	}
	for at := neural.FirstWord + old.Words; at < old.TableRows(); at++ {
		row(at-old.Words+c.Words, at)
	}
	return n, nil
}

// rename puts the tags and relations of the data in the order of a network's and
// fails where it lacks one.
func (d *dataset) rename(tags, labels []string) error {
	tagOf, err := places(d.tags, tags)
	if err != nil {
		return fmt.Errorf("tag %w", err)
	}
	labelOf, err := places(d.labels, labels)
	if err != nil {
		return fmt.Errorf("relation %w", err)
	}
	for _, e := range d.examples {
		for i := range e.tags {
			e.tags[i], e.labels[i] = tagOf[e.tags[i]], labelOf[e.labels[i]]
		}
	}
	d.tags, d.labels = tags, labels
	return nil
}

// places gives for each name its place in a list.
func places(names, list []string) ([]int, error) {
	at := map[string]int{}
	for i, name := range list {
		at[name] = i
	}
	out := make([]int, len(names))
	for i, name := range names {
		place, known := at[name]
		if !known {
			return nil, fmt.Errorf("%q is unknown to the weights to start from", name)
		}
		out[i] = place
	}
	return out, nil
}
