
// Helpers of saved queries. They stand behind the query's own text, so each
// is a function declaration, which JavaScript finds wherever it stands.

// eventsOf lists the event nodes in which a node has one of the roles and
// whose relation is one of those given. It starts at the node, which is the
// rarest thing that the question fixes.
function eventsOf(id, roles, relations) {
  return eventsAt(["<" + id + ">"], roles, relations);
}

// eventsAt is eventsOf for many nodes, a part of them in each walk.
function eventsAt(nodes, roles, relations) {
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
  var values = {};
  return more(nodes.slice().sort().map(function (n) {
    return { id: n, values: values[n] || (values[n] = {}) };
  }), predicates);
}

// more reads further predicates into records, and gives the records.
function more(events, predicates) {
  if (predicates && predicates.length === 0) {
    return events;
  }
  parts(events, 500).forEach(function (part) {
    var byNode = {};
    part.forEach(function (event) { byNode[event.id] = event.values; });
    g.V.apply(g, Object.keys(byNode)).Tag("node").Out(predicates || null, "predicate").ForEach(function (d) {
      var values = byNode[d.node], predicate = d.predicate, id = d.id, list = values[predicate];
      if (!list) {
        values[predicate] = [id];
      } else if (list.indexOf(id) < 0) {
        list.push(id);
      }
    });
  });
  return events;
}

// stated gives the records of those of the events which the text puts in that
// way and which lie in the window. It reads no more than it takes to tell: a
// walk tells the modality of events that are positive, and for denied events
// and those of any modality it is read.
function stated(nodes, modality, since, until) {
  var plain = modality !== "any" && modality !== "denied", positive = [];
  var read = plain ? [] : ["<ir:modality>", "<ir:polarity>"];
  if (!plain || modality === "planned") {
    read.push("<ir:plannedFor>");
  }
  if (since || until) {
    read.push("<ir:date>", "<ir:dateStart>", "<ir:dateEnd>");
  }
  parts(plain ? nodes : [], 500).forEach(function (part) {
    g.V.apply(g, part).Has("<ir:modality>", modality).Has("<ir:polarity>", "positive").Unique().ToArray().forEach(function (n) {
      positive.push(n);
    });
  });
  return records(plain ? positive : nodes, read).filter(function (event) {
    if (plain) {
      event.values["<ir:modality>"] = [modality];
      event.values["<ir:polarity>"] = ["positive"];
    }
    return (modality === "any" || status(event) === modality) && within(event, since, until);
  });
}

// all lists a record's values of one predicate, sorted.
function all(record, predicate) {
  var list = record.values[predicate];
  return !list ? [] : list.length === 1 ? [list[0]] : list.slice().sort();
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
  if (node === "<" + whom + ">") {
    return true;
  }
  var states = agents(whom)[node];
  return states === 1 || states > 1 &&
    (article === "" || g.V(node).LabelContext(article).Out("<ir:actsFor>").ToArray().indexOf("<" + whom + ">") >= 0);
}

// agents are those who act for that one in any article, each with the number of
// those for whom it acts.
function agents(whom) {
  var known = agents.known || (agents.known = {});
  if (!known[whom]) {
    learnAgents([whom]);
  }
  return known[whom];
}

// learnAgents reads the agents of many at once.
function learnAgents(list) {
  var known = agents.known || (agents.known = {}), sets = {}, count = {}, states = {};
  function read(state) { sets[state] = g.V(state).In("<ir:actsFor>").Unique().ToArray(); }
  list = list.filter(function (whom) { return !known[whom]; });
  list.forEach(function (whom) {
    read("<" + whom + ">");
    sets["<" + whom + ">"].forEach(function (n) { count[n] = 0; });
  });
  parts(Object.keys(count), 500).forEach(function (part) {
    g.V.apply(g, part).Out("<ir:actsFor>").Unique().ToArray().forEach(function (s) { states[s] = true; });
  });
  Object.keys(states).forEach(function (state) {
    if (!sets[state]) {
      read(state);
    }
    sets[state].forEach(function (n) { count[n]++; }); // of others it makes nothing
  });
  list.forEach(function (whom) {
    var of = known[whom] = {};
    sets["<" + whom + ">"].forEach(function (n) { of[n] = count[n]; });
  });
}

// acting lists those of the nodes that are that one or act for it.
function acting(nodes, whom, article) {
  return nodes.filter(function (n) { return actsFor(n, whom, article); });
}

