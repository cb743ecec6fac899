package loaders

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

const headSize = 512

var gzipMagic = []byte{0x1f, 0x8b}

// unpack gives the plain content of r and its first bytes. An error further
// on in r shows when the content is read.
func unpack(r io.Reader) (io.Reader, []byte, error) {
	plain := bufio.NewReaderSize(r, 64<<10)
	head, err := peek(plain)
	if err != nil || !bytes.HasPrefix(head, gzipMagic) {
		return plain, head, err
	}
	z, err := gzip.NewReader(plain)
	if err != nil {
		return nil, nil, fmt.Errorf("broken gzip header: %w", err)
	}
	unzipped := bufio.NewReaderSize(z, 64<<10)
	if head, err = peek(unzipped); err != nil {
		return nil, nil, fmt.Errorf("broken gzip data: %w", err)
	}
	return unzipped, head, nil
}

func peek(r *bufio.Reader) ([]byte, error) {
	head, err := r.Peek(headSize)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return bytes.Clone(head), nil
}

// Extension is a file name's, in lower case and with its dot, the .gz of a
// gzipped file left out: ".jsonl" for "news.JSONL.gz".
func Extension(name string) string {
	name = strings.TrimSuffix(strings.ToLower(filepath.Base(name)), ".gz")
	return filepath.Ext(name)
}
