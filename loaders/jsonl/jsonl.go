package jsonl

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/schema"
)

// MaxLine is the longest line read, in bytes.
const MaxLine = 16 << 20

// Format reads JSON lines under loaders.Format.
type Format struct {
	Date string // YYYY-MM-DD for the articles that give none, or empty
}

// Name is "jsonl".
func (Format) Name() string { return "jsonl" }

// Accepts takes .jsonl and .ndjson files, and what starts with { under a name
// without an extension.
func (Format) Accepts(extension string, head []byte) bool {
	switch extension {
	case ".jsonl", ".ndjson":
		return true
	case "", ".":
		return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head, bom)), []byte("{"))
	}
	return false
}

var bom = []byte("\ufeff")

// Articles gives the article of each line.
func (f Format) Articles(ctx context.Context, name string, r io.Reader) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		lines := bufio.NewReaderSize(r, 64<<10)
		for number := 1; ; number++ {
			if err := ctx.Err(); err != nil {
				yield(schema.Article{}, err)
				return
			}
			line, long, err := readLine(lines)
			if number == 1 {
				line = bytes.TrimPrefix(line, bom)
			}
			line = bytes.TrimRight(line, "\r\n")
			switch {
			case long:
				reason := fmt.Sprintf("the line is longer than %d MiB", MaxLine>>20)
				if !yield(schema.Article{}, reject(name, number, 1, reason, "", nil)) {
					return
				}
			case len(bytes.TrimSpace(line)) > 0:
				if !yield(f.parse(name, number, line)) {
					return
				}
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(schema.Article{}, reject(name, number, 1, "the file cannot be read further: "+err.Error(), "is the file whole? try: gzip -t "+name, nil))
				return
			}
		}
	}
}

// readLine reads to the end of the line and keeps no more than MaxLine of it;
// long says that there was more.
func readLine(r *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > MaxLine+1 {
			line, long = nil, true
		}
		if !long {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, long, err
		}
	}
}

func reject(name string, line, column int, reason, hint string, record []byte) *loaders.RecordError {
	return &loaders.RecordError{Source: name, Position: fmt.Sprintf("%d:%d", line, column), Reason: reason, Hint: hint, Record: string(record)}
}
