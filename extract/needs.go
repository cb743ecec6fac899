package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// political says whether somebody in the statement is a state's, a known
// organisation's other than a company, a person of the tables, or, where force
// is used, an armed group: deals between companies and private quarrels are no
// events of this graph.
func (s *sentence) political(st *schema.Statement, m match) bool {
	return slices.ContainsFunc(slices.Concat(st.Actors, st.Recipients), func(r schema.Ref) bool {
		if r.State != "" {
			return true
		}
		e, known := s.st.c.world.Entity(string(r.ID))
		if known {
			return e.Kind != "Company" && e.Kind != "Media"
		}
		return r.Linked || s.armed(r.Name) || forcible[st.Relation] && underArms(r.Name) || st.Relation != "resigned" && s.speaksFor(r)
	}) || st.Relation == "killed" && (s.officeHolder(m) || s.lemma(m.pred) == "assassinate" && s.namedVictim(m)) ||
		forcible[st.Relation] && (inService(st.Recipients) || stateSites(st.Recipients)) ||
		voiced[st.Relation] && slices.ContainsFunc(st.Actors, civic) || conferred[st.Relation] && slices.ContainsFunc(st.Actors, governTogether) ||
		st.Relation == "protestedAgainst" && len(st.Actors) > 0 && s.namesState()
}

// bodiesOfForce end the names of armed forces.
var bodiesOfForce = setOf("bodiesOfForce")

// forcible are the relations whose victim in service makes them political.
var forcible = setOf("forcible")

// voiced are the relations of stances and demands, which courts, parties and
// groups of a country's politics hold though no state is named.
var voiced = setOf("voiced")

// conferred are the relations of what those who govern do with each other.
var conferred = setOf("conferred")

// governTogether says whether the words name those who govern a part of the world together:
// "Caribbean leaders", "world leaders", "finance ministers".
func governTogether(r schema.Ref) bool {
	words := strings.Fields(r.Name)
	return len(words) > 1 && !r.Linked && governs[words[len(words)-1]] && (startsUpper(words[0]) || realms[words[0]])
}

var (
	governs = setOf("governs")
	realms  = setOf("realms")
)

// civic says whether the words name such a body: "the appeals court",
// "opposition lawmakers", "two trade unions".
func civic(r schema.Ref) bool {
	words := strings.Fields(strings.ToLower(r.Name))
	return len(words) > 0 && !r.Linked && (civicBodies[strings.TrimSuffix(words[len(words)-1], "s")] || words[0] == "opposition" && words[min(1, len(words)-1)] != "of")
}

var civicBodies = setOf("civicBodies")

// inService says whether one of them is a soldier, policeman, diplomat or holder
// of an office, by the last word of a name that the tables do not know.
func inService(refs []schema.Ref) bool {
	return slices.ContainsFunc(refs, func(r schema.Ref) bool {
		words := strings.Fields(strings.ToLower(r.Name))
		return len(words) > 0 && services[strings.TrimSuffix(words[len(words)-1], "s")]
	})
}

// stateSites says whether one of them is a building or post of a state whose
// owner the text leaves open: "a checkpoint", "two police stations".
func stateSites(refs []schema.Ref) bool {
	return slices.ContainsFunc(refs, func(r schema.Ref) bool {
		words := strings.Fields(strings.ToLower(r.Name))
		if r.Linked || len(words) == 0 {
			return false
		}
		return stateSite[singular(words[len(words)-1])] || slices.ContainsFunc(words[:len(words)-1], func(w string) bool { return stateOwned[w] })
	})
}

// stateSite are nouns of sites that only a state or army holds; stateOwned say
// it of another one.
var (
	stateSite  = setOf("stateSite")
	stateOwned = setOf("stateOwned")
)

var services = setOf("services")

// victims are whom the verb was done to, those named among them too: "nine people,
// including a commander".
func (s *sentence) victims(m match) []int {
	return append(slices.Clone(s.logicalObjects(m.pred)), s.tokens(m, "including")...)
}

// namedVictim says whether whom the verb was done to is named.
func (s *sentence) namedVictim(m match) bool {
	return slices.ContainsFunc(s.victims(m), func(t int) bool {
		return s.at[t] != nil && (s.at[t].kind == aPerson || s.at[t].kind == aName || s.at[t].kind == anOffice)
	})
}

