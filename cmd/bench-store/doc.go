// Command bench-store compares the pebble store with other stores on one file
// of made-up news, in one go: loading, disk, memory, opening, and ten questions
// asked cold and warm.
//
//	go run ./cmd/bench-store -quads 1000000
//
// Beside pebble it measures the stock cayley command of the pinned version on
// bolt, leveldb and memstore, and Oxigraph and N3 of npm. What cannot be had is
// named and left out. It needs Go, and node and npm for the last two.
package main
