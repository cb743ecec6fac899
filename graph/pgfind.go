package graph

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"
)

// pgFind finds quads round nodes, one end (%[1]s) of which are given and the
// other (%[2]s) asked for. DISTINCT lets the server look for one node after the
// other in an index: it knows too little of lists of nodes, and would read the
// whole table for some.
const pgFind = `
SELECT a.i - 1, q.predicate_hash, q.%[2]s_hash
FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS a (node, label, i), LATERAL (
	SELECT DISTINCT predicate_hash, %[2]s_hash FROM quads
	WHERE %[1]s_hash = a.node AND ($2::bytea[] IS NULL OR label_hash = a.label) AND ($3::bytea[] IS NULL OR predicate_hash = ANY($3))
) q`

// NodeOf gives the node of a value, stored or not.
func (q *pgQuads) NodeOf(v quad.Value) graph.Ref { return csql.NodeHash{ValueHash: graph.HashOf(v)} }

// Find asks for all quads in one statement.
func (q *pgQuads) Find(ctx context.Context, at quad.Direction, nodes, predicates, labels []graph.Ref, use func(i int, predicate, other graph.Ref)) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err != nil {
		return q.err
	}
	rows, err := q.conn.Query(ctx, fmt.Sprintf(pgFind, at, otherEnd(at)), pgx.QueryResultFormats{pgx.BinaryFormatCode}, refHashes(nodes), refHashes(labels), refHashes(predicates))
	if err != nil {
		return q.fail(ctx, err)
	}
	var i int
	var predicate, other []byte
	_, err = pgx.ForEachRow(rows, []any{&i, &predicate, &other}, func() error {
		use(i, csql.NodeHash{ValueHash: graph.ValueHash(predicate)}, csql.NodeHash{ValueHash: graph.ValueHash(other)})
		return nil
	})
	return q.fail(ctx, err)
}

// refHashes lists the hashes of nodes, nil for nil.
func refHashes(nodes []graph.Ref) [][]byte {
	if nodes == nil {
		return nil
	}
	out := make([][]byte, len(nodes))
	for i, ref := range nodes {
		if h, ok := hashOf(ref); ok {
			out[i] = h[:]
		}
	}
	return out
}
