// Package schema holds the nouns of entente: articles, entities, statements,
// the relation table, and the quads that stand for them.
//
// In go the facts that a reading found in one article; out come quads for a
// graph store, and from the quads the same facts come back:
//
//	r := schema.Reading{Article: article, Statements: statements}
//	quads := r.Quads()
//	again, err := schema.ReadReading(quads)
//
// The package reads no text, opens no store and imports nothing else of
// entente. The tables that it serves (relations, codes, states, offices,
// persons, organisations, places, issues) lie in schema/data.
package schema