// officeHolder says whether whom the verb was done to is named with an office or
// service: "the judge X", "X, a leader of the party".
func (s *sentence) officeHolder(m match) bool {
	return s.namedVictim(m) && slices.ContainsFunc(s.victims(m), func(t int) bool {
		return slices.ContainsFunc(s.subtree(t, func(k int) bool {
			return s.is(k, "acl:relcl", "conj", "nmod") && !s.is(k, "nmod:desc", "nmod:unmarked")
		}), func(k int) bool {
			l := strings.ToLower(s.lemma(k))
			return services[l] || officers[l] || l == "politician" || l == "councillor" || l == "candidate" || l == "senator"
		})
	})
}

// namesAct says whether the words around the verb say how somebody was hit: a
// strike, a weapon, an ambush. "Is killed" alone does not.
func (s *sentence) namesAct(pred int) bool {
	head := pred
	for s.is(head, "conj", "advcl", "acl") && s.toks[head].Head >= 0 && !s.is(head, "acl:relcl") {
		head = s.toks[head].Head
	}
	return slices.ContainsFunc(s.subtree(head, nil), func(k int) bool {
		switch s.lemma(k) {
		case "explosion", "fire", "fighting", "campaign", "operation", "aircraft", "plane", "helicopter", "gun", "jet":
			return false
		case "ambush", "attack", "shell", "bomb", "shoot", "bomber", "gunman", "gunmen", "assassinate", "behead", "execute", "murder", "clash", "ied", "mine", "combat", "mutiny", "car-bombing", "landmine", "militant", "rebel", "insurgent", "terrorist":
			return true
		}
		class := s.nounClass(k)
		return class == "strike" || class == "weapon"
	})
}

// namesState says whether the sentence names a state or a place in one: what
// crowds do there about a matter is public, who they are or not.
func (s *sentence) namesState() bool {
	return slices.ContainsFunc(s.all(), func(m *mention) bool {
		return m.kind == aState || m.kind == aDemonym || m.state != "" || m.kind == aPlace && m.ent != nil
	})
}

// speaksFor says whether r holds an office, named by the sentence, of an
// organisation that is neither a company nor a newspaper.
func (s *sentence) speaksFor(r schema.Ref) bool {
	return slices.ContainsFunc(s.all(), func(m *mention) bool {
		if m.org == "" || m.former || !slices.ContainsFunc(m.refs, func(x schema.Ref) bool { return x.ID == r.ID }) {
			return false
		}
		e, ok := s.st.c.world.Entity(m.org)
		return ok && e.Kind != "Company" && e.Kind != "Media"
	})
}

// armed says whether the words name an armed or political group.
func (s *sentence) armed(name string) bool {
	name = strings.ToLower(name)
	for _, behind := range []string{" of ", " from ", " loyal", " linked"} {
		name, _, _ = strings.Cut(name, behind)
	}
	words := strings.Fields(name)
	if len(words) == 0 {
		return false
	}
	last := strings.TrimSuffix(words[len(words)-1], "s")
	switch last {
	case "group", "faction", "organization", "organisation", "cell", "network", "force", "leader", "commander": // "an Iraqi militant group"
		return len(words) > 1 && slices.Contains([]string{"rebel", "militant", "insurgent", "guerrilla", "separatist", "terrorist", "jihadist", "islamist", "paramilitary", "armed", "extremist"}, words[len(words)-2])
	case "gunman", "gunmen", "settler": // "Chadian gunmen", but not a gunman in a school
		return slices.ContainsFunc(s.all(), func(m *mention) bool {
			return m.kind == aDemonym && strings.Contains(name, strings.ToLower(s.text(m.from, m.to)))
		})
	case "rebel", "militant", "insurgent", "guerrilla", "separatist", "fighter", "militia", "terrorist", "jihadist", "islamist", "protester", "demonstrator", "pirate", "paramilitarie", "mercenarie", "opposition", "extremist", "hijacker", "maoist", "jihadi", "militiaman", "militiamen", "mutineer", "secessionist", "warlord", "insurrectionist", "loyalist", "partisan", "peshmerga":
		return true
	}
	return false
}

// underArms says whether the name ends in a word for forces of whatever side.
func underArms(name string) bool {
	for _, w := range []string{" forces", " force", " troops", " soldiers", " supporters", " loyalists", " army", " military", " coalition", " militia"} {
		if strings.HasSuffix(" "+strings.ToLower(name), w) {
			return true
		}
	}
	return false
}

// missing says which participant the rule needs and the sentence lacks.
func (s *sentence) missing(st *schema.Statement, m match) string {
	need := m.rule.Need
	if len(need) == 0 {
		need = s.defaultNeed(m)
	}
	for _, n := range need {
		if !s.meets(n, st, m) {
			return "no " + n + " found"
		}
	}
	return ""
}

