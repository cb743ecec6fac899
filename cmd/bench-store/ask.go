package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
)

// asker asks one question and gives how many rows came, at most limit.
type asker func(ctx context.Context, text string, limit int) (rows int, err error)

const (
	firstRows = 100
	patience  = 10 * time.Second // with one answer; the question is not asked again then
	budget    = 12 * time.Second // for one question; it is asked no more rounds then
)

// timing is what came of one question.
type timing struct {
	Name       string
	Aggregate  bool
	Cold, Warm []float64 // ms, sorted
	Rows       int       // of all rounds
	Err        string    // why it was given up
}

// askAll asks each of the ten questions in every round, once cold and three
// times warm.
func askAll(ctx context.Context, ask asker, articles int) []timing {
	var out []timing
	for _, q := range questions {
		limit := firstRows
		if q.aggregate {
			limit = 0
		}
		t := timeRounds(ctx, func(ctx context.Context, round int) (int, error) {
			return ask(ctx, asked(q.gizmo, round, articles, `"`), limit)
		})
		t.Name, t.Aggregate = q.name, q.aggregate
		out = append(out, t)
	}
	return out
}

// timeRounds asks one question in every round, once cold and three times warm.
func timeRounds(ctx context.Context, ask func(ctx context.Context, round int) (rows int, err error)) (t timing) {
	started := time.Now()
	for round := 0; round < rounds && t.Err == "" && time.Since(started) < budget; round++ {
		for again := range 4 {
			begun := time.Now()
			limited, cancel := context.WithTimeout(ctx, patience)
			n, err := ask(limited, round)
			took := ms(begun)
			if err != nil {
				t.Err = err.Error()
				if limited.Err() != nil {
					t.Err = fmt.Sprintf("> %v", patience)
				}
			}
			cancel()
			if err != nil {
				break
			}
			if again == 0 {
				t.Cold = append(t.Cold, took)
				t.Rows += n
			} else {
				t.Warm = append(t.Warm, took)
			}
		}
	}
	slices.Sort(t.Cold)
	slices.Sort(t.Warm)
	return t
}

// askStore asks an open store.
func askStore(s *graph.Store) asker {
	return func(ctx context.Context, text string, limit int) (n int, err error) {
		for _, err := range s.Gizmo(ctx, text, limit) {
			if errors.Is(err, graph.ErrTruncated) {
				break
			}
			if err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}
}

// askServer asks a stock Cayley server.
func askServer(address string) asker {
	return func(ctx context.Context, text string, limit int) (int, error) {
		if limit == 0 {
			limit = -1 // all
		}
		url := fmt.Sprintf("http://%s/api/v1/query/gizmo?limit=%d", address, limit)
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(text))
		if err != nil {
			return 0, err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return 0, err
		}
		defer resp.Body.Close()
		var answer struct {
			Result []any
			Error  string
		}
		if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
			return 0, err
		}
		if answer.Error != "" {
			return 0, errors.New(answer.Error)
		}
		return len(answer.Result), nil
	}
}
