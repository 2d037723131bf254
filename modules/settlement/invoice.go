package settlement

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// InvoiceState is how far an invoice is.
type InvoiceState string

// The states.
const (
	InvoiceReceived InvoiceState = "received"
	InvoiceAccepted InvoiceState = "accepted" // waits for the treasury
	InvoiceReturned InvoiceState = "returned"
	InvoiceExported InvoiceState = "exported" // the treasury has it
	InvoicePaid     InvoiceState = "paid"
)

// Invoice is one that came in.
type Invoice struct {
	bun.BaseModel `bun:"table:settlement.invoice,alias:inv"`

	ID         uuid.UUID `bun:",pk"`
	PayeeID    uuid.UUID
	Number     string
	Same       string // the number as it is compared
	IssuedOn   clock.Date
	Format     InvoiceFormat
	NetCents   int64
	VATCents   int64
	TotalCents int64
	VATID      string `bun:"vat_id"`
	TaxNumber  string
	IBAN       string `bun:"iban"`
	SHA256     string `bun:"sha256"`
	Size       int
	Faults     errs.Faults `bun:"type:jsonb"` // what it does not agree with: now while it is received, else as it was decided
	State      InvoiceState
	Reason     string
	HandedInBy *uuid.UUID
	HandedInAt time.Time
	DecidedBy  *uuid.UUID
	DecidedAt  *time.Time
	PaidOn     clock.Date
	Version    int

	Payee  *Somebody `bun:"rel:belongs-to,join:payee_id=id"`
	Claims []*Claim  `bun:"-"`
	Batch  int       `bun:",scanonly"` // its number; 0: none yet
}

// LogValue implements slog.LogValuer: the id only.
func (i *Invoice) LogValue() slog.Value { return slog.StringValue(i.ID.String()) }

func (i *Invoice) key() string { return "invoices/" + i.ID.String() }

// Keyed is what somebody keys of an invoice that is a PDF.
type Keyed struct {
	Number     string
	IssuedOn   clock.Date
	NetCents   int64
	VATCents   int64
	TotalCents int64
}

// HandIn is an invoice that comes in.
type HandIn struct {
	Token  string    // of the mail; "": who is logged in
	Payee  uuid.UUID // whose it is, if the office hands it in; else uuid.Nil
	Claims []uuid.UUID
	Body   []byte
	Keyed  *Keyed // of a PDF
}

// LargestInvoice is how many bytes an invoice may have.
const LargestInvoice = 5 << 20

// HandIn takes an invoice: scanned, read, compared with the claims that it bills. ErrInvoice tells everything that is wrong with it where it cannot be taken: it cannot be
// read, its sums do not add up, it bills what is not theirs. What only does not agree with what we know is noted for the office. ErrTwice for one that is here.
func (s *Service) HandIn(ctx context.Context, in HandIn) (*Invoice, error) {
	payee, by, err := s.issuer(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := s.scan(ctx, in.Body); err != nil {
		return nil, err
	}
	f := in.facts()
	inv := &Invoice{
		ID: ids.New(), PayeeID: payee, Number: f.number, Same: same(f.number), IssuedOn: f.issuedOn, Format: f.format, NetCents: f.netCents, VATCents: f.vatCents,
		TotalCents: f.totalCents, VATID: f.vatID, TaxNumber: f.taxNumber, Size: len(in.Body), State: InvoiceReceived, HandedInBy: by, Version: 1,
	}
	if len(f.ibans) > 0 {
		inv.IBAN = f.ibans[0]
	}
	sum := sha256.Sum256(in.Body)
	inv.SHA256 = hex.EncodeToString(sum[:])
	today := s.Today()
	f.faults.Need(f.issuedOn.IsZero() || !today.Before(f.issuedOn) && today.AddYears(-1).Before(f.issuedOn), "issuedOn", "out_of_range")
	f.faults.Need(len(in.Claims) > 0, "claims", "required")
	f.faults.Need(len(in.Claims) <= mostAtOnce, "claims", "too_many")
	stored := false
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.look(ctx, tx, inv, f.faults, in) })
	if err == nil {
		if err = s.Store.Put(ctx, inv.key(), bytes.NewReader(in.Body), int64(len(in.Body)), inv.contentType()); err != nil {
			return nil, fmt.Errorf("keep invoice: %w", err)
		}
		stored = true
		err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.takeTx(ctx, tx, inv, in) })
	}
	if err != nil {
		if stored {
			err = errors.Join(err, s.Store.Delete(context.WithoutCancel(ctx), inv.key()))
		}
		return nil, err
	}
	return s.whole(ctx, inv.ID)
}

