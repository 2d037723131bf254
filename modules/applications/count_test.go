package applications_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

func countStatements(t *testing.T) (context.Context, *atomic.Int64) {
	t.Helper()
	return db.CountStatements(t.Context())
}

var pageOne = page.Args{}
