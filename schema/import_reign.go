package schema

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// extendREIGN reads a REIGN list of leaders: comma-separated, with the columns
// stateabb (a Correlates of War abbreviation), leader, sdate, smonth, syear,
// emonth and eyear. A leader holds the office of the state's first executive
// head. A surname alone finds the person of the tables who had the office then.
func (w *World) extendREIGN(a Addition) error {
	spells, err := readREIGN(a)
	if err != nil {
		return err
	}
	for _, s := range spells {
		state, ok := w.cow(s.abb)
		if !ok {
			return fmt.Errorf("%s:%d: unknown state %q", a.Name, s.line, s.abb)
		}
		e := w.entities[state]
		if len(e.Heads) == 0 {
			continue
		}
		id := w.leaderID(s, e.Heads[0], state)
		if w.entities[id] == nil {
			words := strings.Fields(s.leader)
			r := row{file: a.Name, line: s.line, col: []string{"name", "family"}, cell: []string{s.leader, words[len(words)-1]}}
			w.override(r, id, state)
			w.entities[id].Sector = "GOV"
		}
		w.putNewTerm(Term{Person: id, Office: e.Heads[0], State: state, Start: s.start, End: s.end, Source: a.Name})
	}
	return nil
}

// leaderID is the id of the tables' holder of that office around the start who
// has the name, else one made of the name.
func (w *World) leaderID(s reignSpell, office, state string) string {
	for _, t := range w.byOffice[office+"|"+state] {
		if e := w.entities[t.Person]; e != nil && sameYears(t, s) && sharesName(e, s.leader) {
			return t.Person
		}
	}
	return slug(s.leader)
}

func sameYears(t Term, s reignSpell) bool {
	return (s.end == "" || t.Start[:4] <= s.end[:4]) && (t.End == "" || t.End[:4] >= s.start[:4])
}

// sharesName says whether the person is called by the last word of the name.
func sharesName(e *Entity, name string) bool {
	words := strings.Fields(FoldName(name))
	all := " " + FoldName(strings.Join(append([]string{e.Name, e.Family}, e.Aliases...), " ")) + " "
	return len(words) > 0 && strings.Contains(all, " "+words[len(words)-1]+" ")
}

// reignSpell is one line of the list.
type reignSpell struct {
	abb, leader, start, end string
	line                    int
}

func readREIGN(a Addition) ([]reignSpell, error) {
	cr := csv.NewReader(bytes.NewReader(a.Data))
	cr.FieldsPerRecord = -1
	head, err := cr.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Name, err)
	}
	col := map[string]int{}
	for i, h := range head {
		col[strings.TrimPrefix(h, "\ufeff")] = i
	}
	for _, need := range []string{"stateabb", "leader", "smonth", "syear", "emonth", "eyear"} {
		if _, ok := col[need]; !ok {
			return nil, fmt.Errorf("%s:1: no column %q", a.Name, need)
		}
	}
	var out []reignSpell
	for {
		rec, err := cr.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err) // says the line
		}
		line, _ := cr.FieldPos(0)
		get := func(name string) string {
			if i, ok := col[name]; ok && i < len(rec) {
				return strings.TrimSpace(rec[i])
			}
			return ""
		}
		if get("leader") == "" {
			return nil, fmt.Errorf("%s:%d: no leader", a.Name, line)
		}
		s := reignSpell{abb: get("stateabb"), leader: get("leader"), line: line, start: isoDay(get("syear"), get("smonth"), get("sdate")), end: isoDay(get("eyear"), get("emonth"), "")}
		if !wellFormed(s.start) || s.end != "" && !wellFormed(s.end) {
			return nil, fmt.Errorf("%s:%d: start %q, end %q: no dates", a.Name, line, s.start, s.end)
		}
		out = append(out, s)
	}
}

func isoDay(year, month, day string) string {
	if year == "" {
		return ""
	}
	out := year
	for _, part := range []string{month, day} {
		n, err := strconv.Atoi(part)
		if err != nil {
			if part != "" {
				return "?"
			}
			return out
		}
		out += fmt.Sprintf("-%02d", n)
	}
	return out
}

