package applications_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

func TestADraftGoesOnWhereItWasLeft(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.start(t, v, "16b-extension")
	a := p.save(t, v, sit.Applications[0], map[string]any{"given_names": "Linh", "family_name": "Nguyễn", "university_changed": true})
	if a.Version != 2 || a.Name != "Linh Nguyễn" || !slices.Contains(a.Visible, "university_before") {
		t.Fatal(a.Version, a.Name, a.Visible)
	}
	a = p.save(t, v, a, map[string]any{"university_changed": false, "family_name": nil})
	if slices.Contains(a.Visible, "university_before") || a.Name != "Linh" {
		t.Fatal(a.Visible, a.Name)
	}
	list, err := p.Mine(t.Context(), v.AccountID, page.Args{})
	if err != nil || len(list.Items) != 1 || list.Items[0].Version != 3 || list.Items[0].Applications[0].Name != "Linh" {
		t.Fatal(list, err)
	}
	if list.Items[0].ServiceVersion != 1 || list.Items[0].Offer.Key != "16b-extension" {
		t.Fatal("the version of the service is not kept")
	}
}

func TestStartingTwiceWithOneKeyIsOneSitting(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	in := applications.StartSitting{Service: "16b-extension", Language: "de-simple", IdempotencyKey: "k"}
	one, err1 := p.Start(t.Context(), v, in)
	two, err2 := p.Start(t.Context(), v, in)
	if err1 != nil || err2 != nil || one.ID != two.ID {
		t.Fatal(one, two, err1, err2)
	}
	for want, in := range map[error]applications.StartSitting{
		applications.ErrNoService: {Service: "none", Language: "de", IdempotencyKey: "x"},
		applications.ErrLanguage:  {Service: "16b-extension", Language: "tlh", IdempotencyKey: "x"},
		applications.ErrKey:       {Service: "16b-extension", Language: "de"},
	} {
		if _, err := p.Start(t.Context(), v, in); !errors.Is(err, want) {
			t.Errorf("%v: %v", want, err)
		}
	}
}

func TestNobodyFillsTheOfficeWithDrafts(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	town, _ := city()
	for i := range town.Limits.DraftsPerAccount + 1 {
		_, err := p.Start(t.Context(), v, applications.StartSitting{Service: "28-family", Language: "de", IdempotencyKey: fmt.Sprint(i)})
		if over := i == town.Limits.DraftsPerAccount; over != errors.Is(err, applications.ErrTooManyDrafts) {
			t.Fatal(i, err)
		}
	}
}

func TestASecondDeviceGetsAConflictAndOverwritesNothing(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	a := p.start(t, v, "16b-extension").Applications[0]
	p.save(t, v, a, map[string]any{"town": "Musterstadt"})
	_, err := p.SaveAnswers(t.Context(), v.AccountID, applications.SaveAnswers{
		Application: a.ID, Version: a.Version, Answers: json.RawMessage(`{"town":"Anderswo"}`),
	})
	if !errors.Is(err, applications.ErrConflict) {
		t.Fatal(err)
	}
	if got := p.read(t, v, a.SittingID).Applications[0].Answers; !strings.Contains(string(got), "Musterstadt") {
		t.Fatal(string(got))
	}
}

func TestWhatWasTypedIsKeptEvenIfItIsWrong(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	a := p.save(t, v, p.start(t, v, "16b-extension").Applications[0], map[string]any{
		"birth_date": "31.2.1999", "family_name": "المصري", "nationality": "Atlantis", "passport_kind": "passport", "passport_number": "?!",
	})
	for _, text := range []string{"31.2.1999", "المصري", "Atlantis", "?!"} {
		if !strings.Contains(string(a.Answers), text) {
			t.Errorf("%s is lost", text)
		}
	}
	told := map[string]string{}
	for _, f := range a.Problems {
		told[f.Field] = f.Code
		if f.Step == "" {
			t.Errorf("%s stands on no step", f.Field)
		}
	}
	for _, field := range []string{"birth_date", "family_name", "nationality", "passport_number"} {
		if told[field] == "" || told[field] == "required" {
			t.Errorf("%s: %q", field, told[field])
		}
	}
	if told["given_names"] != "required" {
		t.Error(told["given_names"])
	}
}

