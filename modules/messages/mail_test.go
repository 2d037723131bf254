package messages_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/web/locales"
)

var update = flag.Bool("update", false, "write golden files")

func notice(key string) messages.Notice {
	return messages.Notice{
		Key: key, Template: messages.TemplateRequest, About: aCase(), Path: "/my/42", Params: map[string]string{"date": "3. Dezember 2026"},
		To: messages.Addressee{AccountID: ids.New(), Email: "amal@example.org", Language: "en"},
	}
}

func TestANoticeLeavesAfterTheCommitAndOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	n := notice("request:1")
	o.notify(t, n)
	o.notify(t, n) // wanted twice
	if len(o.mail.Sent("")) != 0 {
		t.Fatal("sent inside the transaction")
	}
	o.RunJobs(t)
	o.RunJobs(t)
	sent := o.mail.Sent("amal@example.org")
	if len(sent) != 1 || o.state(t, "request:1") != messages.MailSent || len(o.undeliverable) != 0 {
		t.Fatalf("%d mails, %s", len(sent), o.state(t, "request:1"))
	}
	if m := sent[0]; !strings.HasSuffix(m.MessageID, "@amt.example") || m.Language != "en" || m.Headers["Auto-Submitted"] != "auto-generated" {
		t.Fatalf("%+v", m)
	}
}

func TestARolledBackNoticeNeverLeaves(t *testing.T) {
	t.Parallel()
	o, stop := open(t), errors.New("stop")
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return errors.Join(o.NotifyTx(ctx, tx, notice("x")), stop)
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if len(o.mail.Sent("")) != 0 {
		t.Fatal("sent")
	}
}

func TestAMailWaitsForItsServerUnderOneMessageID(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.mail.Down(true)
	o.notify(t, notice("a"))
	o.RunJobs(t) // snoozes
	if o.state(t, "a") != messages.MailQueued {
		t.Fatal(o.state(t, "a"))
	}
	o.mail.Down(false)
	if failed := o.sendAll(t, o.Service); len(failed) != 0 || len(o.mail.Sent("")) != 1 || o.state(t, "a") != messages.MailSent {
		t.Fatal(failed, o.state(t, "a"))
	}
}

// dying is a mail server that accepts a mail, whereupon the office dies before it can write that down.
type dying struct {
	messages.Mailer
	kill context.CancelFunc
}

func (d dying) Send(ctx context.Context, m messages.Mail) error {
	err := d.Mailer.Send(ctx, m)
	d.kill()
	return err
}

func TestADeathBetweenAcceptanceAndCommitMakesACopyWithTheSameMessageID(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.notify(t, notice("a"))
	var args messages.SendArgs
	if err := o.NewSelect().TableExpr("messages.mail").ColumnExpr("id AS mail_id").Scan(t.Context(), &args); err != nil {
		t.Fatal(err)
	}
	ctx, kill := context.WithCancel(t.Context())
	if err := o.service(dying{o.mail, kill}).Send(ctx, args); err == nil {
		t.Fatal("the dead wrote it down")
	}
	o.RunJobs(t)
	sent := o.mail.Sent("")
	if len(sent) != 2 || sent[0].MessageID != sent[1].MessageID || o.state(t, "a") != messages.MailSent {
		t.Fatalf("%d mails, %s", len(sent), o.state(t, "a"))
	}
}

func TestWhoCannotBeReachedIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.mail.Refuse("refused@example.org")
	for key, address := range map[string]string{"none": "", "refused": "refused@example.org", "smuggled": "a@example.org\r\nBcc: b@example.org", "two": "a@example.org,b@example.org"} {
		n := notice(key)
		n.To.Email = address
		o.notify(t, n)
	}
	o.RunJobs(t)
	reasons := map[string]string{}
	for _, u := range o.undeliverable {
		reasons[u.Key] = u.Reason
	}
	want := map[string]string{"none": "no_address", "refused": "refused", "smuggled": "no_address", "two": "no_address"}
	if diff := cmp.Diff(want, reasons); diff != "" || len(o.mail.Sent("")) != 0 || o.state(t, "refused") != messages.MailRefused {
		t.Fatal(diff)
	}
}

func TestAMailIsGivenUpInTheEnd(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.mail.Down(true)
	soon := o.Clock.Now().Add(time.Hour)
	short := notice("short")
	short.Until, short.Secret = &soon, "token"
	o.notify(t, short)
	o.notify(t, notice("long"))
	o.Clock.Advance(2 * time.Hour)
	o.sendAll(t, o.Service)
	if o.state(t, "short") != messages.MailFailed || o.state(t, "long") != messages.MailQueued {
		t.Fatal(o.state(t, "short"), o.state(t, "long"))
	}
	o.Clock.Advance(71 * time.Hour)
	o.sendAll(t, o.Service)
	o.RunJobs(t)
	if o.state(t, "long") != messages.MailFailed || len(o.undeliverable) != 2 {
		t.Fatal(o.state(t, "long"), o.undeliverable)
	}
}

func TestFilesGoAlongOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	o := open(t)
	n := notice("a")
	n.Attach = []messages.AttachmentRef{{Key: "k1", Name: "Bestätigung.pdf", Type: "application/pdf"}}
	o.notify(t, n)
	o.notify(t, notice("b"))
	o.RunJobs(t)
	for _, m := range o.mail.Sent("") {
		if len(m.Attachments) == 1 && string(m.Attachments[0].Data) == "file k1" {
			continue
		}
		if len(m.Attachments) != 0 {
			t.Fatalf("%+v", m.Attachments)
		}
	}
}

