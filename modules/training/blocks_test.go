package training_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/ids"
)

// What rests on somebody's word meets what blocks nothing, and takes the place of no proof.
func TestAnOwnWordStandsBesideAProof(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk, law, fire := o.staff(t, "Petra Lindner", identity.Clerk, "study"), o.learnable(t, "law"), o.learnable(t, "fire")
	o.ask(t, law, func(in *training.SetRequirement) { in.Blocks = []string{"cases.approve"} })
	o.ask(t, fire, nil)
	o.did(t, clerk, law, "2025-03-01")
	for _, tr := range []*training.Training{law, fire} {
		_, err := o.complete(t, training.Completion{Account: clerk, Training: tr.ID, CompletedOn: on(t, "2026-11-01"), Source: training.FromOwnWord, SourceID: ids.New()})
		must(t, err)
	}
	same(t, o.holding(t, clerk, law), []string{"2025-03-01", "2026-11-01"})
	if d := o.stands(t, clerk, "law"); d.DueOn.String() != "2027-03-01" || d.CompletedOn.String() != "2025-03-01" {
		t.Errorf("their word counts: %+v", d)
	}
	if d := o.stands(t, clerk, "fire"); d.DueOn.String() != "2028-11-01" {
		t.Errorf("their word does not count: %+v", d)
	}
	o.did(t, clerk, law, "2026-11-02") // a proof takes the place of both
	same(t, o.holding(t, clerk, law), []string{"2026-11-02"})
}

func TestWhatBlocksIsKnownBeforeItDoes(t *testing.T) {
	t.Parallel()
	o := open(t)
	law, fire, later, ended := o.learnable(t, "law"), o.learnable(t, "fire"), o.learnable(t, "later"), o.learnable(t, "ended")
	block := func(in *training.SetRequirement) { in.Blocks = []string{"cases.approve"} }
	o.ask(t, law, block)
	o.ask(t, fire, nil)
	o.ask(t, later, func(in *training.SetRequirement) { block(in); in.From = to(on(t, "2027-05-01")) })
	gone := o.ask(t, ended, block)
	_, err := o.EndRequirement(o.eva, training.EndRequirement{ID: gone.ID, Version: gone.Version})
	must(t, err)
	blocks, err := o.Blocks(t.Context(), o.DB, law.ID, fire.ID, later.ID, ended.ID)
	must(t, err)
	if len(blocks) != 2 || !blocks[law.ID] || !blocks[later.ID] {
		t.Errorf("%v", blocks)
	}
}
