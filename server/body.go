package server

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// What may be wrong with a body.
var (
	errBadInput  = errors.New("cannot be read")
	errTooLarge  = errors.New("the body is too large")
	errEncoding  = errors.New("the body's encoding is not known; send it as it is, or gzip")
	errMediaType = errors.New("the body's format is not known")
)

// body is a request's body, unpacked, which ends with errTooLarge after limit
// bytes, packed or unpacked.
func body(w http.ResponseWriter, r *http.Request, limit int64) (io.Reader, error) {
	raw := http.MaxBytesReader(w, r.Body, limit)
	switch strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding"))) {
	case "", "identity":
		return raw, nil
	case "gzip":
		return unzip(raw, limit)
	}
	return nil, fmt.Errorf("%s: %w", clip(r.Header.Get("Content-Encoding")), errEncoding)
}

func unzip(r io.Reader, limit int64) (io.Reader, error) {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("gzip: the body %w: %w", errBadInput, err)
	}
	return &bounded{r: unpacked, left: limit, limit: limit}, nil
}

// bounded is io.LimitReader that tells when it cuts.
type bounded struct {
	r           io.Reader
	left, limit int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.r.Read(p)
	if int64(n) > b.left {
		return int(b.left), fmt.Errorf("%w, more than %d bytes", errTooLarge, b.limit)
	}
	b.left -= int64(n)
	return n, err
}

// text is the whole body as a query.
func text(w http.ResponseWriter, r *http.Request) (string, error) {
	rd, err := body(w, r, queryBytes)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(rd)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge) || errors.Is(err, errTooLarge):
		return "", fmt.Errorf("%w: a query has at most %d bytes", errTooLarge, queryBytes)
	case err != nil:
		return "", fmt.Errorf("the body %w: %w", errBadInput, err)
	case strings.TrimSpace(string(b)) == "":
		return "", fmt.Errorf("the query %w: it is empty", errBadInput)
	}
	return string(b), nil
}
