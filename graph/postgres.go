package graph

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cayleygraph/cayley/graph"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/entente-kg/entente/schema"
)

const (
	// Connections of a store at most, unless the DSN says pool_max_conns. A
	// loop over rows holds one, and so does each loop within it.
	postgresConns = 32

	// How long a write is tried again after the server went away.
	postgresRetry = 10 * time.Second

	// How long opening waits for the server to answer, unless the DSN says
	// connect_timeout.
	postgresWait = 10 * time.Second
)

// postgresEngine keeps the quads in a PostgreSQL database, in the tables of
// Cayley's own SQL backend and with one index more, by label.
//
// Cayley's store object reads through whatever connection is free, so that one
// query sees several states of the store; looks values up one by one; and does
// not tell an unknown node. Therefore each view and each update is a
// transaction on one connection, with an object of our own over it, and of
// Cayley's only the planner and the encoding are used.
type postgresEngine struct {
	name  string // the DSN without its password
	pool  *pgxpool.Pool
	retry time.Duration
	added atomic.Int64 // quads since the tables were last analysed
}

func isPostgres(dsn string) bool {
	kind, _, ok := strings.Cut(dsn, "://")
	return ok && (kind == "postgres" || kind == "postgresql")
}

// Redacted is a DSN without the password that it may hold, to be shown.
func Redacted(dsn string) string {
	if !isPostgres(dsn) {
		return dsn
	}
	u, err := url.Parse(dsn)
	if err != nil {
		kind, _, _ := strings.Cut(dsn, "://")
		return kind + "://…"
	}
	q := u.Query()
	for key := range q {
		if strings.Contains(strings.ToLower(key), "password") {
			q.Set(key, "xxxxx")
		}
	}
	u.RawQuery = q.Encode()
	return u.Redacted()
}

func openPostgres(ctx context.Context, dsn string, opts Options) (*postgresEngine, error) {
	e := &postgresEngine{name: Redacted(dsn), retry: postgresRetry}
	if opts.retry > 0 {
		e.retry = opts.retry
	}
	config, err := postgresConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: it does not parse", e.name, ErrBadDSN) // the driver's words may hold the password
	}
	if e.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, e.told(ctx, err)
	}
	if err := e.begin(ctx, opts); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

func postgresConfig(dsn string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(dsn, "pool_max_conns=") {
		config.MaxConns = postgresConns
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = postgresWait
	}
	// No prepared statements: each query of a path is another text, and
	// connection poolers do not like them.
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.ConnConfig.OnNotice = func(*pgconn.PgConn, *pgconn.Notice) {}
	config.ConnConfig.BuildContextWatcherHandler = func(c *pgconn.PgConn) pgconnWatcher {
		// The server is told to stop; a connection that does not answer to
		// that is given up.
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: 2 * time.Second}
	}
	return config, nil
}

// begin makes the tables of a new store, or sees whether an old one has them.
func (e *postgresEngine) begin(ctx context.Context, opts Options) error {
	create := opts.Create && !opts.ReadOnly
	return e.again(ctx, create, func() error {
		conn, err := e.pool.Acquire(ctx)
		if err != nil {
			return err
		}
		defer conn.Release()
		there, err := hasTables(ctx, conn.Conn())
		switch {
		case err != nil || there:
			return err
		case !create:
			return fmt.Errorf("no store at %s, the database has no tables of Cayley's: %w; load something into it first", e.name, ErrNotFound)
		}
		return createTables(ctx, conn.Conn())
	})
}

func (e *postgresEngine) view(ctx context.Context) (view, error) {
	conn, err := e.pool.Acquire(ctx)
	if err != nil {
		return view{}, e.told(ctx, err)
	}
	done := func() {
		rollback(conn.Conn())
		conn.Release()
	}
	// The second statement takes the snapshot.
	if err := simple(ctx, conn.Conn(), "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1"); err != nil {
		done()
		return view{}, e.told(ctx, err)
	}
	qs := e.quads(ctx, conn.Conn())
	return view{qs: qs, labels: qs.labels, check: qs.check, done: done}, nil
}

