// Package export writes a graph for other programs: as JSON-LD, or as a
// network of who did what to whom for programs that draw or measure networks.
//
// In go quads of package schema's shape, such as Store.Subgraph yields, or
// edges that the caller made; out come bytes, the same for the same quads:
//
//	ns, err := export.NewNamespaces("https://kg.example.org/")
//	err = export.WriteJSONLD(os.Stdout, quads, ns)
//	net, err := export.Facts(quads, false)
//	net.Describe(background)
//	err = net.Write(os.Stdout, export.GEXF)
//
// It opens no store and reads none of these formats back. N-Quads, which
// entente loads again, are written by package graph.
//
// A network is gathered in memory before the first byte is written, and
// JSON-LD too, as it has to put together what one article says.
package export
