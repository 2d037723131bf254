package messages_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

var errAway = errs.New(errs.Unavailable, "test.away")

// office is messages with a mailer in memory and a translator that turns a text into capital letters.
type office struct {
	*testkit.Kit
	*messages.Service
	mail          *messagestest.MemoryMailer
	translator    func() error
	undeliverable []messages.Undeliverable
	posted        []messages.Posted
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations), mail: messagestest.NewMemoryMailer()}
	o.translator = func() error { return nil }
	o.Service = o.service(o.mail)
	o.Service.Register(o.Jobs)
	heard := make(chan struct{}, 1)
	heard <- struct{}{}
	locked := func(f func()) {
		<-heard
		f()
		heard <- struct{}{}
	}
	events.Subscribe(o.Bus, "test.undeliverable", func(_ context.Context, e messages.Undeliverable) error {
		locked(func() { o.undeliverable = append(o.undeliverable, e) })
		return nil
	})
	events.Subscribe(o.Bus, "test.posted", func(_ context.Context, e messages.Posted) error {
		locked(func() { o.posted = append(o.posted, e) })
		return nil
	})
	return o
}

func (o *office) service(m messages.Mailer) *messages.Service {
	files := func(_ context.Context, key string) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader([]byte("file " + key))), nil
	}
	translate := func(_ context.Context, text, from, to string) (string, error) {
		return from + "→" + to + ": " + strings.ToUpper(text), o.translator()
	}
	return messages.New(o.DB, m, locales.Text, files, translate, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
}

func aCase() audit.Record { return audit.Record{Kind: "case", ID: ids.New()} }

func (o *office) notify(t *testing.T, n messages.Notice) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.NotifyTx(ctx, tx, n) })
}

func (o *office) post(t *testing.T, p messages.Post) messages.Message {
	t.Helper()
	var m messages.Message
	o.InTx(t, func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = o.PostTx(ctx, tx, p)
		return err
	})
	return m
}

// state is how far the mail of a key got.
func (o *office) state(t *testing.T, key string) messages.MailState {
	t.Helper()
	var s messages.MailState
	if err := o.NewSelect().TableExpr("messages.mail").Column("state").Where("key = ?", key).Scan(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// sendAll runs the sending of every waiting mail, as if the pauses were over.
func (o *office) sendAll(t *testing.T, s *messages.Service) []error {
	t.Helper()
	var mails []messages.SendArgs
	err := o.NewSelect().TableExpr("messages.mail").ColumnExpr("id AS mail_id").Where("state = 'queued'").OrderExpr("id").Scan(t.Context(), &mails)
	if err != nil {
		t.Fatal(err)
	}
	var failed []error
	for _, m := range mails {
		if err := s.Send(t.Context(), m); err != nil {
			failed = append(failed, err)
		}
	}
	return failed
}
