package extract_test

import (
	"slices"
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
		name: "who decided, not who was asked about it",
		text: "Peruvian president Luis Quispe pledged to turn the museum into a church on Monday. In an interview Gabon also said that this change would need its consent. On Tuesday the Organization of American States criticized the move.",
		want: []string{"condemned: Organization of American States > Luis Quispe"},
	}, {
		name: "what the sentence before decided",
		text: "Peruvian president Luis Quispe announced a new church. Chile pardoned two spies. Gabon criticized the decision.",
		want: []string{"condemned: Gabon > Chile"},
		not:  []string{"Gabon > Luis Quispe"},
	}, {
		name: "an agreement that was named far before",
		text: "Chile and Peru signed the Andean Free Fishing Zone (AnFFZ) agreement on Sunday. It rained. The hall was cold. Fish was served. The band played. Nobody danced. The bus came. It was late. Andean leaders negotiated the agreement for years.",
		want: []string{"signedWith: Chile, Peru > # Andean Free Fishing Zone agreement", "negotiatedWith: Andean leaders > # Andean Free Fishing Zone agreement"},
	}, {
		name: "who visits goes on, not whom he meets",
		text: "Secretary General of NATO Jens Stoltenberg visits Romania and meets with President Klaus Iohannis, during his stay he urges Russia to free the sailors.",
		want: []string{"requestedOf: Jens Stoltenberg > Russia"},
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
		name: "people whom the tables do not know, by surname",
		text: "Dr Hana bin Kaloum of Dakar spoke to reporters. Chad accused Kaloum of theft. Businessman Boro al-Nadiri arrived. Mali accused al-Nadiri of spying. Niger condemned Mr Nadiri.",
		want: []string{"accused: Chad > Hana bin Kaloum", "accused: Mali > Boro al-Nadiri", "condemned: Niger > Boro al-Nadiri"},
		not:  []string{"Dr", "Businessman", "Mr"},
	}, {
		name: "a namesake in high office is not who was introduced",
		text: "A song by Yusuf Trudeau was sung. Chad accused Trudeau of theft.",
		want: []string{"accused: Chad > Yusuf Trudeau"},
	}, {
		name: "he and she, by what people are called",
		text: "Peruvian senator Luis Quispe met Princess Tuliana Moro. Chad praised her. Spokesman Ferro Tamsin wrote to Angela Banat. Mali condemned her. Niger praised him.",
		want: []string{"praised: Chad > Tuliana Moro", "condemned: Mali > Angela Banat", "praised: Niger > Ferro Tamsin"},
	}, {
		name: "names of places and bodies are no people",
		text: "The Upper Vale Cooperative opened near New Kaloum. Chad condemned Kaloum. Mali praised him.",
		not:  []string{"> Upper Vale Cooperative", "Chad > New Kaloum", "Mali > "},
	}, {
		name: "the rebels are the group named before",
		text: "Al-Shabab seized a base in Kenya. Mali condemned the militants. Chad bombed Ugandan rebels. Niger bombed the rebels.",
		want: []string{"condemned: Mali > Al-Shabaab", "bombed: Niger > Ugandan rebels"},
	}, {
		name: "rebels of another kind are others",
		text: "Al-Shabab seized a base in Kenya. Mali condemned the Ivorian rebels. Niger condemned six rebels.",
		not:  []string{"Mali > Al-Shabaab", "Niger > Al-Shabaab"},
	}, {
		name: "who speaks is told at the end of the quotation",
		text: "Luis Quispe of Peru left.\n\n\"We condemn Chile for it. I call on Bolivia to act\", said Ana Ruiz, the foreign minister of Gabon. \"I also urge Togo to act\", Ruiz continued.",
		want: []string{"condemned: Ana Ruiz > Chile", "requestedOf: Ana Ruiz > Bolivia", "requestedOf: Ana Ruiz > Togo"},
	}, {
		name: "the president of who speaks",
		text: "Peruvian President Luis Quispe met Chilean President Pablo Soto. Peruvian senator Rosa Diaz spoke: \"I condemn the president\", she said.",
		want: []string{"condemned: Rosa Diaz > Luis Quispe"},
	}, {
		name: "who decided what is criticised",
		text: "Peru announced a new dam on Friday. The talks went on. Bolivia criticised the decision. Chile criticised the decision of the court. Peru condemned the move.",
		want: []string{"condemned: Bolivia > Peru # decision"},
		not:  []string{"Chile > Peru", "Peru > Peru"},
	}, {
		name:  "the president in the title, the troops in the text",
		title: "Peru's president withdraws troops from Chad",
		text:  "The Peruvian army withdrew from Chad on Friday. The troops had come in May.",
		want:  []string{"withdrewFrom: Peruvian Armed Forces > Chad"},
		not:   []string{"; withdrewFrom", "withdrewFrom: President"},
	}, {
		name: "a call told again as talk",
		text: "Luis Quispe of Peru spoke by phone with Chilean president Pablo Soto. After Quispe spoke with Soto the plan was dropped. Chile met Bolivia. Chile held talks with Togo.",
		want: []string{"spokeByPhoneWith", "met: Bolivia, Chile", "negotiatedWith: Chile, Togo"},
		not:  []string{"negotiatedWith: Luis", "negotiatedWith: Pablo"},
	}, {
		name: "what a meeting was about is more than that it was",
		text: "Luis Quispe of Peru met Chilean president Pablo Soto. Quispe and Soto discussed the dam.",
		want: []string{"met: ", "negotiatedWith: "},
	}, {
		name: "one strike by two words",
		text: "Togo bombed Benin's navy on Friday. Togo attacked Benin's navy on Friday. Togo attacked Benin's navy on Sunday.",
		want: []string{"bombed: Togo > Beninese Navy; attacked: Togo > Beninese Navy"},
		not:  []string{"attacked: Togo > Beninese Navy; attacked"},
	}, {
		name: "it is the town",
		text: "Iran held talks with Oman. Sokoto is calm since it was retaken from Boko Haram. Mali left the union when it accused Chad of fraud.",
		not:  []string{"Boko Haram > Iran", "Boko Haram > Oman"},
	}, {
		name: "they whose demands were the subject",
		text: "The presidents of Gabon and Chad signed a pact. The miners' demands include higher wages. They called on Togo to help.",
		want: []string{"requestedOf: miners > Togo"},
	}, {
		name: "a group's name as an adjective",
		text: "Sanaa fell to Houthi fighters. Iran praised Houthi courage.",
		want: []string{"praised: Iran > Houthis #"},
	}, {
		name: "the president is no vice president, nor one of other days",
		text: "US President Donald Trump spoke first. Vice President Mike Pence left. Iran condemned the president. Former US President Barack Obama came. Cuba condemned the president.",
		want: []string{"condemned: Iran > Donald Trump", "condemned: Cuba > Donald Trump"},
	}, {
		name: "a matter told again in other words",
		text: "Peru and Chile signed the Andean Copper Treaty. Cuba condemned the pact. Brazil backed the mine.",
		want: []string{"condemned: Cuba > # Andean Copper Treaty"},
	}, {
		name: "the government between which and rebels somebody mediates is not the mediator's",
		text: "Norway sent soldiers to Chad. The Norwegians mediated between the government and the rebels.",
		want: []string{"mediated: Norway > Chad, rebels"},
	}, {
		name: "a source is no victim",
		text: "According to Peruvian president Luis Quispe, six Peruvian soldiers were killed by rebels.",
		not:  []string{"Luis Quispe, ", "> Luis", ", Luis"},
	}, {
		name: "they are not a crowd and whom it is against",
		text: "Togolese miners protested against Ghana. The police saw a plan for the march. They condemned the Farmers' Front.",
		not:  []string{"condemned: Ghana, ", "condemned: Togolese miners"},
	}, {
		name: "it is the party that was the subject before",
		text: "Peru is far from here. The Lunda Unity Party met in Lima. It condemned Chile.",
		want: []string{"condemned: Lunda Unity Party > Chile"},
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

// What was going on when the sentence before dates an event is of its day, and what a
// quotation goes on to say of the same act; what others do elsewhere is not.
func TestDateOfTheSentenceBefore(t *testing.T) {
	for _, c := range []struct{ text, relation, want string }{
		{"Kenya and Chad held talks on 3 May 2019. The two countries were attending a summit in Lome.", "attended", "2019-05-03"},
		{"Kenya and Chad held talks on 3 May 2019. Togo and Mali were attending a summit in Lome.", "attended", ""},
		{"Kenya and Chad held talks on 3 May 2019. The two countries attend a summit every year.", "attended", ""},
		{"On 3 May 2019 Kenya's foreign minister said that Kenya and Chad agreed to open the border. \"Kenya and Chad have agreed to share the lake,\" he said.", "agreedWith", "2019-05-03"},
	} {
		var got []string
		for _, s := range byRules(t, schema.ArticleFields{Text: c.text + " It rained. It was cold. It was dark. The road was wet.", Date: "2019-05-12"}).Statements {
			if s.Relation == c.relation {
				got = append(got, s.Date)
			}
		}
		if len(got) == 0 || slices.ContainsFunc(got, func(d string) bool { return d != c.want }) {
			t.Errorf("%q: dates of %s are %q, want %q", c.text, c.relation, got, c.want)
		}
	}
}