func (e *postgresEngine) quads(ctx context.Context, conn *pgx.Conn) *pgQuads {
	return &pgQuads{
		ctx: ctx, conn: conn, told: e.told, plan: newPlanner(),
		values: map[graph.ValueHash]quad.Value{}, unnamed: map[graph.ValueHash]bool{}, sizes: map[string]int64{},
	}
}

// newPlanner is the part of Cayley's SQL backend that makes joins of paths.
func newPlanner() *csql.Optimizer { return csql.NewOptimizer() }

// update runs write in a transaction, and again in another one where the server
// went away or another program was in its way. What write did may then have
// been kept the first time already, and is not there to be done any more.
func (e *postgresEngine) update(ctx context.Context, write func(graph.QuadStore) (bool, error)) error {
	return e.again(ctx, true, func() error { return e.updateOnce(ctx, write) })
}

func (e *postgresEngine) updateOnce(ctx context.Context, write func(graph.QuadStore) (bool, error)) error {
	conn, err := e.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	defer rollback(conn.Conn()) // does nothing after a commit
	if err := simple(ctx, conn.Conn(), "BEGIN ISOLATION LEVEL READ COMMITTED"); err != nil {
		return err
	}
	if err := takeTurn(ctx, conn.Conn()); err != nil {
		return err
	}
	qs := e.quads(ctx, conn.Conn())
	changed, err := write(qs)
	if err != nil || !changed {
		return err
	}
	if err := simple(ctx, conn.Conn(), "COMMIT"); err != nil {
		return err
	}
	if e.added.Add(qs.added) >= analysedEvery {
		e.analyse(ctx, conn.Conn())
	}
	return nil
}

// The server plans a query by what it knows of the tables, and learns of large
// changes a minute late. So a store tells it to look: after so many quads, and
// when it is closed after more than a few.
const (
	analysedEvery   = 200_000
	analysedAtClose = 1_000
)

func (e *postgresEngine) analyse(ctx context.Context, conn *pgx.Conn) {
	e.added.Store(0)
	_ = simple(ctx, conn, "ANALYZE nodes, quads") // without it, queries may be slow until the server looks by itself
}

// takeTurn waits for the program that is writing to this store, if any, until
// its transaction ends: what a put finds there must not change before it is
// done. The lock is that of a row that every store has once it is marked.
func takeTurn(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SELECT 1 FROM nodes WHERE hash = $1 FOR UPDATE", csql.HashOf(schema.GraphMeta).SQLValue())
	return err
}

func (e *postgresEngine) exclusive() bool { return false }

func (e *postgresEngine) close() error {
	defer e.pool.Close()
	if e.added.Load() < analysedAtClose {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if conn, err := e.pool.Acquire(ctx); err == nil {
		e.analyse(ctx, conn.Conn())
		conn.Release()
	}
	return nil
}

// again calls do until it works, fails for good, or a bounded time is over.
// Patient says that a server which is away may come back.
func (e *postgresEngine) again(ctx context.Context, patient bool, do func() error) error {
	begun, pause := time.Now(), 20*time.Millisecond
	for tries := 1; ; tries++ {
		err := do()
		switch kind := kindOf(err); {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case kind == pgOther, kind == pgTwice && tries >= 3, kind == pgAway && (!patient || tries == 1 && !e.known()):
			return e.told(ctx, err)
		case time.Since(begun) > e.retry:
			return fmt.Errorf("given up after %d tries in %s: %w", tries, time.Since(begun).Round(time.Second), e.told(ctx, err))
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(pause/2 + rand.N(pause)):
		}
		pause = min(2*pause, time.Second)
	}
}

// known says whether the server has ever answered this store.
func (e *postgresEngine) known() bool { return e.pool.Stat().NewConnsCount() > 0 }

func simple(ctx context.Context, conn *pgx.Conn, sql string) error {
	return conn.PgConn().Exec(ctx, sql).Close()
}

func rollback(conn *pgx.Conn) {
	if conn.IsClosed() || conn.PgConn().TxStatus() == 'I' {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = simple(ctx, conn, "ROLLBACK") // a connection that is broken rolls back too
}
