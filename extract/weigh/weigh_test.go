package weigh_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/entente-kg/entente/extract/weigh"
)

var options = weigh.Options{Passes: 10, Step: 0.1, L1: 0.1, L2: 1, Least: 2}

// examples are of three classes, each with a feature of its own among others.
func examples() []weigh.Example {
	var out []weigh.Example
	for i := range 60 {
		class := []string{"met", "none", "accused"}[i%3]
		fs := weigh.Features{weigh.Feature("bias"), weigh.Feature("lemma", class+" word"), weigh.Feature("noise", fmt.Sprint(i%7))}
		out = append(out, weigh.Example{Features: fs, Class: class})
	}
	return out
}

func TestFitTellsClassesApart(t *testing.T) {
	m := weigh.Fit(examples(), options)
	if want := []string{"accused", "met", "none"}; !slices.Equal(m.Classes, want) {
		t.Fatalf("classes %v, want %v", m.Classes, want)
	}
	for _, e := range examples() {
		p := m.Probabilities(e.Features, nil)
		if c := m.Classes[slices.Index(p, slices.Max(p))]; c != e.Class {
			t.Errorf("likeliest is %s, want %s: %v", c, e.Class, p)
		}
		sum := 0.0
		for _, x := range p {
			sum += x
		}
		if sum < 0.999 || sum > 1.001 {
			t.Errorf("probabilities add up to %v", sum)
		}
	}
}

// Who doubts a class half of the time sees both in what is seen there, and nobody doubts
// what is certain.
func TestFitToDoubt(t *testing.T) {
	var some []weigh.Example
	for i := range 200 {
		certain, doubtful := weigh.Features{weigh.Feature("certain")}, weigh.Features{weigh.Feature("doubtful")}
		class := []string{"right", "wrong"}[i%2]
		some = append(some, weigh.Example{Features: certain, Class: "right"}, weigh.Example{Features: doubtful, Class: class, Doubt: []float64{0.3, 0.7}[i%2]})
	}
	m := weigh.Fit(some, options)
	for name, want := range map[string][2]float64{"certain": {0.95, 1}, "doubtful": {0.65, 0.75}} {
		if p := m.Probabilities(weigh.Features{weigh.Feature(name)}, nil)[slices.Index(m.Classes, "right")]; p < want[0] || p > want[1] {
			t.Errorf("%s: right with %.2f, want %v", name, p, want)
		}
	}
}

func TestWriteAndRead(t *testing.T) {
	m := weigh.Fit(examples(), options)
	var a, b bytes.Buffer
	if err := m.Write(&a); err != nil {
		t.Fatal(err)
	}
	if err := weigh.Fit(examples(), options).Write(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two fits to the same examples differ")
	}
	again, err := weigh.Read(bytes.NewReader(a.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var c bytes.Buffer
	if err := again.Write(&c); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), c.Bytes()) {
		t.Error("what was read is not what was written")
	}
	for cut := range a.Len() {
		if _, err := weigh.Read(bytes.NewReader(a.Bytes()[:cut])); err == nil {
			t.Fatalf("the first %d bytes of %d were taken for a model", cut, a.Len())
		}
	}
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := weigh.Fit(examples(), options).Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := weigh.Read(bufio.NewReader(bytes.NewReader(data)))
		if err != nil || errors.Is(err, io.EOF) {
			return
		}
		if len(m.Classes) > 0 {
			m.Probabilities(weigh.Features{1, 2, 3}, nil)
		}
	})
}
