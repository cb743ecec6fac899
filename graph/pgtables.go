package graph

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// pgTables are the tables and indexes of Cayley's own SQL backend, in its
// words, and one index more, to find a graph by its label. Cayley's four
// indexes leave half of each page free; those of a store that is loaded once
// and read often need not, but a stock Cayley would make them so.
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
CREATE UNIQUE INDEX spol_unique ON quads (subject_hash, predicate_hash, object_hash, label_hash) WHERE label_hash IS NOT NULL;
ALTER TABLE quads ADD CONSTRAINT subject_hash_fk FOREIGN KEY (subject_hash) REFERENCES nodes (hash);
ALTER TABLE quads ADD CONSTRAINT predicate_hash_fk FOREIGN KEY (predicate_hash) REFERENCES nodes (hash);
ALTER TABLE quads ADD CONSTRAINT object_hash_fk FOREIGN KEY (object_hash) REFERENCES nodes (hash);
ALTER TABLE quads ADD CONSTRAINT label_hash_fk FOREIGN KEY (label_hash) REFERENCES nodes (hash);
CREATE INDEX spo_index ON quads (subject_hash, predicate_hash, object_hash) WITH (FILLFACTOR = 50);
CREATE INDEX ops_index ON quads (object_hash, predicate_hash, subject_hash) WITH (FILLFACTOR = 50);
CREATE INDEX pos_index ON quads (predicate_hash, object_hash, subject_hash) WITH (FILLFACTOR = 50);
CREATE INDEX osp_index ON quads (object_hash, subject_hash, predicate_hash) WITH (FILLFACTOR = 50);
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
