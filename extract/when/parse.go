package when

import (
	"errors"
	"fmt"
	"time"
)

// ParseDate reads a date as the command line and the tables write it: YYYY,
// YYYY-MM or YYYY-MM-DD, nothing else. The error says what is wrong with it.
func ParseDate(s string) (Value, error) {
	switch {
	case s == "":
		return Value{}, errors.New("date is empty: want YYYY, YYYY-MM or YYYY-MM-DD")
	case !shaped(s):
		return Value{}, fmt.Errorf("date %q is not YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	y := digits(s[:4])
	if y == 0 {
		return Value{}, fmt.Errorf("date %q: there is no year 0000", s)
	}
	if len(s) == 4 {
		return years(y, y, Year).value(), nil
	}
	m := time.Month(digits(s[5:7]))
	if m < 1 || m > 12 {
		return Value{}, fmt.Errorf("date %q: month %s is not 01 to 12", s, s[5:7])
	}
	if len(s) == 7 {
		return months(y, m, 1, Month).value(), nil
	}
	d, ok := date(y, m, digits(s[8:]))
	if !ok {
		last := months(y, m, 1, Month).end.Day()
		return Value{}, fmt.Errorf("date %q: %s %d has days 01 to %d, not %s", s, m, y, last, s[8:])
	}
	return span{d, d, Day}.value(), nil
}

// shaped says whether s has digits and hyphens where a date has them.
func shaped(s string) bool {
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return false
	}
	for i := range len(s) {
		if hyphen := i == 4 || i == 7; hyphen != (s[i] == '-') || !hyphen && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// digits is the value of a string of at most nine ASCII digits, -1 for others.
func digits(s string) int {
	if s == "" || len(s) > 9 {
		return -1
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}
