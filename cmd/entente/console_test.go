package main

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The console in a real browser. Where ENTENTE_SCREENSHOTS names a folder, a
// picture of each page goes there, to be looked at.

// tab is a browser's page, with what it asked for and what went wrong on it.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu       sync.Mutex
	asked    []string // addresses
	problems []string // errors of scripts and of the page's policy
	alerts   []string
}

// openTab starts a browser; it skips the test where there is none.
func openTab(t *testing.T, base string) *tab {
	t.Helper()
	bin := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && bin == "" {
			bin = found
		}
	}
	if bin == "" {
		t.Skip("needs chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(bin), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1200, 1400),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, base: base}
	chromedp.ListenTarget(ctx, b.hear)
	b.do(network.Enable(), log.Enable(), runtime.Enable(), browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorDeny))
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, e.Request.URL)
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, e.ExceptionDetails.Error())
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError && e.Entry.Source == log.SourceSecurity {
			b.problems = append(b.problems, e.Entry.Text+" "+e.Entry.URL)
		}
	case *page.EventJavascriptDialogOpening:
		b.alerts = append(b.alerts, e.Message)
		go chromedp.Run(b.ctx, page.HandleJavaScriptDialog(true))
	}
}

func (b *tab) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatalf("browser: %v", err)
	}
}

// open shows a page and puts a query into its editor, if it has one.
func (b *tab) open(path, query string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base+path), chromedp.WaitVisible("#run_button", chromedp.ByID))
	if query != "" {
		b.run("editor.setValue(" + quoted(query) + ")")
	}
}

func quoted(s string) string {
	return `decodeURIComponent("` + strings.ReplaceAll(url.QueryEscape(s), "+", "%20") + `")`
}

func (b *tab) run(script string) {
	b.t.Helper()
	var ignored any
	b.do(chromedp.Evaluate(script, &ignored))
}

// wait runs a script until it gives a text that holds part, or fails.
func (b *tab) wait(script, part string) string {
	b.t.Helper()
	var got string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		b.do(chromedp.Evaluate("String("+script+")", &got))
		if strings.Contains(got, part) {
			return got
		}
	}
	b.t.Errorf("%s gives %q, want it to hold %q", script, got, part)
	return got
}

// shoot takes a picture.
func (b *tab) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("ENTENTE_SCREENSHOTS")
	if dir == "" {
		return
	}
	var png []byte
	b.do(chromedp.CaptureScreenshot(&png))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Error(err)
	}
}

// check holds that the browser asked nobody but the server, and that nothing
// went wrong on the pages.
func (b *tab) check() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, address := range b.asked {
		if !strings.HasPrefix(address, b.base+"/") && !strings.HasPrefix(address, "data:") {
			b.t.Errorf("the browser asked for %s", address)
		}
	}
	if len(b.asked) < 10 {
		b.t.Errorf("only %d requests were seen", len(b.asked))
	}
	for _, p := range b.problems {
		if !expected(p) {
			b.t.Errorf("on the page: %s", p)
		}
	}
	for _, a := range b.alerts {
		b.t.Errorf("alert: %s", a)
	}
}

// expected knows what the page's policy forbids and the console can do without:
// jQuery tries inline handlers out when it starts, and Fabric, which the console
// loads and never uses, makes functions of text.
func expected(problem string) bool {
	return strings.Contains(problem, "inline event handler") && strings.HasSuffix(problem, "/third_party/jquery.min.js") ||
		strings.Contains(problem, "EvalError") && strings.Contains(problem, "/third_party/fabric.min.js")
}

var references = regexp.MustCompile(`(?:src|href)=["'](/[^"']*)["']`)

const alertText = `document.getElementById("alertBox").textContent`

// nodesDrawn counts what the Visualize page shows, and that it has painted.
const nodesDrawn = `(function () {
	if (typeof sigmaGraph === "undefined") { return "nothing"; }
	var painted = 0;
	document.querySelectorAll("#visualize canvas").forEach(function (c) {
		var x = c.getContext("2d");
		if (!x || !c.width) { return; }
		var d = x.getImageData(0, 0, c.width, c.height).data;
		for (var i = 3; i < d.length; i += 4) { if (d[i]) { painted++; } }
	});
	return (painted > 500 ? "painted " : "blank ") + sigmaGraph.graph.nodes().length + " nodes " + sigmaGraph.graph.edges().length + " edges";
})()`

func consoleReads(t *testing.T, dsn string) {
	s := serve(t, dsn)
	b := openTab(t, s.url)

	b.open("/", `g.V("<ir:Vladimir_Putin>").Out("<ir:met>").Unique().All()`)
	b.do(chromedp.Click("#run_button", chromedp.ByID))
	b.wait("output_editor.getValue()", `"result"`)
	b.wait("output_editor.getValue()", `"id": "<ir:`)
	b.shoot("query")
	b.run(`editor.setValue("g.V(")`)
	b.do(chromedp.Click("#run_button", chromedp.ByID))
	b.wait("output_editor.getValue()", `{"error":"gizmo: query cannot be run`)
	b.shoot("query-error")

	b.open("/ui/query_shape", `g.V("<ir:Vladimir_Putin>").Out("<ir:met>").Tag("other").In("<ir:met>").All()`)
	b.do(chromedp.Click("#run_button", chromedp.ByID))
	b.wait(`document.querySelectorAll("#viz circle.node").length > 1 && document.querySelectorAll("#viz line.link").length > 0`, "true")
	time.Sleep(time.Second) // for the layout to spread
	b.shoot("query-shape")
	b.run(`editor.setValue("nosuch()")`)
	b.do(chromedp.Click("#run_button", chromedp.ByID))
	b.wait(alertText, "nosuch is not defined")

	b.open("/ui/write", "")
	b.fillQuad()
	b.do(chromedp.Click("#add_quad", chromedp.ByID))
	b.wait(alertText, "read-only")
	time.Sleep(400 * time.Millisecond) // it fades in
	b.shoot("write-refused")
	b.check()
}

