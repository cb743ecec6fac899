package html

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

func TestDbg(t *testing.T) {
	for _, p := range []string{"TimesOfIndia_2026_04_16", "RollingStone_2024_04_25", "NineNews_2024_05_02", "EveningStandard_2024_05_02"} {
		f, _ := os.Open("/work/shared/samples/html/" + p + ".html.gz")
		z, _ := gzip.NewReader(f)
		b, _ := io.ReadAll(z)
		d, _ := html.Parse(bytes.NewReader(b))
		clean(d)
		var c bytes.Buffer
		html.Render(&c, d)
		os.WriteFile("/tmp/htmltry/"+p+".clean.html", c.Bytes(), 0o666)
		r, err := trafilatura.ExtractDocument(d, trafilatura.Options{ExcludeComments: true, HtmlDateMode: trafilatura.Disabled})
		if err != nil {
			t.Log(p, err)
			continue
		}
		var o bytes.Buffer
		html.Render(&o, r.ContentNode)
		os.WriteFile("/tmp/htmltry/"+p+".node.html", o.Bytes(), 0o666)
	}
}
