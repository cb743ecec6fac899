package graph

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// Layout of a bolt file, from go.etcd.io/bbolt db.go: its first two pages each
// hold a page header and one copy of the file's head.
const (
	boltMagic      = 0xED0CDAED
	pageHeaderSize = 16
	boltHeadSize   = 64
)

// boltHead is one copy of a bolt file's head. The newer valid one counts.
type boltHead struct {
	Magic, Version, PageSize, Flags uint32
	Root, Sequence, Freelist        uint64
	Pages                           uint64 // pages in use, the file holds at least so many
	Tx                              uint64
	Checksum                        uint64
}

// checkBoltFile looks at the head of a bolt file before the file is mapped
// into memory. A file that was cut short would otherwise end the process with
// a fault on the first page that is missing. It reports ErrNotStore for
// something else than a bolt file and ErrDamaged for a broken one.
func checkBoltFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return nil // made but never written; bbolt lays out a new one
	}
	head, err := readBoltHead(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if need := head.Pages * uint64(head.PageSize); uint64(info.Size()) < need {
		return fmt.Errorf("%s: %w: it is cut short, %d bytes of at least %d", path, ErrDamaged, info.Size(), need)
	}
	return nil
}

// readBoltHead reads both copies of the head and gives the newer valid one.
func readBoltHead(r io.ReaderAt) (boltHead, error) {
	first, known, ok := readBoltHeadAt(r, 0)
	size := int64(first.PageSize)
	if !ok || size < 512 || size > 1<<16 {
		size = int64(os.Getpagesize())
	}
	second, known2, ok2 := readBoltHeadAt(r, size)
	switch {
	case ok && ok2 && second.Tx > first.Tx:
		return second, nil
	case ok:
		return first, nil
	case ok2:
		return second, nil
	case known || known2:
		return boltHead{}, fmt.Errorf("%w: both copies of its head are broken", ErrDamaged)
	}
	return boltHead{}, fmt.Errorf("%w: it is no bolt file", ErrNotStore)
}

// readBoltHeadAt reads one copy; known says that it has bolt's mark, ok that it
// is whole.
func readBoltHeadAt(r io.ReaderAt, at int64) (h boltHead, known, ok bool) {
	var buf [boltHeadSize]byte
	n, err := r.ReadAt(buf[:], at+pageHeaderSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return h, false, false
	}
	known = n >= 4 && binary.NativeEndian.Uint32(buf[:]) == boltMagic
	if n < boltHeadSize {
		return h, known, false
	}
	if _, err := binary.Decode(buf[:], binary.NativeEndian, &h); err != nil {
		return h, known, false
	}
	sum := fnv.New64a()
	sum.Write(buf[:boltHeadSize-8])
	return h, known, known && h.Checksum == sum.Sum64()
}