// meets holds the participants against one need of a rule.
func (s *sentence) meets(need string, st *schema.Statement, m match) bool {
	isNamed := func(r schema.Ref) bool { return r.State != "" || r.Linked || s.speaksFor(r) }
	switch need {
	case "actor":
		return len(st.Actors) > 0
	case "recipient":
		return len(st.Recipients) > 0
	case "issue":
		return len(st.Issues) > 0
	case "either":
		return len(st.Recipients)+len(st.Issues) > 0
	case "pair":
		return len(st.Actors) > 0 && (len(st.Actors)+len(st.Recipients) >= 2 || st.Relation == "met" && s.several(m) || s.amongMany(m))
	case "group":
		return len(st.Actors) >= 2
	case "told": // not only named in passing: "hurt in an attack on a post", "rebels backed by Chad"
		return !s.is(m.pred, "obl", "advcl", "acl")
	case "self": // what the actor says is about the actor
		refs, _ := s.sourceActors(m, []string{"ccomp:subj"}, 1, nil)
		if len(refs) == 0 { // "says that the country will", "that his government would"
			return slices.ContainsFunc(s.tokens(m, "ccomp:subj"), s.speakersOwn)
		}
		return len(refs) > 0 && len(without(refs, s.alsoStates(st.Actors))) == 0
	case "bidden": // what the clause says is to be done: "that Togo pay for the road"
		return slices.ContainsFunc(s.clauses(m, "ccomp"), s.isBidden)
	case "noted": // somebody of a state or of a known organisation is on the other side
		return slices.ContainsFunc(st.Recipients, isNamed)
	case "protesters":
		return slices.ContainsFunc(st.Actors, func(r schema.Ref) bool { return s.armed(r.Name) })
	case "known issue":
		return slices.ContainsFunc(st.Issues, func(r schema.Ref) bool { return r.Linked })
	case "official": // somebody of a state or of a known organisation acts
		return slices.ContainsFunc(st.Actors, isNamed) || s.authority(st.Actors) && s.publicCase(st, m) || voiced[st.Relation] && slices.ContainsFunc(st.Actors, civic)
	case "outward": // not an order to one's own
		return slices.ContainsFunc(st.Recipients, func(r schema.Ref) bool {
			return r.State == "" || !slices.ContainsFunc(st.Actors, func(a schema.Ref) bool { return a.State == r.State })
		})
	case "pressed": // somebody presses for it
		return s.pressed(m.pred)
	case "helpful": // what is promised is no act against others
		return !s.promisesForce(m)
	case "persons": // no town or thing
		return slices.ContainsFunc(st.Recipients, s.isSomebody)
	case "active": // of somebody to act, not of something to be done
		return !slices.ContainsFunc(s.clauses(m, "xcomp"), func(k int) bool { return s.child(k, "aux:pass") >= 0 })
	case "member": // an organisation is on the other side
		return slices.ContainsFunc(append(slices.Clone(st.Recipients), st.Actors...), func(r schema.Ref) bool {
			e, ok := s.st.c.world.Entity(string(r.ID))
			return ok && (e.Kind == "IGO" || e.Kind == "Bloc")
		})
	case "person-recipient":
		if m.kind == 'v' && s.child(m.pred, "xcomp") >= 0 { // "called him a liar"
			return false
		}
		rel, _ := schema.Relations().Get(m.rule.Relation)
		others := st.Recipients
		if rel.Symmetric {
			others = st.Actors
		}
		return len(others) > 0 && !slices.ContainsFunc(others, func(r schema.Ref) bool { return r.Name == r.State || !s.isPerson(r) })
	case "person":
		return slices.ContainsFunc(st.Actors, func(r schema.Ref) bool { return r.Name != r.State })
	case "people", "victim", "killing", "something", "somewhere", "accuser", "target", "forces":
		return s.meetsEffect(need, st, m)
	}
	return false
}

// isBidden says whether the verb at v says in its bare form what its subject is to
// do: "pay" of "that Togo pay for the road".
func (s *sentence) isBidden(v int) bool {
	if s.toks[v].XPOS != "VB" && s.toks[v].XPOS != "VBP" || s.child(v, "aux", "cop") >= 0 {
		return false
	}
	return slices.ContainsFunc(s.surfaceSubjects(v), func(k int) bool {
		return (s.toks[k].XPOS == "NN" || s.toks[k].XPOS == "NNP") && len(s.conjuncts(k)) == 1
	})
}

