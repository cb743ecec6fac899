package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/entente-kg/entente/graph"
)

// digest is a hash over the N-Quads of a store, graph after graph and sorted in
// each: the same for the same quads, whatever the way they came in.
func digest(ctx context.Context, s *graph.Store) (string, error) {
	sum := sha256.New()
	for label, err := range s.Labels(ctx, "") {
		if err != nil {
			return "", err
		}
		for q, err := range s.Graph(ctx, label) {
			if err != nil {
				return "", err
			}
			fmt.Fprintln(sum, q.NQuad())
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
