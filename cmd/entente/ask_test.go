package main

import (
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

func TestSplitAsk(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		want askLine
		err  string
	}{
		{"nothing", nil, askLine{args: map[string]string{}}, ""},
		{"query and parameters", []string{"meetings", "--who", "Wang Yi", "--since=2018"}, askLine{query: "meetings", args: map[string]string{"who": "Wang Yi", "since": "2018"}}, ""},
		{"own flags between", []string{"--db", "mem:", "meetings", "--evidence", "--who", "x", "--limit", "3"}, askLine{query: "meetings", args: map[string]string{"who": "x"}}, ""},
		{"value like a flag", []string{"meetings", "--who", "--evidence"}, askLine{query: "meetings", args: map[string]string{"who": "--evidence"}}, ""},
		{"help", []string{"meetings", "-h"}, askLine{query: "meetings", args: map[string]string{}, help: true}, ""},
		{"no value", []string{"meetings", "--who"}, askLine{}, "--who wants a value"},
		{"two words", []string{"meetings", "Peru"}, askLine{}, `"Peru" is one word too many after query meetings: parameters are written as --NAME VALUE`},
		{"short flag", []string{"meetings", "-w", "Peru"}, askLine{}, "unknown flag -w: parameters are written out, as in --who NAME"},
		{"bad own flag", []string{"--limit", "many"}, askLine{}, `invalid argument "many" for "--limit" flag: strconv.ParseInt: parsing "many": invalid syntax`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := splitAsk(askFlags(), c.args)
			if c.err != "" {
				if err == nil || err.Error() != c.err {
					t.Errorf("error %v, want %s", err, c.err)
				}
				return
			}
			if d := cmp.Diff(c.want, got, cmp.AllowUnexported(askLine{})); d != "" || err != nil {
				t.Errorf("line (-want +got):\n%s\nerror %v", d, err)
			}
		})
	}
}

// askFlags is a command with flags of each kind that ask has.
func askFlags() *cobra.Command {
	c := &cobra.Command{}
	c.SetOut(io.Discard)
	c.Flags().String("db", "", "")
	c.Flags().Bool("evidence", false, "")
	c.Flags().Int("limit", 0, "")
	c.Flags().Duration("timeout", time.Second, "")
	return c
}
