package office_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

const (
	offersDocument = `{ supervisionOffers { id kind title supervisor mine free members permitted } privateSupervision { id reason } }`
	keptDocument   = `query($y: Int!) { supervisors { name email } supervisionSessions(year: $y) { id title supervisor state cents version permitted } }`
	usageDocument  = `{ supervisionUsage { from people } }`
	ledDocument    = `{ amSupervisor ledSupervision { id members notes state version } }`
)

type offers struct {
	SupervisionOffers []struct {
		ID         uuid.UUID
		Kind       string
		Mine, Free bool
		Members    []string
		Permitted  []string
	}
	PrivateSupervision []struct{ ID, Reason string }
}

// supervised is an office where Vera leads a group and a single talk, and a clerk of the staff has booked both.
func supervised(t *testing.T, o *officetest.Office, sommer, vera, clerk *officetest.Person) (group, single uuid.UUID) {
	t.Helper()
	var kept struct{ KeepSupervisor struct{ ID uuid.UUID } }
	sommer.Must(t, `mutation($in: KeepSupervisor!) { keepSupervisor(input: $in) { id } }`, map[string]any{"in": map[string]any{"name": "Vera Sander", "email": vera.Claims.Email}}, &kept)
	day := clock.Today(o.DB.Clock.Now()).AddDays(3)
	for kind, minute := range map[string]int{"group": 540, "single": 700} {
		sommer.Must(t, `mutation($in: PlanSupervision!) { planSupervision(input: $in) }`, map[string]any{"in": map[string]any{
			"kind": kind, "title": "Supervision " + kind, "supervisor": kept.KeepSupervisor.ID, "place": "Raum 4", "places": 5, "cents": 12000, "day": day, "fromMinute": minute, "toMinute": minute + 90, "sessions": 1}}, nil)
	}
	var got offers
	clerk.Must(t, offersDocument, nil, &got)
	for _, s := range got.SupervisionOffers {
		clerk.Must(t, `mutation($in: BookSupervision!) { bookSupervision(input: $in) { id } }`, map[string]any{"in": map[string]any{"id": s.ID}}, nil)
		if s.Kind == "single" {
			single = s.ID
		} else {
			group = s.ID
		}
	}
	return group, single
}

// By the API in every role: who booked is told to the supervisor, and to nobody else before it begins; accounting sees the sessions, leads a closed half-year.
func TestNobodyReadsWhoBookedSupervision(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	sommer, clerk, vera := o.Colleague(t, identity.Right{Role: identity.Training}), o.Colleague(t, officetest.Clerk()), o.Applicant(t, mailbox("vera.sander@supervision.example"))
	group, single := supervised(t, o, sommer, vera, clerk)
	name := "Petra Lindnerova" // of all colleagues of tests; so the account's id is looked for too
	if a := clerk.Ask(t, offersDocument, nil); strings.Contains(a.Raw, name) || strings.Count(a.Raw, `"mine":true`) != 2 {
		t.Error(a.Raw)
	}
	if a := vera.Ask(t, ledDocument, nil); strings.Count(a.Raw, name) != 2 {
		t.Error("the supervisor does not read who comes:", a.Raw)
	}
	year := map[string]any{"y": o.DB.Clock.Now().Year()}
	others := map[string]*officetest.Person{
		"an applicant": o.Applicant(t), "the public": o.Stranger(t), "training": sommer,
	}
	for _, role := range identity.Roles {
		others["another "+string(role)] = o.Colleague(t, identity.Right{Role: role, Teams: []string{officetest.StudyTeam}})
	}
	asked := 0
	for who, p := range others {
		for _, q := range []string{offersDocument, usageDocument, ledDocument} {
			raw := p.Ask(t, q, nil).Raw
			asked++
			if strings.Contains(raw, name) || strings.Contains(raw, clerk.Account.String()) || strings.Contains(raw, single.String()) || strings.Contains(raw, `"mine":true`) {
				t.Errorf("%s reads who booked: %s", who, raw)
			}
		}
		raw := p.Ask(t, keptDocument, year).Raw
		keeps := strings.Contains(raw, group.String())
		if may := who == "training" || who == "another training"; may != keeps || strings.Contains(raw, name) || strings.Contains(raw, clerk.Account.String()) {
			t.Errorf("%s: %s", who, raw)
		}
		paid := p.Ask(t, `query($y: Int!) { supervisionSessions(year: $y) { id supervisor cents permitted } }`, year).Raw
		file, text := p.Get(t, fmt.Sprintf("/files/supervision/years/%d", year["y"]))
		pays := slices.Contains([]string{"training", "another training", "another personnel"}, who)
		if pays != strings.Contains(paid, group.String()) || pays != (file.StatusCode == http.StatusOK) || strings.Contains(paid+string(text), name) || who == "another personnel" && strings.Contains(paid, "cancelSupervision") {
			t.Errorf("accounting as %s: %d %s", who, file.StatusCode, paid)
		}
		for _, deed := range []string{
			fmt.Sprintf(`mutation { noteSupervision(input: {id: %q, was: "", notes: "x"}) { members } }`, single),
			fmt.Sprintf(`mutation { holdSupervision(input: {id: %q, version: 1, cents: 0}) { members } }`, single),
			fmt.Sprintf(`mutation { cancelLedSupervision(input: {id: %q, version: 1}) { members } }`, single),
		} {
			if code := p.Ask(t, deed, nil).Code(); code != "supervision.none" && code != "UNAUTHENTICATED" {
				t.Errorf("%s: %s %s", who, deed, code)
			}
		}
	}
	if asked < 3*len(identity.Roles) {
		t.Error("too few were asked")
	}
	o.Work(t)
	if log := o.Logs.String(); strings.Contains(log, single.String()) || strings.Contains(log, group.String()) {
		t.Error("a log tells of a booking")
	}
	if n := o.Count(t, "audit.entry WHERE actor_id = ? AND record_kind LIKE 'supervision%'", clerk.Account); n != 0 {
		t.Error("the trail names who booked")
	}
}

