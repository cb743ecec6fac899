package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
	"github.com/entente-kg/entente/server"
	"github.com/entente-kg/entente/server/console"
)

// Environment variables for what should not stand on a command line, where
// every user of the machine can read it.
const (
	readTokenEnv  = "ENTENTE_READ_TOKEN"
	writeTokenEnv = "ENTENTE_WRITE_TOKEN"
)

// tokenBytes is the shortest token that is taken.
const tokenBytes = 16

type serveOptions struct {
	db                    dbFlag
	addr                  string
	write                 bool
	readToken, writeToken string
	folder                string
	timeout               time.Duration
	memory                int
	limit, maxRows        int
	maxQuads, maxBody     int
	atOnce                int
	log                   bool
}

func newServe(a *app) *cobra.Command {
	o := &serveOptions{}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve Cayley's web console, its REST interface and the saved queries",
		Long: `Serve answers on http://127.0.0.1:64210/: Cayley's web console, Cayley's REST
interface (/api/v1, /api/v2) and the saved queries (/ask/NAME?param=value), for
this machine alone and for reading alone unless told otherwise. It ends with
Ctrl-C.

On any other address it wants a token for reading, and with --write another for
writing: ` + readTokenEnv + ` and ` + writeTokenEnv + `, or the flags. Clients send
it as a bearer token, browsers ask for it as a password. It speaks plain HTTP:
put a proxy with TLS in front where others could listen.

Free queries run in processes of their own, with limits of time and memory. The
store is opened for each request, so that entente load can run beside it.`,
		Example: "  entente serve\n  entente serve --write --log\n  " + readTokenEnv + "=… entente serve --addr :64210",
		Args:    cobra.NoArgs,
	}
	o.db.add(c)
	f := c.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:64210", "the address to listen on; port 0 takes a free one")
	f.BoolVar(&o.write, "write", false, "let requests change the store")
	f.StringVar(&o.readToken, "read-token", "", "the token that reading takes (default: "+readTokenEnv+")")
	f.StringVar(&o.writeToken, "write-token", "", "the token that writing takes (default: "+writeTokenEnv+")")
	f.StringVar(&o.folder, "queries", "", "a folder of your own queries, besides those built in")
	f.DurationVar(&o.timeout, "timeout", 30*time.Second, "stop a query after this time")
	f.IntVar(&o.memory, "memory", 512, "stop a free query when it takes so many MiB")
	f.IntVar(&o.limit, "limit", 1000, "rows of a free query that names no limit")
	f.IntVar(&o.maxRows, "max-rows", 10_000, "rows of any query at most")
	f.IntVar(&o.maxQuads, "max-quads", 100_000, "quads of one reading at most")
	f.IntVar(&o.maxBody, "max-body", 16, "MiB of a body that writes at most, unpacked")
	f.IntVar(&o.atOnce, "at-once", 4, "queries that run at the same time at most")
	f.BoolVar(&o.log, "log", false, "write a line a request to standard error")
	return a.command(c, func(ctx context.Context, _ []string) error { return runServe(ctx, a, o) })
}

func runServe(ctx context.Context, a *app, o *serveOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	dsn, err := o.db.resolve()
	if err != nil {
		return err
	}
	if strings.HasPrefix(dsn, "mem:") {
		return usageHint(errors.New("a mem: store lives in one process and begins empty"), "load into a store in a folder and serve that")
	}
	store := newWebStore(dsn)
	if err := store.read(ctx, func(*graph.Store) error { return nil }); err != nil {
		return err
	}
	handler, err := o.handler(a, store)
	if errors.Is(err, console.ErrMissing) {
		return withHint(err, "the released program and go install have them")
	}
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return withHint(err, "is another server running there? --addr 127.0.0.1:0 takes a free port")
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	a.note("serving %s at http://%s/ (%s); Ctrl-C ends it", dsn, listener.Addr(), o.mode())
	if err := server.Serve(ctx, listener, handler, o.timeout); err != nil {
		return err
	}
	a.note("stopped")
	return nil
}

func (o *serveOptions) handler(a *app, store *webStore) (*server.Server, error) {
	ask := askOptions{folder: o.folder}
	set, err := ask.catalogue()
	if err != nil {
		return nil, err
	}
	names, err := builtinNames()
	if err != nil {
		return nil, err
	}
	c := server.Config{
		Queries: set, Names: names, Asker: queries.Runner(store), Reader: store,
		Querier:   childQuerier{store, o.timeout, o.memory},
		ReadToken: o.readToken, WriteToken: o.writeToken,
		Limits: server.Limits{
			Body: int64(o.maxBody) << 20, Rows: min(o.limit, o.maxRows), MaxRows: o.maxRows,
			Quads: o.maxQuads, Time: o.timeout, AtOnce: o.atOnce,
		},
	}
	if o.write {
		c.Writer = store
	}
	if o.log {
		c.Log = a.errs
	}
	return server.New(c)
}

// check takes the tokens from the environment and says what does not go
// together.
func (o *serveOptions) check() error {
	o.readToken = cmp.Or(o.readToken, os.Getenv(readTokenEnv))
	o.writeToken = cmp.Or(o.writeToken, os.Getenv(writeTokenEnv))
	for _, n := range []int{o.memory, o.limit, o.maxRows, o.maxQuads, o.maxBody, o.atOnce, int(o.timeout)} {
		if n <= 0 {
			return usage(errors.New("limits, --timeout, --memory and --at-once take positive values"))
		}
	}
	if o.atOnce >= readers {
		return usage(fmt.Errorf("--at-once %d: at most %d", o.atOnce, readers-1))
	}
	for _, t := range []string{o.readToken, o.writeToken} {
		if t != "" && len(t) < tokenBytes {
			return usageHint(fmt.Errorf("a token is too short to be safe: at least %d characters", tokenBytes), "as in: "+readTokenEnv+"=$(head -c 24 /dev/urandom | base64)")
		}
	}
	if o.readToken != "" && o.readToken == o.writeToken {
		return usage(errors.New("the tokens for reading and for writing are the same"))
	}
	return o.checkOpen()
}

// checkOpen asks for tokens where others can reach the server.
func (o *serveOptions) checkOpen() error {
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return usage(fmt.Errorf("--addr %q: %w", o.addr, err))
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	if o.readToken == "" {
		return usageHint(fmt.Errorf("--addr %s lets other machines in: that takes a token for reading", o.addr), "set "+readTokenEnv+", or serve on 127.0.0.1")
	}
	if o.write && o.writeToken == "" {
		return usageHint(fmt.Errorf("--addr %s with --write lets other machines write: that takes a token for writing", o.addr), "set "+writeTokenEnv+", or leave --write out")
	}
	return nil
}

func (o *serveOptions) mode() string {
	if o.write {
		return "reading and writing"
	}
	return "read-only"
}
