// doc: What happened between two actors, event by event.
// param a (entity, required): the one actor; a state stands for all who act for it
// param b (entity, required): the other actor
// param since (date): only what is dated on or after this day, month or year; leaves undated events out
// param until (date): only what is dated on or before this day, month or year; leaves undated events out
// param relation (relation): only this relation, such as warned; without it, every event, and no standing facts
// param modality (text, default any, one of asserted planned demanded hypothetical denied any): how the text puts the event
// param joint (text, default no, one of no yes): yes adds what the two do or suffer side by side
// column date (date): when it was, or for a plan when it is to be
// column dated_by (text): what dates it: text (a time expression), report (the article's date) or none
// column relation (relation): what it was
// column from (entity): who did it; for what both do to each other, those of a; for joint, both
// column to (entity): to or with whom
// column issue (issue): about what
// column modality (text): asserted, planned, demanded, hypothetical or denied
// column article (article): the article that says so
// column sentence (evidence): the sentence that says so

var PARTY = ["<ir:actor>", "<ir:recipient>", "<ir:actorState>", "<ir:recipientState>"];

// pair is a list of one [from, to], empty where one of the two is.
function pair(from, to) {
  to = to.filter(function (n) { return from.indexOf(n) < 0; });
  return from.length > 0 && to.length > 0 ? [[from, to]] : [];
}

// pairs lists who does it, and to whom.
function pairs(event) {
  var actors = all(event, "<ir:actor>"), recipients = all(event, "<ir:recipient>");
  function of(nodes, whom) { return acting(nodes, whom, articleOf(event)); }
  if (mutual(event)) {
    return pair(of(actors.concat(recipients), p.a), of(actors.concat(recipients), p.b));
  }
  var out = pair(of(actors, p.a), of(recipients, p.b)).concat(pair(of(actors, p.b), of(recipients, p.a)));
  if (p.joint === "yes") {
    pair(of(actors, p.a), of(actors, p.b)).forEach(function (both) { out.push([both[0].concat(both[1]), recipients]); });
    pair(of(recipients, p.a), of(recipients, p.b)).forEach(function (both) { out.push([actors, both[0].concat(both[1])]); });
  }
  return out;
}

var relations = p.relation ? ["<" + p.relation + ">"] : undefined;
var nodes = common(eventsOf(p.a, PARTY, relations), eventsOf(p.b, PARTY, relations));
var events = stated(nodes, p.modality, p.since, p.until,
  ["<ir:relation>", "<ir:eventType>", "<ir:actor>", "<ir:recipient>", "<prov:wasDerivedFrom>"]).filter(function (event) {
  return relations || one(event, "<ir:eventType>") !== "";
});
events = events.filter(function (event) {
  event.pairs = pairs(event);
  return event.pairs.length > 0;
});
more(events, ["<ir:date>", "<ir:dateSource>", "<ir:issue>", "<ir:sentence>"]);
learn(events, ["<ir:actor>", "<ir:recipient>", "<ir:issue>"]);
events.forEach(function (event) {
  var article = articleOf(event);
  event.pairs.forEach(function (sides) {
    g.emit({
      date: day(event),
      dated_by: one(event, "<ir:dateSource>"),
      relation: one(event, "<ir:relation>"),
      from: entities(sides[0], article),
      to: entities(sides[1], article),
      issue: entities(all(event, "<ir:issue>"), article),
      modality: status(event),
      article: article,
      sentence: one(event, "<ir:sentence>")
    });
  });
});
