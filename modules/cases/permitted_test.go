package cases_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
)

// moved puts a case into a state, as a module above does.
func (o *office) moved(t *testing.T, clerk context.Context, id uuid.UUID, to cases.CaseState) {
	t.Helper()
	casestest.Must(t, o.Change(clerk, "cases.check", id, cases.AnyVersion, nil, func(_ context.Context, tx *db.Tx, c *cases.Case) (cases.Deed, error) {
		c.State = to
		if to == cases.Delivered {
			c.ClosedAt = &tx.Now
		}
		return cases.Deed{Action: "case.moved"}, nil
	}))
}

// way leads a case through all of its states; what is nil is led by a module above.
var way = []struct {
	state cases.CaseState
	into  func(t *testing.T, o *office, who, clerk context.Context, id uuid.UUID)
}{
	{cases.Received, func(*testing.T, *office, context.Context, context.Context, uuid.UUID) {}},
	{cases.Checking, func(t *testing.T, o *office, _, clerk context.Context, id uuid.UUID) {
		o.Accept(t, clerk, id, "passport")
	}},
	{cases.Waiting, func(t *testing.T, o *office, _, clerk context.Context, id uuid.UUID) { o.Ask(t, clerk, id, "photo") }},
	{cases.InHearing, nil},
	{cases.Deciding, nil},
	{cases.Approval, nil},
	{cases.Decided, nil},
	{cases.Delivered, nil},
}

const (
	atWork = "assignCase addNote checkPaper translateField pauseCase requestPapers sendMessage"
	others = "assignCase addNote sendMessage"
)

// What each role may do in each state; what is not named here nobody may. A lead does what a clerk does.
var permittedTo = map[identity.Role]map[cases.CaseState]string{
	identity.Clerk: {
		cases.Received: atWork, cases.Checking: atWork, cases.Deciding: atWork + " resumeCase",
		cases.Waiting:   "assignCase addNote checkPaper translateField withdrawRequest sendMessage",
		cases.InHearing: "assignCase addNote checkPaper translateField sendMessage",
		cases.Approval:  others, cases.Decided: others, cases.Delivered: "addNote sendMessage", cases.Withdrawn: "addNote sendMessage",
	},
	identity.Approver: {}, identity.Frontdesk: {}, identity.Auditor: {},
}

// blind are the roles that open no case at all.
var blind = []identity.Role{identity.Mailroom, identity.Admin}

func (o *office) viewers(t *testing.T) map[identity.Role]context.Context {
	t.Helper()
	all := map[identity.Role]context.Context{identity.Clerk: o.Clerk(t)}
	for _, role := range []identity.Role{identity.Lead, identity.Approver, identity.Frontdesk, identity.Auditor, identity.Mailroom, identity.Admin} {
		all[role] = o.Staff(t, string(role), identity.Right{Role: role, AllTeams: true, Decide: decides(role), Approve: approves(role)})
	}
	return all
}

func decides(r identity.Role) []string {
	if r.May("cases.decide") {
		return casestest.All
	}
	return nil
}

func approves(r identity.Role) []string {
	if r.May("cases.approve") {
		return casestest.All
	}
	return nil
}

func TestTheTableOfWhatIsPermittedIsComplete(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, viewers := o.Applicant(t), o.viewers(t)
	permittedTo := mapsWithLead()
	id := o.WithPassport(t, who)
	for _, w := range way {
		if w.into != nil {
			w.into(t, o, who, viewers[identity.Clerk], id)
		} else {
			o.moved(t, viewers[identity.Clerk], id, w.state)
		}
		o.isPermitted(t, viewers, permittedTo, id, w.state)
	}
	taken := o.WithPassport(t, who)
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: taken}))
	o.isPermitted(t, viewers, permittedTo, taken, cases.Withdrawn)
}

func mapsWithLead() map[identity.Role]map[cases.CaseState]string {
	table := map[identity.Role]map[cases.CaseState]string{identity.Lead: permittedTo[identity.Clerk]}
	for role, row := range permittedTo {
		table[role] = row
	}
	return table
}

