package messagestest

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/ids"
)

// Rig is a mailer under test together with the far end of its wire.
type Rig struct {
	Mailer   messages.Mailer
	Received func(t *testing.T, to string) []messages.Mail // what has arrived for an address, as a mail program reads it
	Down     func(down bool)                               // takes the mail server away and brings it back
	Refused  string                                        // an address that the server refuses for good
}

// ExerciseMailer is the suite that every messages.Mailer has to pass.
func ExerciseMailer(t *testing.T, rig Rig) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, Rig){
		"brings the mail as it was written":  mailArrives,
		"brings every script and long lines": mailKeepsScripts,
		"lets nobody write headers by input": mailRefusesInjection,
		"keeps the id over attempts":         mailKeepsID,
		"tells what is refused for good":     mailTellsRefusal,
		"obeys a caller who has gone":        mailObeysContext,
	} {
		t.Run(name, func(t *testing.T) { test(t, rig) })
	}
	t.Run("tells what can be tried again", func(t *testing.T) { mailTellsUnavailable(t, rig) }) // last, and alone: it takes the server away
}

func letter() messages.Mail {
	id := ids.New().String()
	return messages.Mail{
		To: "person-" + id + "@example.org", Subject: "News on your case", MessageID: id + "@ankunft.example", Language: "en",
		Text: "There is news on your case.\n\nLog in to read it.\n",
	}
}

func mustArrive(t *testing.T, rig Rig, sent messages.Mail) messages.Mail {
	t.Helper()
	if err := rig.Mailer.Send(t.Context(), sent); err != nil {
		t.Fatalf("send: %v", err)
	}
	got := rig.Received(t, sent.To)
	if len(got) != 1 {
		t.Fatalf("%d mails arrived", len(got))
	}
	return got[0]
}

func mailArrives(t *testing.T, rig Rig) {
	sent := letter()
	sent.HTML = "<p>There is news on your case.</p>"
	sent.Headers = map[string]string{"Auto-Submitted": "auto-generated"}
	sent.Attachments = []messages.Attachment{{Name: "receipt.pdf", Type: "application/pdf", Data: bytes.Repeat([]byte("%PDF\x00\xff\r\n"), 2_000)}}
	got := mustArrive(t, rig, sent)
	if diff := cmp.Diff(tidy(sent), tidy(got)); diff != "" {
		t.Errorf("the mail changed on its way (-sent +received):\n%s", diff)
	}
}

func mailKeepsScripts(t *testing.T, rig Rig) {
	sent := letter()
	sent.Language = "ar"
	sent.Subject = "أخبار عن طلبك – Nguyễn, Ürün, Český, Ελένη " + strings.Repeat("طويل ", 40)
	sent.Text = "مرحبا\n" + strings.Repeat("سطر طويل جدا بلا نهاية ", 200) + "\n.\n..\nFrom here\n"
	got := mustArrive(t, rig, sent)
	if strings.TrimSpace(got.Subject) != strings.TrimSpace(sent.Subject) {
		t.Errorf("subject: %q", got.Subject)
	}
	if tidy(got).Text != tidy(sent).Text {
		t.Errorf("text: %q", got.Text)
	}
}

func mailRefusesInjection(t *testing.T, rig Rig) {
	for name, change := range map[string]func(*messages.Mail){
		"subject": func(m *messages.Mail) { m.Subject = "News\r\nBcc: other@example.org" },
		"header":  func(m *messages.Mail) { m.Headers = map[string]string{"X-Note": "a\r\nBcc: other@example.org"} },
	} {
		mail := letter()
		change(&mail)
		if err := rig.Mailer.Send(t.Context(), mail); err != nil {
			continue // refusing is fine
		}
		for _, got := range rig.Received(t, mail.To) {
			if _, injected := got.Headers["Bcc"]; injected {
				t.Errorf("%s: a line break in the input became a header", name)
			}
		}
	}
	mail := letter()
	mail.To += "\r\nRCPT TO:<other@example.org>"
	if err := rig.Mailer.Send(t.Context(), mail); !errors.Is(err, messages.ErrAddressRefused) {
		t.Errorf("an address with a line break: %v", err)
	}
}

func mailKeepsID(t *testing.T, rig Rig) {
	mail := letter()
	for range 2 {
		if err := rig.Mailer.Send(t.Context(), mail); err != nil {
			t.Fatalf("send: %v", err)
		}
	}
	got := rig.Received(t, mail.To)
	if len(got) != 2 || got[0].MessageID != mail.MessageID || got[1].MessageID != mail.MessageID {
		t.Errorf("two attempts arrived as %+v", got)
	}
}

func mailTellsRefusal(t *testing.T, rig Rig) {
	for _, address := range []string{rig.Refused, "not an address", ""} {
		mail := letter()
		mail.To = address
		err := rig.Mailer.Send(t.Context(), mail)
		if !errors.Is(err, messages.ErrAddressRefused) {
			t.Errorf("address %q: %v", address, err)
		}
		if err != nil && address != "" && strings.Contains(err.Error(), address) {
			t.Errorf("the error tells the address: %v", err)
		}
	}
}

func mailObeysContext(t *testing.T, rig Rig) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := rig.Mailer.Send(ctx, letter()); !errors.Is(err, messages.ErrMailUnavailable) {
		t.Errorf("send for a caller who has gone: %v", err)
	}
}

func mailTellsUnavailable(t *testing.T, rig Rig) {
	mail := letter()
	rig.Down(true)
	if err := rig.Mailer.Send(t.Context(), mail); !errors.Is(err, messages.ErrMailUnavailable) {
		t.Errorf("send while the server is down: %v", err)
	}
	rig.Down(false)
	mustArrive(t, rig, mail)
}

// tidy evens out what mail may change: line ends, blanks at the end, headers that the way adds.
func tidy(m messages.Mail) messages.Mail {
	m.Text = strings.TrimSpace(strings.ReplaceAll(m.Text, "\r\n", "\n"))
	m.HTML = strings.TrimSpace(strings.ReplaceAll(m.HTML, "\r\n", "\n"))
	m.Headers = map[string]string{"Auto-Submitted": m.Headers["Auto-Submitted"]}
	return m
}
