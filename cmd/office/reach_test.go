package office_test

import (
	"bytes"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/demo/mailsink"
	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// sink is a real mail server, and the options that make an office send to it.
func sink(t *testing.T) (*mailsink.Sink, []officetest.Option) {
	t.Helper()
	s, err := mailsink.Start(mailsink.Options{Dir: t.TempDir(), Clock: clock.System()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		t.Fatal(err)
	}
	with := fmt.Sprintf("{host: %s, port: %s, tls: none, from: amt@musterstadt.example, fromName: Musterstadt}", host, port)
	return s, []officetest.Option{officetest.Also(smtp.Plugin), officetest.Configured(func(c *office.Config) {
		c.Mail = office.Section{Use: "smtp", With: []byte(with)}
	})}
}

// attached are the files that came by mail to somebody, by name.
func attached(t *testing.T, s *mailsink.Sink, to string) map[string][]byte {
	t.Helper()
	mails, err := s.Mails(to)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]byte{}
	for _, m := range mails {
		for _, a := range m.Attachments {
			if a.Type != "application/pdf" {
				t.Errorf("attached: %s", a.Type)
			}
			found[a.Name] = a.Data
		}
	}
	return found
}

// apply hands in an application, with or without the wish to get letters as PDF by mail.
func apply(t *testing.T, o *officetest.Office, p *officetest.Person, byMail bool) officetest.Opened {
	t.Helper()
	in := p.Submit(t, p.Draft(t, officetest.Answers(nil)))
	in["in"].(map[string]any)["consents"] = map[string]any{"portalDelivery": true, "pdfByMail": byMail} // as Submit makes it
	opened := p.Ask(t, officetest.SubmitDocument, in).Opened(t)
	o.Work(t)
	return opened
}

func TestLettersComeByMailOnlyOnWishAndWithoutTheSecretCode(t *testing.T) {
	t.Parallel()
	s, options := sink(t)
	o := officetest.Boot(t, options...)
	amal, ben := o.Applicant(t), o.Applicant(t)
	wished, silent := apply(t, o, amal, true), apply(t, o, ben, false)

	got := attached(t, s, amal.Claims.Email)
	if len(got) != 1 {
		t.Fatalf("attached: %v", slices.Sorted(maps.Keys(got)))
	}
	for name, pdf := range got {
		if !bytes.HasPrefix(pdf, []byte("%PDF")) || !bytes.Contains(pdf, []byte(wished.Number)) || !strings.HasPrefix(name, "B-2026-") {
			t.Errorf("%s: %.80s", name, pdf)
		}
	}
	if _, pdf := amal.Get(t, "/files/letters/"+wished.ReceiptID.String()); !bytes.Contains(pdf, []byte(wished.Code)) {
		t.Error("the receipt in the portal does not show the code")
	}
	nowhere := func() {
		t.Helper()
		mails, err := s.Mails("")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			raw, err := s.Raw(m.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range m.Attachments {
				raw = append(raw, a.Data...)
			}
			for _, code := range []string{wished.Code, silent.Code} {
				if bytes.Contains(raw, []byte(code)) || strings.Contains(m.Text+m.HTML, code) {
					t.Errorf("a code left by mail: %s", m.Subject)
				}
			}
		}
	}
	nowhere()
	if got := attached(t, s, ben.Claims.Email); len(got) != 0 {
		t.Errorf("unasked: %v", slices.Sorted(maps.Keys(got)))
	}

	clerk := o.Colleague(t, officetest.Clerk())
	for _, opened := range []officetest.Opened{wished, silent} {
		c := look(t, clerk, opened.CaseID)
		do(t, clerk, "requestPapers", "RequestPapers", map[string]any{"case": c.ID, "version": c.Version, "items": []string{"rent"}, "dueOn": "2026-12-15"})
	}
	o.Work(t)
	if a, b := attached(t, s, amal.Claims.Email), attached(t, s, ben.Claims.Email); len(a) != 2 || len(b) != 0 {
		t.Errorf("with the wish %d, without %d", len(a), len(b))
	}

	nowhere()
}

func TestADecisionNeverComesByMailAndAWishCanBeTakenBack(t *testing.T) {
	t.Parallel()
	s, options := sink(t)
	o := officetest.Boot(t, options...)
	amal, clerk := o.Applicant(t), o.Colleague(t, officetest.Clerk())
	draftOf := amal.Draft(t, officetest.Answers(nil))
	for _, item := range draftOf.Applications[0].Checklist {
		if item.Required && item.Item != "rent" {
			amal.Upload(t, "application", draftOf.Applications[0].ID, item.Item)
		}
	}
	o.Work(t)
	opened := amal.Ask(t, officetest.SubmitDocument, amal.Submit(t, draftOf)).Opened(t)
	o.Work(t)
	const consent = `mutation($in: SetDeliveryConsent!) { setDeliveryConsent(input: $in) { id } }`
	wish := func(byMail bool) {
		t.Helper()
		amal.Must(t, consent, map[string]any{"in": map[string]any{"case": opened.CaseID, "portal": true, "pdfByMail": byMail}}, nil)
	}
	wish(true)
	c := checkAll(t, clerk, look(t, clerk, opened.CaseID))
	wish(false)
	do(t, clerk, "requestPapers", "RequestPapers", map[string]any{"case": c.ID, "version": c.Version, "items": []string{"rent"}, "dueOn": "2026-12-15"})
	o.Work(t)
	if got := attached(t, s, amal.Claims.Email); len(got) != 0 {
		t.Fatalf("after the wish was taken back: %v", slices.Sorted(maps.Keys(got)))
	}
	amal.Upload(t, "case", c.ID, "rent")
	o.Work(t)
	amal.Must(t, `mutation($in: AnswerRequest!) { answerRequest(input: $in) { state } }`,
		map[string]any{"in": map[string]any{"case": c.ID, "request": look(t, clerk, c.ID).Requests[0].ID}}, nil)
	o.Work(t)
	wish(true)
	if c = propose(t, clerk, draft(t, clerk, checkAll(t, clerk, look(t, clerk, c.ID)))); c.State != "decided" {
		t.Fatal(c.State)
	}
	o.Work(t)
	if got := attached(t, s, amal.Claims.Email); len(got) != 0 {
		t.Errorf("a decision came by mail: %v", slices.Sorted(maps.Keys(got)))
	}
}

// posted are the letters that wait for the post, as the mail room sees them.
func posted(t *testing.T, mailroom *officetest.Person) []uuid.UUID {
	t.Helper()
	var queue struct {
		PrintQueue struct{ Items []struct{ ID uuid.UUID } }
	}
	mailroom.Must(t, `{ printQueue { items { id } } }`, nil, &queue)
	var found []uuid.UUID
	for _, l := range queue.PrintQueue.Items {
		found = append(found, l.ID)
	}
	return found
}

func TestWhoseMailboxIsDeadGetsLettersByPost(t *testing.T) {
	t.Parallel()
	s, options := sink(t)
	o := officetest.Boot(t, options...)
	mailroom := o.Colleague(t, identity.Right{Role: identity.Mailroom})
	clerk := o.Colleague(t, officetest.Clerk())
	dead := o.Applicant(t, func(c *identity.Claims) { c.Email = c.Subject + "@" + mailsink.RefusedDomain })
	alive := o.Applicant(t)
	lost, fine := apply(t, o, dead, false), apply(t, o, alive, false)
	if queue := posted(t, mailroom); len(queue) != 1 || queue[0] != lost.ReceiptID {
		t.Fatalf("%v waits for the post, want %s and not %s", queue, lost.ReceiptID, fine.ReceiptID)
	}
	// What comes later goes the same way, and what was printed before is not printed again.
	c := look(t, clerk, lost.CaseID)
	do(t, clerk, "requestPapers", "RequestPapers", map[string]any{"case": c.ID, "version": c.Version, "items": []string{"rent"}, "dueOn": "2026-12-15"})
	o.Work(t)
	if queue := posted(t, mailroom); len(queue) != 2 {
		t.Errorf("%v waits for the post", queue)
	}
	var list struct {
		WorkList struct{ Items []struct{ ID uuid.UUID } }
	}
	clerk.Must(t, `{ workList(filter: {unreached: true}) { items { id } } }`, nil, &list)
	var seen struct {
		Case struct{ UnreachedSince *time.Time }
	}
	clerk.Must(t, `query($id: ID!) { case(id: $id) { unreachedSince } }`, map[string]any{"id": lost.CaseID}, &seen)
	if len(list.WorkList.Items) != 1 || list.WorkList.Items[0].ID != lost.CaseID || seen.Case.UnreachedSince == nil {
		t.Errorf("the clerk sees %+v and since %v", list.WorkList.Items, seen.Case.UnreachedSince)
	}
	if n := o.Count(t, "audit.entry WHERE record_id = ? AND action = 'case.unreachable'", lost.CaseID); n != 2 {
		t.Errorf("told %d times in the trail", n)
	}
	if mails, err := s.Mails(alive.Claims.Email); err != nil || len(mails) != 1 {
		t.Errorf("%d mails to who can be reached, %v", len(mails), err)
	}
}

// The mail server is away for longer than we try.
func TestWhatNoMailServerTakesForDaysIsPrinted(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Mailer.Down(true)
	amal := o.Applicant(t)
	opened := apply(t, o, amal, false)
	mailroom := o.Colleague(t, identity.Right{Role: identity.Mailroom})
	if queue := posted(t, mailroom); len(queue) != 0 {
		t.Fatalf("printed at once: %v", queue)
	}
	o.Clock.Advance(73 * time.Hour)
	mailroom.LogInAgain(t, o.Worlds.Staff)
	o.RetryNow(t)
	o.Work(t)
	if queue := posted(t, mailroom); len(queue) != 1 || queue[0] != opened.ReceiptID {
		t.Errorf("%v waits for the post", queue)
	}
}
