package office_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

func TestWhoseTrainingRanOutDoesNotApproveUntilItIsRenewed(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	plans, second, clerk := o.Colleague(t, identity.Right{Role: identity.Training}), o.Colleague(t, officetest.Approver()), o.Colleague(t, officetest.Lead())
	var made struct{ KeepTraining struct{ ID string } }
	plans.Must(t, `mutation { keepTraining(input: {key: "law", title: "Aufenthaltsrecht", kind: law}) { id } }`, nil, &made)
	const require = `mutation($t: ID!) { setTrainingRequirement(input: {key: "law", training: $t, roles: [approver], teams: [], actions: [], everyMonths: 12, dueDays: 0, graceDays: 0,
 blocks: ["cases.approve"], services: []}) { id version } }`
	plans.Must(t, require, map[string]any{"t": made.KeepTraining.ID}, nil)
	o.Exec(t, "INSERT INTO training.asked (account_id, requirement_id, since) SELECT ?, id, current_date - 400 FROM training.requirement", second.Account)

	opened := o.Applicant(t).Apply(t, true, map[string]any{"subject_changed": true, "change_reason": "Ich habe gemerkt, dass mir die Statistik mehr liegt."})
	c := propose(t, clerk, draft(t, clerk, checkAll(t, clerk, look(t, clerk, opened.CaseID))))
	in := map[string]any{"in": map[string]any{"case": c.ID, "decision": c.Decision.ID, "digest": c.Decision.Digest}}
	const approve = `mutation($in: ApproveDecision!) { approveDecision(input: $in) { state } }`
	told := second.Ask(t, approve, in)
	if told.Code() != "training.not_met" || len(told.Errors[0].Extensions.Fields) != 1 || told.Errors[0].Extensions.Fields[0].Path != made.KeepTraining.ID {
		t.Fatal(told.Raw)
	}
	if c = look(t, clerk, c.ID); c.State != "approval" {
		t.Fatalf("it is %s all the same", c.State)
	}
	next := func() string {
		params := second.Ask(t, approve, in).Errors[0].Extensions.Fields[0].Params
		if params["next_on"] == "" {
			return ""
		}
		at, err := time.Parse(time.RFC3339, params["next_on"])
		if err != nil {
			t.Error(err)
		}
		return at.UTC().Format(time.RFC3339) + " " + params["place"]
	}
	if got := next(); got != "" {
		t.Errorf("sent to %q, but nothing is planned", got)
	}
	day := clock.Today(o.DB.Clock.Now()).AddDays(30)
	course := map[string]any{"training": made.KeepTraining.ID, "title": "Neues Recht", "form": "in_house", "subject": "law", "approval": false}
	var kept struct{ KeepCourse struct{ ID string } }
	plans.Must(t, `mutation($in: KeepCourse!) { keepCourse(input: $in) { id } }`, map[string]any{"in": course}, &kept)
	plans.Must(t, `mutation($in: PlanSession!) { planSession(input: $in) { session { id } } }`, map[string]any{"in": map[string]any{
		"course": kept.KeepCourse.ID, "places": 3, "place": "Raum 4", "days": []any{map[string]any{"day": day.String(), "fromMinute": 540, "toMinute": 960}},
	}}, nil)
	if got, want := next(), clock.Wall(day, 540, false).UTC().Format(time.RFC3339)+" Raum 4"; got != want {
		t.Errorf("sent to %q, want %q", got, want)
	}
	course["id"], course["version"], course["ended"] = kept.KeepCourse.ID, 1, true
	plans.Must(t, `mutation($in: KeepCourse!) { keepCourse(input: $in) { id } }`, map[string]any{"in": course}, nil)
	if got := next(); got != "" { // nobody can enrol there
		t.Errorf("sent to %q of a course that has ended", got)
	}
	requirements, err := o.Training.Requirements(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := o.DB.InTx(audit.WithActor(t.Context(), audit.Actor{Kind: audit.Staff, ID: plans.Account}), func(ctx context.Context, tx *db.Tx) error {
		_, err := o.Training.RecordTx(ctx, tx, training.Completion{
			Account: second.Account, Training: requirements[0].TrainingID, CompletedOn: clock.Today(tx.Now), Source: training.FromCourse, SourceID: ids.New(),
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	second.Must(t, approve, in, nil)
	trail, err := o.Audit.Trail(t.Context(), cases.Record(c.ID), page.Args{First: page.Max})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(trail.Items, func(e audit.Entry) bool { return e.Action == "case.decided" })
	if d := trail.Items[i].Details; d["requirement_checked.law"] != "1" {
		t.Errorf("%v", d)
	}
	for who, right := range map[string]identity.Right{"council": {Role: identity.Council}, "personnel": {Role: identity.Personnel}, "a clerk": officetest.Clerk()} {
		if code := o.Colleague(t, right).Ask(t, `{ trainingTeam { items { id name } } }`, nil).Code(); code != "FORBIDDEN" {
			t.Errorf("%s sees who is due: %s", who, code)
		}
	}
}

// Where a service asks for no second eyes, the proposal decides: a training stands in its way too.
func TestWhoseTrainingRanOutDoesNotDecideAlone(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	plans, clerk := o.Colleague(t, identity.Right{Role: identity.Training}), o.Colleague(t, officetest.Clerk())
	var made struct{ KeepTraining struct{ ID string } }
	plans.Must(t, `mutation { keepTraining(input: {key: "law", title: "Aufenthaltsrecht", kind: law}) { id } }`, nil, &made)
	plans.Must(t, `mutation($t: ID!) { setTrainingRequirement(input: {key: "law", training: $t, roles: [], teams: [], actions: ["cases.decide"], everyMonths: 12, dueDays: 0, graceDays: 0,
 blocks: ["cases.approve"], services: []}) { id } }`, map[string]any{"t": made.KeepTraining.ID}, nil)
	o.Exec(t, "INSERT INTO training.asked (account_id, requirement_id, since) SELECT ?, id, current_date - 400 FROM training.requirement", clerk.Account)
	c := draft(t, clerk, checkAll(t, clerk, look(t, clerk, o.Applicant(t).Apply(t, true, nil).CaseID)))
	in := map[string]any{"in": map[string]any{"case": c.ID, "decision": c.Decision.ID, "version": c.Decision.Version}}
	const proposal = `mutation($in: ProposeDecision!) { proposeDecision(input: $in) { state } }`
	clerk.Refused(t, "training.not_met", proposal, in)
	plans.Must(t, `mutation($in: RecordTraining!) { recordTraining(input: $in) { id } }`,
		map[string]any{"in": map[string]any{"account": clerk.Account, "training": made.KeepTraining.ID, "completedOn": clock.Today(o.DB.Clock.Now())}}, nil)
	clerk.Must(t, proposal, in, nil)
	if n := o.Count(t, "audit.entry WHERE action = 'case.decided' AND details->>'requirement_checked.law' = '1'"); n != 1 {
		t.Error("the trail does not say that it was asked for")
	}
}