// look says beforehand whether an invoice can be taken, so that nothing is stored that cannot.
func (s *Service) look(ctx context.Context, tx *db.Tx, inv *Invoice, own errs.Faults, in HandIn) error {
	found, err := s.billedTx(ctx, tx, inv.PayeeID, in) // first: whoever hands in the same waits here
	if err != nil {
		return err
	}
	there, err := tx.NewSelect().Model((*Invoice)(nil)).Where("payee_id = ? AND same = ? AND state <> ?", inv.PayeeID, inv.Same, InvoiceReturned).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for invoice: %w", err)
	}
	if there {
		return ErrTwice.With(errs.Field{Path: "number", Code: "twice", Params: map[string]string{"number": inv.Number}})
	}
	own.Need(len(found) == len(in.Claims), "claims", "unknown")
	own = append(own, billedTwice(found)...)
	if len(own) > 0 && inv.NetCents > 0 { // with it, what does not agree
		more, err := s.compare(ctx, tx, inv, found)
		if err != nil {
			return err
		}
		own = append(own, more...)
	}
	return own.As(ErrInvoice)
}

// issuer is whose invoice it is, and who hands it in.
func (s *Service) issuer(ctx context.Context, in HandIn) (payee uuid.UUID, by *uuid.UUID, err error) {
	v := identity.ViewerFrom(ctx)
	if v.LoggedIn() {
		by = &v.AccountID
	}
	if in.Payee == uuid.Nil {
		payee, err = s.payee(ctx, s.DB, in.Token)
		return payee, by, err
	}
	if !v.Can(ActionKeep) {
		return uuid.Nil, nil, ErrNone
	}
	there, err := s.DB.NewSelect().Model((*Somebody)(nil)).Where("i.id = ?", in.Payee).Exists(ctx)
	if err != nil {
		return uuid.Nil, nil, fmt.Errorf("find issuer: %w", err)
	}
	if !there {
		return uuid.Nil, nil, ErrNone
	}
	return in.Payee, by, nil
}

func (s *Service) scan(ctx context.Context, body []byte) error {
	var f errs.Faults
	f.Need(len(body) > 0, "file", "required")
	f.Need(len(body) <= LargestInvoice, "file", "too_large")
	if err := f.As(ErrInvoice); err != nil || s.Scanner == nil {
		return err
	}
	verdict, err := s.Scanner.Scan(ctx, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("scan invoice: %w", err)
	}
	if !verdict.Clean {
		return ErrInfected
	}
	return nil
}

var pdfMark = []byte("%PDF-")

// facts are what the file says, or what was keyed of it.
func (in *HandIn) facts() *facts {
	if !bytes.HasPrefix(in.Body, pdfMark) {
		return readInvoice(in.Body)
	}
	f := &facts{format: FormatPDF}
	if in.Keyed == nil {
		f.faults.Need(false, "number", "required")
		return f
	}
	k := in.Keyed
	f.number, f.issuedOn, f.netCents, f.vatCents, f.totalCents = strings.Join(strings.Fields(k.Number), " "), k.IssuedOn, k.NetCents, k.VATCents, k.TotalCents
	f.faults.Need(f.number != "", "number", "required")
	f.faults.Fits(f.number, longestNumber, "number")
	f.faults.Need(!strings.ContainsFunc(f.number, unicode.IsControl), "number", "forbidden_characters")
	f.faults.Need(!f.issuedOn.IsZero(), "issuedOn", "required")
	f.faults.Need(f.netCents > 0 && f.netCents <= dearest && f.vatCents >= 0 && f.vatCents <= dearest, "total", "out_of_range")
	if f.netCents+f.vatCents != f.totalCents {
		f.faults = append(f.faults, differs("total", "total_sum", f.netCents+f.vatCents, f.totalCents, nil))
	}
	return f
}

