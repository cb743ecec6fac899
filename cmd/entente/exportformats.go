package main

import (
	"context"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/schema"
)

const (
	formatJSONL  = "jsonl"
	formatJSONLD = "jsonld"
)

func exportFormats() []string {
	return append([]string{graph.NQuads, formatJSONLD, formatJSONL}, export.Formats()...)
}

// write writes the quads in the format asked for.
func (o *exportOptions) write(ctx context.Context, a *app, store *graph.Store, quads []quad.Quad, ns export.Namespaces) error {
	switch {
	case o.format == graph.NQuads && o.base == "":
		return graph.Write(a.out, o.format, all(quads))
	case o.format == graph.NQuads:
		return graph.Write(a.out, o.format, ns.Quads(all(quads)))
	case o.format == formatJSONLD:
		return export.WriteJSONLD(a.out, all(quads), ns)
	case o.format == formatJSONL:
		return writeStatements(a.out, statementsAmong(ctx, store, quads))
	}
	net, err := export.Facts(all(quads), o.background)
	if err != nil {
		return err
	}
	return writeNetwork(ctx, a, store, net, o.format)
}

// writeNetwork describes the nodes as the tables do and writes the network.
func writeNetwork(ctx context.Context, a *app, store *graph.Store, net *export.Network, format string) error {
	if len(net.Edges) == 0 {
		return nothing("no facts to export", "what is planned or denied is no fact; the formats jsonl and nquads hold it")
	}
	background, err := collect(store.Graph(ctx, schema.GraphActors))
	if err != nil {
		return err
	}
	net.Describe(background)
	return net.Write(a.out, format)
}

func isNetwork(format string) bool { return slices.Contains(export.Formats(), format) }