// consoleDraws follows the link from a question to its picture, in the seed's
// graph where it is to be had.
func consoleDraws(t *testing.T, dsn string) {
	s := serve(t, withSeed(t, dsn))
	b := openTab(t, s.url)
	b.do(chromedp.Navigate(s.url+"/ask/picture?about=Russia"), chromedp.WaitVisible("a.picture", chromedp.ByQuery))
	b.shoot("ask")
	b.do(chromedp.Click("a.picture", chromedp.ByQuery), chromedp.WaitVisible("#run_button", chromedp.ByID))
	b.wait("editor.getValue()", "var p = {")
	b.do(chromedp.Click("#run_button", chromedp.ByID))
	b.wait(nodesDrawn, "painted")
	b.wait(`sigmaGraph.graph.nodes().length > 3 && sigmaGraph.graph.edges().length > 3`, "true")
	b.wait(`sigmaGraph.graph.nodes().map(function (n) { return n.label; })`, "Russia")
	time.Sleep(2 * time.Second) // for the layout to spread
	b.shoot("visualize")
	b.check()
}

// withSeed is a store of the seed article, else the one given.
func withSeed(t *testing.T, dsn string) string {
	t.Helper()
	shared := os.Getenv("ENTENTE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	article := filepath.Join(shared, "seed", "article.txt")
	if _, err := os.Stat(article); err != nil {
		t.Log("the examples stand in for the seed")
		return dsn
	}
	seed := "pebble:" + filepath.Join(t.TempDir(), "store")
	if out, err := exec.Command("entente", "load", "--db", seed, "--date", "2017-08-07", article).CombinedOutput(); err != nil {
		t.Fatalf("load: %v %s", err, out)
	}
	return seed
}

func (b *tab) fillQuad() {
	for id, text := range map[string]string{"subject": "<ir:Peru>", "predicate": "<ir:met>", "object": "<ir:Chile>", "label": "<graph:mine>"} {
		b.do(chromedp.SendKeys("#"+id, text, chromedp.ByID), chromedp.SendKeys("#r"+id, text, chromedp.ByID))
	}
}

func consoleWrites(t *testing.T, dsn string) {
	s := serve(t, copied(t, dsn), "--write")
	b := openTab(t, s.url)
	mine := `g.V("<ir:Peru>").LabelContext("<graph:mine>").Out("<ir:met>").All()`

	b.open("/ui/write", "")
	b.fillQuad()
	b.do(chromedp.Click("#add_quad", chromedp.ByID))
	b.wait(alertText, "Wrote a quad!")
	time.Sleep(400 * time.Millisecond) // it fades in
	b.shoot("write")
	if _, answer := s.gizmo(mine); !strings.Contains(answer, "<ir:Chile>") {
		t.Errorf("what the page wrote is not there: %s", answer)
	}
	b.do(chromedp.Click("#delete_quad", chromedp.ByID))
	b.wait(alertText, "Deleted a quad!")
	if _, answer := s.gizmo(mine); strings.Contains(answer, "<ir:Chile>") {
		t.Errorf("what the page deleted is there: %s", answer)
	}

	file := filepath.Join(t.TempDir(), "more.nq")
	if err := os.WriteFile(file, []byte("<ir:Peru> <ir:met> <ir:Ecuador> <graph:mine> .\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles("#nquad_file", []string{file}, chromedp.ByID), chromedp.Click("#write_file", chromedp.ByID))
	b.wait(alertText, "Upload complete! Successfully wrote 1 quads.")
	if _, answer := s.gizmo(mine); !strings.Contains(answer, "<ir:Ecuador>") {
		t.Errorf("what the page uploaded is not there: %s", answer)
	}
	b.check()
}

// everyFile asks for all that the pages refer to.
func everyFile(t *testing.T, dsn string) {
	s := serve(t, dsn)
	n := 0
	for _, path := range []string{"/", "/ui/query_shape", "/ui/visualize", "/ui/write", "/ask", "/ask/meetings"} {
		status, text, _ := s.send(request{path: path, head: map[string]string{"Accept": "text/html"}})
		if status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		for _, ref := range references.FindAllStringSubmatch(text, -1) {
			n++
			if status, text, _ := s.send(request{path: ref[1], head: map[string]string{"Accept": "text/html"}}); status != http.StatusOK {
				t.Errorf("%s refers to %s: %d %.100s", path, ref[1], status, text)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d references found", n)
	}
}