func TestUnknownFieldsAndWrongTypesAreRefusedAllAtOnce(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	a := p.start(t, v, "16b-extension").Applications[0]
	_, err := p.SaveAnswers(t.Context(), v.AccountID, applications.SaveAnswers{Application: a.ID, Version: 1, Answers: json.RawMessage(`{
		"town": 5, "works": "yes", "monthly_income": "much", "means": "work", "is_admin": true, "street": {"a": []},
		"given_names": "a\u0000b", "birth_place": "` + strings.Repeat("x", 10_001) + `", "family_name": "Nguyễn"}`)})
	e := errs.Of(err)
	if e == nil || e.Code != "applications.answers" {
		t.Fatal(err)
	}
	var told []string
	for _, f := range e.Fields {
		told = append(told, f.Path+" "+f.Code)
	}
	want := []string{
		"answers.birth_place too_long", "answers.given_names forbidden_characters", "answers.is_admin unknown_field", "answers.means type",
		"answers.monthly_income type", "answers.street type", "answers.town type", "answers.works type",
	}
	if !slices.Equal(told, want) {
		t.Fatal(told)
	}
	if got := string(p.read(t, v, a.SittingID).Applications[0].Answers); got != "{}" {
		t.Fatal("half of it was kept: ", got)
	}
	for _, raw := range []string{``, `[]`, `null`, `"x"`, `{"town":`, `{"monthly_rent":1e999}`, `{"a":"` + strings.Repeat("x", 65<<10) + `"}`} {
		_, err := p.SaveAnswers(t.Context(), v.AccountID, applications.SaveAnswers{Application: a.ID, Version: 1, Answers: json.RawMessage(raw)})
		if !errors.Is(err, applications.ErrAnswers) {
			t.Errorf("%.20s: %v", raw, err)
		}
	}
}

