package when

import (
	"slices"
	"strings"
	"time"
)

// rank is how well the place of a date speaks for its being the article's.
type rank int

const (
	nowhere   rank = iota
	caption        // in a line with a picture credit
	head           // in the title or the line below it
	dateline       // alone on a line, or after the place that opens a story
	updated        // after "Updated:"
	published      // after "Published:"
)

// How far the head reaches, in lines that are not blank: the title and the line
// below it, a caption or the lead. (In 286 stories cut free of their dateline,
// none of the five full dates of the next lines was the story's own.) The labels
// of a page come a little lower, or at the foot.
const (
	headLines  = 2
	labelLines = 12
	footLines  = 3
)

// dated is a full date of the text.
type dated struct {
	day  time.Time
	rank rank
}

// InferArticleDate finds the day of an article that came without a date. Only
// full dates count, and of those the best placed kind:
//
//  1. after a label: "Published: August 6, 2017", then "Updated: …";
//  2. a dateline: "MANILA, Aug 6, 2017 (Agency) - …", or a date alone on a line;
//  3. a date in the first two lines, where it is not about the future;
//  4. a date in a line with a picture credit, unless it is a file picture.
//
// Of several the latest counts, except after "Published", where the first does.
// A date of the last two kinds is out where the text names a later year: it is
// then history.
// A date of the last two kinds is that of an event, which the article cannot
// precede; but it may be some days younger. There the weekdays tell: those that
// the text names in the past tense, with that of the date, lie within a week, so
// the longest stretch of the week without any of them is to come, and the
// article is of the first day from the date on that has the last weekday before
// it. A picture of Sunday 6 August 2017 and news of "Saturday", "Sunday" and "on
// Monday" give Monday 7 August 2017.
//
// It answers false where no such date is found.
func InferArticleDate(text string) (Value, bool) {
	var lines [][]Word
	for line := range strings.Lines(text) {
		if w := split(line); len(w) > 0 {
			lines = append(lines, w)
		}
	}
	var best dated
	var weekdays [7]bool
	newest := 0
	for i, words := range lines {
		exprs := Find(words)
		for _, e := range exprs {
			switch n := e.when.(type) {
			case dayNode:
				if s, ok := n.span(clock{}); ok {
					best = better(best, dated{s.start, rankOf(lines, i, e)})
				}
				newest = max(newest, n.year.n)
			case yearsNode:
				newest = max(newest, n.lo)
			case monthsNode:
				newest = max(newest, n.year.n)
			case weekdayNode:
				if n.place == bare && n.week == bare && !planned(words, e) {
					weekdays[n.day] = true
				}
			}
		}
	}
	if best.rank == nowhere || best.rank <= head && best.day.Year() < newest {
		return Value{}, false
	}
	if best.rank <= head {
		best.day = latest(best.day, weekdays)
	}
	return span{best.day, best.day, Day}.value(), true
}

// better chooses between two dates.
func better(a, b dated) dated {
	if b.rank > a.rank || b.rank == a.rank && b.rank != published && b.day.After(a.day) {
		return b
	}
	return a
}

// latest moves a day forward to the last weekday of the stretch of the week
// that the article tells of; of stretches that end equally well the nearest.
func latest(day time.Time, weekdays [7]bool) time.Time {
	weekdays[day.Weekday()] = true
	best, widest := day, 0
	for i := range 7 {
		d := day.AddDate(0, 0, i)
		if !weekdays[d.Weekday()] {
			continue
		}
		gap := 1
		for !weekdays[(int(d.Weekday())+gap)%7] {
			gap++
		}
		if gap > widest {
			best, widest = d, gap
		}
	}
	return best
}

