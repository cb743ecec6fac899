// Package storetest is the suite that every kind of store passes. A kind's test
// calls Run with a function that opens a new empty store of that kind:
//
//	func TestMem(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) *graph.Store {
//			s, err := graph.Open(t.Context(), "mem:", graph.Options{})
//			if err != nil {
//				t.Fatal(err)
//			}
//			return s
//		})
//	}
//
// It says nothing of what outlives a process: opening anew, locks and damage
// are tested beside each kind.
package storetest
