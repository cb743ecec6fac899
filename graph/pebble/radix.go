package pebble

// passes are the ends to sort by, one after the other, so that quads come into
// an order: any quads into the first, and those of the first into the others.
// Each pass leaves what is the same for it in sequence.
var passes = [len(orders)][]int{
	{label, object, predicate, subject},
	{object, predicate},
	{object},
	{label},
}

// sortQuads brings quads into an order, with as much room to spare. It uses
// both slices and gives them back.
func sortQuads(quads, spare []row, order int) (sorted, rest []row) {
	for _, end := range passes[order] {
		quads, spare = sortByEnd(quads, spare, end)
	}
	return quads, spare
}

const radixBits = 11

// sortByEnd sorts by one end, digit by digit, and leaves quads in sequence whose
// ids there are the same.
func sortByEnd(quads, spare []row, end int) (sorted, rest []row) {
	var low, high uint32 = 1<<32 - 1, 0
	for i := range quads {
		low, high = min(low, quads[i][end]), max(high, quads[i][end])
	}
	if len(quads) == 0 {
		return quads, spare
	}
	for shift := 0; (high-low)>>shift > 0; shift += radixBits {
		var counts [1 << radixBits]int
		for i := range quads {
			counts[(quads[i][end]-low)>>shift&(1<<radixBits-1)]++
		}
		at := 0
		for i, n := range counts {
			counts[i] = at
			at += n
		}
		for i := range quads {
			digit := (quads[i][end] - low) >> shift & (1<<radixBits - 1)
			spare[counts[digit]] = quads[i]
			counts[digit]++
		}
		quads, spare = spare, quads
	}
	return quads, spare
}