// After an incident and after a decision that weighs, those concerned get an offer of their own, once; others do not.
func TestAfterSomethingHardThereIsAnOffer(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Supervision.Rules.Hard = []supervision.HardCase{{Service: officetest.Study, Outcomes: []string{"grant"}}}
	clerk, lead, amal := o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Lead()), o.Applicant(t)
	opened := amal.Apply(t, true, nil)
	c := propose(t, clerk, draft(t, clerk, checkAll(t, clerk, look(t, clerk, opened.CaseID))))
	if c.State != "decided" {
		t.Fatal(c.State)
	}
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	houses, err := o.Appointments.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lead.Must(t, `mutation($in: NoteIncident!) { noteIncident(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"report":    map[string]any{"key": ids.New(), "kind": "threat", "site": houses.Sites[0].Key, "place": "counter", "happenedAt": o.DB.Clock.Now(), "done": []string{"calmed"}, "told": []string{"team_lead"}},
		"concerned": []uuid.UUID{clerk.Account}}}, nil)
	o.Work(t)
	var got offers
	clerk.Must(t, offersDocument, nil, &got)
	reasons := map[string]int{}
	for _, p := range got.PrivateSupervision {
		reasons[p.Reason]++
	}
	if len(got.PrivateSupervision) != 2 || reasons["incident"] != 1 || reasons["hard_case"] != 1 {
		t.Errorf("%+v", got.PrivateSupervision)
	}
	var theirs offers
	lead.Must(t, offersDocument, nil, &theirs)
	if len(theirs.PrivateSupervision) != 0 {
		t.Error("whom it did not concern has an offer")
	}
	lead.Refused(t, "supervision.none", `mutation($in: ClosePrivateSupervision!) { closePrivateSupervision(input: $in) }`, map[string]any{"in": map[string]any{"id": got.PrivateSupervision[0].ID}})
}

// A new clerk drafts, and proposes nothing until the mentor has signed the step off.
func TestANewClerkDraftsAndDoesNotDecide(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lea, mentor, lead, amal := o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Lead()), o.Applicant(t)
	var plan struct{ KeepOnboardingPlan struct{ ID uuid.UUID } }
	const keeping = `mutation($in: KeepOnboardingPlan!) { keepOnboardingPlan(input: $in) { id } }`
	kept := map[string]any{"in": map[string]any{
		"role": "clerk", "title": "Sachbearbeitung", "steps": []any{map[string]any{"title": "Zu zweit entscheiden", "days": 30, "sign": "mentor", "opens": "propose"}}}}
	lead.Refused(t, "FORBIDDEN", keeping, kept) // a lead would take the gate out of everybody's plan
	o.Colleague(t, identity.Right{Role: identity.Training}).Must(t, keeping, kept, &plan)
	var way struct {
		BeginOnboarding struct{ Steps []struct{ ID uuid.UUID } }
	}
	lead.Must(t, `mutation($in: BeginOnboarding!) { beginOnboarding(input: $in) { steps { id } } }`,
		map[string]any{"in": map[string]any{"account": lea.Account, "mentor": mentor.Account, "plan": plan.KeepOnboardingPlan.ID}}, &way)
	c := draft(t, lea, checkAll(t, lea, look(t, lea, amal.Apply(t, true, nil).CaseID)))
	in := map[string]any{"in": map[string]any{"case": c.ID, "decision": c.Decision.ID, "version": c.Decision.Version}}
	const proposal = `mutation($in: ProposeDecision!) { proposeDecision(input: $in) { state } }`
	lea.Refused(t, "onboarding.not_yet", proposal, in)
	const signing = `mutation($in: SignOnboardingStep!) { signOnboardingStep(input: $in) { steps { signedAt } } }`
	step := map[string]any{"in": map[string]any{"id": way.BeginOnboarding.Steps[0].ID}}
	for _, p := range []*officetest.Person{lea, lead} {
		p.Refused(t, "onboarding.none", signing, step)
	}
	amal.Refused(t, "FORBIDDEN", signing, step)
	mentor.Must(t, signing, step, nil)
	late := o.Colleague(t, officetest.Clerk()) // came after the plan: nobody has clicked anything
	late.Refused(t, "onboarding.not_yet", proposal, in)
	lea.Must(t, proposal, in, nil)
}

// The city offers supervision only with a key of its own for it; without, nothing is found.
func TestWithoutAKeyThereIsNoSupervision(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t, officetest.Configured(func(c *office.Config) { c.SupervisionKey = "" }))
	clerk := o.Colleague(t, officetest.Clerk())
	if a := clerk.Ask(t, offersDocument, nil); o.Supervision != nil || !strings.Contains(a.Raw, `"supervisionOffers":[]`) {
		t.Error(a.Raw)
	}
	clerk.Refused(t, "supervision.none", `mutation { bookSupervision(input: {id: "0198c0de-0000-7000-8000-000000000001"}) { id } }`, nil)
	if status, out := command(t, o, map[string]any{"supervision_key": "dG9vIHNob3J0"}, "check"); status != 1 || !strings.Contains(out, "supervision_key") {
		t.Error(status, out)
	}
}