func (i *Invoice) contentType() string {
	if i.Format == FormatPDF {
		return "application/pdf"
	}
	return "application/xml"
}

// same is a number as it is compared: people write it with blanks, strokes and capitals.
func same(number string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, number))
}

// takeTx writes an invoice down with what it bills. Whoever hands it in has claimed that.
func (s *Service) takeTx(ctx context.Context, tx *db.Tx, inv *Invoice, in HandIn) error {
	found, err := s.billedTx(ctx, tx, inv.PayeeID, in)
	if err != nil {
		return err
	}
	if inv.Faults, err = s.compare(ctx, tx, inv, found); err != nil {
		return err
	}
	inv.HandedInAt = tx.Now
	if _, err := tx.NewInsert().Model(inv).Exec(ctx); err != nil {
		twice := ErrTwice.With(errs.Field{Path: "number", Code: "twice", Params: map[string]string{"number": inv.Number}})
		return db.MapConstraints(fmt.Errorf("take invoice: %w", err), map[string]error{"invoice_once": twice})
	}
	if err := billedTwice(found).As(ErrInvoice); err != nil {
		return err // handed in meanwhile
	}
	for _, c := range found {
		if _, err := tx.NewRaw("INSERT INTO settlement.billed (invoice_id, claim_id) VALUES (?, ?)", inv.ID, c.ID).Exec(ctx); err != nil {
			return fmt.Errorf("note what is billed: %w", err)
		}
		if c.ReportedAt == nil {
			c.ReportedAt = &tx.Now
			if err := c.saveTx(ctx, tx); err != nil {
				return err
			}
		}
	}
	return s.toldTx(ctx, tx, inv, "invoice.received")
}

func (s *Service) toldTx(ctx context.Context, tx *db.Tx, inv *Invoice, action string) error {
	tx.Notify("settlement")
	return s.Audit.RecordTx(ctx, tx, InvoiceRecord(inv.ID), action, audit.Details{
		"cents": strconv.FormatInt(inv.TotalCents, 10), "sha256": inv.SHA256, "faults": strconv.Itoa(len(inv.Faults)),
	})
}

// billedTx locks the claims that an invoice bills, as far as they are the issuer's, and of teams whose invoices the viewer keeps where the office hands it in.
func (s *Service) billedTx(ctx context.Context, tx *db.Tx, payee uuid.UUID, in HandIn) ([]*Claim, error) {
	found := []*Claim{}
	if len(in.Claims) == 0 {
		return found, nil
	}
	q := tx.NewSelect().Model(&found).Where("c.payee_id = ? AND c.id IN (?)", payee, bun.List(in.Claims)).OrderExpr("c.id").For("UPDATE")
	if in.Payee != uuid.Nil {
		q = reach(q, identity.ViewerFrom(ctx), ActionKeep)
	}
	if err := q.Scan(ctx); err != nil || len(found) == 0 {
		return found, wrapped(err)
	}
	// Read once they are locked: who hands in the same at the same time has waited, or we have.
	var elsewhere []uuid.UUID
	err := tx.NewSelect().Model((*Claim)(nil)).Column("id").Where("c.id IN (?)", bun.List(in.Claims)).Where(billed).Scan(ctx, &elsewhere)
	for _, c := range found {
		c.Billed = slices.Contains(elsewhere, c.ID)
	}
	return found, wrapped(err)
}

func wrapped(err error) error {
	if err != nil {
		return fmt.Errorf("read what is billed: %w", err)
	}
	return nil
}

// billedTwice are the faults of claims that stand in another invoice that was not sent back.
func billedTwice(claims []*Claim) errs.Faults {
	f := errs.Faults{}
	for _, c := range claims {
		f.Need(!c.Billed, "claims["+strconv.FormatInt(c.Number, 10)+"]", "billed")
	}
	return f
}
