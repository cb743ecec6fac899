package graph_test

import (
	"os"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/storetest"
	"github.com/entente-kg/entente/internal/testkit/postgres"
)

func TestMain(m *testing.M) { os.Exit(postgres.Main(m.Run)) }

func TestPostgres(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *graph.Store { return open(t, postgres.Database(t), create) })
}
