// Package graph is the Cayley store.
package graph