func TestALinkStaysInTheOffice(t *testing.T) {
	t.Parallel()
	o := open(t)
	for i, path := range []string{"https://evil.example", "//evil.example", "my", "/my\r\nX: y", `/\evil.example`, "/my#x"} {
		n := notice(string(rune('a' + i)))
		n.Path = path
		o.notify(t, n)
	}
	o.RunJobs(t)
	for _, m := range o.mail.Sent("") {
		if !strings.Contains(m.Text, "https://amt.example/\n") || strings.Contains(m.Text, "evil") {
			t.Error(m.Text)
		}
	}
}

func TestAnUnknownTemplateIsAFault(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, n := range []messages.Notice{{Key: "x", Template: "frame"}, {Template: messages.TemplateLetter}} {
		err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.NotifyTx(ctx, tx, n) })
		if !errors.Is(err, messages.ErrTemplate) {
			t.Error(err)
		}
	}
}

func TestAddressesStayOutOfLogs(t *testing.T) {
	t.Parallel()
	a := messages.Addressee{Email: "amal@example.org"}
	if strings.Contains(a.String(), "amal") || strings.Contains(a.LogValue().String(), "amal") {
		t.Fatal(a)
	}
}

// Every template has all its texts in every language there is, and says nothing of what it is about.
func TestEveryTemplateIsWrittenInEveryLanguage(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, l := range locales.Languages() {
		for _, template := range messages.Templates {
			n := notice(l.Tag + ":" + template)
			n.Template, n.To.Language, n.To.Email = template, l.Tag, "x@"+strings.ToLower(l.Tag)+".example"
			n.Params = map[string]string{
				"date": "2026-12-03", "minutes": "30", "time": "08:20", "place": "Rathaus, Rathausplatz 1", "list": "03.12.2026, 08:20 (K7M-4Q)", "number": "K7M-4Q", "until": "2026-12-20", "reason": "Wasserschaden",
				"language": "Dari", "pay": "93,00 €", "most": "186,00 €", "day": "2026-11-24", "title": "Runder Tisch", "percent": "80", "year": "2026", "team": "Familie", "bookings": "Dari, 03.12.2026, 08:20–09:20", "help": "Sprechen Sie mit uns.",
				"people": "3", "what": "Ukrainisch (C1)", "post": "AB-12",
			}
			o.notify(t, n)
		}
	}
	o.RunJobs(t)
	sent := o.mail.Sent("")
	if len(sent) != len(locales.Languages())*len(messages.Templates) {
		t.Fatal(len(sent))
	}
	for _, m := range sent {
		for _, part := range []string{m.Subject, m.Text, m.HTML} {
			if strings.Contains(part, "{{") || strings.Contains(part, "frame.") || strings.Contains(part, ".body") || strings.Contains(part, ".action") || strings.Contains(part, ".note") {
				t.Errorf("to %s: a text is missing:\n%s", m.To, part)
			}
		}
		if strings.ContainsAny(m.Subject, "\r\n") || m.Subject == "" {
			t.Errorf("to %s: %q", m.To, m.Subject)
		}
	}
}

func TestTheMailsLookAsTheyShould(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, n := range map[string]messages.Notice{
		"request-en": notice("a"), "decision-de": {Key: "b", Template: messages.TemplateDecisionReady, About: aCase(), Path: "/my/42", To: messages.Addressee{Email: "b@example.org", Language: "de"}},
		"provided-de": {Key: "f", Template: messages.TemplateDecisionProvided, About: aCase(), Path: "/my/42", Params: map[string]string{"date": "25.11.2026"},
			To: messages.Addressee{Email: "f@example.org", Language: "de"}},
		"posted-de": {Key: "g", Template: messages.TemplateDecisionPosted, About: aCase(), Path: "/my/42", To: messages.Addressee{Language: "de"}},
		"login-en": {Key: "c", Template: messages.TemplateLoginLink, About: aCase(), Path: "/login/link", Secret: "TOKEN", Params: map[string]string{"minutes": "30"},
			To: messages.Addressee{Language: "en"}},
		"confirm-de": appointment("d", messages.TemplateAppointmentConfirm, "/appointments/confirm", "de"),
		"booked-ar":  appointment("e", messages.TemplateAppointmentBooked, "/appointments/manage", "ar"),
	} {
		n.To.Email = name + "@example.org"
		o.notify(t, n)
		o.RunJobs(t)
		m := o.mail.Sent(n.To.Email)[0]
		golden(t, name+".txt", "Subject: "+m.Subject+"\n\n"+m.Text)
		golden(t, name+".html", m.HTML)
	}
}

func appointment(key string, template messages.Template, path, language string) messages.Notice {
	return messages.Notice{
		Key: key, Template: template, About: aCase(), Path: path, Secret: "TOKEN", To: messages.Addressee{Language: language},
		Params: map[string]string{"date": "3. Dezember 2026", "time": "08:20", "place": "Rathaus, Rathausplatz 1, 99999 Musterstadt", "number": "K7M-4Q", "minutes": "60"},
	}
}

func TestArabicRunsFromRightToLeftAndGermanBelowDoesNot(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, lang := range []string{"ar", "fa", "prs"} {
		n := notice(lang)
		n.To.Language, n.To.Email = lang, lang+"@example.org"
		o.notify(t, n)
		o.RunJobs(t)
		html := o.mail.Sent(n.To.Email)[0].HTML
		if !strings.Contains(html, `" dir="rtl">`) || !strings.Contains(html, `<div lang="de" dir="ltr">`) {
			t.Error(html)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (go test -update writes it anew):\n%s", name, diff)
	}
}
