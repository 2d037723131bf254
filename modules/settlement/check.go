package settlement

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// compare tells what an invoice does not agree with: claims that are not confirmed or billed already, their sum, the tax facts and the account on file.
func (s *Service) compare(ctx context.Context, q bun.IDB, inv *Invoice, claims []*Claim) (errs.Faults, error) {
	f := errs.Faults{}
	payee := inv.Payee
	if payee == nil {
		payee = new(Somebody)
		if err := q.NewSelect().Model(payee).Where("i.id = ?", inv.PayeeID).Scan(ctx); err != nil {
			return nil, fmt.Errorf("read issuer: %w", err)
		}
	}
	var net, vat int64
	for _, c := range claims {
		path := "claims[" + strconv.FormatInt(c.Number, 10) + "]"
		f.Need(!slices.Contains([]ClaimState{ClaimOpen, ClaimProposed, ClaimDisputed}, c.State), path, "not_confirmed")
		f.Need(c.State != ClaimLapsed && c.State != ClaimRejected, path, "lapsed")
		f.Need(c.InvoiceID == nil || *c.InvoiceID == inv.ID || c.Billed, path, "billed") // of those that are Billed it is told where they are handed in
		net, vat = net+c.NetCents, vat+c.VATCents
	}
	rounding := int64(len(claims)) // VAT of the whole is not the sum of that of its parts
	if inv.NetCents != net {
		f = append(f, differs("net", "differs", net, inv.NetCents, nil))
	}
	if d := inv.VATCents - vat; d > rounding || d < -rounding {
		f = append(f, differs("vat", "differs", vat, inv.VATCents, nil))
	}
	f.Need(inv.VATID == "" || inv.VATID == payee.Tax.VATID, "vatId", "not_on_file")
	f.Need(inv.TaxNumber == "" || digits(inv.TaxNumber) == digits(payee.Tax.Number), "taxNumber", "not_on_file")
	f.Need(inv.IBAN == "" || validIBAN(inv.IBAN), "iban", "format")
	f.Need(inv.IBAN == "" || inv.IBAN == payee.Tax.IBAN, "iban", "not_on_file")
	f.Need(validIBAN(payee.Tax.IBAN), "iban", "none_on_file")
	return f, nil
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// Accept says in the viewer's name that an invoice is right: its claims are billed, it waits for the treasury. ErrInvoice tells what still does not agree.
func (s *Service) Accept(ctx context.Context, id uuid.UUID, version int) (*Invoice, error) {
	return s.settle(ctx, id, version, func(ctx context.Context, tx *db.Tx, inv *Invoice) error {
		if inv.State != InvoiceReceived {
			return ErrOver
		}
		claims, err := s.claimsOfTx(ctx, tx, inv)
		if err != nil {
			return err
		}
		faults, err := s.compare(ctx, tx, inv, claims)
		if err != nil {
			return err
		}
		if err := faults.As(ErrInvoice); err != nil {
			return err
		}
		inv.State, inv.Faults = InvoiceAccepted, faults
		for _, c := range claims {
			c.State, c.InvoiceID = ClaimInvoiced, &inv.ID
			if err := c.saveTx(ctx, tx); err != nil {
				return err
			}
		}
		return s.toldTx(ctx, tx, inv, "invoice.accepted")
	})
}

func (s *Service) claimsOfTx(ctx context.Context, tx *db.Tx, inv *Invoice) ([]*Claim, error) {
	list := []*Claim{}
	err := tx.NewSelect().Model(&list).Where("c.id IN (SELECT claim_id FROM settlement.billed WHERE invoice_id = ?)", inv.ID).OrderExpr("c.id").For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what is billed: %w", err)
	}
	return list, nil
}

// Return sends an invoice back with a reason, also one that was accepted while the treasury does not have it; its issuer is told. A right one may have the same number.
func (s *Service) Return(ctx context.Context, id uuid.UUID, version int, reason string) (*Invoice, error) {
	reason = strings.TrimSpace(reason)
	var f errs.Faults
	f.Need(reason != "", "reason", "required")
	f.Fits(reason, longestReason, "reason")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.settle(ctx, id, version, func(ctx context.Context, tx *db.Tx, inv *Invoice) error {
		inv.State, inv.Reason = InvoiceReturned, reason
		_, err := tx.NewRaw("UPDATE settlement.claim SET state = 'confirmed', invoice_id = NULL, version = version + 1 WHERE invoice_id = ?", inv.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("take claims back: %w", err)
		}
		if err := s.newsTx(ctx, tx, messages.TemplateSettlementNews, inv.ID.String()+":returned", InvoiceRecord(inv.ID), inv.PayeeID, nil); err != nil {
			return err
		}
		return s.toldTx(ctx, tx, inv, "invoice.returned")
	})
}

// settle changes an invoice that has come in, that the treasury does not have, and that the viewer may keep.
func (s *Service) settle(ctx context.Context, id uuid.UUID, version int, do func(context.Context, *db.Tx, *Invoice) error) (*Invoice, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		inv, v := new(Invoice), identity.ViewerFrom(ctx)
		err := billedIn(tx.NewSelect().Model(inv).Where("inv.id = ?", id), v, ActionKeep).For("UPDATE OF inv").Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read invoice"); err != nil {
			return err
		}
		if inv.Version != version {
			return ErrConflict
		}
		if inv.State != InvoiceReceived && inv.State != InvoiceAccepted {
			return ErrOver
		}
		by := v.AccountID
		inv.DecidedBy, inv.DecidedAt, inv.Version = &by, &tx.Now, inv.Version+1
		if err := do(ctx, tx, inv); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(inv).Column("state", "reason", "faults", "decided_by", "decided_at", "version").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("change invoice: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Invoice(ctx, id)
}

// Original is the file of an invoice, for who may read it; that is noted.
func (s *Service) Original(ctx context.Context, id uuid.UUID) (*Invoice, io.ReadCloser, error) {
	inv, err := s.Invoice(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if err := s.Audit.Opened(ctx, InvoiceRecord(id), "work"); err != nil {
		return nil, nil, err
	}
	body, err := s.Store.Get(ctx, inv.key())
	if err != nil {
		return nil, nil, fmt.Errorf("open invoice: %w", err)
	}
	return inv, body, nil
}
