// doc: What an actor agreed, signed or stated together with others.
// param of (entity, required): the actor; a state stands for all who act for it
// param with (entity): only what this one is a party to as well
// param since (date): only what is dated on or after this day, month or year; leaves undated ones out
// param until (date): only what is dated on or before this day, month or year; leaves undated ones out
// param modality (text, default asserted, one of asserted planned demanded hypothetical denied any): how the text puts it
// column date (date): when it was, or for a plan when it is to be
// column dated_by (text): what dates it: text (a time expression), report (the article's date) or none
// column kind (text): agreement, signed, ceasefire, common stance (a text calls the two aligned) or joint statement (several say or hold the same in one breath)
// column relation (relation): the relation behind it
// column parties (entity): whose it is, as the text names them
// column about (issue): on what; for a joint statement without an issue, on whom
// column modality (text): asserted, planned, demanded, hypothetical or denied
// column article (article): the article that says so
// column sentence (evidence): the sentence that says so

var PARTY = ["<ir:actor>", "<ir:recipient>", "<ir:actorState>", "<ir:recipientState>"];
var MUTUAL = { "<ir:agreedWith>": "agreement", "<ir:signedWith>": "signed", "<ir:ceasefire>": "ceasefire", "<ir:alignedWith>": "common stance" };
var SAID = ["<ir:accused>", "<ir:apologizedTo>", "<ir:condemned>", "<ir:intendsToConsult>", "<ir:opposes>", "<ir:pledgedSupportTo>",
  "<ir:praised>", "<ir:promised>", "<ir:recognized>", "<ir:refused>", "<ir:rejected>", "<ir:requestedOf>",
  "<ir:seeksCommonPositionOn>", "<ir:supports>", "<ir:threatened>", "<ir:warned>"];

// parties are those who share it; several persons of one state are one.
function parties(event) {
  var actors = all(event, "<ir:actor>");
  if (mutual(event)) {
    return actors.concat(all(event, "<ir:recipient>"));
  }
  var first = actors.length > 0 ? standsFor(actors[0], event) : "";
  return actors.some(function (a) { return standsFor(a, event) !== first; }) ? actors : [];
}

// shared says whether those asked about are among the parties.
function shared(nodes, article) {
  var ours = acting(nodes, p.of, article);
  return ours.length > 0 && (!p["with"] || acting(nodes, p["with"], article).some(function (n) { return ours.indexOf(n) < 0; }));
}

function others(nodes, group) {
  return nodes.filter(function (n) { return group.indexOf(n) < 0; });
}

// several says whether more than one may share the event: one actor alone does not.
function several(event) {
  return mutual(event) || all(event, "<ir:actor>").length > 1;
}

var said = stated(eventsOf(p.of, PARTY, Object.keys(MUTUAL).concat(SAID)), p.modality, p.since, p.until,
  ["<ir:relation>", "<ir:actor>"]).filter(several);
learnStates(said);
said = more(said, ["<ir:recipient>", "<ir:actorState>", "<prov:wasDerivedFrom>"]).filter(function (event) {
  event.parties = parties(event);
  return shared(event.parties, articleOf(event));
});
more(said, ["<ir:date>", "<ir:dateSource>", "<ir:issue>", "<ir:sentence>"]);
learn(said, ["<ir:actor>", "<ir:recipient>", "<ir:issue>"]);
said.forEach(function (event) {
  var article = articleOf(event), relation = one(event, "<ir:relation>"), group = event.parties;
  g.emit({
    date: day(event),
    dated_by: one(event, "<ir:dateSource>"),
    kind: MUTUAL[relation] || "joint statement",
    relation: relation,
    parties: entities(group, article),
    about: entities(others(mutual(event) ? all(event, "<ir:issue>") : targets(event), group), article),
    modality: status(event),
    article: article,
    sentence: one(event, "<ir:sentence>")
  });
});
