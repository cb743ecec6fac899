//go:build amd64 && !noasm

package neural

import "golang.org/x/sys/cpu"

func setVector(on bool) func() {
	old := useVector
	useVector = on && cpu.X86.HasAVX2
	return func() { useVector = old }
}

func hasVector() bool { return cpu.X86.HasAVX2 }
