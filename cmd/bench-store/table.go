package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// printResults prints two tables: the stores, and the questions.
func printResults(out io.Writer, quads int, results []result) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "store\tload s\tquads/s\tpeak MB\tdisk MB\topen ms\tarticles in batches, quads/s\tadd one, ms p50/max\tforget one, ms p50/max\trebuilt to as many")
	for _, r := range results {
		if r.err != "" {
			fmt.Fprintf(w, "%s\t%s\n", r.name, r.err)
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s", r.name, number(r.load.Seconds(), 1), number(rate(quads, r), 0),
			number(float64(r.peak)/1e6, 0), number(float64(r.disk)/1e6, 0), number(r.openMS, 0), number(r.putRate, 0))
		if c := r.changes; c != nil && len(c.Forget) > 0 {
			fmt.Fprintf(w, "\t%s\t%s\t%v", spread(c.Add, 1), spread(c.Forget, 1), c.SameCount)
		} else {
			fmt.Fprint(w, "\t\t\t")
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	fmt.Fprint(w, "ms, p50/p95\trows")
	for _, r := range results {
		if len(r.answers) > 0 {
			fmt.Fprintf(w, "\t%s cold\twarm", r.name)
		}
	}
	fmt.Fprintln(w)
	for i, q := range questions {
		printQuestion(w, q, i, results)
	}
	return w.Flush()
}

func printQuestion(w io.Writer, q question, i int, results []result) {
	kind := "first 100"
	if q.aggregate {
		kind = "all"
	}
	fmt.Fprintf(w, "%s\t%s", q.name, kind)
	for _, r := range results {
		switch {
		case len(r.answers) == 0:
		case r.answers[i].Err != "":
			fmt.Fprintf(w, "\t%s\t", r.answers[i].Err)
		default:
			fmt.Fprintf(w, "\t%s\t%s", spread(r.answers[i].Cold, 0.95), spread(r.answers[i].Warm, 0.95))
		}
	}
	fmt.Fprintln(w)
}

func rate(quads int, r result) float64 {
	if r.load == 0 {
		return 0
	}
	return float64(quads) / r.load.Seconds()
}

// number is empty for what was not measured.
func number(x float64, digits int) string {
	if x == 0 {
		return ""
	}
	return fmt.Sprintf("%.*f", digits, x)
}

// spread is the median and another part of sorted times.
func spread(times []float64, part float64) string {
	if len(times) == 0 {
		return ""
	}
	at := func(p float64) float64 { return times[min(len(times)-1, int(p*float64(len(times))))] }
	return fmt.Sprintf("%.1f/%.1f", at(0.5), at(part))
}
