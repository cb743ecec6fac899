// doc: The facts around an entity, or those of an article, as lines to draw; the console's Visualize page takes the rows as they are.
// param about (entity): draw what articles say around this one
// param depth (number, default 1, one of 1 2 3): how many steps around it
// param article (article): only what this article says
// needs: about or article
// column source (text): the IRI at the one end
// column target (text): the IRI at the other end
// column source_label (text): its name
// column target_label (text): its name
// column label (text): the relation between them; what holds both ways is one line

// This program uses no helper functions, so that it is short to paste.
var lines = {}, names = {};

function isEntity(node) { return typeof node === "string" && node.indexOf("<ir:") === 0; }

// isArticle leaves out what the tables say.
function isArticle(label) {
  return !!label && ["<graph:actors>", "<graph:schema>", "<graph:joins>", "<graph:meta>"].indexOf(label) < 0;
}

// draw takes a quad in and says whether it is a fact.
function draw(source, relation, target) {
  if (!isEntity(source) || !isEntity(target) || source === target || relation === "<rdf:type>") {
    return false;
  }
  lines[[source, relation, target]] = [source, relation, target];
  return true;
}

// around draws all facts of a node, and lists what they lead to.
function around(node) {
  function edges() {
    return p.article ? g.V(node).LabelContext(iri(p.article)) : g.V(node).LabelContext(g.V(), "label");
  }
  var reached = [];
  edges().Out(null, "relation").ForEach(function (d) {
    if ((p.article || isArticle(d.label)) && draw(node, d.relation, d.id)) {
      reached.push(d.id);
    }
  });
  edges().In(null, "relation").ForEach(function (d) {
    if ((p.article || isArticle(d.label)) && draw(d.id, d.relation, node)) {
      reached.push(d.id);
    }
  });
  return reached;
}

// readNames reads the names that the tables have, many nodes in one walk.
function readNames(nodes) {
  for (var i = 0; i < nodes.length; i += 500) {
    g.V.apply(g, nodes.slice(i, i + 500)).Tag("node").LabelContext("<graph:actors>").Out("<rdfs:label>").ForEach(function (d) {
      if (!names[d.node] || d.id < names[d.node]) {
        names[d.node] = d.id;
      }
    });
  }
}

function called(node) {
  if (!names[node]) {
    var found = g.V(node).Out("<rdfs:label>").Unique().ToArray();
    names[node] = found.length > 0 ? found.slice().sort()[0] : node.slice(4, -1);
  }
  return names[node];
}

// start lists the node asked about, else whoever takes part in the article.
function start() {
  if (p.about) {
    return ["<" + p.about + ">"];
  }
  return ["<ir:actor>", "<ir:recipient>", "<ir:actorState>", "<ir:recipientState>"].reduce(function (out, role) {
    return out.concat(g.V(iri(p.article)).In("<prov:wasDerivedFrom>").Out(role).Unique().ToArray());
  }, []);
}

var here = start(), done = {};
for (var step = 0; step < (p.about ? p.depth : 1); step++) {
  var next = [];
  here.forEach(function (node) {
    if (!done[node]) {
      done[node] = true;
      next = next.concat(around(node));
    }
  });
  here = next;
}
var ends = {};
Object.keys(lines).forEach(function (key) { ends[lines[key][0]] = ends[lines[key][2]] = true; });
readNames(Object.keys(ends));
if (g.records) { // this program's own, which Cayley's console lacks; called asks for one after the other
  g.records(Object.keys(ends).filter(function (node) { return !names[node]; }), ["<rdfs:label>"]).forEach(function (record) {
    names[record.id] = (record.values["<rdfs:label>"] || []).sort()[0];
  });
}
Object.keys(lines).sort().forEach(function (key) {
  var l = lines[key];
  if (l[0] > l[2] && lines[[l[2], l[1], l[0]]]) {
    return; // drawn already, the other way
  }
  if (l[1] === "<ir:actsFor>" && lines[[l[0], "<ir:represents>", l[2]]]) {
    return; // says no more than the other
  }
  g.emit({
    source: l[0].slice(1, -1),
    target: l[2].slice(1, -1),
    source_label: called(l[0]),
    target_label: called(l[2]),
    label: l[1].slice(1, -1).replace("ir:", "")
  });
});
