// doc: On which issues two actors stand together or apart, and how closely they are aligned over all of them.
// param a (entity, required): the one actor; a state stands for all who act for it
// param b (entity, required): the other actor
// param since (date): only what is dated on or after this day, month or year; leaves undated stances out
// param until (date): only what is dated on or before this day, month or year; leaves undated stances out
// column basis (relation): stance, where each side's own stance is known; alignedWith or allyOf, where a text says it of the two
// column issue (issue): what it is about; empty where the two are called aligned in general
// column a (text): supports, opposes, or mixed where there is both
// column b (text): the same for the other actor
// column same (text): yes, no, or partly where a stance is mixed
// column articles (number): how many articles say so
// column article_a (evidence): the first article with a's stance
// column sentence_a (evidence): its sentence
// column article_b (evidence): the first article with b's stance
// column sentence_b (evidence): its sentence
// sort: -basis, issue
// reduce: alignment

var STANCE = ["<ir:supports>", "<ir:opposes>"];
var TIE = ["<ir:alignedWith>", "<ir:allyOf>"];
var PARTY = ["<ir:actor>", "<ir:recipient>", "<ir:actorState>", "<ir:recipientState>"];

// asked reads what rows tell of those of the events that are asked for.
function asked(nodes) {
  var events = stated(nodes, "asserted", p.since, p.until,
    ["<ir:relation>", "<ir:issue>", "<ir:recipient>", "<prov:wasDerivedFrom>", "<ir:sentence>"]);
  learn(events, ["<ir:issue>", "<ir:recipient>"]);
  return events;
}

function emit(event, side, issue) {
  g.emit({
    side: side,
    relation: one(event, "<ir:relation>"),
    issue: entity(issue, articleOf(event)),
    article: articleOf(event),
    sentence: one(event, "<ir:sentence>")
  });
}

function stances(side, actor) {
  asked(eventsOf(actor, ["<ir:actor>", "<ir:actorState>"], STANCE)).forEach(function (event) {
    targets(event).forEach(function (issue) { emit(event, side, issue); });
  });
}

stances("a", p.a);
stances("b", p.b);
asked(common(eventsOf(p.a, PARTY, TIE), eventsOf(p.b, PARTY, TIE))).forEach(function (event) {
  var issues = all(event, "<ir:issue>");
  (issues.length > 0 ? issues : [""]).forEach(function (issue) { emit(event, "both", issue); });
});
