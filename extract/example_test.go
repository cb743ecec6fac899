package extract_test

import (
	"context"
	"fmt"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

func ExampleCoder_Read() {
	parser, err := nlp.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	world, err := schema.Builtin()
	if err != nil {
		fmt.Println(err)
		return
	}
	coder, err := extract.New(parser, world)
	if err != nil {
		fmt.Println(err)
		return
	}
	article, err := schema.NewArticle(schema.ArticleFields{
		Date: "2019-03-06",
		Text: "The Norwegian prime minister met the president of Finland in Oslo on Monday. Norway will not impose sanctions on Finland.",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	reading, err := coder.Read(context.Background(), article)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range reading.Statements {
		if s.IsEvent() {
			fmt.Println(extract.Line(s))
		}
	}
	// Output:
	// Erna Solberg, Sauli Niinistö met on 2019-03-04 in Oslo
	// Norway sanctioned Finland # Sanctions on Finland, planned, denied
}
