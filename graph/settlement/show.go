package settlementgql

import (
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// What is shown.
type (
	// SettlementClaim is a claim with the names of whose it is.
	SettlementClaim struct {
		ID                      uuid.UUID
		Number                  int64
		Kind, AboutKind         string
		AboutID                 uuid.UUID
		Interpreter             uuid.UUID
		InterpreterName         string
		Payee                   uuid.UUID
		PayeeName               string
		Team, CostCentre        string
		Language, LanguageName  string
		Mode                    string
		EndedOn, LapsesOn       clock.Date
		Missing                 string
		Times                   *SettlementTimes
		Lines                   []SettlementLine
		NetCents, VatCents      int64
		TotalCents              int64
		ProposedTimes           *SettlementTimes
		ProposedLines           []SettlementLine
		ProposedCents           *int64
		Reason, Answer          string
		State                   string
		ReportedAt, ConfirmedAt *time.Time
		Version                 int
		Permitted               []string
	}
	// SettlementClaimPage is one page of them.
	SettlementClaimPage struct {
		Items []SettlementClaim
		Next  *string
	}
	// SettlementTimes are what a bill is worked out from.
	SettlementTimes struct {
		StartsAt, EndsAt                        time.Time
		WaitingMinutes, TravelMinutes, TravelKm int
		FareCents, ParkingCents, ExpensesCents  int64
		AllowanceCents                          int64
	}
	// SettlementTimesInput are others.
	SettlementTimesInput SettlementTimes
	// SettlementLine is a line of a bill.
	SettlementLine struct {
		Code                 string
		Quantity             int64
		Unit                 string
		Rate, Percent, Cents int64
		Law                  string
		Why                  []string
	}
	// SettlementInvoice is an invoice with what it bills.
	SettlementInvoice struct {
		ID                             uuid.UUID
		Number                         string
		Payee                          uuid.UUID
		PayeeName                      string
		IssuedOn                       clock.Date
		Format                         string
		NetCents, VatCents, TotalCents int64
		Iban                           string
		Claims                         []SettlementClaim
		Faults                         []SettlementFault
		State, Reason                  string
		HandedInAt                     time.Time
		PaidOn                         clock.Date
		Batch, Version                 int
		Permitted                      []string
	}
	// SettlementInvoicePage is one page of them.
	SettlementInvoicePage struct {
		Items []SettlementInvoice
		Next  *string
	}
	// SettlementFault is something with which an invoice does not agree.
	SettlementFault struct{ Path, Code, Want, Got string }
	// SettlementBatch is what the treasury was given.
	SettlementBatch struct {
		ID           uuid.UUID
		Number, Rows int
		Cents        int64
		Sha256       string
		MadeAt       time.Time
		FileName     string
		Paid         int
	}
	// SettlementFigures are a row of the year's report.
	SettlementFigures struct {
		Team, Language, LanguageName, Mode                               string
		Month, Number, ClientMissed, Missed, Cancelled                   int
		Minutes, Cents, CancelledCents, SurchargeCents, UnconfirmedCents int64
	}
	// MyMoney is what an interpreter or an agency sees.
	MyMoney struct {
		Name, Token               string
		Claims                    []SettlementClaim
		Invoices                  []SettlementInvoice
		ToBillCents, WaitingCents int64
	}
)

const german = "de"

func times(t *settlement.Times) *SettlementTimes {
	if t == nil {
		return nil
	}
	return &SettlementTimes{t.StartsAt, t.EndsAt, t.WaitingMinutes, t.TravelMinutes, t.TravelKm, t.FareCents, t.ParkingCents, t.ExpensesCents, t.AllowanceCents}
}

func (t *SettlementTimesInput) times() *settlement.Times {
	if t == nil {
		return nil
	}
	return &settlement.Times{
		StartsAt: t.StartsAt, EndsAt: t.EndsAt, WaitingMinutes: t.WaitingMinutes, TravelMinutes: t.TravelMinutes, TravelKm: t.TravelKm, FareCents: t.FareCents,
		ParkingCents: t.ParkingCents, ExpensesCents: t.ExpensesCents, AllowanceCents: t.AllowanceCents,
	}
}

func lines(b *remuneration.Bill) []SettlementLine {
	if b == nil {
		return nil
	}
	list := make([]SettlementLine, len(b.Lines))
	for i, l := range b.Lines {
		list[i] = SettlementLine{l.Code, l.Quantity, l.Unit, l.Rate, l.Percent, l.Cents, l.Law, l.Why}
		if l.Why == nil {
			list[i].Why = []string{}
		}
	}
	return list
}

// claim shows a claim to who reads a language.
func claim(c *settlement.Claim, reader string, permitted []string) SettlementClaim {
	shown := SettlementClaim{
		ID: c.ID, Number: c.Number, Kind: string(c.Kind), AboutKind: c.AboutKind, AboutID: c.AboutID, Interpreter: c.InterpreterID, Payee: c.PayeeID, Team: c.Team,
		CostCentre: c.CostCentre, Language: c.Language, LanguageName: linguists.LanguageName(c.Language, reader), Mode: c.Mode, EndedOn: c.EndedOn, LapsesOn: c.LapsesOn, Missing: string(c.Missing),
		Times: times(c.Times), Lines: lines(&c.Bill), NetCents: c.NetCents, VatCents: c.VATCents, TotalCents: c.TotalCents, ProposedTimes: times(c.ProposedTimes),
		ProposedLines: lines(c.ProposedBill), Reason: c.Reason, Answer: c.Answer, State: string(c.State), ReportedAt: c.ReportedAt, ConfirmedAt: c.ConfirmedAt,
		Version: c.Version, Permitted: permitted,
	}
	if c.ProposedBill != nil {
		shown.ProposedCents = &c.ProposedBill.TotalCents
	}
	if c.Interpreter != nil {
		shown.InterpreterName = c.Interpreter.Name
	}
	if c.Payee != nil {
		shown.PayeeName = c.Payee.Name
	}
	return shown
}

func invoice(i *settlement.Invoice, reader string, permitted []string) SettlementInvoice {
	shown := SettlementInvoice{
		ID: i.ID, Number: i.Number, Payee: i.PayeeID, IssuedOn: i.IssuedOn, Format: string(i.Format), NetCents: i.NetCents, VatCents: i.VATCents, TotalCents: i.TotalCents,
		Iban: i.IBAN, Claims: make([]SettlementClaim, len(i.Claims)), Faults: faults(i.Faults), State: string(i.State), Reason: i.Reason, HandedInAt: i.HandedInAt,
		PaidOn: i.PaidOn, Batch: i.Batch, Version: i.Version, Permitted: permitted,
	}
	if i.Payee != nil {
		shown.PayeeName = i.Payee.Name
	}
	for n, c := range i.Claims {
		shown.Claims[n] = claim(c, reader, []string{})
	}
	return shown
}

func faults(list errs.Faults) []SettlementFault {
	shown := make([]SettlementFault, len(list))
	for i, f := range list {
		shown[i] = SettlementFault{f.Path, f.Code, f.Params["want"], f.Params["got"]}
	}
	return shown
}

func batch(b *settlement.Batch) *SettlementBatch {
	return &SettlementBatch{b.ID, b.Number, b.Rows, b.Cents, b.SHA256, b.MadeAt, b.FileName(), b.Paid}
}
