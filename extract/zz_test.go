package extract

import (
	"context"
	"fmt"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
	"os"
	"testing"
)

func TestZZ(t *testing.T) {
	an, _ := nlp.New()
	w, _ := schema.Builtin()
	c, _ := New(an, w)
	a, _ := schema.NewArticle(schema.ArticleFields{Text: os.Getenv("T"), Date: os.Getenv("D")})
	st, _ := c.story(context.Background(), a)
	for _, s := range st.sents {
		for i, tk := range s.toks {
			m := ""
			if s.at[i] != nil {
				m = fmt.Sprint(s.at[i].kind, " ", s.at[i].from, "-", s.at[i].to, " ", s.at[i].refs)
			}
			fmt.Println(i, tk.Form, tk.Lemma, tk.UPOS, tk.XPOS, tk.Head, tk.Deprel, m)
		}
		for _, m := range s.matches() {
			fmt.Println(m.rule.ID, s.toks[m.pred].Form, s.truthOf(m.pred))
			for _, src := range append(append(append([]string{}, m.rule.Actor...), m.rule.Recipient...), m.rule.Issue...) {
				r, tt := s.partActors(m, src)
				fmt.Println("   ", src, r, tt)
			}
		}
	}
}
