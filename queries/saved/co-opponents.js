// doc: Who opposes an issue, or who else opposes what an actor opposes, with counts.
// param issue (issue): the issue, or the actor that is opposed
// param of (entity): leave this actor out, and without an issue ask about all that it opposes
// param since (date): only stances dated on or after this day, month or year; leaves undated ones out
// param until (date): only stances dated on or before this day, month or year; leaves undated ones out
// needs: issue or of
// column actor (entity): the opponent: the state where the text names one who acts for a state
// column voices (entity): those whom the texts name
// column issues (number): how many of the issues it opposes
// column opposed (issue): which
// column articles (number): how many articles say so
// column article (evidence): the first of them
// column sentence (evidence): its sentence
// sort: -issues, -articles, actor

var OPPOSES = ["<ir:opposes>"];

function asked(event) {
  return status(event) === "asserted" && within(event, p.since, p.until);
}

// add puts a value in a set of strings.
function add(set, value) { set[value] = true; }

function list(set) { return Object.keys(set).sort(); }

// opponent is the state that a voice acts for in that article, else itself.
function opponent(voice, event) {
  var states = all(event, "<ir:actorState>").filter(function (s) {
    return actsFor(voice, s.slice(1, -1), articleOf(event));
  });
  return states.length > 0 ? states[0] : voice;
}

var issues = {};
if (p.issue) {
  add(issues, "<" + p.issue + ">");
} else {
  records(eventsOf(p.of, ["<ir:actor>", "<ir:actorState>"], OPPOSES)).filter(asked).forEach(function (event) {
    targets(event).forEach(function (issue) { add(issues, issue); });
  });
}

var found = {};
list(issues).forEach(function (issue) {
  var id = issue.slice(1, -1);
  records(eventsOf(id, ["<ir:issue>", "<ir:recipient>"], OPPOSES)).filter(asked).forEach(function (event) {
    if (targets(event).indexOf(issue) < 0) {
      return;
    }
    all(event, "<ir:actor>").forEach(function (voice) {
      var who = opponent(voice, event);
      entities([who, voice, issue], articleOf(event)); // to know their names below
      if (p.of && (who === "<" + p.of + ">" || voice === "<" + p.of + ">")) {
        return;
      }
      var entry = found[who] || (found[who] = { voices: {}, issues: {}, articles: {}, first: null });
      add(entry.voices, voice);
      add(entry.issues, issue);
      add(entry.articles, articleOf(event));
      var seen = [articleOf(event), one(event, "<ir:sentence>")];
      if (!entry.first || seen.join(" ") < entry.first.join(" ")) {
        entry.first = seen;
      }
    });
  });
});

list(found).forEach(function (who) {
  var entry = found[who];
  g.emit({
    actor: entity(who),
    voices: entities(list(entry.voices)),
    issues: list(entry.issues).length,
    opposed: entities(list(entry.issues)),
    articles: list(entry.articles).length,
    article: entry.first[0],
    sentence: entry.first[1]
  });
});
