package extract_test

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/schema"
)

// TestMendedParses holds sentences that the parser reads wrongly, or that need
// an actor from further off, against who does what.
func TestMendedParses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The foreign minister of Oman says that the dispute over the islet will go on, and accuses Yemen of dragging its feet.", "Minister of Foreign Affairs of Oman accused Yemen"},
		{"The Tuna Federation demands that Malta reopen the port.", "Tuna Federation requestedOf Malta"},
		{"The UN Security Council issued a statement condemning the raid.", "United Nations Security Council condemned"},
		{"Lebanon rejects a draft resolution condemning the raid.", "Lebanon rejected"},
		{"The head of the African Union condemned the raid on Chad.", "condemned"},
		{"The government in Khartoum condemned the raid.", "Sudan condemned"},
		{"Hungary is against sanctions on Belarus.", "Hungary opposes"},
		{"Samoa demands a truce, asks the rebels to leave the port, and warns Tonga.", "Samoa requestedOf rebels"},
		{"Opposition lawmakers called for a new inquiry.", "Opposition lawmakers requestedOf"},
		{"The president of Kenya called the raid a crime and asks Uganda to arrest the rebels.", "President of Kenya requestedOf Uganda"},
		{"Fiji condemns the coup and calls for an inquiry.", "Fiji requestedOf # inquiry"},
		{"In India, the opposition Congress Party calls for a truce.", "requestedOf # truce"},
		{"Under the pact, Gabon will release 40 prisoners and Chad will withdraw its troops from Mali.", "Chad withdrewFrom"},
		{"Ghana said it had banned fish from Togo and Benin would sue Nigeria.", "Benin sued Nigeria"},
		{"Peru praised Chile and Bolivia on Friday.", "Peru praised Bolivia, Chile"},
		{"Chilean senators criticised Peru, saying that it had invaded Bolivia.", "Peru invaded Bolivia"},
		{"Ghana left, saying that it had invaded Togo.", "Ghana invaded Togo"},
		{"Canada called for Cuba to release the writer.", "Canada requestedOf Cuba"},
		{"Chad threatened on Tuesday to invade Togo.", "Chad threatened Togo"},
		{"Trade unions in Lilongwe marched in solidarity with Malawi.", "supports Malawi"},
		{"The Chilean president called the president of Peru on Friday.", "spokeByPhoneWith"},
		{"Fighting went on after the Chilean withdrawal from Peru.", "Chile withdrewFrom Peru"},
		{"Chile is opposed to the sanctions, a minister told reporters.", "Chile opposes # sanctions"},
		{"Norway made the fight against piracy a priority.", "Norway opposes # piracy"},
		{"Thousands protested in Peru against the policies of the Chilean president.", "protesters protestedAgainst President of Chile"},
	} {
		ss := byRules(t, schema.ArticleFields{Text: c.text}).Statements
		if !strings.Contains(lines(ss), c.want) {
			t.Errorf("%q\nwants %q, made %s", c.text, c.want, lines(ss))
		}
	}
	for _, s := range byRules(t, schema.ArticleFields{Text: "Lebanon rejects a draft resolution condemning the raid."}).Statements {
		if s.Relation == "condemned" {
			t.Errorf("who rejects a text does not speak through it: %s", extract.Line(s))
		}
	}
}
