package extract_test

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// A story's later sentences say of whom they speak only through those before.
func TestStories(t *testing.T) {
	for _, c := range []struct {
		name, title, text string
		want, not         []string // "PREDICATE: actors > recipients"
	}{{
		name: "who speaks in a quotation",
		text: "The Chilean foreign minister, Pablo Soto, spoke in Lima. \"We condemn the raid and I urge Peru to pull out\", Soto said.\n\nBolivian President Ana Ruiz answered in a letter: \"I reject the offer of Chile.\" " +
			"A statement by the Gabonese government read: \"We support Togo.\"",
		want: []string{"condemned: Pablo Soto >", "requestedOf: Pablo Soto > Peru", "rejected: Ana Ruiz > Chile", "supports: Gabon > Togo"},
	}, {
		name: "a quotation goes on",
		text: "Peruvian minister Luis Quispe denounced the raid. \"It was cruel\", Quispe said. \"We will expel two of Bolivia's diplomats.\"",
		want: []string{"expelledDiplomatsOf: Luis Quispe > Bolivia"},
	}, {
		name: "the first person outside quotations is nobody's",
		text: "Peruvian minister Luis Quispe said so. We condemn Bolivia for it.",
		not:  []string{"condemned"},
	}, {
		name: "a speaker whom the parse hides",
		text: "\"We reject the plan of Benin\", the Togolese minister of trade, Ayo Sena, told reporters.",
		want: []string{"rejected: Ayo Sena > Benin"},
	}, {
		name:  "told again",
		title: "Peru accuses Chile of spying",
		text:  "The Peruvian foreign minister, Ana Ruiz, accused Chile of spying on its navy. On Friday she went home. Ruiz accused Chile of spying. She accused Chile of theft.",
		want:  []string{"accused: Ana Ruiz > Chile # spying on navy; accused: Ana Ruiz > Chile # theft"},
		not:   []string{"accused: Peru > Chile", "# spying;"},
	}, {
		name: "the same act on another day",
		text: "Togo bombed Benin on Monday. Togo bombed Benin on Wednesday.",
		want: []string{"bombed: Togo > Benin; bombed: Togo > Benin"},
	}, {
		name: "the other way round",
		text: "Togo expelled the ambassador of Benin. Benin expelled the ambassador of Togo.",
		want: []string{"Togo > Benin", "Benin > Togo"},
	}, {
		name: "the strike that was told before",
		text: "Benin's army bombed a rebel camp near Gao on Friday. General Oumar Diallo of Mali was also killed in the air strike. The Beninese army carried out the strike on the camp with drones.",
		want: []string{"bombed: Beninese Armed Forces >", "killed: Beninese Armed Forces > Oumar Diallo"},
		not:  []string{"bombed: Beninese Armed Forces > camp; bombed"},
	}, {
		name: "the minister is the one named before, by rank and place",
		text: "Peruvian minister Luis Quispe arrived. The minister accused Bolivia of theft. Later the Chilean minister Pablo Soto came. The minister accused Ghana of spying. " +
			"Gabonese finance minister Rosa Diaz stayed. The finance minister praised Togo.",
		want: []string{"Luis Quispe > Bolivia", "Pablo Soto > Ghana", "Rosa Diaz > Togo"},
	}, {
		name: "a title in capitals",
		text: "The Prime Minister of Togo, Ayo Sena, spoke first. The Prime Minister accused Ghana of spying.",
		want: []string{"accused: Ayo Sena > Ghana"},
	}, {
		name: "whose general it is",
		text: "Togolese general Koffi Mensah spoke. Ghana accused the general of treason. Later the general of the guards condemned Benin.",
		want: []string{"accused: Ghana > Koffi Mensah"},
		not:  []string{"condemned: Koffi Mensah"},
	}, {
		name: "they who were the subject before, not those of the last statement",
		text: "The presidents of Gabon and Chad signed a pact. Opposition leaders in Gabon criticised the pact. They called for a vote.\n\nChile praised Bolivia and Peru. It urged them to sign the treaty.",
		want: []string{"requestedOf: Opposition leaders >", "requestedOf: Chile > Bolivia, Peru"},
	}, {
		name: "they in a quotation are not who speaks",
		text: "Peru's foreign minister, Ana Ruiz, blamed Chile for the failure. \"They refused to discuss the islands\", she said.",
		want: []string{"refused: Chile >"},
	}, {
		name: "short forms of the story's own",
		text: "The Togolese National Trade Commission (NTC) met in Kara. The NTC accused Benin of fraud.",
		want: []string{"accused: National Trade Commission > Benin"},
	}, {
		name: "as they came on, others acted",
		text: "Protesters clashed with the Serbian police. As they tried to storm the Serbian parliament, the police attacked the protesters.",
		not:  []string{"Police, protesters > parliament"},
	}, {
		name: "namesakes",
		text: "Togolese President Koffi Mensah arrived with Yao Mensah. Koffi Mensah spoke. President Mensah condemned Benin. Yao Mensah left. Mensah threatened Ghana.",
		want: []string{"condemned: Koffi Mensah > Benin", "threatened: Koffi Mensah > Ghana"},
	}, {
		name: "given names",
		text: "Chilean senator Hernando Rios spoke. Hernando accused Peru of spying.",
		want: []string{"accused: Hernando Rios > Peru"},
	}, {
		name: "given names of two",
		text: "Chilean senator Hernando Rios met Hernando Vega. Hernando accused Peru of spying.",
		not:  []string{"Rios > Peru", "Vega > Peru"},
	}, {
		name: "a body by the last of its names",
		text: "The Peruvian Ministry of Trade spoke of fish. The ministry accused Chile of fraud.",
		want: []string{"accused: Ministry of Trade of Peru > Chile"},
	}, {
		name: "what a minister's it means",
		text: "Kenyan minister Odhiambo Otieno said it would expel the ambassador of Uganda.",
		want: []string{"expelledDiplomatsOf: Kenya >"},
	}, {
		name: "platforms speak for nobody",
		text: "Gabonese minister Rosa Diaz wrote a message on Facebook condemning Chad. Luis Quispe of Peru condemned Ghana on Twitter.",
		want: []string{"condemned: Rosa Diaz > Chad", "> Ghana"},
		not:  []string{"Facebook", "Twitter"},
	}, {
		name: "a joint statement",
		text: "Togo was condemned in a joint statement by Ghana and Benin. The delegations of Cyprus and Greece met in Athens.",
		want: []string{"condemned: Benin, Ghana > Togo", "met: Cyprus, Greece"},
	}, {
		name: "what somebody is to somebody",
		text: "Luis Quispe, son of the late Peruvian president, was killed by Chilean soldiers.",
		want: []string{"killed: Chilean Armed Forces > Luis Quispe"},
		not:  []string{"son of"},
	}, {
		name: "at home",
		text: "Peruvian president Luis Quispe visited Lima. In May he visited Accra.",
		want: []string{"visited: Luis Quispe > Ghana"},
		not:  []string{"> Peru", "Theresa May"},
	}, {
		name: "no comment",
		text: "Chilean minister Pablo Soto declined to comment on the raid. Chilean soldiers declined to leave Bolivia.",
		want: []string{"refused: Chilean Armed Forces"},
		not:  []string{"refused: Pablo Soto"},
	}} {
		t.Run(c.name, func(t *testing.T) {
			got := parties(byRules(t, schema.ArticleFields{Title: c.title, Text: c.text, Date: "2019-05-12"}).Statements)
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("wants %q, made %s", w, got)
				}
			}
			for _, n := range c.not {
				if strings.Contains(got, n) {
					t.Errorf("must not have %q, made %s", n, got)
				}
			}
		})
	}
}

// parties are the statements' relations with their parties and issues.
func parties(ss []schema.Statement) string {
	var out []string
	for _, s := range ss {
		if rel, _ := schema.Relations().Get(s.Relation); rel.Kind == "standing" {
			continue
		}
		line := s.Relation + ": " + partiesOf(s)
		for _, r := range s.Issues {
			line += " # " + r.Name
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}
