// node rivals.mjs oxigraph|n3 FILE QUESTIONS: loads the N-Quads FILE into
// memory and asks the questions, a JSON list of {name, aggregate, texts}. It prints
// a line of JSON once it is loaded, and one for each question that is answered.
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
  ask = (text) => store.query(text, { use_default_graph_as_union: true }).length;
} else {
  const { Store, Parser } = await import("n3");
  const store = new Store();
  for await (const text of pieces()) {
    store.addQuads(new Parser({ format: "N-Quads" }).parse(text));
  }
  size = store.size;
}
console.log(JSON.stringify({ Seconds: (performance.now() - begun) / 1000, Quads: size }));

for (const { name, aggregate, texts } of ask ? JSON.parse(readFileSync(questions)) : []) {
  const t = { Name: name, Aggregate: aggregate, Cold: [], Warm: [], Rows: 0, Err: "" };
  const started = performance.now();
  for (const text of texts) {
    if (performance.now() - started > 12000) { break; }
    for (let again = 0; again < 4 && !t.Err; again++) {
      const begun = performance.now();
      const rows = ask(text);
      const took = performance.now() - begun;
      if (again === 0) { t.Cold.push(took); t.Rows += rows; } else { t.Warm.push(took); }
      if (took > 10000) { t.Err = "> 10s"; }
    }
  }
  t.Cold.sort((a, b) => a - b);
  t.Warm.sort((a, b) => a - b);
  console.log(JSON.stringify(t));
}