// standsFor is the state that an actor of the event acts for in that article,
// else the actor itself.
function standsFor(actor, event) {
  var states = all(event, "<ir:actorState>");
  for (var i = 0; i < states.length; i++) {
    if (actsFor(actor, states[i].slice(1, -1), articleOf(event))) {
      return states[i];
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
  return of[node] || (of[node] = g.V(node).LabelContext(graph).Out("<rdfs:label>").Unique().ToArray());
}

// labelsIn holds the names that were read of a graph, by node.
function labelsIn(graph) {
  var known = labelsIn.known || (labelsIn.known = {});
  return known[graph] || (known[graph] = {});
}

// learn reads ahead, many nodes in one walk, the names that entity will want of
// what the events name under these predicates.
function learn(events, predicates) {
  var articles = {}, unnamed = [], background = "<graph:actors>", known = labelsIn(background);
  events.forEach(function (event) {
    var article = articleOf(event);
    predicates.forEach(function (predicate) {
      var list = event.values[predicate];
      for (var i = 0; list && i < list.length; i++) {
        articles[list[i]] = articles[list[i]] || article;
      }
    });
  });
  function read(nodes, graphs, graphOf) {
    nodes.forEach(function (n) { labelsIn(graphOf(n))[n] = []; });
    g.V.apply(g, nodes).Tag("node").LabelContext(graphs, "graph").Out("<rdfs:label>").ForEach(function (d) {
      var node = d.node, list = labelsIn(d.graph)[node];
      if (d.graph === graphOf(node) && list.indexOf(d.id) < 0) {
        list.push(d.id);
      }
    });
  }
  parts(Object.keys(articles).filter(function (n) { return !known[n]; }), 500).forEach(function (part) {
    read(part, background, function () { return background; });
  });
  Object.keys(articles).forEach(function (node) {
    if (known[node].length === 0 && articles[node] !== "" && !labelsIn(articles[node])[node]) {
      unnamed.push({ node: node, graph: articles[node] });
    }
  });
  unnamed.sort(function (a, b) { return a.graph < b.graph ? -1 : a.graph > b.graph ? 1 : 0; });
  parts(unnamed, 100).forEach(function (part) {
    var graphs = {};
    part.forEach(function (u) { graphs[u.graph] = true; });
    read(part.map(function (u) { return u.node; }), Object.keys(graphs), function (n) { return articles[n]; });
  });
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
  var issues = {}, found = {}, on = {}, asked = ["<ir:issue>", "<ir:recipient>"];
  function list(set) { return Object.keys(set).sort(); }
  function held(nodes) { return stated(nodes, "asserted", since, until); }
  if (issue) {
    issues["<" + issue + ">"] = true;
  } else {
    more(held(eventsOf(of, ["<ir:actor>", "<ir:actorState>"], [stance])), asked).forEach(function (event) {
      targets(event).forEach(function (target) { issues[target] = true; });
    });
  }
  var events = held(eventsAt(list(issues), asked, [stance]));
  more(events, asked.concat("<ir:actor>", "<ir:actorState>", "<prov:wasDerivedFrom>")).forEach(function (event) {
    targets(event).forEach(function (target) { (on[target] || (on[target] = [])).push(event); });
  });
  var ordered = list(issues).filter(function (target) { return on[target]; }), inOrder = [];
  ordered.forEach(function (target) {
    on[target].forEach(function (event) { inOrder.push(event); });
  });
  learn(inOrder, asked.concat("<ir:actor>", "<ir:actorState>"));
  var states = {};
  events.forEach(function (event) {
    all(event, "<ir:actorState>").forEach(function (state) { states[state.slice(1, -1)] = true; });
  });
  learnAgents(Object.keys(states));
  ordered.forEach(function (target) {
    on[target].forEach(function (event) {
      var article = articleOf(event);
      all(event, "<ir:actor>").forEach(function (voice) {
        var who = standsFor(voice, event);
        entities([who, voice, target], article); // to know their names below
        if (of && (who === "<" + of + ">" || voice === "<" + of + ">")) {
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
      });
    });
  });
  var first = {};
  list(found).forEach(function (who) {
    Object.keys(found[who].events).forEach(function (id) { first[id] = found[who].events[id]; });
  });
  more(list(first).map(function (id) { return first[id]; }), ["<ir:sentence>"]);
  return list(found).map(function (who) {
    var entry = found[who];
    return {
      actor: entity(who), voices: entities(list(entry.voices)), issues: entities(list(entry.issues)),
      articles: list(entry.articles), article: entry.article,
      sentence: list(entry.events).map(function (id) { return one(first[id], "<ir:sentence>"); }).sort()[0]
    };
  });
}
