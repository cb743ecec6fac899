// Package postgres gives tests a real PostgreSQL server. It is imported by
// tests and by cmd/bench-store.
//
// One server serves all tests of a package:
//
//	func TestMain(m *testing.M) { os.Exit(postgres.Main(m.Run)) }
//
//	func TestX(t *testing.T) {
//		dsn := postgres.Database(t) // postgres://…, a new empty database
//	}
package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Env names a server to use instead of one of our own: a DSN of a user that may
// create databases.
const Env = "ENTENTE_TEST_POSTGRES"

// Password is that of the user of a server of our own, entente.
const Password = "s3cr3t-of-test"

const missing = "PostgreSQL is not installed"

// shared is the server of a package's tests, started when first asked for.
type shared struct {
	sync.Mutex
	server *Server
	err    error
	begun  bool
}

var ofPackage shared

var databases atomic.Int64

// Main runs the tests and stops the server that they started, if any. It gives
// the exit code.
func Main(run func() int) int {
	code := run()
	ofPackage.Lock()
	defer ofPackage.Unlock()
	if ofPackage.server != nil {
		ofPackage.server.Stop()
	}
	return code
}

// Database makes a new empty database, gone when the test ends, and gives its
// DSN. It skips the test where PostgreSQL is not installed.
func Database(t testing.TB) string {
	t.Helper()
	dsn, err := admin()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip(missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	return database(t, dsn)
}

func admin() (string, error) {
	if dsn := os.Getenv(Env); dsn != "" {
		return dsn, nil
	}
	ofPackage.Lock()
	defer ofPackage.Unlock()
	if !ofPackage.begun {
		ofPackage.begun = true
		ofPackage.server, ofPackage.err = Start()
	}
	if ofPackage.err != nil {
		return "", ofPackage.err
	}
	return ofPackage.server.DSN("postgres"), nil
}

func database(t testing.TB, dsn string) string {
	t.Helper()
	name := fmt.Sprintf("entente_%d_%d", os.Getpid(), databases.Add(1))
	statement(t, dsn, "CREATE DATABASE "+name)
	t.Cleanup(func() { statement(t, dsn, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func statement(t testing.TB, dsn, sql string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Errorf("%s: %v", sql, err)
	}
}

// Server is a PostgreSQL server in a folder of its own, on a port of the
// loopback interface. One for tests does not wait for the disk: what it has
// committed outlives it, not the machine.
type Server struct {
	dir, bin, port string
	fsync          string // on or off
	cmd            *exec.Cmd
	watchdog       func() // ends the watchdog
}

// New starts a server for one test, which may stop it, and makes sure that it
// is gone when the test ends. It skips the test where PostgreSQL is not
// installed.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := Start()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip(missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Start starts a server. Where PostgreSQL is not installed, the error is
// exec.ErrNotFound.
func Start() (*Server, error) { return start(cmp.Or(os.Getenv(FsyncEnv), "off")) }

// StartDurable starts a server that waits for the disk, as one does that holds
// data to keep.
func StartDurable() (*Server, error) { return start("on") }

func start(fsync string) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "entente-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin, fsync: fsync}
	if err := s.init(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := s.Restart(); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// programs is the folder with initdb and postgres: Debian's, or that of the
// initdb on the PATH.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	initdb, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("%s: %w", missing, exec.ErrNotFound)
	}
	return filepath.Dir(initdb), nil
}

func (s *Server) init() error {
	if err := giveAway(s.dir); err != nil {
		return err
	}
	secret := filepath.Join(s.dir, "password")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o644); err != nil {
		return err
	}
	cmd := s.command("initdb", "--pgdata", s.data(), "--username", "entente", "--pwfile", secret,
		"--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+s.dir)
	asUser(cmd)
	return cmd
}

// Restart starts the server, on the port that it had, and waits until it
// answers.
func (s *Server) Restart() error {
	if s.port == "" {
		port, err := freePort()
		if err != nil {
			return err
		}
		s.port = port
	}
	s.cmd = s.command("postgres", "-D", s.data(), "-p", s.port, "-k", "", "-c", "listen_addresses=127.0.0.1",
		"-c", "fsync="+s.fsync, "-c", "full_page_writes="+s.fsync,
		"-c", "max_wal_size=4GB", "-c", "shared_buffers=256MB", "-c", "log_min_messages=fatal")
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	if err := s.watch(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.DSN("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// watch starts a watchdog: where this process is killed, it ends the server and
// removes its files. It waits for the end of a pipe that only this process has
// open for writing.
func (s *Server) watch() error {
	shell, err := exec.LookPath("sh")
	if err != nil {
		return nil // a system without one is left without a watchdog
	}
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	dog := exec.Command(shell, "-c", `trap "" INT TERM HUP; read -r nothing; kill -INT "$1"; sleep 1; rm -rf "$2"`, "watchdog", strconv.Itoa(s.cmd.Process.Pid), s.dir)
	dog.Stdin = r
	err = errors.Join(dog.Start(), r.Close())
	if err != nil {
		return errors.Join(fmt.Errorf("watchdog of postgres: %w", err), w.Close())
	}
	s.watchdog = func() {
		_ = dog.Process.Kill()
		_ = dog.Wait() // its status says that it was killed
		_ = w.Close()
	}
	return nil
}

// FsyncEnv, where it is "on", makes servers wait for the disk, as one does that
// holds data to keep: for benchmarks.
const FsyncEnv = "ENTENTE_TEST_POSTGRES_FSYNC"

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}

// DSN is that of a database of the server.
func (s *Server) DSN(name string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword("entente", Password), Host: "127.0.0.1:" + s.port, Path: "/" + name, RawQuery: "sslmode=disable"}
	return u.String()
}

// Database makes a new database and gives its DSN.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("entente_%d", databases.Add(1))
	statement(t, s.DSN("postgres"), "CREATE DATABASE "+name)
	return s.DSN(name)
}

// Halt ends the server at once, as a crash would: connections break.
func (s *Server) Halt() {
	if s.cmd == nil {
		return
	}
	if s.watchdog != nil {
		s.watchdog()
	}
	_ = interrupt(s.cmd.Process) // it may have ended
	_ = s.cmd.Wait()             // its status says that it was told to end
	s.cmd = nil
}

// Stop ends the server and removes its files.
func (s *Server) Stop() {
	s.Halt()
	_ = os.RemoveAll(s.dir)
}
