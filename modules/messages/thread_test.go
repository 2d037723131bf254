package messages_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

var amal = messages.Addressee{AccountID: ids.New(), Email: "amal@example.org", Language: "ar"}

func fromOffice(key string, thread audit.Record) messages.Post {
	return messages.Post{Key: key, Thread: thread, From: messages.Office, Author: ids.New(), Text: "Guten Tag", Language: "de", To: amal, Path: "/my/42"}
}

func fromAmal(key string, thread audit.Record) messages.Post {
	return messages.Post{Key: key, Thread: thread, From: messages.Applicant, Author: amal.AccountID, Text: "مرحبا", Language: "ar", To: amal}
}

func (o *office) thread(t *testing.T, rec audit.Record) []messages.Message {
	t.Helper()
	all, err := o.Thread(t.Context(), rec)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBothSidesReadTheOtherInTheirLanguage(t *testing.T) {
	t.Parallel()
	o, rec := open(t), aCase()
	o.post(t, fromOffice("1", rec))
	o.post(t, fromAmal("2", rec))
	o.RunJobs(t)
	all := o.thread(t, rec)
	if len(all) != 2 {
		t.Fatal(all)
	}
	office, answer := &all[0], &all[1]
	if office.Text() != "de→ar: GUTEN TAG" || office.Language() != "ar" || *office.German() != "Guten Tag" || !office.Machine {
		t.Errorf("%+v", office)
	}
	if answer.Text() != "مرحبا" || answer.Language() != "ar" || !strings.HasPrefix(*answer.German(), "ar→de: ") || !answer.Machine {
		t.Errorf("%+v", answer)
	}
	// What the office writes is told by mail, and the mail does not say what.
	sent := o.mail.Sent("amal@example.org")
	if len(sent) != 1 || strings.Contains(sent[0].Text+sent[0].HTML, "GUTEN TAG") || !strings.Contains(sent[0].Text, "https://amt.example/my/42") {
		t.Fatalf("%+v", sent)
	}
	if len(o.posted) != 2 {
		t.Fatal(o.posted)
	}
}

func TestWithoutATranslationTheOriginalStands(t *testing.T) {
	t.Parallel()
	o, rec := open(t), aCase()
	o.translator = func() error { return errors.New("language not spoken") }
	m := o.post(t, fromAmal("1", rec))
	o.RunJobs(t)
	if got := &o.thread(t, rec)[0]; got.Text() != "مرحبا" || got.German() != nil || got.Machine {
		t.Fatalf("%+v", got)
	}
	o.translator = func() error { return errAway }
	if err := o.TranslateMessage(t.Context(), messages.TranslateArgs{MessageID: m.ID}); err == nil {
		t.Fatal("a translator that is away is asked again later")
	}
	o.Clock.Advance(25 * time.Hour)
	if err := o.TranslateMessage(t.Context(), messages.TranslateArgs{MessageID: m.ID}); err != nil {
		t.Fatal("but not for ever", err)
	}
}

func TestATemplateSpeaksBothLanguagesWithoutAMachine(t *testing.T) {
	t.Parallel()
	o, rec := open(t), aCase()
	p := messages.Post{
		Key: "1", Thread: rec, From: messages.Office, Template: "request", To: messages.Addressee{Email: "a@example.org", Language: "en"},
		Params:   map[string]string{"date": "3 December 2026", "items": "– Passport"},
		InGerman: map[string]string{"date": "3. Dezember 2026", "items": "– Reisepass"}, Notice: messages.TemplateRequest,
	}
	o.post(t, p)
	o.RunJobs(t)
	m := &o.thread(t, rec)[0]
	if !strings.Contains(m.Text(), "– Passport") || !strings.Contains(*m.German(), "– Reisepass") || m.Machine || m.AuthorID != nil {
		t.Fatalf("%+v", m)
	}
	if sent := o.mail.Sent("a@example.org"); len(sent) != 1 || strings.Contains(sent[0].Text, "Passport") || !strings.Contains(sent[0].Text, "3 December 2026") {
		t.Fatalf("%+v", sent)
	}
}

func TestWhoReadsGermanGetsNoTranslation(t *testing.T) {
	t.Parallel()
	o, rec := open(t), aCase()
	p := fromOffice("1", rec)
	p.To.Language = "de"
	o.post(t, p)
	o.RunJobs(t)
	if m := &o.thread(t, rec)[0]; m.Text() != "Guten Tag" || m.Language() != "de" || m.Machine {
		t.Fatalf("%+v", m)
	}
}

func TestPostingTwiceIsPostingOnce(t *testing.T) {
	t.Parallel()
	o, rec := open(t), aCase()
	first, second := o.post(t, fromAmal("k", rec)), o.post(t, fromAmal("k", rec))
	o.RunJobs(t)
	if first.ID != second.ID || len(o.thread(t, rec)) != 1 || len(o.posted) != 1 {
		t.Fatal(first.ID, second.ID)
	}
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := o.PostTx(ctx, tx, fromAmal("k", aCase()))
		return err
	})
	if !errors.Is(err, messages.ErrKeyTaken) {
		t.Fatal("the key of another thread showed its message", err)
	}
}

