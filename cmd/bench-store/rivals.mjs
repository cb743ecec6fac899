// node rivals.mjs oxigraph|n3 FILE QUESTIONS: loads the N-Quads FILE into
// memory and asks the questions, a JSON list of {name, aggregate, rounds}, each round
// with a text in SPARQL and what it is about. It prints a line of JSON once it is
// loaded, and one for each question that is answered.
import { createReadStream, readFileSync } from "node:fs";

const [kind, file, questions] = process.argv.slice(2);

// pieces gives the file in pieces of whole lines.
async function* pieces() {
  let rest = "";
  for await (const text of createReadStream(file, { encoding: "utf8", highWaterMark: 8 << 20 })) {
    const end = text.lastIndexOf("\n") + 1;
    if (end === 0) { rest += text; continue; }
    yield rest + text.slice(0, end);
    rest = text.slice(end);
  }
  if (rest) { yield rest; }
}

let size, ask;
const begun = performance.now();
if (kind === "oxigraph") {
  const { Store } = await import("oxigraph");
  const store = new Store();
  for await (const text of pieces()) {
    store.load(text, { format: "application/n-quads", no_transaction: true, unchecked: true });
  }
  size = store.size;
  ask = (name, { text }) => store.query(text, { use_default_graph_as_union: true }).length;
} else {
  const { Store, Parser, DataFactory } = await import("n3");
  const store = new Store();
  for await (const text of pieces()) {
    store.addQuads(new Parser({ format: "N-Quads" }).parse(text));
  }
  size = store.size;
  const asked = walks(store, DataFactory.namedNode);
  ask = (name, { about }) => {
    let rows = 0;
    for (const _ of asked[name](about)) {
      if (++rows === 100) { break; }
    }
    return rows;
  };
}
console.log(JSON.stringify({ Seconds: (performance.now() - begun) / 1000, Quads: size }));

// walks are the questions for N3, which looks up quads and has no language for more:
// functions that give a row at a time.
function walks(store, iri) {
  const subjects = (p, o) => store.getSubjects(iri(p), o, null);
  const objects = (s, p) => store.getObjects(s, iri(p), null);
  const has = (s, p, o) => store.countQuads(s, iri(p), o, null) > 0;
  const distinct = (lists) => new Map(lists.flat().map((node) => [node.id, node]));
  const stances = ["ir:supports", "ir:opposes"];
  function* within(events, since, until) {
    for (const event of events) {
      for (const date of objects(event, "ir:dateStart")) {
        if (date.value >= since && date.value <= until) { yield event; }
      }
    }
  }
  return {
    *"meetings"({ A }) {
      for (const event of ["ir:actor", "ir:recipient"].flatMap((role) => subjects(role, iri(A)))) {
        if (has(event, "ir:relation", iri("ir:met"))) { yield* objects(event, "ir:dateStart"); }
      }
    },
    *"stances-of"({ A }) { for (const stance of stances) { yield* objects(iri(A), stance); } },
    *"stances-on"({ I }) { for (const stance of stances) { yield* subjects(stance, iri(I)); } },
    *"alignment"({ SA, SB }) {
      for (const stance of stances) {
        const other = distinct([objects(iri(SB), stance)]);
        yield objects(iri(SA), stance).filter((issue) => other.has(issue.id)).length;
      }
    },
    *"co-opponents"({ A }) { yield distinct(objects(iri(A), "ir:opposes").map((issue) => subjects("ir:opposes", issue))).size; },
    *"timeline"({ SA, SB }) {
      yield* within(subjects("ir:actorState", iri(SA)).filter((event) => has(event, "ir:recipientState", iri(SB))), "2005-01-01", "2014-12-31");
    },
    *"events"() {
      for (const event of within(subjects("ir:eventType", iri("plover:CONSULT")), "2011-03-01", "2011-05-31")) { yield* objects(event, "ir:relation"); }
    },
    *"chain"({ A }) {
      const supporters = distinct(objects(iri(A), "ir:opposes").map((issue) => subjects("ir:supports", issue)));
      yield distinct([...supporters.values()].map((who) => objects(who, "ir:met"))).size;
    },
    *"facts"({ R }) { for (const event of subjects("prov:wasDerivedFrom", iri(R))) { yield* store.readQuads(event, null, null, null); } },
    *"articles"({ SA, I }) {
      const events = subjects("ir:actorState", iri(SA)).filter((event) => has(event, "ir:relation", iri("ir:opposes")) && has(event, "ir:issue", iri(I)));
      yield* distinct(events.map((event) => objects(event, "prov:wasDerivedFrom"))).values();
    },
  };
}

for (const { name, aggregate, rounds } of JSON.parse(readFileSync(questions))) {
  const t = { Name: name, Aggregate: aggregate, Cold: [], Warm: [], Rows: 0, Err: "" };
  const started = performance.now();
  for (const round of rounds) {
    if (performance.now() - started > 12000) { break; }
    for (let again = 0; again < 4 && !t.Err; again++) {
      const begun = performance.now();
      const rows = ask(name, round);
      const took = performance.now() - begun;
      if (again === 0) { t.Cold.push(took); t.Rows += rows; } else { t.Warm.push(took); }
      if (took > 10000) { t.Err = "> 10s"; }
    }
  }
  t.Cold.sort((a, b) => a - b);
  t.Warm.sort((a, b) => a - b);
  console.log(JSON.stringify(t));
}
