// doc: Who met, called, visited, hosted or negotiated with a person or state, or attended the same event, when and where.
// param who (entity, required): the person, office, organisation or state; a state stands for all who act for it
// param with (entity): only meetings with this one
// param since (date): only meetings on or after this day, month or year; leaves undated ones out
// param until (date): only meetings on or before this day, month or year; leaves undated ones out
// param relation (relation): only this relation, such as spokeByPhoneWith
// param modality (text, default asserted, one of asserted planned demanded hypothetical denied any): how the text puts the meeting
// column date (date): when it was, or for a plan when it is to be
// column dated_by (text): what dates it: text (a time expression), report (the article's date) or none
// column relation (relation): met, spokeByPhoneWith, visited, hosted, negotiatedWith, consultedWith or attended
// column who (entity): the one asked about, or who acted for it
// column with (entity): the other party; for attended, also the event
// column place (entity): where it was
// column modality (text): asserted, planned, demanded, hypothetical or denied
// column article (article): the article that says so
// column sentence (evidence): the sentence that says so

var PARTY = ["<ir:actor>", "<ir:recipient>", "<ir:actorState>", "<ir:recipientState>"];
var MEETING = ["<ir:met>", "<ir:spokeByPhoneWith>", "<ir:visited>", "<ir:hosted>", "<ir:negotiatedWith>", "<ir:consultedWith>", "<ir:attended>"];
var ONE_WAY = ["<ir:visited>", "<ir:hosted>"];

// others are those whom a party of the event meets in it.
function others(event, party) {
  var actors = all(event, "<ir:actor>"), recipients = all(event, "<ir:recipient>");
  if (ONE_WAY.indexOf(one(event, "<ir:relation>")) >= 0) {
    return actors.indexOf(party) >= 0 ? recipients : actors;
  }
  var rest = actors.concat(recipients).filter(function (x) { return x !== party; });
  return one(event, "<ir:relation>") === "<ir:attended>" ? rest.concat(all(event, "<ir:issue>")) : rest;
}

function emit(event, who, other) {
  var article = articleOf(event);
  g.emit({
    date: day(event),
    dated_by: one(event, "<ir:dateSource>"),
    relation: one(event, "<ir:relation>"),
    who: entity(who, article),
    "with": entity(other, article),
    place: entity(one(event, "<ir:place>"), article),
    modality: status(event),
    article: article,
    sentence: one(event, "<ir:sentence>")
  });
}

var relations = MEETING.filter(function (r) { return !p.relation || r === "<" + p.relation + ">"; });
var nodes = relations.length > 0 ? eventsOf(p.who, PARTY, relations) : [];
if (p["with"] && nodes.length > 0) {
  nodes = common(nodes, eventsOf(p["with"], PARTY.concat("<ir:issue>"), relations));
}
var events = stated(nodes, p.modality, p.since, p.until, ["<ir:relation>", "<ir:actor>", "<ir:recipient>", "<ir:issue>", "<ir:place>",
  "<ir:date>", "<ir:dateSource>", "<prov:wasDerivedFrom>", "<ir:sentence>"]);
learn(events, ["<ir:actor>", "<ir:recipient>", "<ir:issue>", "<ir:place>"]);
events.forEach(function (event) {
  var article = articleOf(event);
  all(event, "<ir:actor>").concat(all(event, "<ir:recipient>")).forEach(function (who) {
    if (!actsFor(who, p.who, article)) {
      return;
    }
    var met = others(event, who);
    if (met.length === 0 && !p["with"]) {
      emit(event, who, "");
    }
    met.forEach(function (other) {
      if (!actsFor(other, p.who, article) && (!p["with"] || actsFor(other, p["with"], article))) {
        emit(event, who, other);
      }
    });
  });
});
