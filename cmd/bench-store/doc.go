// Command bench-store compares the pebble store with other stores on one file
// of made-up news, in one go: loading, disk, memory, opening, ten questions and
// the saved queries as they ship, asked cold and warm.
//
//	go run ./cmd/bench-store -quads 1000000
//
// Beside pebble it measures the stock cayley command of the pinned version on
// bolt, leveldb and memstore, a PostgreSQL server (an empty database that
// ENTENTE_BENCH_POSTGRES names, or a server that it starts and removes), and
// Oxigraph and N3 of npm. What cannot be had is named and left out. It needs Go,
// the programs of PostgreSQL, and node and npm for the last two.
package main
