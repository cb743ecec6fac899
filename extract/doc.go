// Package extract reads articles: out of text it makes statements of who did
// what to whom, about what, when and where, how the text puts it, and who says
// so, each with its sentence.
//
// In go an article and the tables of package schema; out comes a reading:
//
//	parser, _ := nlp.New()
//	world, _ := schema.Builtin()
//	coder, _ := extract.New(parser, world)
//	reading, _ := coder.Read(ctx, article)
//	for _, s := range reading.Statements { fmt.Println(extract.Line(s)) }
//
// A reading goes through these steps, a file each: the names that the analyser sees
// (tagged.go) tell where names begin and end; those that the tables know become one
// token and are parsed as frequent names of their class (joined.go); what the tables
// know is found (gazetteer.go, mention.go), offices with their holders (title.go), who
// was introduced before (story.go, cast.go), pronouns and groups (coref.go); rules of package rules match
// predicates (match.go) whose dependents (tree.go, args.go) are resolved to
// actors (phrase.go) and matters (issue.go); the statement gets its truth
// (truth.go), its date (dates.go) and its speaker (said.go) and is put together
// (build.go). Fitted weights (weighed.go, judge.go) see all that (sight.go) and what
// a roles head on the parser's encoder takes the words for (roles.go), add
// statements that no rule makes and drop what is likely wrong; cmd/train fits
// them to labelled reports (lessons.go). Explain (explain.go) says for each
// sentence which rule did what.
//
// The package opens no store and fetches nothing. It reads English only, and
// what it does not recognise it leaves out rather than guessing.
package extract
