package extract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// partiesOf are the statement's actors, ">" and its recipients.
func partiesOf(s schema.Statement) string {
	names := func(refs []schema.Ref) string {
		var out []string
		for _, r := range refs {
			out = append(out, r.Name)
		}
		return strings.Join(out, ", ")
	}
	return strings.TrimSpace(names(s.Actors) + " > " + names(s.Recipients))
}

// Numbers count those of whom the sentence has just told, honorifics are no names, and
// who orders a report did not write it.
func TestWhoIsMeant(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Chad killed 31 suspected rebels and captured 170 others.", "Chad > suspected rebels"},
		{"Mali killed a suspected smuggler and captured another six.", "Mali > suspected smuggler"},
		{"Chad wounded ten others.", "Chad > ten others"},
		{"Ana Ruiz lives in Lima. Peru detained Ms. Ruiz on Friday.", "Peru > Ana Ruiz"},
		{"A report commissioned by Chad accused Mali of fraud.", "> Mali"},
		{"A report published by Chad accused Mali of fraud.", "Chad > Mali"},
	} {
		ss := slices.DeleteFunc(byRules(t, schema.ArticleFields{Text: c.text, Date: "2019-05-02"}).Statements, func(s schema.Statement) bool { return !s.IsEvent() })
		if !slices.ContainsFunc(ss, func(s schema.Statement) bool { return strings.EqualFold(partiesOf(s), c.want) }) {
			t.Errorf("%q: want %q, made %s", c.text, c.want, lines(ss))
		}
	}
}

