package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"github.com/entente-kg/entente/internal/testkit/postgres"
)

// measurePostgres measures a store in a PostgreSQL server: the one that
// ENTENTE_BENCH_POSTGRES names, with an empty database for it, or else one of
// our own, which waits for the disk as a server does that holds data to keep.
func measurePostgres(ctx context.Context, b *bench) (r result, err error) {
	dsn := os.Getenv("ENTENTE_BENCH_POSTGRES")
	if dsn == "" {
		server, err := postgres.StartDurable()
		if errors.Is(err, exec.ErrNotFound) {
			return r, errors.New("left out: there is no PostgreSQL")
		}
		if err != nil {
			return r, err
		}
		defer server.Stop()
		dsn = server.DSN("postgres")
	}
	program, err := b.buildEntente(ctx)
	if err != nil {
		return r, err
	}
	if err := timed(ctx, &r, program, "load", "--from", "nquads", "--db", dsn, b.file); err != nil {
		return r, err
	}
	var answers asking
	if err := b.task(ctx, &answers, "-task", "ask", "-db", dsn, "-articles", strconv.Itoa(b.articles)); err != nil {
		return r, fmt.Errorf("asking: %w", err)
	}
	r.openMS, r.answers, r.saved = answers.OpenMS, answers.Answers, answers.Saved
	return r, nil
}
