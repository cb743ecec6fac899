package eval

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/extract/weigh"
)

// pairsFile holds the weights of the learned typer: the classes, the marks of
// the items that they were fitted to, and a line a feature with class:weight in
// thousandths. go run ./cmd/train -pairs FILE writes it.
//
//go:embed pairs.tsv.gz
var pairsFile []byte

// pairModel gives each class the probability e^s over the sum of all, s being
// the sum of the class's weights of an item's features.
type pairModel struct {
	classes []string
	fitted  map[string]bool // marks of the items fitted to
	weights map[string][]float64
}

// pairExample is an item with its features and its class.
type pairExample struct {
	id       string
	features []feature
	class    string
}

// How the weights are fitted, chosen by cross-validation on plv_train: passes,
// step size of AdaGrad, penalty on the square of a weight, and how many items a
// feature must occur in.
const (
	pairPasses   = 40
	pairStep     = 0.3
	pairPenalty  = 2e-4
	pairMinItems = 2
)

// pairFolds is how many parts cross-validation cuts the items into.
const pairFolds = 5

// fold is the part that an item belongs to: a hash of its id.
func fold(id string) int {
	sum := sha256.Sum256([]byte(id))
	return int(binary.BigEndian.Uint64(sum[8:16]) % pairFolds)
}

func mark(id string) string {
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%x", sum[:4])
}

// fitPairs fits a model to the examples, in their order.
func fitPairs(examples []pairExample) *pairModel {
	m := &pairModel{fitted: map[string]bool{}, weights: map[string][]float64{}}
	items := map[string]int{}
	for _, e := range examples {
		m.fitted[mark(e.id)] = true
		if !slices.Contains(m.classes, e.class) {
			m.classes = append(m.classes, e.class)
		}
		for _, f := range e.features {
			items[f.name]++
		}
	}
	slices.Sort(m.classes)
	squares := map[string][]float64{}
	for name, n := range items {
		if n >= pairMinItems {
			m.weights[name], squares[name] = make([]float64, len(m.classes)), make([]float64, len(m.classes))
		}
	}
	for range pairPasses {
		for _, e := range examples {
			m.learn(e, squares)
		}
	}
	return m
}

// learn takes one step towards the example's class.
func (m *pairModel) learn(e pairExample, squares map[string][]float64) {
	wrong := m.probabilities(e.features)
	wrong[slices.Index(m.classes, e.class)]--
	for _, f := range e.features {
		w, q := m.weights[f.name], squares[f.name]
		for c := range w {
			g := wrong[c]*f.value + pairPenalty*w[c]
			q[c] += g * g
			if g != 0 {
				w[c] -= pairStep * g / (math.Sqrt(q[c]) + 1e-6)
			}
		}
	}
}

func (m *pairModel) probabilities(features []feature) []float64 {
	p := make([]float64, len(m.classes))
	for _, f := range features {
		for c, w := range m.weights[f.name] {
			p[c] += w * f.value
		}
	}
	weigh.Softmax(p)
	return p
}

func (m *pairModel) class(features []feature) string {
	p := m.probabilities(features)
	return m.classes[slices.Index(p, slices.Max(p))]
}

// write packs the model; weights are rounded to thousandths, and those that
// round to nothing left out.
func (m *pairModel) write() ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "classes\t%s\n", strings.Join(m.classes, " "))
	marks := make([]string, 0, len(m.fitted))
	for id := range m.fitted {
		marks = append(marks, id)
	}
	slices.Sort(marks)
	fmt.Fprintf(&b, "fitted\t%s\n", strings.Join(marks, " "))
	names := make([]string, 0, len(m.weights))
	for name := range m.weights {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		var cells []string
		for c, w := range m.weights[name] {
			if n := int(math.Round(1000 * w)); n != 0 {
				cells = append(cells, fmt.Sprintf("%d:%d", c, n))
			}
		}
		if len(cells) > 0 {
			fmt.Fprintf(&b, "%s\t%s\n", name, strings.Join(cells, " "))
		}
	}
	var out bytes.Buffer
	packed, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err = io.WriteString(packed, b.String()); err != nil {
		return nil, err
	}
	if err := packed.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// readPairModel is the inverse of write.
func readPairModel(data []byte) (*pairModel, error) {
	plain, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("weights of the typer: %w", err)
	}
	m := &pairModel{fitted: map[string]bool{}, weights: map[string][]float64{}}
	in := bufio.NewScanner(plain)
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan(); line++ {
		name, rest, _ := strings.Cut(in.Text(), "\t")
		switch line {
		case 1:
			m.classes = strings.Fields(rest)
		case 2:
			for _, id := range strings.Fields(rest) {
				m.fitted[id] = true
			}
		default:
			if m.weights[name], err = m.readWeights(rest); err != nil {
				return nil, fmt.Errorf("weights of the typer: line %d: %w", line, err)
			}
		}
	}
	if len(m.classes) == 0 {
		return nil, errors.New("weights of the typer: no classes")
	}
	return m, in.Err()
}

func (m *pairModel) readWeights(cells string) ([]float64, error) {
	w := make([]float64, len(m.classes))
	for _, cell := range strings.Fields(cells) {
		class, value, _ := strings.Cut(cell, ":")
		c, err := strconv.Atoi(class)
		if err != nil || c < 0 || c >= len(w) {
			return nil, fmt.Errorf("no class %q", class)
		}
		n, err := strconv.Atoi(value)
		if err != nil {
			return nil, err
		}
		w[c] = float64(n) / 1000
	}
	return w, nil
}