// Words that introduce or explain a name are not a second party, those who stand
// beside it are.
func TestPartiesAreNamedOnce(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Malawi charges opposition leader and former minister Peter Banda with fraud.", "Malawi > Peter Banda"},
		{"Peruvian police arrested retired colonel and lawmaker Luis Quispe.", "Peruvian Police > Luis Quispe"},
		{"Peruvian police arrested a retired colonel and the lawmaker Luis Quispe.", "Peruvian Police > Luis Quispe, retired colonel"},
		{"The rights group Human Rights Watch accused Chad of torture.", "Human Rights Watch > Chad"},
		{"Peru calls Chadian President Idriss Déby a dictator.", "Peru > Idriss Déby"},
		{"Chad and the rebels condemned Libya.", "Chad, rebels > Libya"},
		{"The court rejected comments made by Togolese President Faure Gnassingbé.", "court > Faure Gnassingbé"},
		{"The Togolese parliament rejected a bill drafted by Benin.", "Parliament of Togo > Benin"},
		{"Togo rejected a bill drafted by lawyers.", "Togo >"},
		{"Benin called for Togo to halt the census.", "Benin > Togo"},
		{"Benin called for a halt to the census.", "Benin >"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// Who fights with each other are all actors; who fights against somebody is not
// on one side with them.
func TestFightsHaveNoRecipient(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Chadian troops clashed with rebels near Abeche.", "Chad National Army, rebels >"},
		{"Fighting between Chadian troops and rebels broke out near Abeche.", "Chad National Army, rebels >"},
		{"Chadian troops exchanged fire with Libyan soldiers.", "Chad National Army, Libyan Armed Forces >"},
		{"Chadian troops attacked rebels near Abeche.", "Chad National Army > rebels"},
		{"Chadian troops opened fire on rebels.", "Chad National Army > rebels"},
	} {
		for _, s := range checkParties(t, c.text, c.want) {
			if mutual := strings.HasSuffix(c.want, ">"); mutual != (s.Mode == schema.ModeMutual) || mutual != (len(s.Direct()) == 2) {
				t.Errorf("%q: mode %q, direct quads %v", c.text, s.Mode, s.Direct())
			}
		}
	}
}

// Of the dead those count who are in service or whose number holds the others,
// and a place that is struck is no party.
func TestVictims(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Chad killed nine Libyans, including two children, in an airstrike.", "Chad > nine Libyans"},
		{"Six people, including two soldiers, were killed in an ambush in Chad.", "> two soldiers"},
		{"A roadside bomb killed a policeman and three civilians in Chad.", "> policeman"},
		{"The Taliban killed a policeman and three civilians.", "Taliban > policeman, three civilians"},
		{"Libya bombed targets in Chad.", "Libya > Chad"},
		{"Rebels attacked the market in Abeche, Chad.", "rebels >"},
		{"Rebels attacked a police station in Abeche, Chad.", "rebels > police station"},
		{"Fighter jets from the Syrian Air Force bombed Tripoli.", "Syrian Arab Air Force > Libya"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// A noun in apposition is who the name before it names; several, a list or a
// thing are not.
func TestAppositionsMeanTheName(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Karim Sule, a banker who criticised Benin, lives in Lome.", "Karim Sule > Benin"},
		{"Juma Banda, the Malawian general who attacked Zambian soldiers, lives in Lome.", "Juma Banda > Zambian Armed Forces"},
		{"Al-Furat, the militia that attacked the Iraqi army, moved on.", "Al-Furat > Iraqi Armed Forces"},
		{"Friends wept for Omar Diallo, the judge killed by soldiers in Accra.", "soldiers > Omar Diallo"},
		{"Friends wept for Rosa Quispe, the senator kidnapped by rebels near Cusco.", "rebels > Rosa Quispe"},
		{"Friends of Omar Diallo wept for a judge killed by soldiers in Accra.", "soldiers > judge"},
		{"The Chilean minister of mining, Ana Ruiz, condemned Peru.", "Ana Ruiz > Peru"},
		{"The Kenyan ambassador to Malawi, Jane Mutua, criticised Zambia.", "Jane Mutua > Zambia"},
		{"Mayor of Arrowmere Karim Sule condemned Peru.", "Karim Sule > Peru"},
		{"Minister for trade and industry Karim Sule condemned Peru.", "Karim Sule > Peru"},
		{"The Chilean minister-designate Ana Ruiz condemned Peru.", "Ana Ruiz > Peru"},
		{"The State Government of Kelantan condemned Peru.", "State Government of Kelantan > Peru"},
		{"The Regional Assembly of Sardinia condemned Peru.", "Regional Assembly of Sardinia > Peru"},
		{"The Ohio House of Representatives condemned Peru.", "Ohio House of Representatives > Peru"},
		{"Peruvian police arrested the governor of Sevastopol Juan Ruiz.", "Peruvian Police > Juan Ruiz"},
		{"Former Chilean minister of trade and industry Rosa Quispe condemned Peru.", "Rosa Quispe > Peru"},
		{"Deputy Mayor of Arrowmere Karim Sule condemned Peru.", "Karim Sule > Peru"},
		{"The mayor of Sevastopol condemned Peru.", "mayor of Sevastopol > Peru"},
		{"The Chilean minister of mining condemned Peru.", "Minister of Chile > Peru"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// Names are read whole, whatever the tables know of their parts, and what stands
// before them is not who acts.
func TestNamesAreReadWhole(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Rebels killed Jordan Ruiz in Lima.", "rebels > Jordan Ruiz"},
		{"Peruvian police arrested Florence Mutua in Lima.", "Peruvian Police > Florence Mutua"},
		{"Chilean Senator Antonio Sanchez condemned Peru.", "Antonio Sanchez > Peru"},
		{"Omar Hassan Ahmad al-Bashir condemned Chad.", "Omar al-Bashir > Chad"},
		{"President of Bulgaria Rumen Radev condemned Peru.", "Rumen Radev > Peru"},
		{"Colombian President Iván Duque Márquez condemned Peru.", "Iván Duque > Peru"},
		{"The UN High Commissioner for Human Rights condemned Chad.", "Michelle Bachelet > Chad"},
		{"Rebels killed Sheikh Karim Sule in Lima.", "rebels > Karim Sule"},
		{"Hussein al-Sheikh condemned Chad.", "Hussein al-Sheikh > Chad"},
		{"Sir Michael Banda condemned Peru.", "Michael Banda > Peru"},
		{"U.S. Marine Marco Delgado condemned Peru.", "Marco Delgado > Peru"},
		{"French investigating magistrate Paul Girard condemned Peru.", "Paul Girard > Peru"},
		{"The Ohio General Assembly condemned Peru.", "Ohio General Assembly > Peru"},
		{"The Lieutenant Governor of Ohio, Ana Ruiz, condemned Peru.", "Ana Ruiz > Peru"},
		{"The Alliance of Free Forces of the West condemned Peru.", "Alliance of Free Forces of the West > Peru"},
		{"The Ministry of Justice condemned Peru.", "Ministry of Justice > Peru"},
		{"The Togolese Data Protection Board condemned Peru.", "Data Protection Board > Peru"},
		{"The British Medical Association condemned Peru.", "British Medical Association > Peru"},
		{"The Pakistan Reform Movement condemned Peru.", "Pakistan Reform Movement > Peru"},
		{"Peruvian police arrested Juan \"Chico\" Ruiz in Lima.", "Peruvian Police > Juan \"Chico\" Ruiz"},
		{"US-based Human Rights Watch condemned Peru.", "Human Rights Watch > Peru"},
		{"The Lima-based Andean League condemned Chad.", "Andean League > Chad"},
		{"US-led forces condemned Peru.", "US-led forces > Peru"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// A noun that is said to be somebody by name is that one.
func TestNounsThatNamesExplain(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Israel killed a senior figure of Hamas, Karim Khalil, in Gaza.", "Israel > Karim Khalil"},
		{"Israel killed a senior figure of Hamas in Gaza.", "Israel > senior figure of Hamas"},
		{"Turkish authorities arrested a man named Omar Sule in Samsun.", "Turkey > Omar Sule"},
		{"Turkish authorities arrested a man with a knife in Samsun.", "Turkey > man"},
		{"Peruvian soldiers were attacked by a group calling itself the Free Front.", "Free Front > Peruvian Armed Forces"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// What is in a text or on a tape is said by the one whose it is, not by who shows it.
func TestWhoSpeaksOnTape(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Al Jazeera broadcasts a tape of Karim Sule, threatening Chad.", "Karim Sule > Chad"},
		{"A Chilean newspaper published a letter from Ana Ruiz accusing Peru of fraud.", "Ana Ruiz > Peru"},
		{"Amnesty International published a report condemning Peru.", "Amnesty International > Peru"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// Bodies whose state stands elsewhere in the sentence, or is that of the one named as
// their head.
func TestBodiesOfStatesNamedElsewhere(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"In Chad, authorities arrested two rebels.", "Chad > two rebels"},
		{"In Chad, the Supreme Court rejected an appeal by Ana Ruiz.", "Supreme Court of Chad > Ana Ruiz"},
		{"The Somali and Ethiopian militaries attacked the rebels.", "Ethiopian National Defense Force, Somali Armed Forces > rebels"},
		{"The Chilean writer Ana Ruiz criticised the government of president Evo Morales.", "Ana Ruiz > Bolivia"},
		{"The opposition condemned Chad.", "opposition > Chad"},
		{"In Chad, opposition parties accused government of fraud.", "opposition parties > Chad"},
		{"Iraqi forces attack rebels near Mosul.", "Iraqi Armed Forces > rebels"},
		{"U.S. forces attack rebels near Mosul.", "United States Armed Forces > rebels"},
		{"North and South Korea agree on talks.", "North Korea, South Korea >"},
		{"Authorities in Chad arrested two rebels.", "Chad > two rebels"},
		{"Kenyan police arrested Somali Islamists in Mombasa.", "Kenya Police > Somali Islamists"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// What is against somebody by its own name names the other side.
func TestProtestsAgainstWhomTheyName(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Anti-government protesters marched through Lima on Friday.", "Anti-government protesters > government"},
		{"Students held an anti-government rally in Accra.", "Students > government"},
		{"Thousands of anti-Kaya demonstrators marched in Ankara.", "anti-Kaya demonstrators > Kaya"},
		{"Anti-American protesters marched in Lima.", "Anti-American protesters > United States"},
		{"Anti-tax protesters marched against the government of Peru.", "Anti-tax protesters > Peru"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// Towns are struck, as those of their state or, by its own army, themselves.
func TestTownsStruck(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Libyan soldiers shelled Misrata on Friday.", "Libyan Armed Forces > Misrata"},
		{"Chadian soldiers shelled Misrata on Friday.", "Chad National Army > Libya"},
		{"Hamas bombed Ashdod on Friday.", "Hamas > Ashdod"},
		{"Libyan soldiers stormed a ship at Misrata on Friday.", "Libyan Armed Forces > ship"},
		{"Libyan soldiers raided the Misrata court on Friday.", "Libyan Armed Forces > Misrata court"},
		{"Libyan soldiers fired rockets into Misrata on Friday.", "Libyan Armed Forces > Misrata"},
		{"Libyan soldiers attacked rebels in Misrata on Friday.", "Libyan Armed Forces > rebels"},
	} {
		checkParties(t, c.text, c.want)
	}
}

// What is shot down or seized is the recipient where nobody owns it.
func TestThingsTaken(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Iran shot down a drone over the strait.", "Iran > drone"},
		{"Iran shot down a Turkish helicopter over the strait.", "Iran > Turkey"},
		{"Rebels seized two government buildings in Bangui.", "Rebels > two government buildings"},
		{"Rebels seized a Chadian army base.", "Rebels > Chad National Army"},
	} {
		checkParties(t, c.text, c.want)
	}
}

func checkParties(t *testing.T, text, want string) []schema.Statement {
	t.Helper()
	ss := byRules(t, schema.ArticleFields{Text: text, Date: "2019-05-02"}).Statements
	ss = slices.DeleteFunc(ss, func(s schema.Statement) bool { return !s.IsEvent() })
	if len(ss) != 1 || !strings.EqualFold(partiesOf(ss[0]), want) {
		t.Errorf("%q: want %q, made %s", text, want, lines(ss))
	}
	return ss
}
