//go:build amd64 && !noasm

package neural

import (
	"slices"
	"testing"
)

// A whole prediction is the same with and without the vector kernels.
func TestPredictVectorEqualsPortable(t *testing.T) {
	if !useVector {
		t.Skip("this processor has no AVX2")
	}
	defer func() { useVector = true }()
	n := tiny()
	forms := []string{"The", "army", "left", "the", "border", "on", "3", "May", "."}
	fast := n.Predict(new(Scratch), forms)
	useVector = false
	slow := n.Predict(new(Scratch), forms)
	if !slices.Equal(fast.Heads, slow.Heads) || !slices.Equal(fast.Tags, slow.Tags) ||
		!slices.Equal(fast.Labels, slow.Labels) || !slices.Equal(fast.Scores, slow.Scores) {
		t.Errorf("vector %v, portable %v", fast, slow)
	}
}
