// doc: All that an article says: every statement read in it, in order of the text.
// param article (article, required): the article, such as art:forum
// param modality (text, default any, one of asserted planned demanded hypothetical denied any): how the text puts it
// column n (number): the sentence, counted from 0; the title is 0 where there is one
// column relation (relation): who did what to whom: what
// column actors (entity): who
// column recipients (entity): to or with whom
// column issues (issue): about what
// column place (entity): where
// column date (date): when it was, or for a plan when it is to be
// column dated_by (text): what dates it: text (a time expression), report (the article's date) or none
// column modality (text): asserted, planned, demanded, hypothetical or denied
// column said_by (entity): who says so, where the article quotes somebody
// column rule (evidence): the rule that read it
// column sentence (evidence): the sentence

records(g.V(iri(p.article)).In("<prov:wasDerivedFrom>").Unique().ToArray()).forEach(function (event) {
  if (p.modality !== "any" && status(event) !== p.modality) {
    return;
  }
  function named(predicate) { return entities(all(event, predicate), "<" + p.article + ">"); }
  g.emit({
    n: one(event, "<ir:sentenceIndex>"),
    relation: one(event, "<ir:relation>"),
    actors: named("<ir:actor>"),
    recipients: named("<ir:recipient>"),
    issues: named("<ir:issue>"),
    place: named("<ir:place>"),
    date: day(event),
    dated_by: one(event, "<ir:dateSource>"),
    modality: status(event),
    said_by: named("<ir:saidBy>"),
    rule: one(event, "<ir:rule>"),
    sentence: one(event, "<ir:sentence>")
  });
});
