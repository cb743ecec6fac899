// Package when finds the time expressions of English news sentences and turns
// them into days with a precision.
//
// In go the words of one sentence with their part-of-speech tags, the day of
// the article and the tense of the clause; out come a date as YYYY[-MM[-DD]],
// its precision, and the first and last whole day that it covers:
//
//	words := []when.Word{{Text: "met", Tag: "VBD"}, {Text: "on", Tag: "IN"}, {Text: "Sunday", Tag: "NNP"}}
//	for _, e := range when.Find(words) {
//		v, ok := e.Resolve(anchor, when.Past) // anchor: Monday 7 August 2017
//		fmt.Println(e.Text, v.Date, v.Precision, ok) // Sunday 2017-08-06 day true
//	}
//
// Durations ("for three years"), sets ("every Tuesday"), years inside names
// ("the 2015 nuclear deal") and times that hang on another event ("two days
// later") are found and have no date. The package reads no clock times and no
// time zones, knows no moveable feasts, and does not decide which event an
// expression belongs to.
package when
