package eval

import (
	"github.com/entente-kg/entente/schema"
)

// MentionResolver resolves a phrase by what the tables know of it and of the
// words around it.
type MentionResolver struct{ world *schema.World }

// NewMentionResolver prepares a resolver over the world's tables.
func NewMentionResolver(w *schema.World) *MentionResolver { return &MentionResolver{w} }

// Resolve takes the phrase in its context, which may be empty.
func (r *MentionResolver) Resolve(phrase, context, day string) (ref schema.Ref, sector, iso3 string) {
	a := r.world.Actor(phrase, context, day)
	return a.Ref, a.Sector, a.Country
}
