package settlement

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/sheet"
)

// Batch is what the treasury was given at once.
type Batch struct {
	bun.BaseModel `bun:"table:settlement.batch,alias:batch"`

	ID      uuid.UUID `bun:",pk"`
	Number  int       // 1, 2, 3 … without a gap
	Rows    int
	Cents   int64
	Content []byte
	SHA256  string `bun:"sha256"`
	MadeBy  uuid.UUID
	MadeAt  time.Time

	Paid int `bun:",scanonly"` // invoices of it that are paid
}

// LogValue implements slog.LogValuer: the id only.
func (b *Batch) LogValue() slog.Value { return slog.StringValue(b.ID.String()) }

// FileName is under which name a batch is downloaded.
func (b *Batch) FileName() string { return fmt.Sprintf("kasse-%05d.csv", b.Number) }

type payment struct {
	bun.BaseModel `bun:"table:settlement.payment"`

	InvoiceID uuid.UUID `bun:",pk"`
	BatchID   uuid.UUID
	Line      int
	Cents     int64
}

// Export gives all accepted invoices that the viewer may export to the treasury: one batch, one transaction, each invoice once for ever. ErrNothing when none waits;
// ErrInvoice when an account on file does not hold any more, with all of them.
func (s *Service) Export(ctx context.Context) (*Batch, error) {
	b := &Batch{ID: ids.New(), MadeBy: identity.ViewerFrom(ctx).AccountID}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		// Numbers have no gaps, so whoever exports waits for who exports.
		if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended('settlement.batch', 0))").Exec(ctx); err != nil {
			return fmt.Errorf("wait for treasury: %w", err)
		}
		list := []*Invoice{}
		q := tx.NewSelect().Model(&list).Where("inv.state = ?", InvoiceAccepted).OrderExpr("inv.decided_at, inv.id").Limit(longestBatch).For("UPDATE OF inv")
		if err := billedIn(q, identity.ViewerFrom(ctx), ActionExport).Scan(ctx); err != nil {
			return fmt.Errorf("find invoices for treasury: %w", err)
		}
		if len(list) == 0 {
			return ErrNothing
		}
		if err := tx.NewRaw("SELECT coalesce(max(number), 0) + 1 FROM settlement.batch").Scan(ctx, &b.Number); err != nil {
			return fmt.Errorf("number batch: %w", err)
		}
		b.MadeAt = tx.Now
		payments, err := s.writeBatchTx(ctx, tx, b, list)
		if err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(b).Exec(ctx); err != nil {
			return fmt.Errorf("keep batch: %w", err)
		}
		if _, err := tx.NewInsert().Model(&payments).Exec(ctx); err != nil {
			return db.MapConstraints(fmt.Errorf("keep payments: %w", err), map[string]error{"payment_once": ErrConflict})
		}
		_, err = tx.NewRaw("UPDATE settlement.invoice SET state = 'exported', version = version + 1 WHERE id IN (SELECT invoice_id FROM settlement.payment WHERE batch_id = ?)", b.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("mark invoices: %w", err)
		}
		tx.Notify("settlement")
		return s.Audit.RecordTx(ctx, tx, BatchRecord(b.ID), "batch.exported", audit.Details{
			"number": strconv.Itoa(b.Number), "rows": strconv.Itoa(b.Rows), "cents": strconv.FormatInt(b.Cents, 10), "sha256": b.SHA256,
		})
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

var batchHeader = []string{
	"batch", "line", "made_on", "payee", "iban", "amount", "currency", "invoice_number", "invoice_date", "purpose", "accounts", "invoice_id",
}

