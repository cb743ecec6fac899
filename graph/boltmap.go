package graph

import (
	"math/bits"
	"runtime"
)

// boltMaps are the sizes to map a bolt file at, best first. On Windows the
// file itself would be made that large, and 32 bits have no room for it: there
// readers and the writer keep each other out instead.
func boltMaps(opts Options) []int {
	if opts.mapSmall || runtime.GOOS == "windows" || bits.UintSize < 64 {
		return []int{0}
	}
	large := uint64(boltMap)
	return []int{int(large), 0}
}
