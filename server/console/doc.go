// Package console holds Cayley's web console as files in the program.
//
// In go nothing, out come the templates, the scripts and pictures, and the
// pages of documentation of Cayley's release, with their licences:
//
//	page, err := fs.ReadFile(console.Files(), "templates/query.html")
//	js, err := fs.ReadFile(console.Files(), "static/js/cayley_main.js")
//	err = console.Complete()
//
// The files are a copy that program take makes of the module's, less the
// lines that fetch fonts from other machines; a test holds the copy to the
// module. The package serves nothing.
package console
