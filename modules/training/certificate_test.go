package training_test

import (
	"bytes"
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/page"
)

// give uploads the paper of a certificate and has it inspected.
func (o *office) give(t testing.TB, ctx context.Context, certificate uuid.UUID, content []byte) error {
	t.Helper()
	who := identity.ViewerFrom(ctx).AccountID
	up, err := o.docs.BeginUpload(ctx, who, documents.BeginUpload{
		SubjectKind: documents.SubjectCertificate, SubjectID: certificate, Item: "certificate", Name: "nachweis.pdf", Type: "application/pdf", Size: len(content),
	})
	if err != nil {
		return err
	}
	parts, err := o.docs.SignParts(ctx, who, up.File.ID, []int{1})
	must(t, err)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, parts[0].URL, bytes.NewReader(content))
	must(t, err)
	res, err := http.DefaultClient.Do(req)
	must(t, err)
	must(t, res.Body.Close())
	_, err = o.docs.CompleteUpload(ctx, who, up.File.ID)
	must(t, err)
	o.RunJobs(t)
	return nil
}

// waiting are the certificates that somebody would look at.
func (o *office) waiting(t testing.TB, ctx context.Context) []*training.Certificate {
	t.Helper()
	p, err := o.Certificates(ctx, page.Args{})
	must(t, err)
	return p.Items
}

func TestACertificateCountsOnceItIsAccepted(t *testing.T) {
	t.Parallel()
	o := open(t)
	account := o.staff(t, "Martin Vogt", identity.Approver, "work")
	martin, law := o.as(t, account), o.learnable(t, "law", 12)
	o.ask(t, law, func(in *training.SetRequirement) { in.Blocks, in.GraceDays = []string{"cases.approve"}, 0 })
	must(t, o.Daily(t.Context()))
	o.day(t, "2026-11-25")
	_, err := o.check(t, account, "18g-first")
	wants(t, err, training.ErrNotMet)
	c, err := o.HandIn(martin, training.HandIn{Training: law.ID, CompletedOn: on(t, "2026-11-20")})
	must(t, err)
	if len(o.waiting(t, o.eva)) != 0 {
		t.Error("it waits without a paper")
	}
	_, err = o.AcceptCertificate(o.eva, training.AcceptCertificate{ID: c.ID, Version: 1})
	wants(t, err, documents.ErrNotReady)
	must(t, o.give(t, martin, c.ID, documentstest.PDF(1)))
	list := o.waiting(t, o.eva)
	if len(list) != 1 || list[0].Name != "Martin Vogt" || list[0].Paper == nil || list[0].Paper.State() != documents.DocumentReady {
		t.Fatalf("%+v", list)
	}
	var looked int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry WHERE action = 'training_file.opened' AND record_id = $1 AND details->>'reason' = 'certificates'", account).Scan(&looked))
	if looked != 1 {
		t.Errorf("who reads a certificate that waits leaves a trail: %d", looked)
	}
	_, err = o.AcceptCertificate(martin, training.AcceptCertificate{ID: c.ID, Version: 1})
	wants(t, err, training.ErrOwn)
	_, err = o.AcceptCertificate(o.eva, training.AcceptCertificate{ID: c.ID, Version: 2})
	wants(t, err, training.ErrConflict)
	_, err = o.AcceptCertificate(o.eva, training.AcceptCertificate{ID: c.ID, Version: 1, CompletedOn: to(on(t, "2026-11-26"))})
	wants(t, err, training.ErrInput, "completedOn:future")
	done, err := o.AcceptCertificate(o.eva, training.AcceptCertificate{ID: c.ID, Version: 1, CompletedOn: to(on(t, "2026-11-19"))})
	must(t, err)
	if done.State != training.CertificateAccepted || done.RecordID == nil || done.Paper.Verification != documents.Accepted {
		t.Errorf("%+v", done)
	}
	if _, err := o.check(t, account, "18g-first"); err != nil {
		t.Errorf("renewed: %v", err)
	}
	if d := o.stands(t, account, "law"); d.DueOn.String() != "2027-11-19" {
		t.Errorf("%+v", d)
	}
	_, err = o.RejectCertificate(o.eva, training.RejectCertificate{ID: c.ID, Version: 2, Reason: "days"})
	wants(t, err, training.ErrDecided)
	o.RunJobs(t)
	if mails := o.mails.Sent("staff@example.org"); len(mails) == 0 {
		t.Error("nobody told him")
	}
	if err := o.give(t, martin, c.ID, documentstest.PDF(1)); err == nil {
		t.Error("another paper is taken after it was accepted")
	}
	r, err := o.WithdrawRecord(o.eva, training.WithdrawRecord{ID: *done.RecordID})
	must(t, err)
	if _, err := o.check(t, account, "18g-first"); err == nil || r.WithdrawnAt == nil {
		t.Error("what was false counts")
	}
}

func TestThePaperOfACertificateIsForFew(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra, law := o.as(t, o.staff(t, "Petra", identity.Clerk, "study")), o.learnable(t, "law")
	lead := o.as(t, o.staff(t, "Weber", identity.Lead, "study"))
	c, err := o.HandIn(petra, training.HandIn{Training: law.ID, CompletedOn: on(t, "2026-11-20")})
	must(t, err)
	if err := o.give(t, lead, c.ID, documentstest.PDF(1)); err == nil {
		t.Error("somebody else gives in her paper")
	}
	must(t, o.give(t, petra, c.ID, documentstest.PDF(1)))
	doc := o.waiting(t, o.eva)[0].Paper.ID
	for name, who := range map[string]struct {
		ctx  context.Context
		sees bool
	}{"herself": {petra, true}, "training": {o.eva, true}, "her lead": {lead, false}, "council": {o.as(t, o.staff(t, "Arslan", identity.Council)), false}} {
		if _, err := o.docs.Read(who.ctx, doc); (err == nil) != who.sees {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list, err := o.MyCertificates(lead); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	_, err = o.WithdrawCertificate(lead, training.WithdrawCertificate{ID: c.ID})
	wants(t, err, training.ErrNone)
	_, err = o.RejectCertificate(o.eva, training.RejectCertificate{ID: c.ID, Version: 1, Reason: "mood"})
	wants(t, err, training.ErrInput, "reason:unknown")
	gone, err := o.WithdrawCertificate(petra, training.WithdrawCertificate{ID: c.ID})
	must(t, err)
	if gone.State != training.CertificateWithdrawn || gone.Paper != nil {
		t.Errorf("%+v", gone)
	}
	_, err = o.AcceptCertificate(o.eva, training.AcceptCertificate{ID: c.ID, Version: 2})
	wants(t, err, training.ErrDecided)
}

func TestACertificateOfTheFutureIsNone(t *testing.T) {
	t.Parallel()
	o := open(t)
	petra, law := o.as(t, o.staff(t, "Petra", identity.Clerk, "study")), o.learnable(t, "law")
	_, err := o.HandIn(petra, training.HandIn{Training: law.ID, CompletedOn: on(t, "2026-11-25"), ValidUntil: to(on(t, "2026-11-24"))})
	wants(t, err, training.ErrInput, "completedOn:future", "validUntil:before_start")
	for range 20 {
		_, err := o.HandIn(petra, training.HandIn{Training: law.ID, CompletedOn: on(t, "2026-11-24")})
		must(t, err)
	}
	_, err = o.HandIn(petra, training.HandIn{Training: law.ID, CompletedOn: on(t, "2026-11-24")})
	wants(t, err, training.ErrInput, "training:too_many")
}
