// doc: Which articles say a fact, with the sentences; facts between states count where somebody acts for them.
// param subject (entity, required): the fact's subject
// param relation (relation): the fact's relation; without it, every relation
// param object (entity): the fact's object; without it, every object
// column date (date): the article's date
// column article (article): the article
// column headline (text): its headline
// column subject (entity): the fact's subject
// column relation (relation): the fact's relation
// column object (entity): the fact's object
// column sentence (evidence): the sentence that says so

// edges are the facts that an event supports: those of the text itself, and
// the same between the states that its participants act for.
function edges(event) {
  var own = combine(all(event, "<rdf:subject>"), all(event, "<rdf:predicate>"), all(event, "<rdf:object>"));
  var actors = all(event, "<ir:actorState>"), recipients = all(event, "<ir:recipientState>");
  var lifted = combine(actors.concat(recipients), all(event, "<ir:derived>"),
    actors.concat(recipients, all(event, "<ir:issue>"), all(event, "<ir:recipient>")));
  return own.concat(lifted.filter(function (e) { return stored(e, articleOf(event)); }));
}

function combine(subjects, predicates, objects) {
  var out = [];
  subjects.forEach(function (s) {
    predicates.forEach(function (r) {
      objects.forEach(function (o) {
        if (s !== o && asked(s, p.subject) && asked(r, p.relation) && asked(o, p.object)) {
          out.push([s, r, o]);
        }
      });
    });
  });
  return out;
}

function asked(node, wanted) {
  return !wanted || node === "<" + wanted + ">";
}

// stored says whether the article's graph holds the edge.
function stored(edge, article) {
  return g.V(edge[0]).LabelContext(article).Out(edge[1]).ToArray().indexOf(edge[2]) >= 0;
}

var events = eventsOf(p.subject, ["<rdf:subject>", "<ir:actorState>", "<ir:recipientState>"]);
if (p.object) {
  events = common(events, eventsOf(p.object, ["<rdf:object>", "<ir:actorState>", "<ir:recipientState>", "<ir:issue>", "<ir:recipient>"]));
}
var found = records(events, ["<rdf:subject>", "<rdf:predicate>", "<rdf:object>", "<ir:actorState>", "<ir:recipientState>",
  "<ir:derived>", "<ir:issue>", "<ir:recipient>", "<prov:wasDerivedFrom>"]).filter(function (event) {
  event.edges = edges(event);
  return event.edges.length > 0;
});
var articles = {}, about = {};
found.forEach(function (event) { articles[articleOf(event)] = true; });
records(Object.keys(articles), ["<schema:datePublished>", "<schema:headline>"]).forEach(function (a) { about[a.id] = a; });
more(found, ["<ir:sentence>"]).forEach(function (event) {
  var article = articleOf(event);
  event.edges.forEach(function (edge) {
    g.emit({
      date: one(about[article], "<schema:datePublished>"),
      article: article,
      headline: one(about[article], "<schema:headline>"),
      subject: entity(edge[0], article),
      relation: edge[1],
      object: entity(edge[2], article),
      sentence: one(event, "<ir:sentence>")
    });
  });
});
