package main

import "github.com/spf13/cobra"

const rootLong = `entente reads news articles into a graph of who did what to whom, about what,
where and when, and answers questions of it.

  entente load articles/               read articles into your store
  entente ask                          list the questions that it answers
  entente ask meetings --who "Wang Yi"
  entente demo                         try it on packaged articles

Exit codes: 0 done, 1 error, 2 wrong usage, 3 done but records were rejected,
4 nothing found.`

// newRoot is the command with all subcommands that work in this build.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "entente",
		Short:         "News articles in, a graph of international relations out",
		Long:          rootLong,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		newLoad(a), newExtract(a), newExplain(a),
		newAsk(a), newGizmo(a), newExport(a), newEntity(a), newTables(a),
		newForget(a), newRecode(a), newStats(a), newServe(a),
		newVerify(a), newRebuild(a), newBackup(a),
		newAnalyze(a), newEval(a),
		newDemo(a), newVersion(a),
	)
	return root
}