// several says whether the subject of the verb is a plural of officials: "EU
// leaders met" is a meeting among them.
func (s *sentence) several(m match) bool {
	return m.kind == 'v' && m.noun < 0 && s.child(m.pred, "obj") < 0 && slices.ContainsFunc(s.subjectsOf(m), func(t int) bool {
		return s.toks[t].XPOS == "NNS" && (officers[s.lemma(t)] || s.lemma(t) == "minister" || s.lemma(t) == "diplomat")
	})
}

// amongMany says whether the parties stand under "between" in one plural: "signed
// between the warring factions".
func (s *sentence) amongMany(m match) bool {
	return slices.ContainsFunc(s.prepositional(m, "between"), func(k int) bool {
		return s.toks[k].XPOS == "NNS" && s.at[k] == nil && (s.nounClass(k) == "group" || s.nounClass(k) == "people")
	})
}

// alsoStates are the parties with the states that they act for.
func (s *sentence) alsoStates(refs []schema.Ref) []schema.Ref {
	return slices.Concat(refs, s.st.asStates(refs))
}

// isPerson says whether r is a person of the tables or a holder of an office
// whom the text does not name.
func (s *sentence) isPerson(r schema.Ref) bool {
	if e, ok := s.st.c.world.Entity(string(r.ID)); ok {
		return e.Kind == schema.KindPerson
	}
	if p := s.st.introduced(r); p != nil && !p.unsure {
		return true
	}
	words := strings.Fields(strings.ToLower(r.Name))
	return !r.Linked && r.State != "" && s.st.c.nouns[singular(words[len(words)-1])] != "group" && s.st.c.nouns[words[len(words)-1]] != "group" && !strings.HasPrefix(words[0], "authorit")
}

// meetsEffect are the needs of force: who is hit, taken or accused must be
// somebody of note, so that traffic and private crime make no events.
func (s *sentence) meetsEffect(need string, st *schema.Statement, m match) bool {
	ofNote := func(refs []schema.Ref) bool {
		return slices.ContainsFunc(refs, func(r schema.Ref) bool { return r.State != "" || r.Linked })
	}
	place := s.placeOf(m, nil)
	for _, source := range m.rule.Place {
		for _, t := range s.tokens(m, source) {
			if r := s.place(t); !r.IsZero() {
				place = r
			}
		}
	}
	force := func(refs []schema.Ref) bool {
		return slices.ContainsFunc(refs, func(r schema.Ref) bool { return s.armed(r.Name) })
	}
	switch need {
	case "forces": // troops of a state or alliance, or what they come in
		return slices.ContainsFunc(st.Actors, func(r schema.Ref) bool {
			words := strings.Fields(r.Name)
			if r.State == r.Name { // "a Chadian warship"
				return slices.ContainsFunc(s.subjectsOf(m), func(t int) bool { return s.nounClass(t) == "weapon" })
			}
			return len(words) > 0 && (bodiesOfForce[words[len(words)-1]] || inService([]schema.Ref{r}) || r.ID == "ir:NATO" || s.armed(r.Name))
		})
	case "target":
		return ofNote(st.Recipients) || inService(st.Recipients) || stateSites(st.Recipients)
	case "people":
		return len(st.Recipients) > 0 && (ofNote(st.Recipients) || ofNote(st.Actors) || force(st.Actors) || s.publicCase(st, m))
	case "victim", "somewhere":
		return len(st.Recipients) > 0 || !place.IsZero()
	case "something":
		return len(st.Recipients)+len(st.Issues) > 0 && (ofNote(st.Actors) || ofNote(st.Recipients) || force(st.Actors)) || !place.IsZero()
	case "killing":
		return len(st.Actors) > 0 || (ofNote(st.Recipients) || inService(st.Recipients) || s.officeHolder(m)) && s.namesAct(m.pred) || s.lemma(m.pred) == "assassinate" && s.namedVictim(m)
	case "accuser":
		if len(st.Actors) == 0 && s.is(m.pred, "acl") {
			return false // "officers accused of theft": nobody says by whom
		}
		return ofNote(st.Recipients) || ofNote(st.Actors) || s.publicCase(st, m)
	}
	return false
}

// defaultNeed is what a relation needs where its rule says nothing: two
// parties of a symmetric one, else an actor and what the relation points at.
func (s *sentence) defaultNeed(m match) []string {
	rel, _ := schema.Relations().Get(m.rule.Relation)
	switch {
	case rel.Symmetric:
		return []string{"pair"}
	case rel.Target == "recipient":
		return []string{"actor", "recipient"}
	case rel.Target == "none":
		return []string{"actor"}
	}
	return []string{"actor", "either"}
}
