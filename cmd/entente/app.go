package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// app is what every subcommand shares: its streams and what they are.
type app struct {
	in             io.Reader
	out, errs      io.Writer
	outTTY, errTTY bool
	width          int  // columns of the terminal, 0 where out is none
	started        bool // a subcommand's run function was reached
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

func widthOf(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// run runs the command line and gives the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := newRoot(a)
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if !a.started { // cobra itself did not understand the command line
		err = usage(err)
	}
	return a.fail(ctx, err)
}

// fail prints the error and its hint, a line each, and gives the exit code.
func (a *app) fail(ctx context.Context, err error) int {
	var e *exitError
	if !errors.As(err, &e) {
		e = &exitError{err: err, code: exitError1}
	}
	message := strings.Join(strings.Fields(err.Error()), " ")
	if ctx.Err() != nil {
		message = "interrupted"
	}
	if !e.quiet {
		fmt.Fprintf(a.errs, "entente: %s\n", message)
	}
	if e.hint != "" {
		fmt.Fprintf(a.errs, "hint: %s\n", e.hint)
	}
	return e.code
}

// command finishes a subcommand: it notes that the command line was understood
// before it calls run.
func (a *app) command(c *cobra.Command, run func(ctx context.Context, args []string) error) *cobra.Command {
	c.RunE = func(c *cobra.Command, args []string) error {
		a.started = true
		return run(c.Context(), args)
	}
	return c
}

// note prints a line for people on standard error.
func (a *app) note(format string, args ...any) { fmt.Fprintf(a.errs, format+"\n", args...) }
