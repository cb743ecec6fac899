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

holders("<ir:opposes>", p.issue, p.of, p.since, p.until).forEach(function (h) {
  g.emit({
    actor: h.actor,
    voices: h.voices,
    issues: h.issues.length,
    opposed: h.issues,
    articles: h.articles.length,
    article: h.article,
    sentence: h.sentence
  });
});
