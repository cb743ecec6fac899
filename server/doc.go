// Package server answers HTTP: Cayley's web console, Cayley's REST interface
// and the saved queries, over one store.
//
// In go requests and, through small interfaces, what a store can do; out come
// pages, rows, quads and true status codes:
//
//	s, err := server.New(server.Config{Queries: set, Names: names, Asker: store, Querier: child, Reader: store})
//	listener, err := net.Listen("tcp", "127.0.0.1:64210")
//	err = server.Serve(ctx, listener, s, time.Minute) // until ctx ends
//
// It opens no store and runs no free query itself: a Querier has to see to it
// that a query can do no harm. It makes no request to any other machine. It
// speaks plain HTTP; TLS is for a proxy in front of it.
package server
