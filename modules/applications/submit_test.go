package applications_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
)

func TestWhatWasReviewedIsSealedAndOpensACase(t *testing.T) {
	t.Parallel()
	p := open(t)
	var heard []applications.SittingSubmitted
	events.Subscribe(p.Bus, "test.on_submitted", func(_ context.Context, e applications.SittingSubmitted) error {
		heard = append(heard, e)
		return nil
	})
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	review, err := p.Review(t.Context(), v.AccountID, sit.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(review.Missing) == 0 || review.Missing[0].Item != "passport" || !strings.Contains(review.Declaration, "Residence Act") {
		t.Fatal(review.Missing, review.Declaration)
	}
	words := review.People[0].Steps[0].Answers
	if words[0].Value != "false" || words[1].Label == "" || review.People[0].Name != "Linh Nguyễn" {
		t.Fatal(words[0], words[1])
	}
	got, err := p.Submit(t.Context(), v, p.sign(t, v, sit.ID))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Cases) != 1 || *got.Cases[0].Code == "" || got.Sitting.State != applications.HandedIn || got.Sitting.SubmittedAt == nil {
		t.Fatal(got)
	}
	seal, err := p.VerifySeal(t.Context(), sit.ID)
	if err != nil || string(seal.Content) != review.Content || seal.Trust != identity.TrustEmail || !seal.SignedAt.Equal(p.Clock.Now()) {
		t.Fatal(seal, err)
	}
	if in := p.office.last[0]; in.SealDigest != review.Digest || in.Facts.Answers["subject"] != "Physik" || !in.PersonJoined || !in.Consents.PortalDelivery {
		t.Fatal(in.SealDigest, in.PersonJoined)
	}
	p.RunJobs(t)
	if len(heard) != 1 || heard[0].CaseID != got.Cases[0].CaseID {
		t.Fatal(heard)
	}
	own, err := p.people.Claimed(t.Context(), v.AccountID)
	if err != nil || own.FamilyName != "Nguyễn" || own.OriginalName != "Nguyễn Thị Linh" || own.Email != "linh@example.org" || own.Address.Place != "Musterstadt" {
		t.Fatal(err)
	}
	if yes, err := p.people.HasConsent(t.Context(), own.ID, persons.PortalDelivery); err != nil || !yes {
		t.Fatal("the consent is not kept", err)
	}
}

func TestFiftySubmitsAtOnceAreOneCase(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	in := p.sign(t, v, p.ready(t, v).ID)
	var wg sync.WaitGroup
	var mu sync.Mutex
	codes, cases := 0, map[uuid.UUID]bool{}
	for i := range 50 {
		wg.Go(func() {
			mine := in
			if i%2 == 1 {
				mine.IdempotencyKey = "another tab"
			}
			got, err := p.Submit(t.Context(), v, mine)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			cases[got.Cases[0].CaseID] = true
			if got.Cases[0].Code != nil {
				codes++
			}
		})
	}
	wg.Wait()
	if len(cases) != 1 || codes != 1 || p.count(t, "opened") != 1 || p.count(t, "applications.seal") != 1 {
		t.Fatal(len(cases), codes, p.count(t, "opened"))
	}
	if n := p.count(t, "events.event WHERE name = 'applications.submitted'"); n != 1 {
		t.Fatal(n)
	}
}

func TestWhatChangedSinceTheReviewIsNotSigned(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	a := sit.Applications[0]
	submit := func(in applications.SubmitApplication) error {
		_, err := p.Submit(t.Context(), v, in)
		return err
	}
	old := p.sign(t, v, sit.ID)
	p.save(t, v, a, map[string]any{"town": "Anderswo"})
	if err := submit(old); !errors.Is(err, applications.ErrConflict) {
		t.Error("another answer:", err)
	}
	old.Version++
	if err := submit(old); !errors.Is(err, applications.ErrChanged) {
		t.Error("another answer, and the version guessed:", err)
	}
	old = p.sign(t, v, sit.ID)
	f := p.upload(t, v, a, "photo", documentstest.PDF(1))
	if err := submit(old); !errors.Is(err, applications.ErrChanged) {
		t.Error("another paper:", err)
	}
	old = p.sign(t, v, sit.ID)
	if _, err := p.docs.RemoveFile(t.Context(), v.AccountID, f.ID); err != nil {
		t.Fatal(err)
	}
	if err := submit(old); !errors.Is(err, applications.ErrChanged) {
		t.Error("a paper less:", err)
	}
	bare := p.sign(t, v, sit.ID)
	bare.Declaration = false
	if err := submit(bare); !errors.Is(err, applications.ErrDeclaration) {
		t.Error(err)
	}
	if p.count(t, "opened")+p.count(t, "applications.seal") != 0 {
		t.Fatal("something was opened all the same")
	}
}

