// doc: Which events of a type or relation there were, in a window of time, with or without a certain actor.
// param type (text, one of AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT): only events of this PLOVER type
// param relation (relation): only this relation, such as vetoed
// param who (entity): only events in which this one, or somebody who acts for it, does or suffers something
// param since (date): only what is dated on or after this day, month or year; leaves undated events out
// param until (date): only what is dated on or before this day, month or year; leaves undated events out
// param modality (text, default asserted, one of asserted planned demanded hypothetical denied any): how the text puts the event
// param report (text, default yes, one of yes no): no leaves out what only the article's own date dates
// needs: type or relation or who or since or until
// column date (date): when it was, or for a plan when it is to be
// column dated_by (text): what dates it: text (a time expression), report (the article's date) or none
// column type (text): its PLOVER type
// column relation (relation): what it was
// column actors (entity): who did it
// column recipients (entity): to or with whom
// column issues (issue): about what
// column place (entity): where it was
// column modality (text): asserted, planned, demanded, hypothetical or denied
// column article (article): the article that says so
// column sentence (evidence): the sentence that says so

var PARTY = ["<ir:actor>", "<ir:recipient>", "<ir:actorState>", "<ir:recipientState>"];

// candidates starts at the rarest thing that the question fixes. Dates are
// compared in the walk already where all that is wanted has them.
function candidates() {
  var path = p.who ? g.V(iri(p.who)).In(PARTY) :
    p.relation ? g.V(iri(p.relation)).In("<ir:relation>") :
    p.type ? g.V(iri("plover:" + p.type)).In("<ir:eventType>") :
    g.V("<ir:Event>").In("<rdf:type>");
  if (p.since && p.modality === "asserted") {
    path = path.Has("<ir:dateEnd>", gte(p.since));
  }
  if (p.until && p.modality === "asserted") {
    path = path.Has("<ir:dateStart>", lte(p.until + "~"));
  }
  return path.Unique().ToArray();
}

// asked holds an event against what the question fixes besides its modality and
// its date.
function asked(event) {
  var parties = all(event, "<ir:actor>").concat(all(event, "<ir:recipient>"));
  return one(event, "<ir:eventType>") !== "" &&
    (!p.type || one(event, "<ir:eventType>") === "<plover:" + p.type + ">") &&
    (!p.relation || one(event, "<ir:relation>") === "<" + p.relation + ">") &&
    (p.report === "yes" || one(event, "<ir:dateSource>") !== "report") &&
    (!p.who || acting(parties, p.who, articleOf(event)).length > 0);
}

var found = stated(candidates(), p.modality, p.since, p.until,
  ["<ir:eventType>", "<ir:relation>", "<ir:dateSource>", "<ir:actor>", "<ir:recipient>", "<prov:wasDerivedFrom>"]).filter(asked);
more(found, ["<ir:date>", "<ir:issue>", "<ir:place>", "<ir:sentence>"]);
learn(found, ["<ir:actor>", "<ir:recipient>", "<ir:issue>", "<ir:place>"]);
found.forEach(function (event) {
  function named(predicate) { return entities(all(event, predicate), articleOf(event)); }
  g.emit({
    date: day(event),
    dated_by: one(event, "<ir:dateSource>"),
    type: one(event, "<ir:eventType>").slice("<plover:".length, -1),
    relation: one(event, "<ir:relation>"),
    actors: named("<ir:actor>"),
    recipients: named("<ir:recipient>"),
    issues: named("<ir:issue>"),
    place: named("<ir:place>"),
    modality: status(event),
    article: articleOf(event),
    sentence: one(event, "<ir:sentence>")
  });
});
