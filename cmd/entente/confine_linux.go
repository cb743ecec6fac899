package main

import (
	"os"
	"syscall"
)

// confine makes the kernel hold what the watch on the heap is too slow for: one
// huge allocation fails, and where memory runs out all the same, this process
// goes first. Address space that only maps the store does not count.
func confine(memoryMiB int) {
	most := uint64(2*memoryMiB+512) << 20 // garbage, and the runtime itself
	_ = syscall.Setrlimit(rlimitData, &syscall.Rlimit{Cur: most, Max: most})
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0o644)
}

const rlimitData = 2 // RLIMIT_DATA
