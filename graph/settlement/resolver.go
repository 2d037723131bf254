// Package settlementgql is the part of the schema about what interpreters can claim, their invoices and what the treasury gets.
package settlementgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part; it is Query and Mutation.
type Resolver struct {
	Settlement *settlement.Service // nil where the city works without interpreters: nothing is found
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// The inputs.
type (
	// SettlementClaimFilter narrows a list.
	SettlementClaimFilter struct {
		States   []string
		Missing  []string
		Team     string
		Payee    *uuid.UUID
		From, To clock.Date
	}
	// SettlementInvoiceFilter narrows a list.
	SettlementInvoiceFilter struct {
		States []string
		Payee  *uuid.UUID
	}
	// ConfirmClaim confirms a claim.
	ConfirmClaim struct {
		Claim                     uuid.UUID
		Version                   int
		Team, Approval, Necessity string
	}
	// ExtendClaim gives more time.
	ExtendClaim struct {
		Claim   uuid.UUID
		Version int
		Until   clock.Date
		Reason  string
	}
	// RefuseClaim sees it otherwise.
	RefuseClaim struct {
		Claim   uuid.UUID
		Version int
		Reason  string
	}
	// ProposeClaim claims.
	ProposeClaim struct {
		Token   string
		Claim   uuid.UUID
		Version int
		Times   *SettlementTimesInput
		Reason  string
		// Of what was called off late.
		LostCents int64
		Assured   bool
	}
	// AcceptInvoice accepts an invoice.
	AcceptInvoice struct {
		ID      uuid.UUID
		Version int
	}
	// ReturnInvoice sends one back.
	ReturnInvoice struct {
		ID      uuid.UUID
		Version int
		Reason  string
	}
	// MarkPaid notes the treasury's answer.
	MarkPaid struct {
		Batch, Invoice *uuid.UUID
		PaidOn         clock.Date
	}
)

func (r Resolver) service() (*settlement.Service, error) {
	if r.Settlement == nil {
		return nil, settlement.ErrNone
	}
	return r.Settlement, nil
}

func or(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func args(first *int, after *string) page.Args {
	a := page.Args{}
	if first != nil {
		a.First = *first
	}
	if after != nil {
		a.After = *after
	}
	return a
}

func next(cursor string) *string {
	if cursor == "" {
		return nil
	}
	return &cursor
}

// SettlementClaims lists claims.
func (q Query) SettlementClaims(ctx context.Context, filter *SettlementClaimFilter, first *int, after *string) (*SettlementClaimPage, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	f := settlement.ClaimFilter{}
	if filter != nil {
		f = settlement.ClaimFilter{Team: filter.Team, Payee: or(filter.Payee), From: filter.From, To: filter.To}
		for _, state := range filter.States {
			f.States = append(f.States, settlement.ClaimState(state))
		}
		for _, missing := range filter.Missing {
			f.Missing = append(f.Missing, settlement.Missing(missing))
		}
	}
	found, err := s.Claims(ctx, f, args(first, after))
	if err != nil {
		return nil, err
	}
	v, shown := identity.ViewerFrom(ctx), &SettlementClaimPage{Items: make([]SettlementClaim, len(found.Items)), Next: next(found.Next)}
	for i, c := range found.Items {
		shown.Items[i] = claim(c, german, c.Permitted(v, s.Today()))
	}
	return shown, nil
}

// SettlementClaim is one of them.
func (q Query) SettlementClaim(ctx context.Context, id uuid.UUID) (*SettlementClaim, error) {
	return q.claimed(ctx, func(s *settlement.Service) (*settlement.Claim, error) { return s.Claim(ctx, id) })
}

func (r Resolver) claimed(ctx context.Context, do func(*settlement.Service) (*settlement.Claim, error)) (*SettlementClaim, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	c, err := do(s)
	if err != nil {
		return nil, err
	}
	shown := claim(c, german, c.Permitted(identity.ViewerFrom(ctx), s.Today()))
	return &shown, nil
}

// SettlementInvoices lists invoices.
func (q Query) SettlementInvoices(ctx context.Context, filter *SettlementInvoiceFilter, first *int, after *string) (*SettlementInvoicePage, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	f := settlement.InvoiceFilter{}
	if filter != nil {
		f.Payee = or(filter.Payee)
		for _, state := range filter.States {
			f.States = append(f.States, settlement.InvoiceState(state))
		}
	}
	found, err := s.Invoices(ctx, f, args(first, after))
	if err != nil {
		return nil, err
	}
	v, shown := identity.ViewerFrom(ctx), &SettlementInvoicePage{Items: make([]SettlementInvoice, len(found.Items)), Next: next(found.Next)}
	for i, inv := range found.Items {
		shown.Items[i] = invoice(inv, german, inv.Permitted(v))
	}
	return shown, nil
}

func (r Resolver) invoiced(ctx context.Context, do func(*settlement.Service) (*settlement.Invoice, error)) (*SettlementInvoice, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	inv, err := do(s)
	if err != nil {
		return nil, err
	}
	v := identity.ViewerFrom(ctx)
	shown := invoice(inv, german, inv.Permitted(v))
	return &shown, nil
}

// SettlementBatches are what the treasury was given.
func (q Query) SettlementBatches(ctx context.Context) ([]SettlementBatch, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.Batches(ctx)
	shown := make([]SettlementBatch, len(list))
	for i, b := range list {
		shown[i] = *batch(b)
	}
	return shown, err
}

// SettlementYear is the report of a year.
func (q Query) SettlementYear(ctx context.Context, year int) ([]SettlementFigures, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.Year(ctx, year)
	shown := make([]SettlementFigures, len(list))
	for i, f := range list {
		shown[i] = SettlementFigures{
			f.Team, f.Language, linguists.LanguageName(f.Language, german), f.Mode, f.Month, f.Number, f.ClientMissed, f.Missed, f.Cancelled, f.Minutes, f.Cents,
			f.CancelledCents, f.SurchargeCents, f.UnconfirmedCents,
		}
	}
	return shown, err
}

// linked is the service for who has a link, unless the network asks too fast.
func (r Resolver) linked(ctx context.Context) (*settlement.Service, error) {
	s, err := r.service()
	if err != nil {
		return nil, err
	}
	return s, s.MayAsk(identity.NetworkFrom(ctx))
}

// MyMoney is what is owed to who asks.
func (q Query) MyMoney(ctx context.Context, token *string) (*MyMoney, error) {
	s, err := q.linked(ctx)
	if err != nil {
		return nil, err
	}
	link := ""
	if token != nil {
		link = *token
	}
	m, err := s.Mine(ctx, link)
	if err != nil {
		return nil, err
	}
	shown := &MyMoney{Name: m.Payee.Name, Token: m.Token, Claims: make([]SettlementClaim, len(m.Claims)), Invoices: make([]SettlementInvoice, len(m.Invoices))}
	for i, c := range m.Claims {
		shown.Claims[i] = claim(c, m.Payee.Language, c.Own())
		if c.ToBill() {
			shown.ToBillCents += c.TotalCents
		}
	}
	for i, inv := range m.Invoices {
		shown.Invoices[i] = invoice(inv, m.Payee.Language, []string{})
		if inv.State != settlement.InvoicePaid && inv.State != settlement.InvoiceReturned {
			shown.WaitingCents += inv.TotalCents
		}
	}
	return shown, nil
}

// ConfirmClaim confirms.
func (m Mutation) ConfirmClaim(ctx context.Context, in ConfirmClaim) (*SettlementClaim, error) {
	return m.claimed(ctx, func(s *settlement.Service) (*settlement.Claim, error) {
		return s.Confirm(ctx, settlement.ConfirmClaim(in))
	})
}

// RefuseClaim refuses.
func (m Mutation) RefuseClaim(ctx context.Context, in RefuseClaim) (*SettlementClaim, error) {
	return m.claimed(ctx, func(s *settlement.Service) (*settlement.Claim, error) {
		return s.Refuse(ctx, settlement.RefuseClaim(in))
	})
}

// RejectClaim ends a dispute.
func (m Mutation) RejectClaim(ctx context.Context, in RefuseClaim) (*SettlementClaim, error) {
	return m.claimed(ctx, func(s *settlement.Service) (*settlement.Claim, error) {
		return s.Reject(ctx, settlement.RefuseClaim(in))
	})
}

// ExtendClaim gives more time.
func (m Mutation) ExtendClaim(ctx context.Context, in ExtendClaim) (*SettlementClaim, error) {
	return m.claimed(ctx, func(s *settlement.Service) (*settlement.Claim, error) {
		return s.Extend(ctx, settlement.ExtendClaim{RefuseClaim: settlement.RefuseClaim{Claim: in.Claim, Version: in.Version, Reason: in.Reason}, Until: in.Until})
	})
}

// ProposeClaim claims.
func (m Mutation) ProposeClaim(ctx context.Context, in ProposeClaim) (*SettlementClaim, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return nil, err
	}
	c, err := s.Propose(ctx, settlement.ProposeClaim{Token: in.Token, Claim: in.Claim, Version: in.Version, Times: in.Times.times(), Reason: in.Reason, LostCents: in.LostCents, Assured: in.Assured})
	if err != nil {
		return nil, err
	}
	shown := claim(c, c.Payee.Language, c.Own())
	return &shown, nil
}

// AcceptInvoice accepts.
func (m Mutation) AcceptInvoice(ctx context.Context, in AcceptInvoice) (*SettlementInvoice, error) {
	return m.invoiced(ctx, func(s *settlement.Service) (*settlement.Invoice, error) { return s.Accept(ctx, in.ID, in.Version) })
}

// ReturnInvoice sends back.
func (m Mutation) ReturnInvoice(ctx context.Context, in ReturnInvoice) (*SettlementInvoice, error) {
	return m.invoiced(ctx, func(s *settlement.Service) (*settlement.Invoice, error) {
		return s.Return(ctx, in.ID, in.Version, in.Reason)
	})
}

// ExportInvoices gives them to the treasury.
func (m Mutation) ExportInvoices(ctx context.Context) (*SettlementBatch, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	b, err := s.Export(ctx)
	if err != nil {
		return nil, err
	}
	return batch(b), nil
}

// MarkPaid notes the treasury's answer.
func (m Mutation) MarkPaid(ctx context.Context, in MarkPaid) (int, error) {
	s, err := m.service()
	if err != nil {
		return 0, err
	}
	return s.MarkPaid(ctx, settlement.MarkPaid{Batch: or(in.Batch), Invoice: or(in.Invoice), PaidOn: in.PaidOn})
}
