package extract_test

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// TestImpliedParties holds sentences in which a party stands off from the word
// that tells the act, or is only referred to, against who does what to whom.
func TestImpliedParties(t *testing.T) {
	for _, c := range []struct{ text, want, not string }{
		// who undertakes or orders the act that a noun or a passive tells
		{text: "Austria's justice minister approved the extradition of a Kazakh banker.", want: "Austria deported"},
		{text: "Somalia announced the expulsion of two Kenyan envoys.", want: "Somalia expelledDiplomatsOf"},
		{text: "Somalia regretted the expulsion of two Kenyan envoys.", not: "Somalia expelledDiplomatsOf"},
		{text: "The supreme court of Malawi ordered that the opposition leader Juma Banda be jailed.", want: "Supreme Court of Malawi detained Juma Banda"},
		// who claims it
		{text: "Al-Shabaab claimed responsibility for the bombing of Kenyan positions.", want: "Al-Shabaab attacked Kenya"},
		{text: "Al-Shabaab denied responsibility for the bombing of Kenyan positions.", not: "Al-Shabaab attacked"},
		// a force that reports what it did
		{text: "The Nigerian army says that 30 rebels have been killed near the border.", want: "Nigerian Army killed 30 rebels"},
		{text: "The Nigerian army says that three of its soldiers have been killed near the border.", not: "Nigerian Army killed"},
		{text: "Journalists say that 30 rebels have been killed near the border.", not: "Journalists killed"},
		// whose thing it is
		{text: "Vietnam suspended the licence of Facebook.", want: "Vietnam sanctioned Meta Platforms"},
		{text: "Vietnam banned flights by Cambodian carriers.", want: "sanctioned Cambodia"},
		// pronouns are not the subject of their own clause
		{text: "Oxfam called on Yemen to open the port and accused it of theft.", want: "Oxfam accused Yemen"},
		{text: "Yemen defended itself. It accused Oman of smuggling.", want: "Yemen accused Oman"},
		{text: "Hungarian official Bela Nagy resigned on Monday. He accused Slovakia of spying.", want: "Bela Nagy accused Slovakia"},
		// what the story named before
		{text: "A court in Jakarta heard the case of Hamas. Indonesia outlawed the group.", want: "Indonesia sanctioned Hamas"},
		{text: "The president of Mali said that his country had invaded Niger.", want: "Mali invaded Niger"},
		{text: "Peru closed its consulate in Chile and asked the country for an apology.", want: "Peru requestedOf Chile"},
		// bodies and servants of states that the tables do not know
		{text: "Malta's Fisheries Board condemned the raid.", want: "Fisheries Board condemned"},
		{text: "Chilean culture minister Ana Ruiz condemned the verdict.", want: "Ana Ruiz condemned"},
		// people by what they are
		{text: "Turkish police detained two bystanders and a bookseller in Ankara.", want: "detained bookseller, two bystanders"},
		{text: "A strike by Israeli jets on a house in Beirut killed two.", want: "Israel"},
		// the verb of the sentence, though it looks like a plural
		{text: "The Togo Press Council announces plans to sue Benin.", want: "Press Council sued Benin"},
		// who did what a noun takes up, and whom it was done to
		{text: "Peru freed two spies on Friday. Chile condemned the decision.", want: "Chile condemned Peru"},
		{text: "Norway condemned the use of gas against fishermen.", not: "condemned fishermen"},
		{text: "Officials in the Kenyan foreign ministry condemned the verdict.", want: "Ministry of Foreign Affairs of Kenya condemned"},
		{text: "Germany announced the arrest of an aide to Hassan Nasrallah and deported him.", not: "deported Hassan Nasrallah"},
		{text: "Bela Nagy, the mayor of the Hungarian town of Eger, condemned the verdict.", want: "Bela Nagy condemned"},
		// names with particles
		{text: "Police in Iraq arrested Abu Bakr al-Iraqi and Samir al-Wagaa.", want: "arrested Abu Bakr al-Iraqi, Samir al-Wagaa"},
		// who is asked to go
		{text: "The Peruvian opposition called for the resignation of Ana Ruiz.", want: "requestedOf Ana Ruiz"},
		{text: "The Congress of Peru demanded Ana Ruiz's departure.", want: "requestedOf Ana Ruiz"},
		{text: "The Congress of Peru demanded the release of Ana Ruiz.", not: "requestedOf Ana Ruiz"},
		// who attacks by the strike's own words, or claims it in a later sentence
		{text: "Ten soldiers were killed in an insurgent attack in Mali.", want: "insurgents killed Ten soldiers"},
		{text: "Three guards died in a jihadist raid in Niger.", want: "jihadists killed Three guards"},
		{text: "Ten soldiers were killed in a heart attack clinic in Mali.", not: "attacks killed"},
		{text: "An airstrike on a Kenyan base wounded four. Al-Shabaab claimed responsibility.", want: "Al-Shabaab bombed"},
		{text: "An airstrike on a Kenyan base wounded four. Al-Shabaab denied responsibility.", not: "Al-Shabaab bombed"},
		{text: "Twelve soldiers were killed in an attack by militants in Mali.", want: "militants killed Twelve soldiers"},
		{text: "Six guards were killed in an ambush by rebels near Gao.", want: "rebels killed Six guards"},
		{text: "Six guards were killed in an ambush near Gao.", not: "Gao killed"},
		// whose site it is
		{text: "Israel bombed a warehouse used by Hamas.", want: "Israel bombed Hamas"},
		{text: "Rebels attacked a bus carrying Malian soldiers.", want: "Rebels attacked Malian Armed Forces"},
		{text: "Rebels attacked a bus carrying rice.", not: "attacked rice"},
		// from whom a place is taken
		{text: "The Malian army captured Kidal after clashes with Tuareg rebels.", want: "seized Tuareg rebels"},
		{text: "The Malian army captured Kidal after talks with Tuareg rebels.", not: "seized Tuareg rebels"},
		{text: "China and Laos began a naval exercise. Vietnam condemned the exercise.", want: "Vietnam condemned China, Laos"},
		{text: "Rosa Quispe called the president of Chile a thief. Chile condemned the remarks.", want: "Chile condemned Rosa Quispe"},
		// what two sides do to each other
		{text: "Peru and Chile accused each other of shelling the border.", want: "Chile, Peru accused Chile, Peru"},
		{text: "Kenya and Somalia condemned one another on Friday.", want: "Kenya, Somalia condemned Kenya, Somalia"},
		{text: "Peru and Chile accused others of shelling the border.", not: "accused Chile, Peru"},
		{text: "Oxfam criticised Chad on Friday. Chad rejected the criticism.", want: "Chad rejected Oxfam"},
		// a participle of blame
		{text: "A Turkish officer was arrested in Izmir, accused of spying for Greece.", want: "accused Turkish officer"},
	} {
		got := lines(byRules(t, schema.ArticleFields{Text: c.text}).Statements)
		if c.want != "" && !strings.Contains(got, c.want) {
			t.Errorf("%q\nwants %q, made %s", c.text, c.want, got)
		}
		if c.not != "" && strings.Contains(got, c.not) {
			t.Errorf("%q\nmust not have %q, made %s", c.text, c.not, got)
		}
	}
}
