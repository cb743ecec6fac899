package loaders

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Input is one file, or standard input, to be read.
type Input struct {
	Name  string // as the user wrote it, or below the folder that the user named
	Named bool   // the user named this file, and not just its folder
	open  func() (io.ReadCloser, error)
}

// Inputs lists the files of paths: a folder's files recursively and in order
// of name, without hidden ones; "-" is stdin. It fails at once, naming it,
// where a path does not exist. In the sequence, an error is a *RecordError for
// a folder or file that could not be looked into.
func Inputs(paths []string, stdin io.Reader) (iter.Seq2[Input, error], error) {
	for _, p := range paths {
		if p == Stdin {
			continue
		}
		if _, err := os.Stat(p); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: no such file or folder", p)
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", p, cause(err))
		}
	}
	return func(yield func(Input, error) bool) {
		for _, p := range paths {
			if !listed(p, stdin, yield) {
				return
			}
		}
	}, nil
}

func listed(path string, stdin io.Reader, yield func(Input, error) bool) bool {
	if path == Stdin {
		return yield(Input{Name: Stdin, Named: true, open: func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }}, nil)
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return yield(file(path, true), nil)
	}
	stopped := false
	_ = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		hidden := p != path && strings.HasPrefix(filepath.Base(p), ".")
		more := true
		switch {
		case err != nil:
			more = yield(Input{}, &RecordError{Source: p, Reason: cause(err).Error(), Hint: "check the permissions"})
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir() || !regular(p):
		default:
			more = yield(file(p, false), nil)
		}
		if !more {
			stopped = true
			return fs.SkipAll
		}
		return nil
	})
	return !stopped
}

// regular follows a link to a file, but none to a folder: links may go round.
func regular(path string) bool {
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular() // what cannot be looked at is named when it is opened
}

func file(path string, named bool) Input {
	return Input{Name: path, Named: named, open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// cause drops the path from a file error, as messages name it already.
func cause(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// Content is an opened input, unpacked where it was gzipped.
type Content struct {
	io.Reader
	Name   string // the input's name
	Head   []byte // its first bytes, up to 512, which Reader still gives
	closer func() error
}

// Close releases the file.
func (c *Content) Close() error { return c.closer() }

// Open opens the input. A gzipped one is known by its content and not by its
// name.
func (in Input) Open(ctx context.Context) (*Content, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := in.open()
	if err != nil {
		return nil, &RecordError{Source: in.Name, Reason: cause(err).Error(), Hint: "check the file and its permissions"}
	}
	r, head, err := unpack(f)
	if err != nil {
		f.Close()
		return nil, &RecordError{Source: in.Name, Reason: cause(err).Error(), Hint: "is the file whole? try: gzip -t " + in.Name}
	}
	return &Content{Reader: r, Name: in.Name, Head: head, closer: f.Close}, nil
}
