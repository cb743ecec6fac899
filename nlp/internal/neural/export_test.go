package neural

// SetVector switches the vector kernels on, where the processor has them, or
// off, and returns what puts the old state back.
func SetVector(on bool) (restore func()) { return setVector(on) }

// HasVector says whether this build and processor have vector kernels.
func HasVector() bool { return hasVector() }
