// doc: Which sanctions were imposed or eased, by whom, on whom and when.
// param by (entity): who imposed or eased them; a state stands for all who act for it
// param on (entity): on whom
// param between (entity): an actor on either side
// param and (entity): with between, the actor on the other side
// param since (date): only what is dated on or after this day, month or year; leaves undated ones out
// param until (date): only what is dated on or before this day, month or year; leaves undated ones out
// param modality (text, default asserted, one of asserted planned demanded hypothetical denied any): how the text puts it
// needs: by or on or between
// column date (date): when it was, or for a plan when it is to be
// column dated_by (text): what dates it: text (a time expression), report (the article's date) or none
// column act (text): imposed or eased
// column by (entity): who did it
// column on (entity): on whom, or on what
// column issue (issue): about what
// column modality (text): asserted, planned, demanded, hypothetical or denied
// column article (article): the article that says so
// column sentence (evidence): the sentence that says so

var BY = ["<ir:actor>", "<ir:actorState>"], ON = ["<ir:recipient>", "<ir:recipientState>", "<ir:issue>"];
var ACTS = { "<ir:sanctioned>": "imposed", "<ir:easedSanctionsOn>": "eased" };

// asked holds an event against the parties asked for.
function asked(event) {
  var article = articleOf(event), actors = all(event, "<ir:actor>"), objects = all(event, "<ir:recipient>").concat(all(event, "<ir:issue>"));
  function by(whom) { return acting(actors, whom, article).length > 0; }
  function on(whom) { return acting(objects, whom, article).length > 0; }
  if (p.by && !by(p.by) || p.on && !on(p.on)) {
    return false;
  }
  if (p.between && p["and"]) {
    return by(p.between) && on(p["and"]) || by(p["and"]) && on(p.between);
  }
  return !p.between || by(p.between) || on(p.between);
}

var lists = [[p.by, BY], [p.on, ON], [p.between, BY.concat(ON)], [p.between && p["and"], BY.concat(ON)]].filter(function (l) {
  return l[0];
}).map(function (l) {
  return eventsOf(l[0], l[1], Object.keys(ACTS));
});
var events = stated(lists.reduce(common), p.modality, p.since, p.until,
  ["<ir:relation>", "<ir:actor>", "<ir:recipient>", "<ir:issue>", "<prov:wasDerivedFrom>"]).filter(asked);
more(events, ["<ir:date>", "<ir:dateSource>", "<ir:sentence>"]);
learn(events, ["<ir:actor>", "<ir:recipient>", "<ir:issue>"]);
events.forEach(function (event) {
  var article = articleOf(event), recipients = all(event, "<ir:recipient>"), issues = all(event, "<ir:issue>");
  g.emit({
    date: day(event),
    dated_by: one(event, "<ir:dateSource>"),
    act: ACTS[one(event, "<ir:relation>")],
    by: entities(all(event, "<ir:actor>"), article),
    on: entities(recipients.length > 0 ? recipients : issues, article),
    issue: entities(recipients.length > 0 ? issues : [], article),
    modality: status(event),
    article: article,
    sentence: one(event, "<ir:sentence>")
  });
});
