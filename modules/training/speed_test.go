package training_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// A page of a team is one statement, however many there are and whatever they have done.
func TestATeamPageIsOneStatement(t *testing.T) {
	t.Parallel()
	o := open(t)
	lead := o.as(t, o.staff(t, "Weber", identity.Lead, "study"))
	for _, key := range []string{"law", "fire", "privacy"} {
		o.ask(t, o.learnable(t, key), nil)
	}
	counts := map[int]int{}
	for n := range 6 {
		o.staff(t, "Person "+string(rune('A'+n)), identity.Clerk, "study")
		for range 2 {
			ctx, count := db.CountStatements(lead)
			if _, err := o.Team(ctx, training.TeamFilter{}, page.Args{}); err != nil {
				t.Fatal(err)
			}
			counts[int(count.Load())]++
		}
	}
	// The first time its trail is written, in a transaction of three.
	if counts[1+3] != 6 || counts[1] != 6 {
		t.Errorf("%v", counts)
	}
}
