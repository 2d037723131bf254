package identity_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

func TestNamesOfColleaguesAreReadOnceAMinute(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, stranger := o.clerk(t, "Ada", nil, identity.Clerk).Account, ids.New()
	names := func(statements int64, wanted ...uuid.UUID) map[uuid.UUID]string {
		t.Helper()
		ctx, n := db.CountStatements(t.Context())
		names, err := o.Colleagues(ctx, wanted)
		if err != nil || n.Load() != statements {
			t.Fatalf("%d statements, not %d; %v", n.Load(), statements, err)
		}
		return names
	}
	if got := names(1, first.ID); got[first.ID] != first.Name || first.Name == "" {
		t.Errorf("%q, not %q", got[first.ID], first.Name)
	}
	names(0, first.ID)
	second := o.clerk(t, "Ben", nil, identity.Clerk).Account // newer than what is remembered
	if got := names(1, first.ID, second.ID); got[second.ID] != second.Name {
		t.Errorf("%q, not %q", got[second.ID], second.Name)
	}
	if got := names(1, stranger); got[stranger] != "" {
		t.Error("a stranger has a name")
	}
	names(0, stranger, first.ID) // is not asked for again
	o.Clock.Advance(time.Minute)
	names(1, first.ID)
}
