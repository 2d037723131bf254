package decisions_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/platform/ids"
)

// withRelative hands in a sitting of Linh and a relative; the case is that of the relative.
func (o *office) withRelative(t testing.TB, who context.Context, r applications.MemberRelation, born string, as applications.SignedAs) uuid.UUID {
	t.Helper()
	account := casestest.Viewer(who).AccountID
	sit := o.Sitting(t, who, casestest.Linh(map[string]any{"family_here": true, "family_apply": true}))
	sit, err := o.Apps.AddMember(who, account, applications.AddMember{Sitting: sit.ID, Relation: r, IdempotencyKey: ids.Token()})
	casestest.Must(t, err)
	a := sit.Applications[1]
	answers, err := json.Marshal(map[string]any{
		"relation": r, "custody": "sole", "family_name": "Nguyễn", "given_names": "Karim", "birth_date": born, "birth_place": "Huế", "birth_country": "VN",
		"sex": "male", "nationality": "VN", "marital_status": "single", "passport_kind": "passport", "passport_number": "C7654321",
		"passport_valid_until": "2031-01-01", "title_kind": "none", "insurance": "statutory", "proceedings": false, "own_income": false,
	})
	casestest.Must(t, err)
	a, err = o.Apps.SaveAnswers(who, account, applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: answers})
	casestest.Must(t, err)
	_, err = o.Apps.SetSigner(who, account, applications.SetSigner{Application: a.ID, As: as})
	casestest.Must(t, err)
	o.Submit(t, who, sit.ID, true)
	mine, err := o.MyCases(who)
	casestest.Must(t, err)
	return mine[slices.IndexFunc(mine, func(m cases.MyCase) bool { return m.Role == string(r) })].ID
}

// Who signs for a child agrees for it, and gets its decision: to give it to one of the parents is enough (BGB §1629(1), VwZG §6(3)).
func TestAChildsDecisionComesToTheAccountOfItsRepresentative(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.withRelative(t, who, "child", "2019-05-01", applications.ParentWithCustody)
	if m := o.mine(t, who, id); !slices.Contains(m.Permitted, "setDeliveryConsent") {
		t.Errorf("a parent cannot take the consent back: %v", m.Permitted)
	}
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	o.propose(t, clerk, id)
	o.RunJobs(t)
	if d := o.detail(t, clerk, id).Delivery; d == nil || d.Regime != "vwvfg41_2a" || d.State != decisions.DeliveryNotified {
		t.Fatalf("%+v", d)
	}
	o.Days(t, 2)
	casestest.Must(t, o.Retrieve(who, decisions.RetrieveDecision{Case: id}))
	if m := o.mine(t, who, id).Decision; m == nil || m.Letter == nil || m.CopyOnly || m.ServedOn != o.Today().AddDays(1) {
		t.Errorf("%+v", m)
	}
}

func TestWhatWasAgreedForAChildEndsWhenItComesOfAge(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	birthday := o.Today().AddDays(3)
	id := o.withRelative(t, who, "child", birthday.AddYears(-18).String(), applications.ParentWithCustody)
	o.Days(t, 2)
	if m := o.mine(t, who, id); !slices.Contains(m.Permitted, "setDeliveryConsent") {
		t.Fatalf("a day too early: %v", m.Permitted)
	}
	o.Days(t, 1)
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	if d := o.propose(t, clerk, id).Delivery; d.Regime != "post" {
		t.Errorf("a parent gets the decision of an adult: %+v", d)
	}
}

func TestASpouseAgreesForThemself(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.withRelative(t, who, "spouse", "1999-01-02", applications.Authorised)
	if m := o.mine(t, who, id); slices.Contains(m.Permitted, "setDeliveryConsent") {
		t.Errorf("one spouse may agree for the other: %v", m.Permitted)
	}
	casestest.Refused(t, o.SetDeliveryConsent(who, decisions.SetDeliveryConsent{Case: id, Portal: new(true)}), cases.ErrState)
	if said, err := o.DeliveryConsents(who, o.mine(t, who, id).Case); err != nil || said.Portal != nil {
		t.Errorf("%+v %v", said, err)
	}
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	if d := o.propose(t, clerk, id).Delivery; d.Regime != "post" {
		t.Errorf("%+v", d)
	}
}

// Copies by mail are wished for and taken back at any time, after the decision too, and without a word about decisions in the portal.
func TestTheWishForCopiesByMailIsSeenAndTakenBackAtAnyTime(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	wish := func(given bool) {
		t.Helper()
		before, err := o.DeliveryConsents(who, o.mine(t, who, id).Case)
		casestest.Must(t, err)
		casestest.Must(t, o.SetDeliveryConsent(who, decisions.SetDeliveryConsent{Case: id, PdfByMail: &given}))
		now, err := o.DeliveryConsents(who, o.mine(t, who, id).Case)
		if err != nil || now.PdfByMail != given || now.Portal == nil || *now.Portal != *before.Portal {
			t.Errorf("%+v, before %+v, %v", now, before, err)
		}
	}
	wish(true)
	o.draft(t, clerk, id, decisions.OutcomeGrant)
	o.propose(t, clerk, id)
	if m := o.mine(t, who, id); !slices.Contains(m.Permitted, "setDeliveryConsent") {
		t.Errorf("after the decision: %v", m.Permitted)
	}
	wish(false)
}
