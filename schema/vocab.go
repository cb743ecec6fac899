package schema

import "github.com/cayleygraph/quad"

// Labels of the graphs that are not an article's own.
const (
	GraphActors quad.IRI = "graph:actors" // background: states, offices, terms, memberships, issues
	GraphSchema quad.IRI = "graph:schema" // relations, PLOVER types, CAMEO codes
	GraphJoins  quad.IRI = "graph:joins"  // events joined over articles
	GraphMeta   quad.IRI = "graph:meta"   // the store's format version
)

// Prefixes of the short IRIs.
const (
	NSEntity  = "ir:"
	NSArticle = "art:"
	NSEvent   = "ev:"
	NSTerm    = "term:"
	NSPlover  = "plover:"
	NSCAMEO   = "cameo:"
	NSGraph   = "graph:"
)

// Predicates and classes of the graph. They are constants so that a query, a
// writer and a reader cannot spell one differently.
const (
	rdfType      quad.IRI = "rdf:type"
	rdfSubject   quad.IRI = "rdf:subject"
	rdfPredicate quad.IRI = "rdf:predicate"
	rdfObject    quad.IRI = "rdf:object"
	rdfsLabel    quad.IRI = "rdfs:label"
	rdfsComment  quad.IRI = "rdfs:comment"
	owlSameAs    quad.IRI = "owl:sameAs"
	skosConcept  quad.IRI = "skos:Concept"
	skosLabel    quad.IRI = "skos:prefLabel"
	skosAltLabel quad.IRI = "skos:altLabel"
	skosBroader  quad.IRI = "skos:broader"
	skosBroad    quad.IRI = "skos:broadMatch"

	classNewsArticle quad.IRI = "schema:NewsArticle"
	classEvent       quad.IRI = "ir:Event"
	classUnlinked    quad.IRI = "ir:UnlinkedEntity"
	classOfficeTerm  quad.IRI = "ir:OfficeTerm"
	classMembership  quad.IRI = "ir:Membership"
	classRelation    quad.IRI = "ir:Relation"

	schemaHeadline  quad.IRI = "schema:headline"
	schemaPublished quad.IRI = "schema:datePublished"
	schemaPublisher quad.IRI = "schema:publisher"
	schemaAuthor    quad.IRI = "schema:author"
	schemaLanguage  quad.IRI = "schema:inLanguage"
	schemaURL       quad.IRI = "schema:url"
	schemaMentions  quad.IRI = "schema:mentions"
	provDerivedFrom quad.IRI = "prov:wasDerivedFrom"

	irText           quad.IRI = "ir:text"
	irDateSource     quad.IRI = "ir:dateSource"
	irActsFor        quad.IRI = "ir:actsFor"
	irEventType      quad.IRI = "ir:eventType"
	irRelation       quad.IRI = "ir:relation"
	irCAMEO          quad.IRI = "ir:cameo"
	irMode           quad.IRI = "ir:mode"
	irContext        quad.IRI = "ir:context"
	irGoldstein      quad.IRI = "ir:goldstein"
	irScore          quad.IRI = "ir:score"
	irQuadClass      quad.IRI = "ir:quadClass"
	irActor          quad.IRI = "ir:actor"
	irRecipient      quad.IRI = "ir:recipient"
	irActorState     quad.IRI = "ir:actorState"
	irRecipientState quad.IRI = "ir:recipientState"
	irIssue          quad.IRI = "ir:issue"
	irPlace          quad.IRI = "ir:place"
	irDate           quad.IRI = "ir:date"
	irDatePrecision  quad.IRI = "ir:datePrecision"
	irDateStart      quad.IRI = "ir:dateStart"
	irDateEnd        quad.IRI = "ir:dateEnd"
	irPlannedFor     quad.IRI = "ir:plannedFor"
	irModality       quad.IRI = "ir:modality"
	irPolarity       quad.IRI = "ir:polarity"
	irSaidBy         quad.IRI = "ir:saidBy"
	irReportedBy     quad.IRI = "ir:reportedBy"
	irQuote          quad.IRI = "ir:quote"
	irSentence       quad.IRI = "ir:sentence"
	irSentenceIndex  quad.IRI = "ir:sentenceIndex"
	irCharStart      quad.IRI = "ir:charStart"
	irCharEnd        quad.IRI = "ir:charEnd"
	irConfidence     quad.IRI = "ir:confidence"
	irCoder          quad.IRI = "ir:coder"
	irRule           quad.IRI = "ir:rule"
	irDerived        quad.IRI = "ir:derived"

	irISO2       quad.IRI = "ir:iso2"
	irISO3       quad.IRI = "ir:iso3"
	irSector     quad.IRI = "ir:sector"
	irHolder     quad.IRI = "ir:holder"
	irOffice     quad.IRI = "ir:office"
	irOfState    quad.IRI = "ir:ofState"
	irOfOrg      quad.IRI = "ir:ofOrganisation"
	irStart      quad.IRI = "ir:start"
	irEnd        quad.IRI = "ir:end"
	irApprox     quad.IRI = "ir:approximate"
	irMember     quad.IRI = "ir:member"
	irMemberOf   quad.IRI = "ir:memberOf"
	irRole       quad.IRI = "ir:role"
	irOwner      quad.IRI = "ir:owner"
	irParty      quad.IRI = "ir:party"
	irCapitalOf  quad.IRI = "ir:capitalOf"
	irLocatedIn  quad.IRI = "ir:locatedIn"
	irPartOf     quad.IRI = "ir:partOf"
	irRepresents quad.IRI = "ir:represents"
)

// The values that a statement's closed fields take.
const (
	Asserted     = "asserted"
	Planned      = "planned"
	Demanded     = "demanded"
	Hypothetical = "hypothetical"

	Positive = "positive"
	Negative = "negative"

	FromText   = "text"   // a time expression in the text gave the date
	FromReport = "report" // the article's own date stands for the event's
	FromNone   = "none"

	DateGiven    = "given"
	DatePage     = "page"
	DateInferred = "inferred"
)
