
// Helpers of saved queries. They stand behind the query's own text, so each
// is a function declaration, which JavaScript finds wherever it stands.

// eventsOf lists the event nodes in which a node has one of the roles and
// whose relation is one of those given. It starts at the node, which is the
// rarest thing that the question fixes.
function eventsOf(id, roles, relations) {
  return eventsAt(["<" + id + ">"], roles, relations);
}

// eventsAt is eventsOf for many nodes.
function eventsAt(nodes, roles, relations) {
  if (g.subjects) { // this program's own, which Cayley's console lacks
    return relations ? g.subjects(nodes, roles, "<ir:relation>", relations) : g.subjects(nodes, roles);
  }
  var found = {};
  parts(nodes, 500).forEach(function (part) {
    var path = g.V.apply(g, part).In(roles);
    if (relations) {
      path = path.Has.apply(path, ["<ir:relation>"].concat(relations));
    }
    path.Unique().ToArray().forEach(function (event) { found[event] = true; });
  });
  return Object.keys(found);
}

// parts cuts a list.
function parts(list, size) {
  var out = [];
  for (var i = 0; i < list.length; i += size) {
    out.push(list.slice(i, i + size));
  }
  return out;
}

// common lists what stands in both lists. An intersection in JavaScript costs
// two hops; as a step of the path it can cost a scan.
function common(some, others) {
  var known = {};
  others.forEach(function (x) { known[x] = true; });
  return some.filter(function (x) { return known[x] === true; });
}

// records reads what nodes say, many of them in one walk: a list of
// {id, values}, in order of id, where values holds lists by predicate. It reads
// the predicates given, else all.
function records(nodes, predicates) {
  if (g.records) {
    return g.records(nodes, predicates || null);
  }
  return more(nodes.slice().sort().map(function (n) { return { id: n, values: {} }; }), predicates);
}

// more reads further predicates into records, and gives the records. A record
// with a graph gets what its node says there; either all have one or none.
function more(events, predicates) {
  if (predicates && predicates.length === 0 || events.length === 0) {
    return events;
  }
  if (g.read) { // this program's own, which Cayley's console lacks
    return g.read(events, predicates || null);
  }
  var labelled = events[0].graph !== undefined;
  var sorted = !labelled ? events : events.slice().sort(function (a, b) { return a.graph < b.graph ? -1 : a.graph > b.graph ? 1 : 0; });
  parts(sorted, labelled ? 100 : 500).forEach(function (part) {
    var byNode = {}, graphs = {};
    part.forEach(function (event) {
      (byNode[event.id] || (byNode[event.id] = [])).push(event);
      graphs[event.graph] = true;
    });
    var path = g.V.apply(g, Object.keys(byNode)).Tag("node");
    if (labelled) {
      path = path.LabelContext(Object.keys(graphs), "graph");
    }
    path.Out(predicates || null, "predicate").ForEach(function (d) {
      byNode[d.node].filter(function (event) { return event.graph === d.graph; }).forEach(function (event) {
        var list = event.values[d.predicate] || (event.values[d.predicate] = []);
        if (list.indexOf(d.id) < 0) {
          list.push(d.id);
        }
      });
    });
  });
  return events;
}

// stated gives the records of those of the events which the text puts in that
// way and which lie in the window, with the predicates given. Where few may be
// left, it reads these of what is left.
function stated(nodes, modality, since, until, predicates) {
  var read = ["<ir:modality>", "<ir:polarity>"], most = !since && !until && (modality === "asserted" || modality === "any");
  if (modality === "any" || modality === "denied" || modality === "planned") {
    read.push("<ir:plannedFor>");
  }
  if (since || until) {
    read.push("<ir:date>", "<ir:dateStart>", "<ir:dateEnd>");
  }
  var events = records(nodes, most ? read.concat(predicates || []) : read).filter(function (event) {
    return (modality === "any" || status(event) === modality) && within(event, since, until);
  });
  return most ? events : more(events, predicates || []);
}

// all lists a record's values of one predicate, sorted: its own list, which is
// not to be changed.
function all(record, predicate) {
  var list = record.values[predicate];
  return !list ? [] : list.length > 1 ? list.sort() : list;
}

// one is a record's value of one predicate, "" where it has none.
function one(record, predicate) {
  var list = record.values[predicate];
  return !list ? "" : list.length === 1 ? list[0] : all(record, predicate)[0];
}

// status is how the text puts the event: asserted, planned, demanded or
// hypothetical, or denied where it says that it is not so.
function status(record) {
  return one(record, "<ir:polarity>") === "positive" ? one(record, "<ir:modality>") : "denied";
}

