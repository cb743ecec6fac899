// Package weigh fits and applies linear models over sparse features: each class
// has the probability e^s over the sum of all, s being the sum of the class's
// weights of the features seen.
//
//	m := weigh.Fit(examples, weigh.Defaults())
//	p := m.Probabilities(weigh.Features{weigh.Feature("lemma", "meet")}, nil)
package weigh

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// Features are the marks of what was seen, each a hash of its parts.
type Features []uint32

// Feature hashes the parts of a feature (FNV-1a, 32 bits). Two features share a
// hash once in some thousands; a fit sees to it that the weights suit both.
func Feature(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint32(p[i])) * 16777619
		}
		h = (h ^ 0xFF) * 16777619
	}
	return h
}

// Example is what was seen with what it is.
type Example struct {
	Features Features
	Class    string
	Doubt    float64 // how likely it is something else, evenly any of the other classes
}

// Options say how a model is fitted: by FTRL-proximal steps (McMahan et al. 2013),
// which keep weights at nothing until a feature has earned one.
type Options struct {
	Passes int     // over all examples
	Step   float64 // alpha: how far a step goes
	L1, L2 float64 // penalties on a weight and on its square
	Least  int     // examples that a feature must occur in
}

// Model gives probabilities to classes.
type Model struct {
	Classes []string
	rows    map[uint32][]float32
}

// Fit fits a model to the examples, in their order; the same examples give the
// same model.
func Fit(examples []Example, o Options) *Model {
	m := &Model{rows: map[uint32][]float32{}}
	count, classes := map[uint32]int{}, map[string]bool{}
	for _, e := range examples {
		classes[e.Class] = true
		for _, f := range e.Features {
			count[f]++
		}
	}
	m.Classes = slices.Sorted(maps.Keys(classes))
	n := len(m.Classes)
	at := map[uint32]int32{} // where the weights of a feature begin
	for f, times := range count {
		if times >= o.Least {
			at[f] = int32(len(at) * n)
		}
	}
	weights, states := make([]float32, len(at)*n), make([]state, len(at)*n)
	seen, class := place(examples, at, m.Classes)
	wrong, moved := make([]float64, n), make([]int, 0, n)
	for range o.Passes {
		for i, rows := range seen {
			clear(wrong)
			for _, r := range rows {
				for c, w := range weights[r:][:n] {
					wrong[c] += float64(w)
				}
			}
			Softmax(wrong)
			doubt := examples[i].Doubt
			for c := range wrong {
				if c == class[i] {
					wrong[c] -= 1 - doubt
				} else if doubt > 0 {
					wrong[c] -= doubt / float64(n-1)
				}
			}
			moved = moved[:0]
			for c, g := range wrong {
				if g > 1e-4 || g < -1e-4 {
					moved = append(moved, c)
				}
			}
			for _, r := range rows {
				for _, c := range moved {
					k := int(r) + c
					weights[k] = states[k].step(float32(wrong[c]), weights[k], o)
				}
			}
		}
	}
	for f, r := range at {
		m.rows[f] = weights[r:][:n:n]
	}
	return m
}

// place gives for each example where the weights of its features begin, and the
// number of its class.
func place(examples []Example, at map[uint32]int32, classes []string) (rows [][]int32, class []int) {
	rows, class = make([][]int32, len(examples)), make([]int, len(examples))
	for i, e := range examples {
		class[i] = slices.Index(classes, e.Class)
		for _, f := range e.Features {
			if r, ok := at[f]; ok {
				rows[i] = append(rows[i], r)
			}
		}
	}
	return rows, class
}

// state is what FTRL keeps of one weight: the sum of its gradients less what the
// steps have undone, and the sum of their squares.
type state struct{ z, n float32 }

