package office_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// Who works at the welcome desk sees which interpreters are in the house; duty is proposed to who plans it. Nobody else learns anything.
func TestWhoSeesWhichInterpretersAreHere(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Clock.Set(clock.Today(o.Clock.Now()).Time(clock.Berlin).Add(34 * time.Hour))
	lead, clerk, desk := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Colleague(t, identity.Right{Role: identity.Frontdesk, Teams: []string{officetest.StudyTeam}})
	mailroom, admin := o.Colleague(t, identity.Right{Role: identity.Mailroom}), o.Colleague(t, identity.Right{Role: identity.Admin})
	parwin := interpreter(t, lead, "parwin")
	today := clock.Today(o.Clock.Now())
	var shift struct {
		PlanInterpreterShift struct {
			ID      string
			Version int
		}
	}
	desk.Must(t, `mutation($in: PlanInterpreterShift!) { planInterpreterShift(input: $in) { id version } }`, map[string]any{"in": map[string]any{
		"key": ids.New(), "language": "prs", "mode": "on_site", "site": "rathaus", "day": today, "fromMinute": 10*60 + 5, "toMinute": 12 * 60, "interpreter": parwin, "team": officetest.StudyTeam}}, &shift)
	made := shift.PlanInterpreterShift
	desk.Must(t, `mutation($in: ChangeInterpreterShift!) { changeInterpreterShift(input: $in) { id } }`, map[string]any{"in": map[string]any{"id": made.ID, "version": made.Version, "state": "confirmed"}}, nil)
	o.Clock.Advance(10 * time.Minute)

	const here = `{ presentInterpreters(site: "rathaus") { languageName name until onDuty seen counter } }`
	for who, p := range map[string]*officetest.Person{"the desk": desk, "a clerk": clerk, "the lead": lead} {
		if a := p.Ask(t, here, nil); a.Code() != "" || !strings.Contains(a.Raw, `"languageName":"Dari","name":"parwin"`) || !strings.Contains(a.Raw, `"onDuty":true,"seen":false,"counter":""`) {
			t.Errorf("%s: %s", who, a.Raw)
		}
	}
	if a := desk.Ask(t, `{ presentInterpreters(site: "nordstadt") { name } }`, nil); !strings.Contains(a.Raw, `"presentInterpreters":[]`) {
		t.Error("in another house:", a.Raw)
	}
	const proposals = `{ presenceProposals(weeks: 4) { language } }`
	take := map[string]any{"in": map[string]any{
		"language": "prs", "site": "rathaus", "team": officetest.StudyTeam, "weeks": 1, "from": today.AddDays(1), "shifts": []any{map[string]any{"weekday": 2, "fromMinute": 540, "toMinute": 660}}}}
	const preview, takeOver = `query($in: TakeOverPresence!) { presencePlan(input: $in) { state } }`, `mutation($in: TakeOverPresence!) { takeOverPresence(input: $in) { state } }`
	lead.Must(t, preview, take, nil)
	desk.Must(t, takeOver, take, nil)
	planned := o.Count(t, "duty.shift")
	for who, p := range map[string]*officetest.Person{"the mail room": mailroom, "an admin": admin, "an applicant": o.Applicant(t)} {
		p.Refused(t, "FORBIDDEN", here, nil)
		if code := p.Ask(t, takeOver, take).Code(); code != "FORBIDDEN" {
			t.Errorf("%s takes over: %s", who, code)
		}
	}
	for _, document := range []string{preview, takeOver} {
		clerk.Refused(t, "FORBIDDEN", document, take)
	}
	clerk.Refused(t, "FORBIDDEN", proposals, nil)
	stranger := o.Stranger(t)
	stranger.Refused(t, "UNAUTHENTICATED", here, nil)
	stranger.Refused(t, "UNAUTHENTICATED", proposals, nil)
	if n := o.Count(t, "duty.shift"); n != planned {
		t.Error("somebody without the right has planned", n-planned)
	}
}