func TestSomebodyElsesSittingDoesNotExist(t *testing.T) {
	t.Parallel()
	p := open(t)
	owner, stranger := p.logIn(t, identity.TrustEmail), p.logIn(t, identity.TrustHigh)
	sit := p.ready(t, owner)
	a, me := sit.Applications[0], stranger.AccountID
	ctx := t.Context()
	tries := map[string]func() error{
		"read":   func() error { _, err := p.Sitting(ctx, me, sit.ID); return err },
		"review": func() error { _, err := p.Review(ctx, me, sit.ID); return err },
		"save": func() error {
			_, err := p.SaveAnswers(ctx, me, applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: json.RawMessage("{}")})
			return err
		},
		"add": func() error {
			_, err := p.AddMember(ctx, me, applications.AddMember{Sitting: sit.ID, Relation: "child", IdempotencyKey: "x"})
			return err
		},
		"remove": func() error {
			_, err := p.RemoveMember(ctx, me, applications.RemoveMember{Application: a.ID})
			return err
		},
		"sign": func() error {
			_, err := p.SetSigner(ctx, me, applications.SetSigner{Application: a.ID, As: "self"})
			return err
		},
		"language": func() error {
			_, err := p.SetLanguage(ctx, me, applications.SetSittingLanguage{Sitting: sit.ID, Language: "fr"})
			return err
		},
		"withdraw": func() error {
			_, err := p.Withdraw(ctx, me, applications.WithdrawApplication{Sitting: sit.ID})
			return err
		},
		"submit": func() error {
			_, err := p.Submit(ctx, stranger, applications.SubmitApplication{Sitting: sit.ID, Version: sit.Version, Declaration: true, IdempotencyKey: "x"})
			return err
		},
		"none": func() error { _, err := p.Sitting(ctx, me, uuid.New()); return err },
	}
	for name, try := range tries {
		if err := try(); !errors.Is(err, applications.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := p.Delete(ctx, me, applications.DeleteDraft{Sitting: sit.ID}); err != nil {
		t.Error(err) // as for one that is gone
	}
	if got := p.read(t, owner, sit.ID); got.Version != sit.Version {
		t.Error("a stranger changed it")
	}
}

func TestAFamilyAppliesInOneSitting(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.start(t, v, "16b-extension")
	add := func(relation applications.MemberRelation, key string) (*applications.Sitting, error) {
		return p.AddMember(t.Context(), v.AccountID, applications.AddMember{Sitting: sit.ID, Relation: relation, IdempotencyKey: key})
	}
	if _, err := add("child", "a"); err != nil {
		t.Fatal(err)
	}
	got, err := add("child", "a")
	if err != nil || len(got.Applications) != 2 {
		t.Fatal("one key added two", err)
	}
	child := got.Applications[1]
	if child.Who != applications.Member || *child.Relation != "child" || !strings.Contains(string(child.Answers), `"child"`) {
		t.Fatal(child.Who, string(child.Answers))
	}
	if _, err := add("cousin", "b"); !errors.Is(err, applications.ErrMember) {
		t.Error(err)
	}
	if _, err := add("parent", "b"); !errors.Is(err, applications.ErrMember) {
		t.Error("the service's form knows no parents:", err)
	}
	for i := range sit.Offer.MaxMembers {
		_, err = add("child", fmt.Sprint("more ", i))
	}
	if !errors.Is(err, applications.ErrMember) {
		t.Error("more than the service allows:", err)
	}
	if got, err = p.RemoveMember(t.Context(), v.AccountID, applications.RemoveMember{Application: child.ID}); err != nil || got.Applications[1].ID == child.ID {
		t.Error(err)
	}
	if _, err = p.RemoveMember(t.Context(), v.AccountID, applications.RemoveMember{Application: sit.Applications[0].ID}); !errors.Is(err, applications.ErrMember) {
		t.Error("the principal was removed:", err)
	}
}

func TestWhoMaySignDependsOnTheAgeOfThePerson(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	a := p.start(t, v, "16b-extension").Applications[0]
	if a.Signing.Minor != nil || len(a.Signing.Allowed) != 0 {
		t.Fatal("signs before the birth date is known")
	}
	a = p.save(t, v, a, map[string]any{"birth_date": "2008-11-21"})
	if *a.Signing.Minor || *a.Signing.As != applications.SelfSigned {
		t.Fatal("of age today, but", a.Signing)
	}
	a = p.save(t, v, a, map[string]any{"birth_date": "2008-11-22"})
	if !*a.Signing.Minor || a.Signing.As != nil || !slices.Equal(a.Signing.Allowed, []applications.SignedAs{"parent_with_custody", "guardian"}) {
		t.Fatal("of age tomorrow, but", a.Signing)
	}
	set := func(as applications.SignedAs, name string) error {
		_, err := p.SetSigner(t.Context(), v.AccountID, applications.SetSigner{Application: a.ID, As: as, Name: &name})
		return err
	}
	for _, as := range []applications.SignedAs{"self", "authorised", "king"} {
		if err := set(as, "Mai"); !errors.Is(err, applications.ErrSigner) {
			t.Errorf("%s signs for a minor: %v", as, err)
		}
	}
	if err := set("parent_with_custody", "Mai Nguyễn"); err != nil {
		t.Error(err)
	}
}

func TestADeletedDraftIsGoneWithItsPapers(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	p.upload(t, v, sit.Applications[0], "passport", []byte("%PDF-1.4 pass"))
	for range 2 {
		if err := p.Delete(t.Context(), v.AccountID, applications.DeleteDraft{Sitting: sit.ID}); err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range []string{"applications.sitting", "applications.application", "documents.document_v1"} {
		if n := p.count(t, table); n != 0 {
			t.Errorf("%d left in %s", n, table)
		}
	}
}

func TestAForgottenDraftIsRemindedOfAndThenDeleted(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	tidy := func(after time.Duration) {
		t.Helper()
		p.Clock.Advance(after)
		if err := p.Tidy(t.Context(), applications.TidyArgs{}); err != nil {
			t.Fatal(err)
		}
		p.RunJobs(t)
	}
	tidy(82 * 24 * time.Hour)
	if n := len(p.mail.Sent("linh@example.org")); n != 0 {
		t.Fatalf("%d mails after 82 days", n)
	}
	tidy(2 * 24 * time.Hour)
	tidy(time.Hour)
	sent := p.mail.Sent("linh@example.org")
	if len(sent) != 1 || sent[0].To != "linh@example.org" || !strings.Contains(sent[0].Text, "/apply/"+sit.ID.String()) {
		t.Fatal(len(sent))
	}
	if strings.Contains(sent[0].Text, "Physik") {
		t.Fatal("the mail tells more than a notice")
	}
	p.save(t, v, p.read(t, v, sit.ID).Applications[0], map[string]any{"town": "Musterstadt"})
	tidy(80 * 24 * time.Hour)
	p.read(t, v, sit.ID) // a change gave it its full time again
	tidy(11 * 24 * time.Hour)
	if _, err := p.Sitting(t.Context(), v.AccountID, sit.ID); !errors.Is(err, applications.ErrNotFound) {
		t.Fatal(err)
	}
}

func TestReadingManyDraftsTakesAFixedNumberOfStatements(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	statements := func() int64 {
		ctx, n := countStatements(t)
		if _, err := p.Mine(ctx, v.AccountID, page.Args{}); err != nil {
			t.Fatal(err)
		}
		return n.Load()
	}
	handed := p.ready(t, v)
	if _, err := p.Submit(t.Context(), v, p.sign(t, v, handed.ID)); err != nil {
		t.Fatal(err)
	}
	p.ready(t, v)
	one := statements()
	for range 3 {
		p.ready(t, v)
	}
	if four := statements(); four != one {
		t.Fatalf("%d statements for one draft, %d for four", one, four)
	}
}

func FuzzSaveAnswers(f *testing.F) {
	f.Add(`{"town":"x","means":["work"],"works":true,"monthly_rent":1.5,"semester_now":3}`)
	f.Add(`{"means":[1,null],"a":{"b":[[]]},"birth_date":"\u0000"}`)
	p := open(f)
	v := p.logIn(f, identity.TrustEmail)
	sit := p.start(f, v, "16b-extension")
	f.Fuzz(func(t *testing.T, raw string) {
		a := p.read(t, v, sit.ID).Applications[0]
		saved, err := p.SaveAnswers(t.Context(), v.AccountID, applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: json.RawMessage(raw)})
		if err != nil && errs.KindOf(err) != errs.Invalid {
			t.Fatalf("%q: %v", raw, err)
		}
		if err == nil && saved.Version != a.Version+1 {
			t.Fatal("not saved")
		}
	})
}
