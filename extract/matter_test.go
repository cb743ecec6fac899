package extract_test

import (
	"testing"

	"github.com/entente-kg/entente/schema"
)

// An issue is a short phrase: no place, time or hand, and of a long one only what
// it is of; what it is on or about stays.
func TestIssueIsShort(t *testing.T) {
	for text, want := range map[string]string{
		"Farmers protested against the cull of badgers in the valleys of Wales.":                               "cull of badgers",
		"Norway opposes the ban on exports of whale meat by the council of the bloc.":                          "ban on exports of whale meat",
		"Norway opposes the plan for a gradual transfer of the northern fisheries to the council of the bloc.": "plan",
		"Norway opposes the ban on mercury exports.":                                                           "ban on mercury exports",
	} {
		ss := code(t, schema.ArticleFields{Text: text}).Statements
		if len(ss) != 1 || len(ss[0].Issues) != 1 || ss[0].Issues[0].Name != want {
			t.Errorf("%q: want the issue %q, made %s", text, want, lines(ss))
		}
	}
}

// A clause is named by its verb and object, or by the object alone where the verb
// says little; parties are not named in it again.
func TestClauseIsShort(t *testing.T) {
	for text, want := range map[string]string{
		"Togo accused Benin of committing crimes against the farmers in the north.": "crimes",
		"Togo accused Benin of smuggling cheap fuel through the port in the south.": "smuggling cheap fuel",
		"Togo accused Benin of meddling in its elections.":                          "meddling in elections",
		"Togo accused Benin of not paying its debts to the bank.":                   "not paying debts",
		"Togo urged Benin to withdraw its troops from the valley after the storm.":  "withdraw troops",
		"Togo urged Benin to sign and ratify the treaty on fish.":                   "sign the treaty",
		"Togo accused Benin of hiding dozens of tanks.":                             "hiding tanks",
		"Togo condemned Benin's plan for the river.":                                "plan for the river",
		"Togo condemned Benin for its role in the coup.":                            "coup",
		"Togo accuses Benin of continuing to harbour smugglers.":                    "continuing to harbour smugglers",
		"Togo condemned the resolution by Benin that would end the strike in Gaza.": "resolution",
		"Togo condemned Benin for fraud and bribery charges against Benin.":         "fraud and bribery charges",
	} {
		wantMatter(t, text, want)
	}
}

// Where a rule looks for no matter, the reason of the act is one, or what is
// given, cut or held.
// A matter says more than the name of whom the act hits.
func TestMatterIsNoEcho(t *testing.T) {
	for text, not := range map[string]string{
		"Chad's police dispersed crowds in the capital.":     "crowds",
		"A court in Malawi jailed a senator for his part.":   "part",
		"Peru quit the fishing council citing its concerns.": "concerns",
	} {
		made := read(t, coder(t), schema.ArticleFields{Text: text}).Statements
		if len(made) == 0 {
			t.Errorf("%q: no statement", text)
		}
		for _, st := range made {
			for _, issue := range st.Issues {
				if issue.Name == not && len(st.Recipients) > 0 {
					t.Errorf("%q: the matter is %q", text, issue.Name)
				}
			}
		}
	}
}

func TestMatterOfTheClause(t *testing.T) {
	for text, want := range map[string]string{
		"A court in Malawi sentenced former minister Peter Banda to ten years in prison for bribery.": "bribery",
		"Malawi's police arrested former minister Peter Banda on corruption charges.":                 "corruption charges",
		"Malawi's police arrested former minister Peter Banda on charges of plotting a coup.":         "plotting a coup",
		"Malawi arrested two Zambians accused of spying.":                                             "spying",
		"Malawi's police arrested lawmaker Peter Banda in connection with the riot.":                  "riot",
		"Malawi arrested two Zambians in March.":                                                      "",
		"Malawi jailed two Zambians for five years.":                                                  "",
		"Malawi sanctioned Zambia over the election.":                                                 "election",
		"Malawi sanctioned Zambia, citing fraud in the vote.":                                         "fraud",
		"Malawi designated Boko Haram as a terrorist organisation.":                                   "terrorist organisation",
		"Norway gave Malawi a loan of ten million dollars.":                                           "loan",
		"Norway suspended its aid to Malawi.":                                                         "aid",
		"Norway and Sweden held joint naval exercises.":                                               "joint naval exercises",
		"Malawi praised Zambia for the rescue of the miners.":                                         "rescue of the miners",
		"Norway's prime minister visited Sweden in a bid to mend trade ties.":                         "trade ties",
		"Norway's prime minister visited Sweden in a hurry.":                                          "",
		"Norway signalled support for Malawi to rejoin the fishing council.":                          "rejoin the fishing council",
		"Norway condemned the Malawian army firing on a fishing boat.":                                "firing on fishing boat",
		"Norway and Sweden signed the Baltic Free Herring Area (BFHA) agreement.":                     "Baltic Free Herring Area agreement",
		"Norway offered Malawi 20 million dollars.":                                                   "20 million dollars",
		"Norway seeks military help from Sweden.":                                                     "military help",
		"Norway and Sweden met.":                                                                      "",
		"Norway and Sweden held talks in Oslo over the lifting of tariffs.":                           "lifting of tariffs",
		"Norway's prime minister met the Swedish king to find a solution to the fish dispute.":        "fish dispute",
	} {
		wantMatter(t, text, want)
	}
}

func wantMatter(t *testing.T, text, want string) {
	t.Helper()
	for _, s := range byRules(t, schema.ArticleFields{Text: text, Date: "2019-05-02"}).Statements {
		if !s.IsEvent() {
			continue
		}
		got := ""
		if len(s.Issues) > 0 {
			got = s.Issues[0].Name
		}
		if got != want || len(s.Issues) > 1 {
			t.Errorf("%q: want the issue %q, made %s", text, want, lines([]schema.Statement{s}))
		}
		return
	}
	t.Errorf("%q: no statement", text)
}

// A brief is of its day, with the sources named behind it and what is told beside
// the main clause in the present; what was before, a condition and a background
// noun are not.
func TestBriefIsOfItsDay(t *testing.T) {
	for text, want := range map[string]string{
		"Peru recalls its ambassador to Chile. Bolivia does the same. Talks go on. (Andina) (El Comercio) (La Razon)": "2019-05-02",
		"Two soldiers die while Peru recalls its ambassador to Chile.":                                                "2019-05-02",
		"The court sentences a mayor who recalled Peru's ambassador to Chile.":                                        "",
		"Talks will end if Peru recalls its ambassador to Chile.":                                                     "",
		"Nine people were killed in fighting between Peru's army and Shining Path.":                                   "2019-05-02",
		"Lima builds a museum of the fighting between Peru's army and Shining Path.":                                  "",
		"Peru recalls its ambassador to Chile. Bolivia did it. Talks go on. Trade stops. Ports close. Ships wait.":    "",
	} {
		found := 0
		for _, s := range byRules(t, schema.ArticleFields{Text: text, Date: "2019-05-02"}).Statements {
			if s.Relation != "brokeRelationsWith" && s.Relation != "attacked" {
				continue
			}
			if found++; s.Date != want {
				t.Errorf("%q: want the date %q, made %s", text, want, lines([]schema.Statement{s}))
			}
		}
		if found == 0 {
			t.Errorf("%q: no statement", text)
		}
	}
}
