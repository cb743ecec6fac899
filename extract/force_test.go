package extract_test

import (
	"testing"

	"github.com/entente-kg/entente/schema"
)

// TestForce holds who struck whom where the sentence says it in a roundabout
// way: through a weapon, a post that is hit, the circumstances of a death, or a
// verb that the parse takes for a noun.
func TestForce(t *testing.T) {
	for name, c := range map[string]struct{ text, relation, want string }{
		"a verb read as a noun":             {"Israeli security forces arrest 3 suspected Palestinian militants near Nablus.", "arrested", "Israel Defense Forces"},
		"a verb behind an aside":            {"The New People's Army, an armed branch of the party, torches 3 taxis in Panabo.", "attacked", "New People's Army"},
		"a weapon's owner":                  {"A helicopter of the Syrian army bombed the town of Atarib.", "bombed", "Syrian Armed Forces"},
		"who fired it":                      {"Rockets fired by Hezbollah hit an Israeli base near Metula.", "bombed", "Hezbollah > Israel"},
		"whose post it is":                  {"The Taliban attacked a checkpoint of the Afghan army in Kunduz.", "attacked", "Taliban > Afghan National Army"},
		"whose flag it flies":               {"Iran seized a Greek-flagged tanker in the Gulf of Oman.", "seized", "Iran > Greece"},
		"clashes with":                      {"Four Malian soldiers were killed in clashes with Tuareg rebels.", "killed", "Tuareg rebels > Malian Armed Forces"},
		"a circumstance shared":             {"One woman was killed and two others were injured in a Russian missile strike on Lviv.", "killed", "Russia"},
		"when soldiers fired":               {"Twelve civilians were killed when Ethiopian troops opened fire on a market.", "killed", "Ethiopian National Defense Force"},
		"at least as a number":              {"Israeli gunfire and airstrikes kill at least 21 Palestinians across the Gaza Strip.", "killed", "Israel > 21 Palestinians"},
		"a gang before its attack":          {"The Danish navy thwarted a Somali pirate attack in the Gulf of Aden.", "attacked", "Somali pirates"},
		"an unknown hand":                   {"The Danish embassy in Tunis was attacked on Friday.", "attacked", "> Denmark"},
		"who claims it later":               {"Two car bombs killed 14 people in Maiduguri. Boko Haram claimed responsibility for the attack.", "killed", "Boko Haram > 14 people"},
		"a post that nobody owns":           {"Gunmen attacked a police station in Garissa, Kenya.", "attacked", "Gunmen > police station"},
		"a target on another's land":        {"Ethiopia launched air strikes on military depots in Eritrea.", "bombed", "Ethiopia > military depots"},
		"struck on its land":                {"Ethiopian jets bombed Eritrea near Assab.", "bombed", "> Eritrea"},
		"parties away from their noun":      {"Clashes broke out near Badme between Ethiopian and Eritrean soldiers.", "attacked", "Ethiopian National Defense Force"},
		"an owner in a compound":            {"Four militants were killed in a United States drone strike near Kismayo.", "killed", "United States > Four militants"},
		"victims that others include":       {"Nine people, including two judges, were killed in a bomb attack in Mosul.", "killed", "> two judges"},
		"an office holder shot dead":        {"Pedro Salas, the mayor of Tocoa, is shot dead outside his office.", "killed", "> Pedro Salas"},
		"a strike of the whole clause":      {"Two people are killed and six others are missing in Ethiopian air strikes near Assab.", "killed", "Ethiopia > Two people"},
		"when others fired":                 {"A farmer is killed and two others wounded when Ethiopian troops open fire near Assab.", "killed", "Ethiopian National Defense Force > farmer"},
		"a crowd that clashes":              {"Thousands clashed with police in Chad.", "attacked", "Thousands"},
		"an execution":                      {"Iran hanged two Iraqi citizens for spying.", "killed", "Iran > two Iraqi citizens"},
		"an object's deed":                  {"Haley accused Iran of shelling the Saudi port.", "attacked", ""},
		"a government by its leader's name": {"The Trump administration imposed sanctions on Iran.", "sanctioned", "United States > Iran"},
		"used to disperse":                  {"Kyrgyz police used water cannons to disperse protesters.", "blocked", "Kyrgyz Police > protesters"},
	} {
		t.Run(name, func(t *testing.T) {
			ss := byRules(t, schema.ArticleFields{Text: c.text, Date: "2019-05-02"}).Statements
			if c.want == "" {
				for _, s := range ss {
					if s.Relation == c.relation && named(s.Actors, "Nikki Haley", nil) {
						t.Errorf("%q\nmade %s", c.text, lines(ss))
					}
				}
				return
			}
			for _, s := range ss {
				if s.Relation == c.relation && s.Modality == schema.Asserted && satisfies(s, c.want) {
					return
				}
			}
			t.Errorf("%q\nwants %s %s, made %s", c.text, c.relation, c.want, lines(ss))
		})
	}
}

// TestNoForce holds what tells of no act: a death without its cause, a crash,
// crime without a political party, and a strike that was told already.
func TestNoForce(t *testing.T) {
	for _, c := range []struct{ text, relation string }{
		{"Two British soldiers were killed in Afghanistan.", "killed"},
		{"A Turkish helicopter crashed in Siirt, killing 13 soldiers.", "killed"},
		{"A gunman killed two people in Portland.", "killed"},
		{"Six people were killed in a Saudi airstrike in Yemen.", "bombed"},
		{"The Danish plan was attacked by critics.", "attacked"},
		{"Rebels attacked a Chadian base near Faya, killing four soldiers.", "killed"},
		{"Two men were killed and three others were wounded in a Saudi airstrike in Yemen.", "attacked"},
		{"Pedro Salas, a baker, is shot dead outside his shop.", "killed"},
		{"Nine people, including two children, were killed in a fire in Mosul.", "killed"},
		{"Thousands clashed over the price of bread.", "attacked"},
		{"A blast killed two people in Portland. A man claimed responsibility.", "killed"},
	} {
		for _, s := range byRules(t, schema.ArticleFields{Text: c.text, Date: "2019-05-02"}).Statements {
			if s.Relation == c.relation {
				t.Errorf("%q made %s", c.text, lines([]schema.Statement{s}))
			}
		}
	}
}
