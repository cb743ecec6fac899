// Package graph keeps named graphs of quads in a Cayley store and answers
// Gizmo queries over them.
//
// In go graphs, each the whole of what one article or table says; out come
// quads, subgraphs, rows of queries, and N-Quads:
//
//	s, err := graph.Open(ctx, "pebble:my-store", graph.Options{Create: true})
//	changes, err := s.Put(ctx, []graph.Graph{{Label: "art:1", Quads: reading.Quads()}})
//	for row, err := range s.Gizmo(ctx, `g.V("<ir:Russia>").Out("<ir:met>").Unique().All()`, 100) { … }
//	err = graph.Write(os.Stdout, graph.NQuads, s.Subgraph(ctx, graph.Filter{About: []quad.IRI{"ir:Russia"}}))
//	err = s.Close()
//
// It reads no article, knows no saved query and serves no HTTP. Nothing is said
// of a quad but what the quad says: who put it there and when is not kept.
//
// # What holds on every kind of store
//
// A Put or Forget is kept whole or not at all, and rows, quads and labels come
// from one state of the store, however long the loop over them takes. Putting
// a graph again changes nothing. Forgetting one leaves all others as they are,
// and no query finds its edges any more, nor nodes that only it had.
//
// # Pebble
//
// The store is a folder of sorted tables. One process may have it open for
// writing, or several for reading. Readers and the writer do not wait for each
// other; a query sees the store as it was when the query began. What was removed
// gives its room back. Import goes past the log and is many times faster than
// Put.
//
// # Bolt
//
// The store is a folder with one file in the layout of Cayley's own bolt
// backend and one more index, by label; a stock Cayley opens it. One process
// may have it open for writing, or several for reading. What was removed stays
// in the file's indexes: a store whose articles change often grows, and is made
// small again by writing it out as N-Quads and loading them into a new one.
// The address space of the process grows by 64 GiB, its memory does not. On
// Windows and on 32 bits readers and the writer take turns.
//
// # Postgres
//
// The store is a database with the tables of Cayley's own SQL backend and one
// index more, by label; a stock Cayley opens it. Several processes may write to
// it and take turns. A write to a server that went away is tried again for ten
// seconds; it may then report no change where the first attempt was kept. A
// loop over rows holds a connection.
//
// # Mem
//
// Readers and the writer take turns. To remove quads takes time that grows with
// the size of the store: an article of a hundred among 300,000 a tenth of a
// second.
package graph