func TestAnInspectionThatEndsMeanwhileDoesNotDisturbTheSignature(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	a := sit.Applications[0]
	first := p.upload(t, v, a, "passport", documentstest.PDF(2, "one"))
	second := p.upload(t, v, a, "photo", documentstest.PDF(1, "two"))
	third := p.upload(t, v, a, "rent", documentstest.PDF(1, "three"))
	p.inspect(t, second)
	in := p.sign(t, v, sit.ID)
	p.inspect(t, third)
	p.inspect(t, first)
	if _, err := p.Submit(t.Context(), v, in); err != nil {
		t.Fatal(err)
	}
	seal, err := p.VerifySeal(t.Context(), sit.ID)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(seal.Content), `"sha256":null`); n != 2 {
		t.Fatalf("%d files without a hash in %s", n, seal.Content)
	}
}

func TestARefusedPaperStandsInTheWayUntilItIsReplaced(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	f := p.upload(t, v, sit.Applications[0], "passport", append(documentstest.PDF(1), documentstest.EICAR()...))
	in := p.sign(t, v, sit.ID)
	p.inspect(t, f)
	_, err := p.Submit(t.Context(), v, in)
	if e := errs.Of(err); e == nil || e.Code != "applications.paper_refused" || e.Fields[0].Path != "papers.passport" {
		t.Fatal(err)
	}
	for _, c := range p.read(t, v, sit.ID).Applications[0].Checklist {
		if c.Item == "passport" && c.State != applications.ItemRefused {
			t.Error(c.State)
		}
	}
	if _, err := p.docs.RemoveFile(t.Context(), v.AccountID, f.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Submit(t.Context(), v, p.sign(t, v, sit.ID)); err != nil {
		t.Fatal(err)
	}
}

func TestMissingAnswersAreToldAllAtOnceForAllPeople(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.start(t, v, "16b-extension")
	sit, err := p.AddMember(t.Context(), v.AccountID, applications.AddMember{Sitting: sit.ID, Relation: "child", IdempotencyKey: "a"})
	if err != nil {
		t.Fatal(err)
	}
	p.save(t, v, sit.Applications[1], karim())
	_, err = p.Review(t.Context(), v.AccountID, sit.ID)
	e := errs.Of(err)
	if e == nil || e.Code != "applications.incomplete" {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, f := range e.Fields {
		told[f.Path] = f.Code
	}
	if told["0.family_name"] != "required" || told["0.signer"] != "required" || told["1.signer"] != "required" || told["1.family_name"] != "" {
		t.Fatal(told)
	}
}

func TestAFamilyIsOneSignatureAndLinkedCases(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	sit, err := p.AddMember(t.Context(), v.AccountID, applications.AddMember{Sitting: sit.ID, Relation: "child", IdempotencyKey: "a"})
	if err != nil {
		t.Fatal(err)
	}
	child := p.save(t, v, sit.Applications[1], karim())
	if _, err := p.SetSigner(t.Context(), v.AccountID, applications.SetSigner{Application: child.ID, As: "parent_with_custody"}); err != nil {
		t.Fatal(err)
	}
	got, err := p.Submit(t.Context(), v, p.sign(t, v, sit.ID))
	if err != nil || len(got.Cases) != 2 {
		t.Fatal(got, err)
	}
	member := p.office.last[1]
	if member.Principal || *member.PrincipalCase != got.Cases[0].CaseID || member.SignedAs != "parent_with_custody" || member.PersonID == p.office.last[0].PersonID {
		t.Fatal(member.Principal, member.SignedAs)
	}
	family, err := p.people.Relations(t.Context(), p.office.last[0].PersonID)
	if err != nil || len(family) != 1 || family[0].Kind != persons.Child {
		t.Fatal(family, err)
	}
	father, err := p.people.Get(t.Context(), p.office.last[0].PersonID)
	if err != nil {
		t.Fatal(err)
	}
	karim, err := p.people.Get(t.Context(), member.PersonID)
	if err != nil || karim.Address != father.Address || karim.Address.Street == "" {
		t.Fatal("a member lives with the one who applies", karim.Address, err)
	}
	for _, kind := range []persons.ConsentKind{persons.PortalDelivery, persons.PDFByMail} {
		consents, err := p.people.Consents(t.Context(), member.PersonID)
		i := slices.IndexFunc(consents, func(c *persons.Consent) bool { return c.Kind == kind })
		if err != nil || i < 0 || consents[i].Given != (kind == persons.PortalDelivery) {
			t.Fatal("who signs for a child agrees for it", kind, consents, err)
		}
	}
	only := got.Cases[1].ApplicationID
	sit, err = p.Withdraw(t.Context(), v.AccountID, applications.WithdrawApplication{Sitting: sit.ID, Application: &only})
	if err != nil || sit.State != applications.HandedIn || sit.Applications[1].State != applications.ApplicationTakenBack {
		t.Fatal(sit, err)
	}
	for range 2 {
		sit, err = p.Withdraw(t.Context(), v.AccountID, applications.WithdrawApplication{Sitting: sit.ID})
		if err != nil || sit.State != applications.WithdrawnAgain || p.count(t, "opened WHERE withdrawn") != 2 {
			t.Fatal(sit, err)
		}
	}
}

func TestALoginBelowTheNeededTrustCanDraftButNotSign(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.start(t, v, "18g-first")
	if sit.NeedsTrust(v.Trust) != "basic" || sit.NeedsTrust(identity.TrustHigh) != "" {
		t.Fatal(sit.NeedsTrust(v.Trust))
	}
	_, err := p.Submit(t.Context(), v, applications.SubmitApplication{Sitting: sit.ID, Version: sit.Version, Declaration: true, IdempotencyKey: "x"})
	if !errors.Is(err, applications.ErrTrust) {
		t.Fatal(err)
	}
}

func TestWhatWasHandedInStays(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	a := sit.Applications[0]
	if _, err := p.Withdraw(t.Context(), v.AccountID, applications.WithdrawApplication{Sitting: sit.ID}); !errors.Is(err, applications.ErrNotSubmitted) {
		t.Error(err)
	}
	if _, err := p.Submit(t.Context(), v, p.sign(t, v, sit.ID)); err != nil {
		t.Fatal(err)
	}
	_, err := p.SaveAnswers(t.Context(), v.AccountID, applications.SaveAnswers{Application: a.ID, Version: a.Version + 1, Answers: json.RawMessage(`{"town":"x"}`)})
	if !errors.Is(err, applications.ErrSubmitted) {
		t.Error(err)
	}
	if err := p.Delete(t.Context(), v.AccountID, applications.DeleteDraft{Sitting: sit.ID}); !errors.Is(err, applications.ErrSubmitted) {
		t.Error(err)
	}
	_, err = p.docs.BeginUpload(t.Context(), v.AccountID, documents.BeginUpload{
		SubjectKind: documents.SubjectApplication, SubjectID: a.ID, Item: "photo", Name: "a.pdf", Type: "application/pdf", Size: 9,
	})
	if !errors.Is(err, documents.ErrSealed) {
		t.Error(err)
	}
	if err := (applications.Subject{Service: p.Service}).MayRead(t.Context(), a.ID); !errors.Is(err, documents.ErrNotFound) {
		t.Error("staff look into the portal:", err)
	}
}

func TestNothingIsHalfDoneWhenTheOfficeFails(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	p.office.fail = errors.New("no room")
	in := p.sign(t, v, sit.ID)
	if _, err := p.Submit(t.Context(), v, in); err == nil {
		t.Fatal("handed in")
	}
	for _, left := range []string{"applications.seal", "persons.person", "events.event", "opened"} {
		if n := p.count(t, left); n != 0 {
			t.Errorf("%d left in %s", n, left)
		}
	}
	p.office.fail = nil
	if _, err := p.Submit(t.Context(), v, in); err != nil {
		t.Fatal(err)
	}
}

func TestASealThatWasTouchedIsFound(t *testing.T) {
	t.Parallel()
	p := open(t)
	v := p.logIn(t, identity.TrustEmail)
	sit := p.ready(t, v)
	if _, err := p.Submit(t.Context(), v, p.sign(t, v, sit.ID)); err != nil {
		t.Fatal(err)
	}
	forge := "UPDATE applications.seal SET content = replace(convert_from(content, 'UTF8'), 'Physik', 'Chemie')::bytea, " +
		"sha256 = sha256(replace(convert_from(content, 'UTF8'), 'Physik', 'Chemie')::bytea)"
	if _, err := p.DB.ExecContext(t.Context(), forge); err == nil {
		t.Fatal("a seal was changed")
	}
	p.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, "SET LOCAL session_replication_role = replica"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, forge)
		return err
	})
	if _, err := p.VerifySeal(t.Context(), sit.ID); !errors.Is(err, applications.ErrSealBroken) {
		t.Fatal(err)
	}
}
