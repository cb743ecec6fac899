package pebble

import (
	"bytes"
	"context"

	"github.com/cayleygraph/cayley/graph"
)

// byLabel is the order that has the label first.
const byLabel = 3

// Labels are the nodes that label any quad. It leaps from label to label.
func (q *Quads) Labels(ctx context.Context) (labels []graph.Ref, err error) {
	it, err := q.iterator()
	if err != nil {
		return nil, err
	}
	defer func() { err = join(err, q.giveBack(it)) }()
	region := []byte{keyQuad + byLabel}
	for id := uint64(1); ; id++ { // quads without a label are none of ours
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if !it.SeekGE(appendPrefix(nil, byLabel, 1, ends{label: id})) || !bytes.HasPrefix(it.Key(), region) {
			return labels, q.db.explain(it.Error())
		}
		e, ok := readQuadKey(it.Key(), byLabel)
		if !ok {
			return nil, badKey(it.Key())
		}
		id = e[label]
		labels = append(labels, Node(id))
	}
}
