package eval

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

// The relations whose parties are all actors.
var reciprocal = []string{"met", "spokeByPhoneWith", "negotiatedWith", "agreedWith", "signedWith", "cooperatedWith", "alignedWith", "consultedWith", "ceasefire"}

// The relations for which a right issue does instead of a right recipient.
var issueWillDo = []string{"supports", "opposes", "rejected", "vetoed", "refused", "requestedOf"}

// The relations whose modality labellers put in different ways.
var speech = []string{"promised", "pledgedSupportTo", "intendsToConsult", "seeksCommonPositionOn", "requestedOf"}

// The relations that count as one.
var sameRelations = [][]string{
	{"promised", "pledgedSupportTo", "intendsToConsult", "seeksCommonPositionOn"},
	{"attacked", "bombed", "killed", "shotDown"},
	{"detained", "arrested"},
}

// prediction is a statement as it is compared with gold.
type prediction struct {
	kind, relation     string
	actors, recipients []GoldEntity
	saidBy             []GoldEntity
	issues             []string // names of issues and of recipients
	date, place        string
	modality           string // "denied" for negative polarity
}

func predictionOf(s schema.Statement) prediction {
	p := prediction{
		kind: s.Type, relation: s.Relation,
		actors: entities(s.Actors), recipients: entities(s.Recipients), saidBy: entities(s.SaidBy),
		date: s.Date, place: s.Place.Name, modality: s.Modality,
	}
	for _, r := range slices.Concat(s.Issues, s.Recipients) {
		p.issues = append(p.issues, r.Name)
	}
	switch {
	case s.Polarity == schema.Negative:
		p.modality = denied
	case p.modality == "":
		p.modality = schema.Asserted
	}
	return p
}

// denied is the gold's modality for what the text says did not happen: our
// negative polarity.
const denied = "denied"

func entities(refs []schema.Ref) []GoldEntity {
	out := make([]GoldEntity, len(refs))
	for i, r := range refs {
		out[i] = GoldEntity{r.Name, r.State}
	}
	return out
}

// covered counts the gold entities that have a prediction of their own.
func covered(ps, gs []GoldEntity, loosely bool) int {
	return len(assign(len(ps), len(gs), func(i, j int) int { return count(sameEntity(ps[i], gs[j], loosely)) }))
}

// typeOK takes the types that the codebooks draw differently as equal.
func (p *prediction) typeOK(g *GoldFact) bool {
	pair := func(a, b string) bool { return p.kind == a && g.Type == b || p.kind == b && g.Type == a }
	either := func(relation string) bool { return p.relation == relation || g.Relation == relation }
	switch {
	case p.kind == g.Type, pair("CONCEDE", "RETREAT"):
		return true
	case pair("SANCTION", "COERCE"):
		return either("sanctioned")
	case pair("ACCUSE", "REJECT"):
		return either("opposes")
	}
	return false
}

// issueOK asks for one issue with the same last word or a third of the words.
func (p *prediction) issueOK(g *GoldFact) bool {
	for _, name := range p.issues {
		for _, want := range g.Issues {
			a, b := words(name), words(want)
			if len(a) == 0 || len(b) == 0 {
				continue
			}
			shared, union := overlap(a, b)
			if a[len(a)-1] == b[len(b)-1] || float64(shared)/float64(union) >= 0.34 {
				return true
			}
		}
	}
	return false
}

func (p *prediction) mutual(g *GoldFact) bool {
	return slices.Contains(reciprocal, g.Relation) || slices.Contains(reciprocal, p.relation)
}

// core: type right; one actor right (two parties of a reciprocal event); and
// one recipient right or, where gold has none or the relation is a stance, one
// issue.
func (p *prediction) core(g *GoldFact) bool {
	if !p.typeOK(g) {
		return false
	}
	if p.mutual(g) {
		parties := slices.Concat(g.Actors, g.Recipients)
		if covered(slices.Concat(p.actors, p.recipients), parties, true) < min(2, len(parties)) {
			return false
		}
		return len(parties) > 1 || len(g.Issues) == 0 || p.issueOK(g)
	}
	if len(g.Actors) > 0 && covered(p.actors, g.Actors, true) == 0 {
		return false
	}
	if len(g.Recipients) > 0 && covered(p.recipients, g.Recipients, true) > 0 {
		return true
	}
	if len(g.Issues) > 0 && (len(g.Recipients) == 0 || slices.Contains(issueWillDo, g.Relation)) {
		return p.issueOK(g)
	}
	return len(g.Recipients) == 0
}

func (p *prediction) modalityOK(g *GoldFact) bool {
	if slices.Contains(speech, g.Relation) || g.Type == "REQUEST" {
		return p.modality != denied || g.Modality == denied
	}
	want := g.Modality
	if want == "" {
		want = schema.Asserted
	}
	return p.modality == want
}

func (p *prediction) dateOK(g *GoldFact) bool { return p.date == g.Date }

func (p *prediction) relationOK(g *GoldFact) bool {
	return p.relation == g.Relation || slices.ContainsFunc(sameRelations, func(same []string) bool {
		return slices.Contains(same, p.relation) && slices.Contains(same, g.Relation)
	})
}

// truth: core, and asserted told apart from planned, demanded, hypothetical
// and denied.
func (p *prediction) truth(g *GoldFact) bool { return p.core(g) && p.modalityOK(g) }

// full: truth, and all participants and only they, one issue where gold has
// issues, and the date.
func (p *prediction) full(g *GoldFact) bool { return p.truth(g) && len(p.inexact(g)) == 0 }

// inexact names what keeps a core match from being a full one.
func (p *prediction) inexact(g *GoldFact) []string {
	var wrong []string
	check := func(ok bool, what string) {
		if !ok {
			wrong = append(wrong, what)
		}
	}
	check(p.modalityOK(g), "modality")
	check(p.dateOK(g), "date")
	check(len(g.Issues) == 0 || p.issueOK(g), "issue")
	pa, pb, ga, gb := p.actors, p.recipients, g.Actors, g.Recipients
	if p.mutual(g) {
		pa, pb, ga, gb = slices.Concat(pa, pb), nil, slices.Concat(ga, gb), nil
	}
	check(len(ga) == 0 || exactly(pa, ga), "actors")
	check(exactly(pb, gb), "recipients")
	return wrong
}

func exactly(ps, gs []GoldEntity) bool {
	return len(ps) == len(gs) && covered(ps, gs, false) == len(gs)
}
