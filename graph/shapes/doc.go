// Package shapes repairs shapes of Cayley's queries on which Cayley v0.7.7 ends
// the process, whatever the store.
package shapes
