package train

// random is a splitmix64 generator: fast, seedable per shard and step, and the
// same on every machine.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unit draws from [0, 1).
func (r *random) unit() float32 { return float32(r.next()>>40) / (1 << 24) }

// normal draws from a distribution close to the standard normal one: the sum of
// twelve uniform draws less six.
func (r *random) normal() float32 {
	sum := float32(-6)
	for range 12 {
		sum += r.unit()
	}
	return sum
}

// mask fills m with 0 at the given chance and with 1/(1-chance) elsewhere.
func (r *random) mask(m []float32, chance float32) {
	limit := uint64(chance * (1 << 16))
	keep := 1 / (1 - chance)
	var bits uint64
	for i := range m {
		if i%4 == 0 {
			bits = r.next()
		}
		if bits&0xffff < limit {
			m[i] = 0
		} else {
			m[i] = keep
		}
		bits >>= 16
	}
}

// order draws an order of the numbers up to n, n left out.
func (r *random) order(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	r.shuffle(out)
	return out
}

// shuffle permutes the order in place.
func (r *random) shuffle(order []int) {
	for i := len(order) - 1; i > 0; i-- {
		j := int(r.next() % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
}