// day is the event's date; for a plan without one, the time it is planned for.
function day(record) {
  var date = one(record, "<ir:date>");
  return date === "" && one(record, "<ir:modality>") === "planned" ? one(record, "<ir:plannedFor>") : date;
}

// within says whether the event lies in the window, both ends included, each
// a year, month or day. What has no date lies in no window.
function within(record, since, until) {
  if (!since && !until) {
    return true;
  }
  var start = one(record, "<ir:dateStart>") || day(record);
  var end = one(record, "<ir:dateEnd>") || start;
  // "~" sorts after every digit and hyphen: 2017-08~ is the end of August.
  return start !== "" && (!since || end + "~" >= since) && (!until || start <= until + "~");
}

// actsFor says whether a participant is that one, or acts for it according to
// the article in which it does so.
function actsFor(node, whom, article) {
  var id = "<" + whom + ">";
  return node === id || attested(node, id, statesOf(node) || agents(whom)[node] || [], article);
}

// attested says whether a node acts for that one of its states according to the
// article.
function attested(node, state, states, article) {
  return states.indexOf(state) >= 0 &&
    (states.length === 1 || article === "" || saidIn(node, "<ir:actsFor>", article).indexOf(state) >= 0);
}

// saidIn lists what a graph says of a node under a predicate.
function saidIn(node, predicate, graph) {
  return all(more([{ id: node, graph: graph, values: {} }], [predicate])[0], predicate);
}

// agents are those who act for that one in any article, each with all for whom
// it acts.
function agents(whom) {
  var known = agents.known || (agents.known = {});
  if (!known[whom]) {
    known[whom] = {};
    records(eventsAt(["<" + whom + ">"], ["<ir:actsFor>"]), ["<ir:actsFor>"]).forEach(function (agent) {
      known[whom][agent.id] = agent.values["<ir:actsFor>"];
    });
  }
  return known[whom];
}

// statesOf lists those for whom a node acts in any article, once learnStates
// has read it.
function statesOf(node) {
  return (statesOf.known || (statesOf.known = {}))[node];
}

// learnStates reads for whom the actors of events act, of many at once. For a
// few who act for one, agents takes less.
function learnStates(events) {
  var fresh = {};
  events.forEach(function (event) {
    var actors = all(event, "<ir:actor>");
    for (var i = 0; i < actors.length; i++) {
      if (!statesOf(actors[i])) {
        fresh[actors[i]] = true;
      }
    }
  });
  records(Object.keys(fresh), ["<ir:actsFor>"]).forEach(function (actor) {
    statesOf.known[actor.id] = all(actor, "<ir:actsFor>");
  });
}

// acting lists those of the nodes that are that one or act for it.
function acting(nodes, whom, article) {
  return nodes.filter(function (n) { return actsFor(n, whom, article); });
}

// standsFor is the state that an actor of the event acts for in that article,
// else the actor itself.
function standsFor(actor, event) {
  var named = all(event, "<ir:actorState>");
  if (named.length > 0 && !statesOf(actor)) {
    learnStates([event, { values: { "<ir:actor>": [actor] } }]); // it may be none of those read
  }
  for (var i = 0; i < named.length; i++) {
    if (actor === named[i] || attested(actor, named[i], statesOf(actor), articleOf(event))) {
      return named[i];
    }
  }
  return actor;
}

// mutual says whether the parties of the event all do the same to each other.
function mutual(event) {
  return ["<ir:agreedWith>", "<ir:alignedWith>", "<ir:allyOf>", "<ir:ceasefire>", "<ir:consultedWith>", "<ir:cooperatedWith>",
    "<ir:met>", "<ir:negotiatedWith>", "<ir:signedWith>", "<ir:spokeByPhoneWith>"].indexOf(one(event, "<ir:relation>")) >= 0;
}

// articleOf is the article that an event was read in.
function articleOf(record) {
  return one(record, "<prov:wasDerivedFrom>");
}

// targets are what a stance is about: issues where there are any, else actors.
function targets(record) {
  var issues = all(record, "<ir:issue>");
  return issues.length > 0 ? issues : all(record, "<ir:recipient>");
}

// entity is a node with its name: the background's where it has one, else the
// one that the article gives, else its IRI. A node keeps the name that it got
// first.
function entity(node, article) {
  if (node === "") {
    return null;
  }
  var known = entity.known || (entity.known = {});
  if (!known[node]) {
    var names = labels(node, "<graph:actors>");
    if (names.length === 0 && article) {
      names = labels(node, article);
    }
    known[node] = { id: node, name: names.length > 0 ? names.slice().sort()[0] : "" };
  }
  return known[node];
}

