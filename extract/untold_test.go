package extract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// TestUntold holds pairs of sentences: the first reports the relation, the second
// has its words and reports nothing of the kind, by rules and by weights.
func TestUntold(t *testing.T) {
	for _, c := range []struct{ relation, told, untold string }{
		{"resigned", "The mayor of Nairobi resigned after a bribery scandal.", "The mayor of Nairobi resigned to become ambassador to Ghana."},
		{"resigned", "Protests forced the prime minister of Togo to resign.", "The prime minister of Togo will step down at the end of his term."},
		{"resigned", "The king of Tonga abdicated amid a dispute with the parliament.", "The king of Tonga abdicated in favour of his daughter."},
		{"resigned", "The trade minister of Chile resigned over a leak.", "The trade minister of Chile resigned in protest at the arrest of his brother."},
		{"resigned", "The finance minister of Peru quit his post after losing a vote of confidence.", "Ana Ruiz, who resigned as finance minister of Peru in May, criticised the protests."},
		{"invaded", "The Chadian invasion of Togo began on Monday.", "Chadian invasion of Togo: The town of Kara elects a mayor."},
		{"attacked", "Chad: The army attacked a rebel camp near Faya.", "Chadian attack on Togo: The people of Kara bury a mayor."},
		{"aided", "Togo sent military aid to Chad.", "Military aid to Chad during the Togolese Civil War"},
		{"invaded", "Clashes go on in Gao, and the Chadian invasion of Togo continues.", "Gao strikes, Attacks in Mali during the Chadian invasion of Togo"},
		{"invaded", "Chad's invasion of Togo enters its third week.", "Grain prices during the Chadian invasion of Togo"},
		{"bombed", "Protests in Kara amid the bombing of Togo by Chad grew.", "Schools amid the Chadian bombing of Togo"},
		{"promised", "Togo vowed to send doctors to Benin.", "Togo vowed to bomb the port of Benin."},
		{"promised", "Chad announced that it will send maize to Mali.", "Chad announced that it will expel two diplomats of Mali."},
		{"bombed", "Togo vowed to bomb the port of Benin.", "Togo vowed to paint the port of Benin."},
		{"detained", "Malian soldiers captured a rebel commander near Gao.", "Malian soldiers captured Gao."},
		{"arrested", "Malian police captured a rebel commander near Gao.", "Malian soldiers captured a rebel commander near Gao."},
		{"concededTo", "Fiji withdrew the bill on fishing after protests.", "Fiji withdrew the bill on fishing."},
		{"ceasefire", "Chad and the rebels agreed on a truce.", "Chad proposed a truce to the rebels."},
		{"ceasefire", "Chad announced the cessation of hostilities.", "Chad announced the cessation of sugar imports."},
		{"warned", "Kenya warned Somalia not to cross the river.", "Kenya warned its citizens not to travel to Somalia."},
		{"released", "Nigerian soldiers rescued three hostages from rebels near Gwoza.", "A court in Lagos quashed the conviction of a former minister."},
		{"cooperatedWith", "Kenya extradited a fugitive to Rwanda.", "The fugitive surrendered to the police of Kenya."},
		{"arrested", "Kenyan police arrested three people at a rally in Kisumu.", "Kenyan police arrested three people in Kisumu."},
		{"arrested", "Togolese police arrested two Ghanaian students in Lomé.", "Togolese authorities arrested a gang for the theft of cars."},
		{"convicted", "A court in Peru sentenced a smuggler from Chile to nine years for fraud.", "A court in Peru sentenced a cook to nine years for fraud."},
		{"accused", "Chad accused Ana Ruiz of theft.", "Prosecutors in Kenya charged a cook with the theft of jewels."},
		{"released", "Kenya freed two Somali sailors from prison.", "A court in Kenya acquitted the former minister of all charges."},
		{"deported", "Kenya expelled two Somali imams.", "The Labour Party of Kenya expelled two senators."},
		{"sanctioned", "Chad outlawed the opposition Labour Party.", "The president of Chad dissolved parliament ahead of elections."},
		{"requestedOf", "The president of Togo ordered Benin to close the camp.", "The president of Togo ordered the Togolese army to close the camp."},
		{"exercisedForces", "India tested a missile near Puri.", "India launched a rocket with a weather satellite."},
		{"negotiatedWith", "Kenya and Somalia held talks on the border.", "Kenya quit the talks with Somalia on the border."},
		{"deployedForcesTo", "Four Chinese warships entered Japanese waters.", "Four Chinese swimmers entered the water."},
		{"invaded", "Ugandan troops crossed into Congo.", "Ugandan civilians crossed into Congo."},
		{"attacked", "Togolese police raided the office of an opposition newspaper in Lomé.", "Togolese police raided a garage in Lomé."},
		{"alignedWith", "A faction of Tuareg rebels pledged allegiance to Al-Shabaab.", "A faction of Tuareg rebels pledged a reward to Al-Shabaab."},
		{"promised", "Chad promised to lend Mali a ferry.", "Chad promised to sue Mali over the dam."},
		{"supports", "India reaffirmed its support for Nepal.", "India pledged its support to Nepal."},
		{"convicted", "A Kenyan court sentenced the journalist Ali Kamau to five years for sexual assault.", "A Kenyan court sentenced a teacher to five years for sexual assault."},
	} {
		made := func(text string) string {
			var out []schema.Statement
			for _, s := range slices.Concat(byRules(t, schema.ArticleFields{Text: text}).Statements, code(t, schema.ArticleFields{Text: text}).Statements) {
				if s.Relation == c.relation {
					out = append(out, s)
				}
			}
			return lines(out)
		}
		if !strings.Contains(made(c.told), c.relation) {
			t.Errorf("%q makes no %s", c.told, c.relation)
		}
		if got := made(c.untold); got != "" {
			t.Errorf("%q makes %s", c.untold, got)
		}
	}
}
