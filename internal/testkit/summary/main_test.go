package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSummary(t *testing.T) {
	const in = `{"Action":"run","Package":"a","Test":"TestGood"}
{"Action":"output","Package":"a","Test":"TestGood","Output":"chatter\n"}
{"Action":"pass","Package":"a","Test":"TestGood"}
{"Action":"output","Package":"a","Test":"TestBad","Output":"    x_test.go:9: want 1, got 2\n"}
{"Action":"fail","Package":"a","Test":"TestBad"}
{"Action":"fail","Package":"a"}
{"Action":"output","Package":"b","Test":"TestSeed","Output":"    testkit.go:30: needs ENTENTE_SHARED\n"}
{"Action":"skip","Package":"b","Test":"TestSeed"}
{"Action":"pass","Package":"b"}
{"Action":"skip","Package":"notests"}
{"ImportPath":"c [c.test]","Action":"build-output","Output":"c.go:3: undefined: x\n"}
{"ImportPath":"c [c.test]","Action":"build-fail"}
{"Action":"output","Package":"c","Output":"FAIL\tc [build failed]\n"}
{"Action":"fail","Package":"c","FailedBuild":"c [c.test]"}
`
	s, err := read(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	s.print(&out)
	want := `FAIL a TestBad
    x_test.go:9: want 1, got 2
FAIL c
c.go:3: undefined: x
FAIL	c [build failed]
SKIP b TestSeed: needs ENTENTE_SHARED
1 passed, 2 failed, 1 skipped
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("summary (-want +got):\n%s", d)
	}
	if got := []int{s.skippedFor("ENTENTE_SHARED"), s.skippedFor("a printer"), s.skippedFor("")}; !cmp.Equal(got, []int{1, 0, 0}) {
		t.Errorf("skips for a reason: %v", got)
	}
}
