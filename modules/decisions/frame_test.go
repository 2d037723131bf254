package decisions_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/identity"
)

func TestTheFrameTellsTheLongestLawfulEndAndItsLaw(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	for name, c := range map[string]struct {
		answers  map[string]any
		until    string
		law      string
		fourEyes bool // of a grant
	}{
		"to the end of the study":      {nil, "2028-03-31", "§ 16b Abs. 2 AufenthG", false},
		"two years where it is longer": {map[string]any{"study_end": "2030-03-31"}, "2028-11-20", "§ 16b Abs. 2 AufenthG", false},
		"a year where it ends soon":    {map[string]any{"study_end": "2027-03-31"}, "2027-11-20", "§ 16b Abs. 2 AufenthG", false},
		"not longer than the passport": {map[string]any{"passport_valid_until": "2027-05-31"}, "2027-05-31", "§ 3 AufenthG", false},
		"with a change of subject":     {changed, "2028-03-31", "§ 16b Abs. 2 AufenthG", true},
	} {
		id := o.Apply(t, who, c.answers).CaseID
		f, err := o.Frame(clerk, id)
		casestest.Must(t, err)
		if f.LongestUntil.String() != c.until || f.LongestLaw != c.law {
			t.Errorf("%s: %s by %s, want %s by %s", name, f.LongestUntil, f.LongestLaw, c.until, c.law)
		}
		if len(f.Outcomes) != 3 || f.Outcomes[0].FourEyes != c.fourEyes || !f.Outcomes[1].FourEyes || !f.Outcomes[2].FourEyes {
			t.Errorf("%s: %+v", name, f.Outcomes)
		}
	}
}

func TestTheFrameTellsWhatEachOutcomeAsksFor(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.Apply(t, o.Applicant(t)).CaseID
	f, err := o.Frame(o.Clerk(t), id)
	casestest.Must(t, err)
	want := []decisions.OutcomeFrame{
		{Outcome: decisions.OutcomeGrant, Law: "§ 16b AufenthG", Title: true},
		{Outcome: decisions.OutcomePartial, Law: "§ 77 Abs. 1 AufenthG", Title: true, Hearing: true, Reasons: true, WrittenForm: true, FourEyes: true},
		{Outcome: decisions.OutcomeRefusal, Law: "§ 77 Abs. 1 AufenthG", Hearing: true, Reasons: true, WrittenForm: true, FourEyes: true},
	}
	for i, got := range f.Outcomes {
		if len(got.Modules) == 0 {
			t.Errorf("%s starts with no text", got.Outcome)
		}
		got.Modules = nil
		w := want[i]
		if got.Outcome != w.Outcome || got.Law != w.Law || got.Title != w.Title || got.Hearing != w.Hearing || got.Reasons != w.Reasons ||
			got.WrittenForm != w.WrittenForm || got.FourEyes != w.FourEyes {
			t.Errorf("%+v, want %+v", got, w)
		}
	}
}

func TestTheFrameMovesWithTheDayOfTheDecision(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	id := o.Apply(t, o.Applicant(t), map[string]any{"study_end": "2030-03-31"}).CaseID
	o.Days(t, 10)
	if f, err := o.Frame(clerk, id); err != nil || f.LongestUntil.String() != "2028-11-30" {
		t.Errorf("%+v %v", f, err)
	}
}

func TestTheFrameIsOpenToWhoReadsTheCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.Applicant(t)
	id := o.Apply(t, who).CaseID
	_, err := o.Frame(o.Approver(t), id)
	casestest.Must(t, err)
	_, err = o.Frame(who, id) // an applicant is told in other ways
	casestest.Refused(t, err, cases.ErrNotFound)
	_, err = o.Frame(o.Staff(t, "Else", identity.Right{Role: identity.Clerk, Teams: []string{"work"}, Decide: casestest.All}), id)
	casestest.Refused(t, err, cases.ErrNotFound)
}

// Why a second pair of eyes is asked for stands in the words of the rules that asked.
func TestFourEyesSayWhy(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	for name, c := range map[string]struct {
		answers map[string]any
		outcome decisions.Outcome
		want    []string
	}{
		"a change of subject":   {changed, decisions.OutcomeGrant, []string{"Fach gewechselt (§ 16b Abs. 4)"}},
		"two reasons":           {map[string]any{"subject_changed": true, "change_reason": "Darum.", "proceedings": true, "proceedings_note": "Eins."}, decisions.OutcomeGrant, []string{"Fach gewechselt (§ 16b Abs. 4)", "Strafverfahren oder Verurteilung angegeben"}},
		"not what was asked":    {nil, decisions.OutcomeRefusal, []string{"Nicht oder nicht ganz wie beantragt"}},
		"nothing of that sort":  {nil, decisions.OutcomeGrant, nil},
		"a grant only in parts": {nil, decisions.OutcomePartial, []string{"Nicht oder nicht ganz wie beantragt"}},
	} {
		id := o.Apply(t, who, c.answers).CaseID
		f, err := o.Frame(clerk, id)
		casestest.Must(t, err)
		in := decisions.DraftDecision{Case: id, Version: o.detail(t, clerk, id).Version, Outcome: c.outcome, Reasons: reasons}
		if c.outcome != decisions.OutcomeRefusal {
			in.ValidFrom, in.ValidUntil = o.Today(), f.LongestUntil
		}
		casestest.Must(t, o.Draft(clerk, in))
		d := o.detail(t, clerk, id).Decision
		switch {
		case c.want == nil && (d.FourEyes || d.FourEyesWhy != nil):
			t.Errorf("%s: %+v", name, d)
		case c.want != nil && (!d.FourEyes || d.FourEyesWhy == nil || !slices.Equal(strings.Split(*d.FourEyesWhy, "; "), c.want)):
			t.Errorf("%s: %v, want %v", name, d.FourEyesWhy, c.want)
		}
	}
}