// step takes in gradient g of weight w and gives the new weight.
func (s *state) step(g, w float32, o Options) float32 {
	n := s.n + g*g
	sigma := (sqrt(n) - sqrt(s.n)) / float32(o.Step)
	s.z += g - sigma*w
	s.n = n
	l1 := float32(o.L1)
	switch {
	case s.z > l1:
		return -(s.z - l1) / ((1+sqrt(n))/float32(o.Step) + float32(o.L2))
	case s.z < -l1:
		return -(s.z + l1) / ((1+sqrt(n))/float32(o.Step) + float32(o.L2))
	}
	return 0
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// Probabilities gives one number for each class, in the order of Classes; into
// is used where it is long enough.
func (m *Model) Probabilities(fs Features, into []float64) []float64 {
	if len(into) < len(m.Classes) {
		into = make([]float64, len(m.Classes))
	}
	into = into[:len(m.Classes)]
	clear(into)
	for _, f := range fs {
		for c, w := range m.rows[f] {
			into[c] += float64(w)
		}
	}
	Softmax(into)
	return into
}

// Softmax turns sums of weights, one for each class and at least one, into
// probabilities that add up to 1, in place.
func Softmax(x []float64) {
	top, total := slices.Max(x), 0.0
	for c := range x {
		x[c] = math.Exp(x[c] - top)
		total += x[c]
	}
	for c := range x {
		x[c] /= total
	}
}

// Write packs the model: weights in hundredths, those that round to nothing
// left out.
func (m *Model) Write(w io.Writer) error {
	var b bytes.Buffer
	put := func(n uint64) { b.Write(binary.AppendUvarint(nil, n)) }
	put(uint64(len(m.Classes)))
	for _, c := range m.Classes {
		put(uint64(len(c)))
		b.WriteString(c)
	}
	marks := slices.Sorted(maps.Keys(m.rows))
	marks = slices.DeleteFunc(marks, func(f uint32) bool {
		return !slices.ContainsFunc(m.rows[f], func(w float32) bool { return hundredths(w) != 0 })
	})
	put(uint64(len(marks)))
	var last uint32
	for _, f := range marks {
		put(uint64(f - last))
		last = f
		n := 0
		for _, w := range m.rows[f] {
			if hundredths(w) != 0 {
				n++
			}
		}
		put(uint64(n))
		for c, w := range m.rows[f] {
			if h := hundredths(w); h != 0 {
				put(uint64(c))
				b.Write(binary.AppendVarint(nil, h))
			}
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

func hundredths(w float32) int64 { return int64(math.Round(100 * float64(w))) }

var errCut = errors.New("the file of weights is cut off or damaged")

// Read reads what Write has written.
func Read(r io.ByteReader) (*Model, error) {
	m := &Model{rows: map[uint32][]float32{}}
	get := func(most uint64) (uint64, error) {
		n, err := binary.ReadUvarint(r)
		if err != nil || n > most {
			return 0, errCut
		}
		return n, nil
	}
	n, err := get(1 << 10)
	if err != nil {
		return nil, err
	}
	for range n {
		size, err := get(1 << 10)
		if err != nil {
			return nil, err
		}
		name := make([]byte, size)
		for i := range name {
			if name[i], err = r.ReadByte(); err != nil {
				return nil, errCut
			}
		}
		m.Classes = append(m.Classes, string(name))
	}
	rows, err := get(1 << 26)
	if err != nil {
		return nil, err
	}
	var mark uint64
	for range rows {
		step, err := get(1 << 32)
		if err != nil {
			return nil, err
		}
		mark += step
		row, err := m.readRow(r, get)
		if err != nil {
			return nil, fmt.Errorf("feature %d: %w", mark, err)
		}
		m.rows[uint32(mark)] = row
	}
	return m, nil
}

func (m *Model) readRow(r io.ByteReader, get func(uint64) (uint64, error)) ([]float32, error) {
	row := make([]float32, len(m.Classes))
	n, err := get(uint64(len(row)))
	if err != nil {
		return nil, err
	}
	for range n {
		c, err := get(uint64(len(row) - 1))
		if err != nil {
			return nil, err
		}
		h, err := binary.ReadVarint(r)
		if err != nil {
			return nil, errCut
		}
		row[c] = float32(h) / 100
	}
	return row, nil
}
