// doc: Who supports or opposes an issue, or what an actor supports and opposes.
// param issue (issue): the issue, or the actor that the stance is about
// param of (entity): whose stances; a state stands for all who act for it
// param since (date): only stances dated on or after this day, month or year; leaves undated ones out
// param until (date): only stances dated on or before this day, month or year; leaves undated ones out
// needs: issue or of
// column actor (entity): who holds the stance
// column stance (relation): supports or opposes
// column issue (issue): what it is about
// column date (date): the date that the text gives for it, if any
// column said_by (entity): who says so, where the article quotes somebody
// column article (article): the article that says so
// column sentence (evidence): the sentence that says so

var STANCE = ["<ir:supports>", "<ir:opposes>"];

var nodes;
if (p.issue) {
  nodes = eventsOf(p.issue, ["<ir:issue>", "<ir:recipient>"], STANCE);
}
if (p.of) {
  var held = eventsOf(p.of, ["<ir:actor>", "<ir:actorState>"], STANCE);
  nodes = nodes ? common(nodes, held) : held;
}
var events = stated(nodes, "asserted", p.since, p.until, ["<ir:relation>", "<ir:actor>", "<ir:issue>", "<ir:recipient>",
  "<ir:date>", "<ir:saidBy>", "<prov:wasDerivedFrom>", "<ir:sentence>"]);
learn(events, ["<ir:actor>", "<ir:issue>", "<ir:recipient>", "<ir:saidBy>"]);
events.forEach(function (event) {
  var article = articleOf(event);
  all(event, "<ir:actor>").forEach(function (actor) {
    if (p.of && !actsFor(actor, p.of, article)) {
      return;
    }
    targets(event).forEach(function (issue) {
      if (p.issue && issue !== "<" + p.issue + ">") {
        return;
      }
      g.emit({
        actor: entity(actor, article),
        stance: one(event, "<ir:relation>"),
        issue: entity(issue, article),
        date: day(event),
        said_by: entities(all(event, "<ir:saidBy>"), article),
        article: article,
        sentence: one(event, "<ir:sentence>")
      });
    });
  });
});
