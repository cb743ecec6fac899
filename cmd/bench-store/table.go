package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// printResults prints three tables: the stores, the questions, and the saved
// queries as they ship.
func printResults(out io.Writer, quads int, results []result) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "store\tload s\tquads/s\tpeak MB\tdisk MB\topen ms\tarticles in batches, quads/s\tadd one, ms p50/max\tforget one, ms p50/max\tas before and as a rebuild")
	for _, r := range results {
		if r.err != "" {
			fmt.Fprintf(w, "%s\t%s\n", r.name, r.err)
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s", r.name, number(r.load.Seconds(), 1), number(rate(quads, r), 0),
			number(float64(r.peak)/1e6, 0), number(float64(r.disk)/1e6, 0), number(r.openMS, 0), number(r.putRate, 0))
		if c := r.changes; c != nil && len(c.Forget) > 0 {
			fmt.Fprintf(w, "\t%s\t%s\t%v", spread(c.Add, 1), spread(c.Forget, 1), c.Same)
		} else {
			fmt.Fprint(w, "\t\t\t")
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	printQuestions(w, results, func(r result) []timing { return r.answers })
	printQuestions(w, results, func(r result) []timing { return r.saved })
	return w.Flush()
}

// printQuestions prints what each store took for each question of a kind.
func printQuestions(w io.Writer, results []result, of func(result) []timing) {
	results = slices.DeleteFunc(slices.Clone(results), func(r result) bool { return len(of(r)) == 0 })
	if len(results) == 0 {
		return
	}
	fmt.Fprint(w, "ms, p50/p95\trows")
	for _, r := range results {
		fmt.Fprintf(w, "\t%s cold\twarm\trows", r.name)
	}
	fmt.Fprintln(w)
	for i, q := range of(results[0]) {
		kind := "first 100"
		if q.Aggregate {
			kind = "all"
		}
		fmt.Fprintf(w, "%s\t%s", q.Name, kind)
		for _, r := range results {
			printTiming(w, of(r)[i])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
}

func printTiming(w io.Writer, t timing) {
	if t.Err != "" {
		fmt.Fprintf(w, "\t%s\t\t", t.Err)
		return
	}
	fmt.Fprintf(w, "\t%s\t%s\t%d", spread(t.Cold, 0.95), spread(t.Warm, 0.95), t.Rows)
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
