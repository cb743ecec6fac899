package queries

// reduceFunc turns what a program emitted into rows by column name, and the
// figures over them.
type reduceFunc func(rows []row) ([]row, []Field)

// reduction is the reduction of that name, nil where there is none.
func reduction(name string) reduceFunc {
	if name == "alignment" {
		return reduceAlignment
	}
	return nil
}
