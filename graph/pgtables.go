package graph

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// pgTables are the tables of Cayley's own SQL backend, in its words. Any Cayley
// reads and writes them. What differs makes loading faster and forgetting
// possible; docs/decisions/011-postgres.md has the figures:
//
//   - no foreign keys, as Cayley has it for CockroachDB: four look-ups a quad;
//   - one unique index on all four ends where Cayley has a partial one and a
//     second on three of them, and none by object and subject;
//   - an index by label, without which a graph is found by reading everything.
const pgTables = `
CREATE TABLE nodes (
	hash BYTEA PRIMARY KEY,
	refs INT NOT NULL,
	value BYTEA,
	value_string TEXT,
	datatype TEXT,
	language TEXT,
	iri BOOLEAN,
	bnode BOOLEAN,
	value_int BIGINT,
	value_bool BOOLEAN,
	value_float double precision,
	value_time timestamp with time zone
);
CREATE TABLE quads (
	horizon BIGSERIAL PRIMARY KEY,
	subject_hash BYTEA NOT NULL,
	predicate_hash BYTEA NOT NULL,
	object_hash BYTEA NOT NULL,
	label_hash BYTEA,
	ts timestamp
);
CREATE UNIQUE INDEX spo_unique ON quads (subject_hash, predicate_hash, object_hash) WHERE label_hash IS NULL;
CREATE UNIQUE INDEX spol_unique ON quads (subject_hash, predicate_hash, object_hash, label_hash);
CREATE INDEX ops_index ON quads (object_hash, predicate_hash, subject_hash);
CREATE INDEX pos_index ON quads (predicate_hash, object_hash, subject_hash);
CREATE INDEX label_index ON quads (label_hash);
`

// createTables makes all of them or none.
func createTables(ctx context.Context, conn *pgx.Conn) error {
	defer rollback(conn)
	return simple(ctx, conn, "BEGIN;"+pgTables+"COMMIT")
}

// hasTables says whether the tables are there, and fails where something else
// has their names.
func hasTables(ctx context.Context, conn *pgx.Conn) (bool, error) {
	var nodes, quads bool
	err := conn.QueryRow(ctx, "SELECT to_regclass('nodes') IS NOT NULL, to_regclass('quads') IS NOT NULL").Scan(&nodes, &quads)
	if err != nil || !nodes && !quads {
		return false, err
	}
	rows, err := conn.Query(ctx, `SELECT hash, refs, value, value_string, datatype, language, iri, bnode, value_int, value_bool, value_float, value_time,
		horizon, subject_hash, predicate_hash, object_hash, label_hash, ts FROM nodes, quads LIMIT 0`)
	if err == nil {
		rows.Close()
		err = rows.Err()
	}
	if err != nil && kindOf(err) == pgOther && ctx.Err() == nil {
		return false, fmt.Errorf("%w: the database has other tables named nodes and quads: %w", ErrNotStore, err)
	}
	return true, err
}
