package arch

const module = "github.com/entente-kg/entente/"

// everything stands for every folder of ours.
const everything = "*"

// layers say which folders of ours the code below a folder may import. Each
// may import what lies below itself, too.
var layers = map[string][]string{
	"schema":   {},
	"nlp":      {},
	"extract":  {"schema", "nlp"},
	"loaders":  {"schema"},
	"graph":    {"schema"},
	"queries":  {"schema"},
	"server":   {"schema", "queries", "graph"},
	"eval":     {"schema", "nlp", "extract", "loaders"},
	"cmd":      {everything},
	"examples": {"schema"},
	"docs":     {},
	"internal": {},
}

// inTests are what test files may import besides: what checks a folder's own
// promises against the real thing.
var inTests = map[string][]string{
	"nlp":     {"eval"},
	"extract": {"examples"},
	"queries": {"graph"},
	"docs":    {everything},
	"server":  {everything},
	"eval":    {everything},
}

// narrower rules hold for one folder below those.
var narrower = map[string][]string{
	"nlp/train": {"nlp"}, // and nlp must not import it: the user's binary holds no training code
}

// private folders are imported only from the folders named.
var private = map[string][]string{
	"nlp/train":        {"cmd/train", "nlp/train", "eval"},
	"internal/testkit": {"cmd/bench-store"},
	"internal/arch":    {},
	"cmd":              {},
}

// owners are the folders that alone may import somebody else's module.
var owners = map[string]string{
	"github.com/cayleygraph/cayley": "graph",
	"github.com/cockroachdb":        "graph/pebble",
	"github.com/spf13/cobra":        "cmd",
	"github.com/schollz":            "cmd",
}

// apart are folders that must not import what their neighbours may: folders of
// ours, or somebody else's modules.
var apart = map[string][]string{
	"graph/export": {"graph", "github.com/cayleygraph/cayley"}, // it works on quads from anywhere
}

// forTests are modules for test files and for folders of test suites only.
var forTests = []string{
	"github.com/google/go-cmp",
	"github.com/rogpeppe/go-internal",
	"pgregory.net/rapid",
	"go.uber.org/goleak",
	"github.com/chromedp",
}