func TestReadingIsNotedForTheOtherSideOnly(t *testing.T) {
	t.Parallel()
	o, rec, other := open(t), aCase(), aCase()
	theirs, own := o.post(t, fromOffice("1", rec)), o.post(t, fromAmal("2", rec))
	late := o.post(t, fromOffice("3", rec))
	o.post(t, fromOffice("4", other))
	if err := o.MarkRead(t.Context(), rec, messages.Applicant, own.ID); err != nil {
		t.Fatal(err)
	}
	for _, m := range append(o.thread(t, rec), o.thread(t, other)...) {
		if read := m.ReadAt != nil; read != (m.ID == theirs.ID) {
			t.Errorf("%s of %s read: %v (late is %s)", m.Key, m.From, read, late.ID)
		}
	}
}

func TestBadMessagesAreRefused(t *testing.T) {
	t.Parallel()
	o, rec := open(t), aCase()
	for name, change := range map[string]func(*messages.Post){
		"empty":       func(p *messages.Post) { p.Text = "" },
		"only blanks": func(p *messages.Post) { p.Text = " \n\t\u0000\u202e" },
		"too long":    func(p *messages.Post) { p.Text = strings.Repeat("ä", 10_001) },
		"no key":      func(p *messages.Post) { p.Key = "" },
		"long key":    func(p *messages.Post) { p.Key = strings.Repeat("k", 201) },
		"language":    func(p *messages.Post) { p.Language = strings.Repeat("x", 50) },
	} {
		p := fromAmal(name, rec)
		change(&p)
		err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := o.PostTx(ctx, tx, p)
			return err
		})
		if !errors.Is(err, messages.ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := fromAmal("cleaned", rec)
	p.Text = "  a\r\nb\x00\x1b\u202ec\u2066 \xff "
	if m := o.post(t, p); m.Text() != "a\nbc �" {
		t.Errorf("%q", m.Text())
	}
}

func TestAnApplicantCannotFloodTheOffice(t *testing.T) {
	t.Parallel()
	o, rec := open(t), aCase()
	for i := range 30 {
		o.post(t, fromAmal(strconv.Itoa(i), rec))
	}
	post := func() error {
		return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := o.PostTx(ctx, tx, fromAmal("more", rec))
			return err
		})
	}
	if err := post(); !errors.Is(err, messages.ErrTooMany) {
		t.Fatal(err)
	}
	o.Clock.Advance(time.Hour)
	if err := post(); err != nil {
		t.Fatal(err)
	}
}

func TestAFaultyConfigurationTellsAll(t *testing.T) {
	t.Parallel()
	for _, c := range []messages.Config{{}, {BaseURL: "https://amt.example/", City: "x"}, {BaseURL: "ftp://amt.example", City: "x"}, {BaseURL: "https://amt.example"}} {
		if c.Validate() == nil {
			t.Errorf("%+v went through", c)
		}
	}
	if err := (messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}).Validate(); err != nil {
		t.Error(err)
	}
}