// cowOther are the abbreviations of the Correlates of War project that are not
// the state's ISO 3166 alpha-3 code.
const cowOther = `UKG United_Kingdom|GMY Germany|GFR Germany|GDR East_Germany|FRN France|RUS Russia|CHN China|ROK South_Korea|PRK North_Korea|SPN Spain|POR Portugal|SWZ Switzerland|AUS Austria|AUL Australia|NEW New_Zealand|SAF South_Africa|UAE United_Arab_Emirates|SAU Saudi_Arabia|LEB Lebanon|KUW Kuwait|BAH Bahrain|OMA Oman|YEM Yemen|YAR North_Yemen|YPR South_Yemen|IRN Iran|IRQ Iraq|MOR Morocco|ALG Algeria|LIB Libya|SUD Sudan|SSD South_Sudan|CHA Chad|NIR Niger|NIG Nigeria|SEN Senegal|BEN Benin|MAA Mauritania|CDI Ivory_Coast|GUI Guinea|BFO Burkina_Faso|LBR Liberia|SIE Sierra_Leone|GHA Ghana|TOG Togo|CAO Cameroon|GAB Gabon|CEN Central_African_Republic|CON Republic_of_the_Congo|DRC Democratic_Republic_of_the_Congo|UGA Uganda|KEN Kenya|TAZ Tanzania|BUI Burundi|RWA Rwanda|SOM Somalia|DJI Djibouti|ETH Ethiopia|ERI Eritrea|ANG Angola|MZM Mozambique|ZAM Zambia|ZIM Zimbabwe|MAW Malawi|NAM Namibia|LES Lesotho|BOT Botswana|SWA Eswatini|MAG Madagascar|COM Comoros|MAS Mauritius|SEY Seychelles|EQG Equatorial_Guinea|GAM The_Gambia|MLI Mali|CAP Cape_Verde|STP São_Tomé_and_Príncipe|GNB Guinea-Bissau|DEN Denmark|ICE Iceland|FIN Finland|SWD Sweden|NOR Norway|NTH Netherlands|BEL Belgium|LUX Luxembourg|IRE Ireland|ITA Italy|MLT Malta|ALB Albania|MAC North_Macedonia|CRO Croatia|YUG Serbia|SRB Serbia|SER Serbia|BOS Bosnia_and_Herzegovina|KOS Kosovo|MNG Montenegro|SLV Slovenia|SLO Slovakia|CZE Czechoslovakia|CZR Czech_Republic|GRC Greece|CYP Cyprus|BUL Bulgaria|MLD Moldova|ROM Romania|RUM Romania|EST Estonia|LAT Latvia|LIT Lithuania|UKR Ukraine|BLR Belarus|ARM Armenia|GRG Georgia|AZE Azerbaijan|HUN Hungary|POL Poland|TUR Turkey|TKM Turkmenistan|TAJ Tajikistan|KYR Kyrgyzstan|UZB Uzbekistan|KZK Kazakhstan|MON Mongolia|TAW Taiwan|JPN Japan|IND India|BHU Bhutan|PAK Pakistan|BNG Bangladesh|MYA Myanmar|SRI Sri_Lanka|MAD Maldives|NEP Nepal|THI Thailand|CAM Cambodia|LAO Laos|DRV Vietnam|RVN South_Vietnam|MAL Malaysia|SIN Singapore|BRU Brunei|PHI Philippines|INS Indonesia|ETM East_Timor|PNG Papua_New_Guinea|VAN Vanuatu|SOL Solomon_Islands|FIJ Fiji|KIR Kiribati|TUV Tuvalu|TON Tonga|NAU Nauru|MSI Marshall_Islands|PAL Palau|FSM Federated_States_of_Micronesia|WSM Samoa|WSA Samoa|HAI Haiti|DOM Dominican_Republic|JAM Jamaica|TRI Trinidad_and_Tobago|BAR Barbados|DMA Dominica|GRN Grenada|SLU Saint_Lucia|SVG Saint_Vincent_and_the_Grenadines|AAB Antigua_and_Barbuda|SKN Saint_Kitts_and_Nevis|BHM The_Bahamas|BLZ Belize|GUA Guatemala|HON Honduras|SAL El_Salvador|NIC Nicaragua|COS Costa_Rica|PAN Panama|COL Colombia|VEN Venezuela|GUY Guyana|SUR Suriname|ECU Ecuador|PER Peru|BRA Brazil|BOL Bolivia|PAR Paraguay|CHL Chile|ARG Argentina|URU Uruguay|CUB Cuba|MEX Mexico|USA United_States|CAN Canada|ISR Israel|JOR Jordan|SYR Syria|EGY Egypt|TUN Tunisia|AFG Afghanistan|QAT Qatar|AND Andorra|MNC Monaco|LIE Liechtenstein|SNM San_Marino|PRI Puerto_Rico`

// cow is the id of the state with that Correlates of War abbreviation.
func (w *World) cow(abb string) (string, bool) {
	for pair := range strings.SplitSeq(cowOther, "|") {
		if key, id, _ := strings.Cut(pair, " "); key == abb {
			return id, w.entities[id] != nil
		}
	}
	return "", false
}