func (o *office) isPermitted(t *testing.T, viewers map[identity.Role]context.Context, table map[identity.Role]map[cases.CaseState]string, id uuid.UUID, state cases.CaseState) {
	t.Helper()
	for role, ctx := range viewers {
		if slices.Contains(blind, role) {
			_, err := o.Detail(ctx, id, "work")
			casestest.Refused(t, err, cases.ErrNotFound)
			continue
		}
		row, known := table[role]
		d := o.Read(t, ctx, id)
		if !known || d.State != state {
			t.Fatalf("%s at %s, not %s", role, d.State, state)
		}
		want := strings.Fields(row[state])
		if d.PausedReason == nil {
			want = slices.DeleteFunc(want, func(action string) bool { return action == "resumeCase" })
		}
		slices.Sort(want)
		if slices.Sort(d.Permitted); !slices.Equal(d.Permitted, want) {
			t.Errorf("%s at %s: %v, want %v", role, state, d.Permitted, want)
		}
		o.nothingElseIsDone(t, ctx, d)
	}
}

// nothingElseIsDone tries every step that is not permitted: none may change the case.
func (o *office) nothingElseIsDone(t *testing.T, ctx context.Context, d *cases.Detail) {
	t.Helper()
	why, p, request := "unreadable", d.Papers[0], uuid.New()
	if len(d.Requests) > 0 {
		request = d.Requests[0].ID
	}
	tries := map[string]func() error{
		"assignCase":      func() error { return o.Assign(ctx, cases.AssignCase{Case: d.ID, Version: d.Version}) },
		"addNote":         func() error { return o.AddNote(ctx, cases.AddNote{Case: d.ID, Text: "x"}) },
		"translateField":  func() error { return o.TranslateField(ctx, cases.TranslateField{Case: d.ID}) },
		"pauseCase":       func() error { return o.Pause(ctx, cases.PauseCase{Case: d.ID, Version: d.Version, Reason: "wish"}) },
		"resumeCase":      func() error { return o.Resume(ctx, cases.ResumeCase{Case: d.ID, Version: d.Version}) },
		"withdrawRequest": func() error { return o.WithdrawRequest(ctx, cases.WithdrawRequest{Case: d.ID, Request: request}) },
		"checkPaper": func() error {
			return o.Check(ctx, cases.CheckPaper{Case: d.ID, Item: p.Item, Version: p.Version, Verdict: cases.PaperRejected, Reason: &why})
		},
		"requestPapers": func() error {
			return o.RequestPapers(ctx, cases.RequestPapers{Case: d.ID, Version: d.Version, Items: []string{"rent"}, DueOn: o.Today().AddDays(9)})
		},
	}
	for action, try := range tries {
		if slices.Contains(d.Permitted, action) {
			continue
		}
		if err := try(); err == nil {
			t.Errorf("%s: %s was done all the same", d.State, action)
		}
	}
	var version int
	casestest.Must(t, o.DB.NewRaw("SELECT version FROM cases.case WHERE id = ?", d.ID).Scan(ctx, &version))
	if version != d.Version {
		t.Errorf("%s: something was changed", d.State)
	}
}

func TestWhatTheApplicantMayDoFollowsTheState(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	want := map[cases.CaseState]string{
		cases.Received: "sendMessage withdrawCase", cases.Checking: "sendMessage withdrawCase", cases.Waiting: "sendMessage answerRequest withdrawCase",
		cases.InHearing: "sendMessage withdrawCase", cases.Deciding: "sendMessage withdrawCase", cases.Approval: "sendMessage withdrawCase",
		cases.Decided: "sendMessage", cases.Delivered: "sendMessage", cases.Withdrawn: "sendMessage",
	}
	for _, w := range way {
		if w.into != nil {
			w.into(t, o, who, clerk, id)
		} else {
			o.moved(t, clerk, id, w.state)
		}
		if m := o.Mine(t, who, id); strings.Join(m.Permitted, " ") != want[w.state] {
			t.Errorf("%s: %v, want %s", w.state, m.Permitted, want[w.state])
		}
		if w.state == cases.Decided {
			casestest.Refused(t, o.Withdraw(who, cases.WithdrawCase{Case: id}), cases.ErrState)
		}
	}
	taken := o.WithPassport(t, who)
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: taken}))
	if m := o.Mine(t, who, taken); strings.Join(m.Permitted, " ") != want[cases.Withdrawn] {
		t.Errorf("%v", m.Permitted)
	}
}
