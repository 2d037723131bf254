package onboarding_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/onboarding"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

func (o *office) completed(t testing.TB, account, what uuid.UUID) (r *training.Record) {
	t.Helper()
	must(t, o.DB.InTx(o.asSommer, func(ctx context.Context, tx *db.Tx) (err error) {
		r, err = o.room.RecordTx(ctx, tx, training.Completion{Account: account, Training: what, CompletedOn: clock.Today(tx.Now), Source: training.FromCourse, SourceID: ids.New()})
		return err
	}))
	o.RunJobs(t)
	return r
}

// A step that is a training is done with it and by nothing else: not by a click, nor by the mentor.
func TestATrainingIsAStepThatIsDoneByItself(t *testing.T) {
	t.Parallel()
	o := open(t)
	learnable := func(key string) uuid.UUID {
		made, err := o.room.KeepTraining(o.asSommer, training.KeepTraining{Key: key, Title: "Schulung " + key, Kind: training.KindLaw})
		must(t, err)
		return made.ID
	}
	law, fire := learnable("law"), learnable("fire")
	o.completed(t, o.lea, fire)
	plan, err := o.KeepPlan(o.asSommer, onboarding.KeepPlan{Role: identity.Clerk, Title: "Sachbearbeitung", Steps: []onboarding.KeepStep{
		{Title: "Recht", Days: 20, Sign: onboarding.ByOwn, Training: &law}, {Title: "Brandschutz", Days: 20, Sign: onboarding.ByOwn, Training: &fire},
	}})
	must(t, err)
	j, err := o.Begin(o.asJonas, onboarding.Begin{Account: o.lea, Mentor: o.petra, Plan: plan.ID})
	must(t, err)
	if j.Tasks[0].Over() || !j.Tasks[1].Over() {
		t.Errorf("what was done before is open: %+v %+v", j.Tasks[0], j.Tasks[1])
	}
	_, err = o.Do(o.asLea, onboarding.DoTask{ID: j.Tasks[0].ID, Done: true})
	wants(t, err, onboarding.ErrInput, "id")
	_, err = o.Do(o.asLea, onboarding.DoTask{ID: j.Tasks[1].ID, Done: false})
	wants(t, err, onboarding.ErrInput, "id")
	_, err = o.Sign(o.asPetra, onboarding.SignTask{ID: j.Tasks[0].ID})
	wants(t, err, onboarding.ErrInput, "id")
	for _, who := range []uuid.UUID{o.lea, o.petra} {
		if p := j.Permitted(j.Tasks[0], who); len(p) != 0 {
			t.Errorf("%v", p)
		}
	}
	over := func() bool {
		t.Helper()
		mine, err := o.Mine(o.asLea)
		must(t, err)
		return mine.Tasks[0].Over()
	}
	r := o.completed(t, o.lea, law)
	if !over() {
		t.Error("the training is done, the step is not")
	}
	_, err = o.room.WithdrawRecord(o.asSommer, training.WithdrawRecord{ID: r.ID})
	must(t, err)
	must(t, o.Daily(t.Context()))
	if over() {
		t.Error("what was false counts")
	}
	var trail int
	must(t, o.NewRaw("SELECT count(*) FROM audit.entry WHERE record_kind = 'onboarding' AND action IN ('onboarding.step_done', 'onboarding.step_undone')").Scan(t.Context(), &trail))
	if trail != 3 {
		t.Errorf("%d entries", trail)
	}
}
