package office

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
)

// keepInTouch lets letters and mails stand in for one another, and tells rooms of a person who became another: none of these modules knows the other.
func (o *Office) keepInTouch(bus *events.Bus) {
	events.Subscribe(bus, "office.on_undeliverable", o.onUndeliverable)
	events.Subscribe(bus, "office.on_rendered", o.onRendered)
	events.Subscribe(bus, "office.on_merged", o.onMerged)
}

// onUndeliverable hears that a notice about a case reached nobody (no address, refused for good, or given up after three days). What it was
// about goes by post then, as for a person without a mailbox. The trail of the case tells it, for whoever wonders why a letter was printed.
func (o *Office) onUndeliverable(ctx context.Context, e messages.Undeliverable) error {
	if e.AboutKind != "case" {
		return nil
	}
	return o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		printed, homeless, err := o.Letters.UnreachableTx(ctx, tx, letters.About{Kind: e.AboutKind, ID: e.AboutID}, e.WantedAt)
		if err != nil {
			return err
		}
		if homeless > 0 {
			o.Log.WarnContext(ctx, "letters can be neither told of nor posted", "case", e.AboutID, "letters", homeless)
		}
		tx.Notify(cases.Topic(e.AboutID))
		details := audit.Details{"mail": e.MailID.String(), "reason": e.Reason, "printed": fmt.Sprint(printed), "no_address": fmt.Sprint(homeless)}
		return o.Audit.RecordTx(ctx, tx, audit.Record{Kind: e.AboutKind, ID: e.AboutID}, "case.unreachable", details)
	})
}

// onRendered hears that a letter's PDF is there and sends a copy by mail, if the person wishes that at this moment and the letter is of a
// kind that may (never a decision, never what must be served, never with the secret code).
func (o *Office) onRendered(ctx context.Context, e letters.Rendered) error {
	l, err := o.Letters.ByID(ctx, e.LetterID)
	if err != nil {
		return unlessGone(err)
	}
	if e.Kind != "case" || !l.MayGoByMail() {
		return nil
	}
	to, err := o.wishesMail(ctx, e.ID)
	if err != nil || to.Email == "" {
		return err
	}
	key, err := o.Letters.MailCopy(ctx, l.ID)
	if err != nil {
		return unlessGone(err)
	}
	to.Language = l.Language
	return o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return o.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: "letter:" + l.ID.String(), Template: messages.TemplateLetter, About: audit.Record{Kind: e.Kind, ID: e.ID}, To: to,
			Path: "/my/" + e.ID.String(), Attach: []messages.AttachmentRef{{Key: key, Name: *l.Number + ".pdf", Type: "application/pdf"}},
		})
	})
}

// wishesMail is where a case's person wants PDFs to be sent; nobody, if they have not said so.
func (o *Office) wishesMail(ctx context.Context, caseID uuid.UUID) (to messages.Addressee, err error) {
	var c struct {
		PersonID  uuid.UUID
		AccountID *uuid.UUID
	}
	err = o.DB.NewSelect().TableExpr("cases.case_v1").Column("person_id", "account_id").Where("id = ?", caseID).Scan(ctx, &c)
	if err := db.NoRows(err, letters.ErrNotFound, "find case of letter"); err != nil {
		return to, unlessGone(err)
	}
	wish, err := o.Persons.HasConsent(ctx, c.PersonID, persons.PDFByMail)
	if err != nil || !wish {
		return to, err
	}
	person, err := o.Persons.Get(ctx, c.PersonID)
	if err != nil {
		return to, unlessGone(err)
	}
	to.Email = person.Email
	if c.AccountID != nil {
		to.AccountID = *c.AccountID
	}
	return to, nil
}

// unlessGone is nil for a thing that was erased while its event waited.
func unlessGone(err error) error {
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}
