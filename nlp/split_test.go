package nlp

import (
	"strings"
	"testing"
)

// surfaces lists the sentences of a document as "kind: text".
func surfaces(doc *Document) []string {
	var out []string
	for _, s := range doc.Sentences {
		out = append(out, s.Kind.String()+": "+doc.Text[s.Start:s.End])
	}
	return out
}

func TestSplit(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"only space", " \n\u00a0\n\u200b", nil},
		{"title", "Kenya hosts talks\n\nThe talks began on Monday. They ended on Friday.",
			[]string{"title: Kenya hosts talks", "body: The talks began on Monday.", "body: They ended on Friday."}},
		{"title ends with an acronym", "Envoy returns to U.S.\n\nThe envoy left Nairobi on Tuesday evening.",
			[]string{"title: Envoy returns to U.S.", "body: The envoy left Nairobi on Tuesday evening."}},
		{"question as title", "Will the truce hold?\n\nThe truce has held for three days, monitors said.",
			[]string{"title: Will the truce hold?", "body: The truce has held for three days, monitors said."}},
		{"lone line is no title", "Kenya hosts talks", []string{"body: Kenya hosts talks"}},
		{"titles and ranks", "Gen. Okello met Lt. Col. Soto and Mr. Berg in St. Anton. He left.",
			[]string{"body: Gen. Okello met Lt. Col. Soto and Mr. Berg in St. Anton.", "body: He left."}},
		{"initials", "J. B. Okello spoke. So did P. Novak.",
			[]string{"body: J. B. Okello spoke.", "body: So did P. Novak."}},
		{"acronym inside", "The U.S. envoy and the U.N. Secretary General met.",
			[]string{"body: The U.S. envoy and the U.N. Secretary General met."}},
		{"acronym at the end", "He moved to the U.S. The visa was short.",
			[]string{"body: He moved to the U.S.", "body: The visa was short."}},
		{"months and numbers", "Since Dec. 5 it paid $3.5 million under Resolution No. 5. Talks go on.",
			[]string{"body: Since Dec. 5 it paid $3.5 million under Resolution No. 5.", "body: Talks go on."}},
		{"no as a word", "Would he go? No. He stayed.", []string{"body: Would he go?", "body: No.", "body: He stayed."}},
		{"ellipsis", "The talks ... failed. It rained... They left.",
			[]string{"body: The talks ... failed.", "body: It rained...", "body: They left."}},
		{"closing quotes", "“We will stay.” The crowd cheered. \"Go home.\" It did.",
			[]string{"body: “We will stay.”", "body: The crowd cheered.", "body: \"Go home.\"", "body: It did."}},
		{"quoted question with speaker", "\"Why now?\" Minister Berg asked. Nobody knew.",
			[]string{"body: \"Why now?\" Minister Berg asked.", "body: Nobody knew."}},
		{"caption glued to lead", "Minister Berg in Oslo on 3 May [Image: Ministry of Trade]Norwegian traders met him. They talked.",
			[]string{"caption: Minister Berg in Oslo on 3 May [Image: Ministry of Trade]", "body: Norwegian traders met him.", "body: They talked."}},
		{"unmarked credit glued to lead", "Berg in Oslo (Nordic Press)The minister arrived.",
			[]string{"caption: Berg in Oslo (Nordic Press)", "body: The minister arrived."}},
		{"bracket that is no credit", "The agency (AP) said so. The ministry [of Trade] Did not.",
			[]string{"body: The agency (AP) said so.", "body: The ministry [of Trade] Did not."}},
		{"caption block", "Kenya hosts talks\n\nFile photo: President Okello in 2015.\n\nThe talks began.",
			[]string{"title: Kenya hosts talks", "caption: File photo: President Okello in 2015.", "body: The talks began."}},
		{"dateline", "GENEVA, May 3 (Newswire) - The talks began. They ended.",
			[]string{"dateline: GENEVA, May 3 (Newswire) -", "body: The talks began.", "body: They ended."}},
		{"dateline with dash", "LA PAZ — The minister resigned.",
			[]string{"dateline: LA PAZ —", "body: The minister resigned."}},
		{"bullets", "The plan:\n• Open the border\n• Free the crew\n1. Pay the fee\n2) Go home",
			[]string{"body: The plan:", "item: Open the border", "item: Free the crew", "item: Pay the fee", "item: Go home"}},
		{"paragraph a line", "The first paragraph ends here.\nThe second one starts here and goes on for quite some time without any end in sight until now.\nThe third.",
			[]string{"body: The first paragraph ends here.", "body: The second one starts here and goes on for quite some time without any end in sight until now.", "body: The third."}},
		{"missing space", "The army left the border.The crowd cheered (loudly).They stayed.",
			[]string{"body: The army left the border.", "body: The crowd cheered (loudly).", "body: They stayed."}},
		{"web address", "See www.example.org/a.Html for more. Write to a.b@example.org.",
			[]string{"body: See www.example.org/a.Html for more.", "body: Write to a.b@example.org."}},
		{"Arabic article", "It hit Gao. al-Masri fled. e.g. no.",
			[]string{"body: It hit Gao.", "body: al-Masri fled. e.g. no."}},
		{"footnote marks", "It ended in May.[3] [4] Talks resumed.",
			[]string{"body: It ended in May.[3] [4]", "body: Talks resumed."}},
		{"heading", "Talks end\n\nThe talks ended.\n\nBackground\n\nThey began in May.",
			[]string{"title: Talks end", "body: The talks ended.", "heading: Background", "body: They began in May."}},
		{"windows lines", "Talks end\r\n\r\nThey ended.\r\nPeople left.",
			[]string{"title: Talks end", "body: They ended.", "body: People left."}},
	}
	for _, c := range cases {
		got := surfaces(Split(c.text))
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestSplitHardWrapped(t *testing.T) {
	text := "The two ministers agreed to open the border for trade at the start of\n" +
		"the year, and asked Gen. Paul Okello to withdraw his men from the town of\n" +
		"Gao. The general, who has led the force since 2015, said that he would do\n" +
		"so at once.\n"
	doc := Split(text)
	if len(doc.Sentences) != 2 || doc.Sentences[1].Block != 0 {
		t.Fatalf("sentences %q, want two in one block", surfaces(doc))
	}
	if s := doc.Sentences[1]; !strings.HasPrefix(text[s.Start:], "The general,") {
		t.Errorf("second sentence begins %q", text[s.Start:s.End])
	}
}

func TestSplitTitled(t *testing.T) {
	doc := split("Talks ended. What now.\n\nThey did.", true)
	if doc.Sentences[0].Kind != Title || doc.Sentences[1].Kind != Body {
		t.Errorf("sentences %q, want the first block as title", surfaces(doc))
	}
}

func TestBlocksCount(t *testing.T) {
	doc := Split("One line.\n\nTwo lines. Or more.\n\nThree.")
	var got []int
	for _, s := range doc.Sentences {
		got = append(got, s.Block)
	}
	if len(got) != 4 || got[0] != 0 || got[1] != 1 || got[2] != 1 || got[3] != 2 {
		t.Errorf("blocks %v, want 0 1 1 2", got)
	}
}
