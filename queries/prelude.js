
// Helpers of saved queries. They stand behind the query's own text, so each
// is a function declaration, which JavaScript finds wherever it stands.

// eventsOf lists the event nodes in which a node has one of the roles and
// whose relation is one of those given. It starts at the node, which is the
// rarest thing that the question fixes.
function eventsOf(id, roles, relations) {
  var path = g.V(iri(id)).In(roles);
  if (relations) {
    path = path.Has.apply(path, ["<ir:relation>"].concat(relations));
  }
  return path.Unique().ToArray();
}

// common lists what stands in both lists. An intersection in JavaScript costs
// two hops; as a step of the path it can cost a scan.
function common(some, others) {
  var known = {};
  others.forEach(function (x) { known[x] = true; });
  return some.filter(function (x) { return known[x] === true; });
}

// records reads all that event nodes say, many nodes in one walk: a list of
// {id, values}, in order of id, where values holds lists by predicate.
function records(nodes) {
  var byNode = {}, step = 500;
  nodes = nodes.slice().sort();
  for (var i = 0; i < nodes.length; i += step) {
    g.V.apply(g, nodes.slice(i, i + step)).Tag("node").Out(null, "predicate").ForEach(function (d) {
      var values = byNode[d.node] || (byNode[d.node] = {});
      var list = values[d.predicate] || (values[d.predicate] = []);
      if (list.indexOf(d.id) < 0) {
        list.push(d.id);
      }
    });
  }
  return nodes.map(function (n) { return { id: n, values: byNode[n] || {} }; });
}

// all lists a record's values of one predicate, sorted.
function all(record, predicate) {
  return (record.values[predicate] || []).slice().sort();
}

// one is a record's value of one predicate, "" where it has none.
function one(record, predicate) {
  var list = all(record, predicate);
  return list.length > 0 ? list[0] : "";
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
  var known = actsFor.known || (actsFor.known = {});
  var states = known[node] || (known[node] = g.V(node).Out("<ir:actsFor>").Unique().ToArray());
  if (states.indexOf("<" + whom + ">") < 0) {
    return false;
  }
  return states.length === 1 || article === "" ||
    g.V(node).LabelContext(article).Out("<ir:actsFor>").ToArray().indexOf("<" + whom + ">") >= 0;
}

// acting lists those of the nodes that are that one or act for it.
function acting(nodes, whom, article) {
  return nodes.filter(function (n) { return actsFor(n, whom, article); });
}

// standsFor is the state that an actor of the event acts for in that article,
// else the actor itself.
function standsFor(actor, event) {
  var states = all(event, "<ir:actorState>").filter(function (s) {
    return actsFor(actor, s.slice(1, -1), articleOf(event));
  });
  return states.length > 0 ? states[0] : actor;
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
    var names = g.V(node).LabelContext("<graph:actors>").Out("<rdfs:label>").Unique().ToArray();
    if (names.length === 0 && article) {
      names = g.V(node).LabelContext(article).Out("<rdfs:label>").Unique().ToArray();
    }
    known[node] = { id: node, name: names.length > 0 ? names.slice().sort()[0] : "" };
  }
  return known[node];
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
  var issues = {}, found = {};
  function held(event) { return status(event) === "asserted" && within(event, since, until); }
  function list(set) { return Object.keys(set).sort(); }
  if (issue) {
    issues["<" + issue + ">"] = true;
  } else {
    records(eventsOf(of, ["<ir:actor>", "<ir:actorState>"], [stance])).filter(held).forEach(function (event) {
      targets(event).forEach(function (target) { issues[target] = true; });
    });
  }
  list(issues).forEach(function (target) {
    records(eventsOf(target.slice(1, -1), ["<ir:issue>", "<ir:recipient>"], [stance])).filter(held).forEach(function (event) {
      if (targets(event).indexOf(target) < 0) {
        return;
      }
      all(event, "<ir:actor>").forEach(function (voice) {
        var who = standsFor(voice, event), article = articleOf(event);
        entities([who, voice, target], article); // to know their names below
        if (of && (who === "<" + of + ">" || voice === "<" + of + ">")) {
          return;
        }
        var entry = found[who] || (found[who] = { voices: {}, issues: {}, articles: {}, first: null });
        entry.voices[voice] = entry.issues[target] = entry.articles[article] = true;
        var seen = [article, one(event, "<ir:sentence>")];
        if (!entry.first || seen.join(" ") < entry.first.join(" ")) {
          entry.first = seen;
        }
      });
    });
  });
  return list(found).map(function (who) {
    var entry = found[who];
    return {
      actor: entity(who), voices: entities(list(entry.voices)), issues: entities(list(entry.issues)),
      articles: list(entry.articles), article: entry.first[0], sentence: entry.first[1]
    };
  });
}
