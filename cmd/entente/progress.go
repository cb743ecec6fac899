package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/entente-kg/entente/loaders"
)

// progress shows how far a load is, on standard error and on a terminal only.
type progress struct{ bar *progressbar.ProgressBar }

func newProgress(a *app) *progress {
	if !a.errTTY {
		return &progress{}
	}
	return &progress{progressbar.NewOptions(-1, progressbar.OptionSetWriter(a.errs), progressbar.OptionSpinnerType(14),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())}
}

func (p *progress) show(r loaders.Report) {
	if p.bar == nil {
		return
	}
	p.bar.Describe(fmt.Sprintf("%d articles, %d statements, %d quads", r.Read, r.Statements, r.QuadsAdded))
	_ = p.bar.Add(1) // a bar that cannot be drawn is no reason to stop
}

// clear makes room for a line of text; the next show draws the bar again.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