// writeBatchTx writes the file of a batch: docs/treasury-export.md says what each column means.
func (s *Service) writeBatchTx(ctx context.Context, tx *db.Tx, b *Batch, list []*Invoice) ([]*payment, error) {
	payees, err := payeesTx(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	accounts, err := accountsTx(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	var f errs.Faults
	rows := [][]string{batchHeader}
	payments := make([]*payment, len(list))
	for i, inv := range list {
		to := payees[inv.PayeeID]
		f.Need(to != nil && validIBAN(to.Tax.IBAN), "iban["+inv.ID.String()+"]", "format")
		if to == nil {
			continue
		}
		f.Need(inv.IBAN == "" || inv.IBAN == to.Tax.IBAN || !validIBAN(to.Tax.IBAN), "iban["+inv.ID.String()+"]", "not_on_file") // changed since it was accepted: it can be sent back
		rows = append(rows, []string{
			strconv.Itoa(b.Number), strconv.Itoa(i + 1), clock.Today(b.MadeAt).String(), to.Name, to.Tax.IBAN, euros(inv.TotalCents), "EUR", inv.Number,
			inv.IssuedOn.String(), "Rechnung " + inv.Number, accounts[inv.ID], inv.ID.String(),
		})
		payments[i] = &payment{InvoiceID: inv.ID, BatchID: b.ID, Line: i + 1, Cents: inv.TotalCents}
		b.Rows, b.Cents = b.Rows+1, b.Cents+inv.TotalCents
	}
	if err := f.As(ErrInvoice); err != nil {
		return nil, err
	}
	b.Content = sheet.Write(rows)
	sum := sha256.Sum256(b.Content)
	b.SHA256 = hex.EncodeToString(sum[:])
	return payments, nil
}

func payeesTx(ctx context.Context, tx *db.Tx, list []*Invoice) (map[uuid.UUID]*Somebody, error) {
	wanted := make([]uuid.UUID, len(list))
	for i, inv := range list {
		wanted[i] = inv.PayeeID
	}
	var rows []*Somebody
	if err := tx.NewSelect().Model(&rows).Where("i.id IN (?)", bun.List(wanted)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("find who is paid: %w", err)
	}
	of := map[uuid.UUID]*Somebody{}
	for _, r := range rows {
		of[r.ID] = r
	}
	return of, nil
}

// accountsTx says which teams and cost centres bear an invoice: "familie/4711=186,00 studium=93,00", without the cents that rounding its VAT as a whole makes.
func accountsTx(ctx context.Context, tx *db.Tx, list []*Invoice) (map[uuid.UUID]string, error) {
	wanted := make([]uuid.UUID, len(list))
	for i, inv := range list {
		wanted[i] = inv.ID
	}
	var rows []struct {
		InvoiceID        uuid.UUID
		Team, CostCentre string
		Cents            int64
	}
	err := tx.NewRaw(`SELECT c.invoice_id, c.team, c.cost_centre, sum(c.total_cents)::bigint AS cents FROM settlement.claim c WHERE c.invoice_id IN (?)
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`, bun.List(wanted)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("find who bears invoices: %w", err)
	}
	of := map[uuid.UUID][]string{}
	for _, r := range rows {
		name := r.Team
		if r.CostCentre != "" {
			name += "/" + r.CostCentre
		}
		of[r.InvoiceID] = append(of[r.InvoiceID], name+"="+euros(r.Cents))
	}
	joined := map[uuid.UUID]string{}
	for id, parts := range of {
		joined[id] = strings.Join(parts, " ")
	}
	return joined, nil
}

// euros writes cents as German programs read amounts: 1234,50.
func euros(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d,%02d", sign, cents/100, cents%100)
}

// batchIn keeps a read to batches with an invoice that the viewer may see.
func batchIn(q *bun.SelectQuery, v *identity.Viewer) *bun.SelectQuery {
	teams, all := v.TeamsFor(ActionAudit)
	if !v.Can(ActionAudit) {
		return q.Where("false")
	}
	return q.Where(`EXISTS (SELECT FROM settlement.payment p JOIN settlement.claim c ON c.invoice_id = p.invoice_id WHERE p.batch_id = batch.id AND (? OR c.team IN (?)))`,
		all, bun.List(append(teams, "")))
}

const mostBatches = 200

// Batches are those that the viewer may see, the newest first, without what stands in them.
func (s *Service) Batches(ctx context.Context) ([]*Batch, error) {
	list := []*Batch{}
	err := batchIn(s.DB.NewSelect().Model(&list).ExcludeColumn("content"), identity.ViewerFrom(ctx)).
		ColumnExpr("(SELECT count(*) FROM settlement.payment p JOIN settlement.invoice i ON i.id = p.invoice_id WHERE p.batch_id = batch.id AND i.state = 'paid') AS paid").
		OrderExpr("number DESC").Limit(mostBatches).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list batches: %w", err)
	}
	return list, nil
}

// Download is the file of a batch as it was made, as often as one likes, for who may see all that stands in it; that is noted.
func (s *Service) Download(ctx context.Context, id uuid.UUID) (*Batch, error) {
	b, v := new(Batch), identity.ViewerFrom(ctx)
	teams, all := v.TeamsFor(ActionAudit)
	q := batchIn(s.DB.NewSelect().Model(b).Where("batch.id = ?", id), v).Where(`? OR NOT EXISTS (SELECT FROM settlement.payment p WHERE p.batch_id = batch.id
 AND NOT EXISTS (SELECT FROM settlement.claim c WHERE c.invoice_id = p.invoice_id AND c.team IN (?)))`, all, bun.List(append(teams, "")))
	if err := q.Scan(ctx); err != nil {
		return nil, db.NoRows(err, ErrNone, "read batch")
	}
	return b, s.Audit.Opened(ctx, BatchRecord(id), "work")
}

// MarkPaid notes the day on which the treasury has paid: all that is open of a batch, or one invoice.
type MarkPaid struct {
	Batch   uuid.UUID
	Invoice uuid.UUID
	PaidOn  clock.Date
}

// MarkPaid notes it in the viewer's name and returns how many invoices that made paid; those that are paid stay as they are.
func (s *Service) MarkPaid(ctx context.Context, in MarkPaid) (int, error) {
	paid := 0
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var f errs.Faults
		f.Need((in.Batch == uuid.Nil) != (in.Invoice == uuid.Nil), "batch", "required")
		f.Need(!in.PaidOn.IsZero() && !clock.Today(tx.Now).Before(in.PaidOn) && clock.Today(tx.Now).AddYears(-1).Before(in.PaidOn), "paidOn", "out_of_range")
		if err := f.As(ErrInput); err != nil {
			return err
		}
		list := []*Invoice{}
		q := tx.NewSelect().Model(&list).Where("inv.state IN (?, ?)", InvoiceExported, InvoicePaid).
			Where("inv.id = ? OR inv.id IN (SELECT invoice_id FROM settlement.payment WHERE batch_id = ?)", in.Invoice, in.Batch).For("UPDATE OF inv").OrderExpr("inv.id")
		if err := billedIn(q, identity.ViewerFrom(ctx), ActionExport).Scan(ctx); err != nil {
			return fmt.Errorf("find invoices that are paid: %w", err)
		}
		if len(list) == 0 {
			return ErrNone
		}
		for _, inv := range list {
			if inv.State == InvoicePaid {
				continue
			}
			if in.PaidOn.Before(inv.IssuedOn) {
				return ErrInput.With(errs.Field{Path: "paidOn", Code: "out_of_range"})
			}
			if err := s.paidTx(ctx, tx, inv, in.PaidOn); err != nil {
				return err
			}
			paid++
		}
		return nil
	})
	return paid, err
}

func (s *Service) paidTx(ctx context.Context, tx *db.Tx, inv *Invoice, on clock.Date) error {
	_, err := tx.NewRaw("UPDATE settlement.invoice SET state = 'paid', paid_on = ?, version = version + 1 WHERE id = ?", on, inv.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("mark invoice: %w", err)
	}
	if _, err := tx.NewRaw("UPDATE settlement.claim SET state = 'paid', version = version + 1 WHERE invoice_id = ?", inv.ID).Exec(ctx); err != nil {
		return fmt.Errorf("mark claims: %w", err)
	}
	return s.toldTx(ctx, tx, inv, "invoice.paid")
}