// labels lists the names that a graph gives a node.
function labels(node, graph) {
  var of = labelsIn(graph);
  return of[node] || (of[node] = saidIn(node, "<rdfs:label>", graph));
}

// labelsIn holds the names that were read of a graph, by node.
function labelsIn(graph) {
  var known = labelsIn.known || (labelsIn.known = {});
  return known[graph] || (known[graph] = {});
}

// learn reads ahead, many nodes in one walk, the names that entity will want of
// what the events name under these predicates.
function learn(events, predicates) {
  var articles = {};
  events.forEach(function (event) {
    var article = articleOf(event);
    predicates.forEach(function (predicate) {
      var list = event.values[predicate];
      for (var i = 0; list && i < list.length; i++) {
        articles[list[i]] = articles[list[i]] || article;
      }
    });
  });
  learnNames(articles);
}

// learnNames reads the names of nodes, each with the article that names it.
function learnNames(articles) {
  var background = "<graph:actors>", known = labelsIn(background), nodes = Object.keys(articles);
  function read(nodes, graphOf) {
    more(nodes.map(function (n) { return { id: n, graph: graphOf(n), values: {} }; }), ["<rdfs:label>"]).forEach(function (record) {
      labelsIn(record.graph)[record.id] = all(record, "<rdfs:label>");
    });
  }
  read(nodes.filter(function (n) { return !known[n]; }), function () { return background; });
  read(nodes.filter(function (n) { return known[n].length === 0 && articles[n]; }), function (n) { return articles[n]; });
}

// entities is entity for a list.
function entities(nodes, article) {
  return nodes.map(function (n) { return entity(n, article); });
}

// holders lists who holds a stance: on an issue, or else on all issues on
// which one actor holds it, who is left out. Each has the voices that the
// texts name, the issues, the articles, and the first article with its
// sentence.
function holders(stance, issue, of, since, until) {
  var asked = ["<ir:issue>", "<ir:recipient>"], left = of && "<" + of + ">", issues = {}, found = {}, namedIn = {};
  function list(set) { return Object.keys(set).sort(); }
  function held(nodes, predicates) { return stated(nodes, "asserted", since, until, predicates); }
  function take(event, voice, target) {
    var who = standsFor(voice, event), article = articleOf(event);
    namedIn[who] = namedIn[who] || article;
    namedIn[voice] = namedIn[voice] || article;
    namedIn[target] = namedIn[target] || article;
    if (left && (who === left || voice === left)) {
      return;
    }
    var entry = found[who] || (found[who] = { voices: {}, issues: {}, articles: {}, article: article, events: {} });
    entry.voices[voice] = entry.issues[target] = entry.articles[article] = true;
    if (article < entry.article) {
      entry.article = article;
      entry.events = {};
    }
    if (article === entry.article) {
      entry.events[event.id] = event;
    }
  }
  if (issue) {
    issues["<" + issue + ">"] = [];
  } else {
    held(eventsOf(of, ["<ir:actor>", "<ir:actorState>"], [stance]), asked).forEach(function (event) {
      targets(event).forEach(function (target) { issues[target] = []; });
    });
  }
  var events = held(eventsAt(list(issues), asked, [stance]), asked.concat("<ir:actor>", "<ir:actorState>", "<prov:wasDerivedFrom>"));
  learnStates(events);
  events.forEach(function (event) {
    targets(event).forEach(function (target) {
      if (issues[target]) {
        issues[target].push(event);
      }
    });
  });
  list(issues).forEach(function (target) {
    issues[target].forEach(function (event) {
      var voices = all(event, "<ir:actor>");
      for (var i = 0; i < voices.length; i++) {
        take(event, voices[i], target);
      }
    });
  });
  learnNames(namedIn);
  function names(set) { return list(set).map(function (n) { return entity(n, namedIn[n]); }); }
  var first = {};
  list(found).forEach(function (who) {
    Object.keys(found[who].events).forEach(function (id) { first[id] = found[who].events[id]; });
  });
  more(list(first).map(function (id) { return first[id]; }), ["<ir:sentence>"]);
  return list(found).map(function (who) {
    var entry = found[who];
    return {
      actor: entity(who, namedIn[who]), voices: names(entry.voices), issues: names(entry.issues),
      articles: list(entry.articles), article: entry.article,
      sentence: list(entry.events).map(function (id) { return one(first[id], "<ir:sentence>"); }).sort()[0]
    };
  });
}
