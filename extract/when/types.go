package when

// Precision is the unit that an expression names. Start and End of a Value may
// be narrower than the unit ("late last year" has precision year).
type Precision string

// The precisions. Weekends, seasons, decades and ranges are intervals.
const (
	Day      Precision = "day"
	Week     Precision = "week"
	Month    Precision = "month"
	Quarter  Precision = "quarter"
	Year     Precision = "year"
	Interval Precision = "interval"
)

// Tense is the tense of the clause that an expression stands in. Planned and
// demanded acts count as Future whatever their verb form.
type Tense uint8

// The tenses. Present and Unknown are read as Past: a digest tells the past in
// the present tense ("police arrest three men on Friday").
const (
	Unknown Tense = iota
	Past
	Present
	Future
)

// Kind says how an expression gets its date.
type Kind string

// The kinds. Duration, Set and Modifier never have a date.
const (
	Absolute Kind = "absolute" // names a calendar unit: "6 August", "in 2014", "the 1990s"
	Weekday  Kind = "weekday"  // "Sunday", "next Friday", "Monday evening"
	Relative Kind = "relative" // counted: "two days ago"; from the text's own time, undated: "three weeks later"
	Deictic  Kind = "deictic"  // seen from the article's day: "today", "last month", "recently"
	Set      Kind = "set"      // repeated: "every Tuesday", "annually"
	Duration Kind = "duration" // a length: "for three years"
	Modifier Kind = "modifier" // part of a name or comparison: "the 2015 deal", "first since 1979"
)

// Word is one token of a sentence. Tag is its Penn (XPOS) or universal (UPOS)
// part of speech; an empty tag leaves the decision to the neighbours. Start and
// End are its offsets in the text, in any unit; they may be left zero.
type Word struct {
	Text, Tag  string
	Start, End int
}

// Expr is one time expression.
type Expr struct {
	From, To    int    // words, half open, without the governing preposition
	Kind        Kind   //
	Text        string // the words
	Prep        string // the governing preposition in lower case ("on", "since", "ahead of"), or ""
	Attributive bool   // it modifies a noun: "Monday's meeting", "the May 1 deadline"
	when        node   // nil: no date
}

// Value is a resolved time. Date is YYYY, YYYY-MM or YYYY-MM-DD and a prefix of
// Start (of End, where a deadline lies in another year); Start and End are whole
// days, both inclusive. A week, or a range of at most seven days, has the month
// it starts in as its Date; a longer range has what its first and last day
// share, at least the year it starts in. To compare times use Start and End.
type Value struct {
	Date       string
	Precision  Precision
	Start, End string
}
