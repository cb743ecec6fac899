package graph_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

func Example() {
	ctx := context.Background()
	s, err := graph.Open(ctx, "mem:", graph.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()

	article := graph.Graph{Label: "art:1", Quads: []quad.Quad{
		{Subject: quad.IRI("ir:Norway"), Predicate: quad.IRI("ir:met"), Object: quad.IRI("ir:Ghana")},
		{Subject: quad.IRI("ir:Norway"), Predicate: quad.IRI("ir:opposes"), Object: quad.IRI("ir:Whaling_ban")},
	}}
	for range 2 {
		changes, err := s.Put(ctx, []graph.Graph{article})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%+v\n", changes)
	}
	for row, err := range s.Gizmo(ctx, `g.V("<ir:Norway>").Out("<ir:met>").All()`, 100) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row)
	}
	// Output:
	// [{Added:2 Removed:0 Existed:false}]
	// [{Added:0 Removed:0 Existed:true}]
	// map[id:<ir:Ghana>]
}

func ExampleStore_Gizmo() {
	ctx := context.Background()
	s, err := graph.Open(ctx, "mem:", graph.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	for _, text := range []string{`for (let i = 0; i < 9; i++) g.emit({n: i})`, "g.V()\n  .Out({}).All()"} {
		for row, err := range s.Gizmo(ctx, text, 2) {
			switch {
			case errors.Is(err, graph.ErrTruncated):
				fmt.Println("and more")
			case err != nil:
				fmt.Println(err)
			default:
				fmt.Println(row)
			}
		}
	}
	// Output:
	// map[n:0]
	// map[n:1]
	// and more
	// gizmo: query cannot be run: line 2:7: TypeError: Out: got an object, want a predicate, a list of them, a path or null
}

func ExampleStore_Subgraph() {
	ctx := context.Background()
	s, err := graph.Open(ctx, "mem:", graph.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	_, err = s.Put(ctx, []graph.Graph{{Label: "art:1", Quads: []quad.Quad{
		{Subject: quad.IRI("ir:Norway"), Predicate: quad.IRI("ir:met"), Object: quad.IRI("ir:Ghana")},
		{Subject: quad.IRI("ir:Ghana"), Predicate: quad.IRI("ir:met"), Object: quad.IRI("ir:Togo")},
		{Subject: quad.IRI("ev:1"), Predicate: quad.IRI("ir:actor"), Object: quad.IRI("ir:Norway")},
		{Subject: quad.IRI("ev:1"), Predicate: quad.IRI("ir:date"), Object: quad.String("2031-05-02")},
	}}})
	if err != nil {
		log.Fatal(err)
	}
	about := graph.Filter{About: []quad.IRI{"ir:Norway"}, Depth: 1}
	if err := graph.Write(os.Stdout, graph.NQuads, s.Subgraph(ctx, about)); err != nil {
		log.Fatal(err)
	}
	// Output:
	// <ev:1> <ir:actor> <ir:Norway> <art:1> .
	// <ev:1> <ir:date> "2031-05-02" <art:1> .
	// <ir:Norway> <ir:met> <ir:Ghana> <art:1> .
}
