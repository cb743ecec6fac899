// Package loadertest is the suite that every article format passes.
//
// In go a format and a few files of it with the articles that they hold; each
// promise of loaders.Format is one subtest. It knows nothing of any format.
//
//	func TestSuite(t *testing.T) {
//		loadertest.Run(t, jsonl.Format{}, ".jsonl", []loadertest.Case{
//			{Name: "one", Content: `{"text": "Japan thanked Peru."}`, Titles: []string{""}},
//		})
//	}
package loadertest
