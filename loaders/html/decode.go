package html

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// magics are the first bytes of files that are often handed over for pages.
var magics = []struct{ kind, bytes string }{
	{"a PDF", "%PDF-"}, {"a zip archive or office document", "PK\x03\x04"}, {"an office document", "\xd0\xcf\x11\xe0"},
	{"a PNG image", "\x89PNG"}, {"a JPEG image", "\xff\xd8\xff"}, {"a GIF image", "GIF8"}, {"a gzip archive", "\x1f\x8b"},
}

// decode gives the page in UTF-8.
//
// What is valid UTF-8 as a whole is UTF-8, whatever the page declares: the
// usual sniffing looks at the first 1,024 bytes and takes a page whose head is
// plain ASCII for windows-1252. Next come a byte order mark and what the page
// declares, last UTF-8 with a few broken bytes, and windows-1252.
func decode(content []byte) ([]byte, error) {
	for _, m := range magics {
		if bytes.HasPrefix(content, []byte(m.bytes)) {
			return nil, fmt.Errorf("this is %s, not a web page", m.kind)
		}
	}
	wide := bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff"))
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return nil, errors.New("the file is empty")
	case !wide && slices.Contains(content[:min(len(content), 1024)], 0):
		return nil, errors.New("this is a binary file, not a web page")
	case utf8.Valid(content):
		return bytes.TrimPrefix(content, []byte("\ufeff")), nil
	}
	_, name, certain := charset.DetermineEncoding(content, "")
	if !certain && mostlyUTF8(content) {
		name = "utf-8"
	}
	r, err := charset.NewReaderLabel(name, bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("the encoding %s cannot be read: %w", name, err)
	}
	page, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("the page is not valid %s: %w", name, err)
	}
	return page, nil
}

// mostlyUTF8 says whether the bytes beyond ASCII make more characters than
// they break: UTF-8 cut in the middle, or with a piece in another encoding.
func mostlyUTF8(content []byte) bool {
	whole, broken := 0, 0
	for i := 0; i < len(content); {
		r, size := utf8.DecodeRune(content[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		i += size
	}
	return whole > broken
}
