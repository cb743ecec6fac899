package pebble

import "errors"

// join is errors.Join that leaves a single error as it is: Cayley looks at the
// type of its own.
func join(errs ...error) error {
	var one error
	for i, err := range errs {
		if err == nil {
			continue
		}
		if one != nil {
			return errors.Join(errs...)
		}
		one = errs[i]
	}
	return one
}
