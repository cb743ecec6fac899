package main

import (
	"strings"

	"github.com/entente-kg/entente/schema"
)

// question is one of the ten. What its texts ask about stands in them as $A (a
// person), $SA and $SB (states), $I (an issue) and $R (an article).
type question struct {
	name      string
	aggregate bool // asked for all rows, else for the first hundred
	gizmo     string
	sparql    string
}

var questions = []question{
	{"meetings", false,
		`g.V($A).In(["<ir:actor>", "<ir:recipient>"]).Has("<ir:relation>", "<ir:met>").Save("<ir:dateStart>", "date").All()`,
		`SELECT ?e ?d { { ?e <ir:actor> $A } UNION { ?e <ir:recipient> $A } ?e <ir:relation> <ir:met> ; <ir:dateStart> ?d } LIMIT 100`},
	{"stances-of", false,
		`g.V($A).Out(["<ir:supports>", "<ir:opposes>"], "stance").All()`,
		`SELECT ?s ?i { VALUES ?s { <ir:supports> <ir:opposes> } $A ?s ?i } LIMIT 100`},
	{"stances-on", false,
		`g.V($I).In(["<ir:supports>", "<ir:opposes>"], "stance").All()`,
		`SELECT ?s ?a { VALUES ?s { <ir:supports> <ir:opposes> } ?a ?s $I } LIMIT 100`},
	{"alignment", true,
		`g.emit(g.V($SA).Out("<ir:opposes>").Intersect(g.V($SB).Out("<ir:opposes>")).Unique().Count()); g.emit(g.V($SA).Out("<ir:supports>").Intersect(g.V($SB).Out("<ir:supports>")).Unique().Count())`,
		`SELECT ?s (COUNT(DISTINCT ?i) AS ?n) { VALUES ?s { <ir:supports> <ir:opposes> } $SA ?s ?i . $SB ?s ?i } GROUP BY ?s`},
	{"co-opponents", true,
		`g.emit(g.V($A).Out("<ir:opposes>").In("<ir:opposes>").Unique().Count())`,
		`SELECT (COUNT(DISTINCT ?o) AS ?n) { $A <ir:opposes> ?i . ?o <ir:opposes> ?i }`},
	{"timeline", false,
		`g.V($SA).In("<ir:actorState>").Has("<ir:recipientState>", $SB).Has("<ir:dateStart>", gte("2005-01-01")).Has("<ir:dateStart>", lte("2014-12-31")).Save("<ir:dateStart>", "date").All()`,
		`SELECT ?e ?d { ?e <ir:actorState> $SA ; <ir:recipientState> $SB ; <ir:dateStart> ?d FILTER(?d >= "2005-01-01" && ?d <= "2014-12-31") } LIMIT 100`},
	{"events", false,
		`g.V("<plover:CONSULT>").In("<ir:eventType>").Has("<ir:dateStart>", gte("2011-03-01")).Has("<ir:dateStart>", lte("2011-05-31")).Save("<ir:relation>", "relation").All()`,
		`SELECT ?e ?r { ?e <ir:eventType> <plover:CONSULT> ; <ir:dateStart> ?d ; <ir:relation> ?r FILTER(?d >= "2011-03-01" && ?d <= "2011-05-31") } LIMIT 100`},
	{"chain", true,
		`g.emit(g.V($A).Out("<ir:opposes>").In("<ir:supports>").Out("<ir:met>").Unique().Count())`,
		`SELECT (COUNT(DISTINCT ?m) AS ?n) { $A <ir:opposes> ?i . ?o <ir:supports> ?i . ?o <ir:met> ?m }`},
	{"facts", false,
		`g.V($R).In("<prov:wasDerivedFrom>").Tag("event").Out(null, "predicate").All()`,
		`SELECT ?e ?p ?o { ?e <prov:wasDerivedFrom> $R ; ?p ?o } LIMIT 100`},
	{"articles", false,
		`g.V($SA).In("<ir:actorState>").Has("<ir:relation>", "<ir:opposes>").Has("<ir:issue>", $I).Out("<prov:wasDerivedFrom>").Unique().All()`,
		`SELECT DISTINCT ?a { ?e <ir:actorState> $SA ; <ir:relation> <ir:opposes> ; <ir:issue> $I ; <prov:wasDerivedFrom> ?a } LIMIT 100`},
}

// rounds is how often each question is asked, each time about others: the best
// known and less known ones.
const rounds = 20

// asked is the text of a question in one round, about a store with so many
// articles. Gizmo wants its IRIs in quotes.
func asked(text string, round, articles int, quote string) string {
	iri := func(id string) string { return quote + "<" + id + ">" + quote }
	named := func(name string) string { return iri(string(schema.EntityID(name))) }
	who := round * round
	return strings.NewReplacer(
		"$SA", named(stateName(who)), "$SB", named(stateName(who+1)), "$A", named(actorName(who)),
		"$I", named(issueName(who/3)), "$R", iri(articleID(round*articles/rounds)),
	).Replace(text)
}
