package neural

// CrownFeatureCount is the number of embedding rows summed for one token by a
// crown: two hashes of the word, its shape, first 4 and last 3 letters, up to
// two marks of the gazetteer, and, while training, the set it comes from.
const CrownFeatureCount = 8

// The parts of the crown's embedding table, in order.
const (
	nameWords  = 10240
	nameShapes = 512
	nameFronts = 2048
	nameEnds   = 2048
	nameMarks  = 16

	// CrownRows is the height of a crown's embedding table.
	CrownRows = nameWords + nameShapes + nameFronts + nameEnds + nameMarks
)

// crownFormRows writes the embedding rows of one token. mark is its set of
// gazetteer bits, 0 for none; its lowest two bits count.
func crownFormRows(dst *[CrownFeatureCount]int32, form string, mark uint8) {
	folded := Fold(form)
	dst[0] = int32(fnv(11, folded) % nameWords)
	dst[1] = int32(fnv(12, folded) % nameWords)
	base := uint64(nameWords)
	dst[2] = int32(base + fnv(13, shape(form))%nameShapes)
	base += nameShapes
	dst[3] = int32(base + fnv(14, prefix(folded, 4))%nameFronts)
	base += nameFronts
	dst[4] = int32(base + fnv(15, suffix(folded, 3))%nameEnds)
	base += nameEnds
	markRows(dst[5:7], mark, int(base))
	dst[7] = -1
}

// markRows turns gazetteer bits into rows.
func markRows(dst []int32, mark uint8, base int) {
	at := 0
	for bit := range 8 {
		if mark&(1<<bit) != 0 && at < len(dst) {
			dst[at] = int32(base + bit)
			at++
		}
	}
	for ; at < len(dst); at++ {
		dst[at] = -1
	}
}

// NameSets is how many sets of training sentences can be told apart.
const NameSets = 7

// NameSetRow is the row of set i, which stands in the last entry of the rows of
// a training token. Set 0 is that of all texts outside training and has none.
func NameSetRow(i int) int32 {
	if i == 0 {
		return -1
	}
	return int32(CrownRows - nameMarks + 8 + i)
}

// CrownFormRows returns the embedding rows of one token for a crown; heads that know
// no gazetteer give no mark.
func CrownFormRows(form string, mark uint8) (rows [CrownFeatureCount]int32) {
	crownFormRows(&rows, form, mark)
	return rows
}