// rankOf judges the place of a full date in the text.
func rankOf(lines [][]Word, i int, e Expr) rank {
	words := lines[i]
	if i < labelLines || i >= len(lines)-footLines {
		if r := label(words[:e.From]); r != nowhere {
			return r
		}
	}
	switch {
	case i < labelLines && opens(words, e):
		return dateline
	case has(words, "file", "archive", "archives"):
		return nowhere
	case i < headLines && !planned(words, e):
		return head
	case has(words, "image", "photo", "photograph", "picture", "getty", "credit"):
		return caption
	}
	return nowhere
}

// label reads the words before a date: the nearest of "Published", "Posted" and
// their like, not more than six words away.
func label(before []Word) rank {
	for n := range min(len(before), 6) {
		switch strings.ToLower(before[len(before)-1-n].Text) {
		case "published", "posted", "issued", "dated", "date", "created":
			if n == 0 || n < 5 && colon(before[len(before)-n:]) {
				return published
			}
		case "updated", "modified", "edited", "revised":
			if n == 0 || n < 5 && colon(before[len(before)-n:]) {
				return updated
			}
		}
	}
	return nowhere
}

// colon says whether the words after a label have a colon or nothing of a
// sentence: "Published: Sunday", "Published on".
func colon(words []Word) bool {
	for _, w := range words {
		switch strings.ToLower(w.Text) {
		case ":", "on", "at", "-", "–", "|", ",":
		default:
			if !strings.Contains(w.Text, ":") && digits(w.Text) < 0 {
				_, _, day := weekdayOf(strings.ToLower(w.Text))
				if !day {
					return false
				}
			}
		}
	}
	return true
}

// opens says whether a date is a dateline: nearly all of its line, or near the
// line's start behind a place in capitals and before a dash or an agency.
func opens(words []Word, e Expr) bool {
	rest := len(words) - (e.To - e.From)
	if rest == 0 || rest <= 6 && e.From <= 1 && !slices.ContainsFunc(words[e.To:], func(w Word) bool { return w.Text == "." }) {
		return true
	}
	if e.From == 0 || e.From > 8 || e.To >= len(words) {
		return false
	}
	if first := words[0].Text; len(first) < 2 || first != strings.ToUpper(first) {
		return false
	}
	switch words[e.To].Text {
	case "-", "–", "—", "--", "(", ":", "/", "|":
		return true
	}
	return false
}

// has says whether a line has one of the words.
func has(words []Word, wanted ...string) bool {
	return slices.ContainsFunc(words, func(w Word) bool { return slices.Contains(wanted, strings.ToLower(w.Text)) })
}

// planned guesses from the words alone whether an expression is about the
// future: a word of planning stands before it in its sentence, later than the
// last verb that tells the past; or, where it opens the sentence, after it before
// such a verb.
func planned(words []Word, e Expr) bool {
	for i := e.From - 1; i >= 0 && i > e.From-12 && !ends(words[i].Text); i-- {
		switch w := strings.ToLower(words[i].Text); {
		case plans(w):
			return true
		case tells(w):
			return false
		}
	}
	for i := e.To; i < len(words) && i < e.To+12 && !ends(words[i].Text); i++ {
		switch w := strings.ToLower(words[i].Text); {
		case plans(w):
			return true
		case tells(w):
			return false
		}
	}
	return false
}

// ends says whether a token ends a sentence.
func ends(w string) bool { return w == "." || w == "?" || w == "!" || w == ";" }

// plans knows the words that turn a clause to the future.
func plans(w string) bool {
	switch w {
	case "will", "shall", "would", "plan", "plans", "planned", "scheduled", "due", "expected", "slated", "until", "upcoming", "'ll", "by", "before":
		return true
	}
	return false
}

// tells knows the commonest verbs of news in the past tense, and most others by
// their ending.
func tells(w string) bool {
	switch w {
	case "said", "says", "told", "met", "was", "were", "had", "did", "held", "began", "took", "made", "went", "came", "left",
		"spoke", "gave", "won", "lost", "fell", "rose", "hit", "put", "sent", "shot", "struck", "fought", "died", "became":
		return true
	}
	return len(w) > 4 && strings.HasSuffix(w, "ed")
}
