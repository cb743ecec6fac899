package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/server"
)

// childEnv, when set, makes this program run one Gizmo query for its parent. A
// query may use up memory or crash the engine for good, and neither can be
// stopped from within the process.
const childEnv = "ENTENTE_GIZMO_CHILD"

// childRequest is what the parent writes to the child's standard input, one
// line; the input then stays open as long as the parent lives.
type childRequest struct {
	DSN       string
	Query     string
	Limit     int
	Timeout   time.Duration
	MemoryMiB int
	Web       *webQuery `json:",omitempty"` // set by serve: how to run the query and to write its rows
}

// childReply is a line of the child's answer: a row, or the end.
type childReply struct {
	Row json.RawMessage `json:",omitempty"`
	End *childEnd       `json:",omitempty"`
}

type childEnd struct {
	Error     string
	Kind      string // which of the errors that have a hint it is
	Truncated bool
}

// grace is how long the child has to end by itself after the timeout.
const grace = time.Second

// runChild runs the query in a child process.
func runChild(ctx context.Context, r childRequest) (rows []json.RawMessage, truncated bool, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, false, fmt.Errorf("starting the query: %w", err)
	}
	request, err := json.Marshal(r)
	if err != nil {
		return nil, false, err
	}
	late, cancel := context.WithTimeout(ctx, r.Timeout+grace)
	defer cancel()
	child := exec.CommandContext(late, self)
	child.Env = append(os.Environ(), childEnv+"=1")
	var stderr bytes.Buffer
	child.Stderr = &stderr
	in, err := child.StdinPipe()
	if err != nil {
		return nil, false, err
	}
	defer in.Close()
	out, err := child.StdoutPipe()
	if err != nil {
		return nil, false, err
	}
	if err := child.Start(); err != nil {
		return nil, false, fmt.Errorf("starting the query: %w", err)
	}
	_, writeErr := in.Write(append(request, '\n'))
	rows, end := readReplies(out)
	waitErr := child.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, false, ctx.Err()
	case end == nil && late.Err() != nil:
		return nil, false, timedOut(r)
	case end == nil:
		return nil, false, crashed(stderr.String(), errors.Join(writeErr, waitErr))
	case end.Error != "":
		return nil, false, end.err(r)
	}
	return rows, end.Truncated, nil
}

func readReplies(r io.Reader) (rows []json.RawMessage, end *childEnd) {
	replies := json.NewDecoder(r)
	for {
		var reply childReply
		if replies.Decode(&reply) != nil {
			return rows, nil
		}
		if reply.End != nil {
			return rows, reply.End
		}
		rows = append(rows, reply.Row)
	}
}

func timedOut(r childRequest) error {
	return withHint(&childError{fmt.Sprintf("the query was stopped after %s", r.Timeout), server.ErrTime}, "does it loop for ever? if not, start from a rarer node, or raise --timeout")
}

func outOfMemory(mib int) error {
	return withHint(&childError{fmt.Sprintf("the query was stopped as it took more than %d MiB", mib), server.ErrMemory}, "start from a rarer node and use Unique and Limit, or raise --memory")
}

// crashed says why the engine fell over, as far as the Go runtime said so.
func crashed(stderr string, err error) error {
	why := fmt.Sprint(err)
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, "fatal error:") || strings.HasPrefix(line, "panic:") || strings.HasPrefix(line, "runtime:") {
			why = strings.TrimSpace(line)
			break
		}
	}
	return withHint(&childError{"the query crashed the engine: " + why, server.ErrCrashed}, "the store is unharmed; does the query emit something that contains itself?")
}

// childError is what a child told, and the error that it stands for.
type childError struct {
	text string
	is   error
}

func (e *childError) Error() string { return e.text }
func (e *childError) Unwrap() error { return e.is }

// The kinds of child errors that are not told by their text alone.
const (
	kindTimeout = "timeout"
	kindMemory  = "memory"
	kindSize    = "size"
)

func (e *childEnd) err(r childRequest) error {
	switch e.Kind {
	case kindTimeout:
		return timedOut(r)
	case kindMemory:
		return outOfMemory(r.MemoryMiB)
	case kindSize:
		return &childError{e.Error, server.ErrSize}
	}
	for _, h := range hints {
		if e.Kind == h.is.Error() {
			return &exitError{err: &childError{e.Error, h.is}, code: h.code, hint: h.hint}
		}
	}
	return errors.New(e.Error)
}

// gizmoChild is the child's whole run; it gives the exit code.
func gizmoChild(in io.Reader, out io.Writer) int {
	input := bufio.NewReader(in)
	line, err := input.ReadBytes('\n')
	var r childRequest
	if err == nil {
		err = json.Unmarshal(line, &r)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gizmo child: no request:", err)
		return exitError1
	}
	go func() {
		_, _ = io.Copy(io.Discard, input) // ends with the parent
		os.Exit(exitError1)
	}()
	c := &child{request: r, out: json.NewEncoder(out)}
	c.out.SetEscapeHTML(false)
	debug.SetMaxStack(64 << 20)
	debug.SetMemoryLimit(int64(r.MemoryMiB) << 20 * 9 / 10)
	confine(r.MemoryMiB)
	go c.watchMemory()
	c.end(c.run())
	return exitOK
}

type child struct {
	request childRequest
	mu      sync.Mutex
	out     *json.Encoder
	ended   bool
}

// run runs the query and sends its rows.
func (c *child) run() (truncated bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), c.request.Timeout)
	defer cancel()
	store, err := graph.Open(ctx, c.request.DSN, graph.Options{ReadOnly: true})
	if err != nil {
		return false, err
	}
	defer store.Close()
	if c.request.Web != nil {
		return c.runWeb(ctx, store)
	}
	for row, err := range store.Gizmo(ctx, c.request.Query, c.request.Limit) {
		if errors.Is(err, graph.ErrTruncated) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if err := c.row(row); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (c *child) row(row any) error {
	b, err := rowJSON(row)
	if err != nil {
		return err
	}
	return c.send(childReply{Row: b})
}

// rowJSON is a row as JSON without the escapes that only HTML needs.
func rowJSON(row any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(row); err != nil {
		return nil, fmt.Errorf("a row is no JSON: %w", err)
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

func (c *child) end(truncated bool, err error) {
	end := &childEnd{Truncated: truncated}
	if err != nil {
		end.Error, end.Kind = err.Error(), kindOf(err)
	}
	_ = c.send(childReply{End: end}) // a parent that is gone needs no answer
}

func kindOf(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return kindTimeout
	}
	if errors.Is(err, server.ErrSize) {
		return kindSize
	}
	for _, h := range hints {
		if errors.Is(err, h.is) {
			return h.is.Error()
		}
	}
	return ""
}

// send writes one reply; nothing more after the end.
func (c *child) send(r childReply) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return nil
	}
	c.ended = r.End != nil
	return c.out.Encode(r)
}

// watchMemory ends the process when the Go heap outgrows the limit: no limit
// within the process holds a built-in function on huge data.
func (c *child) watchMemory() {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(20 * time.Millisecond) {
		metrics.Read(sample)
		if used := sample[0].Value.Uint64() - sample[1].Value.Uint64(); used > uint64(c.request.MemoryMiB)<<20 {
			_ = c.send(childReply{End: &childEnd{Error: "out of memory", Kind: kindMemory}})
			os.Exit(exitError1)
		}
	}
}
