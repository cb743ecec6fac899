package tools
import (
 _ "github.com/cayleygraph/cayley"
 _ "github.com/cayleygraph/cayley/graph/kv/bolt"
 _ "github.com/cayleygraph/cayley/graph/memstore"
 _ "github.com/cayleygraph/cayley/query/gizmo"
 _ "github.com/cayleygraph/quad/nquads"
 _ "github.com/spf13/cobra"
 _ "github.com/google/go-cmp/cmp"
 _ "github.com/rogpeppe/go-internal/testscript"
 _ "pgregory.net/rapid"
 _ "go.uber.org/goleak"
 _ "github.com/schollz/progressbar/v3"
 _ "go.yaml.in/yaml/v3"
)
