//go:build !amd64 || noasm

package neural

const useVector = false

func mulVector(c []float32, a View, b []float32, m, n, k, whole int, add bool) {
	mulPortable(c, a, b, m, n, k, 0, whole, add)
}

func sigmoids(x []float32) {
	for i, v := range x {
		x[i] = sigmoid32(v)
	}
}
