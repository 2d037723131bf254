package settlement

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// ClaimState is how far a claim is.
type ClaimState string

// The states.
const (
	ClaimOpen      ClaimState = "open"
	ClaimProposed  ClaimState = "proposed"
	ClaimDisputed  ClaimState = "disputed"
	ClaimConfirmed ClaimState = "confirmed"
	ClaimInvoiced  ClaimState = "invoiced"
	ClaimPaid      ClaimState = "paid"
	ClaimLapsed    ClaimState = "lapsed"
	ClaimRejected  ClaimState = "rejected"
)

// ClaimKind is for what somebody is paid.
type ClaimKind string

// The kinds.
const (
	ForInterpreting ClaimKind = "interpreting"
	ForClientMissed ClaimKind = "client_missed" // they came, the client did not: until they were let go
	ForCancellation ClaimKind = "cancellation"  // called off too late (JVEG §9(5))
	ForShift        ClaimKind = "shift"
	ForTranslation  ClaimKind = "translation"
)

// Missing is what keeps a claim from being confirmed as it was worked out.
type Missing string

// What is missing; of a claim for which they have proposed something themselves the office's word suffices.
const (
	MissingNothing          Missing = ""
	MissingMarking          Missing = "marking"          // nobody has noted how it went: worked out as it was planned
	MissingSignature        Missing = "signature"        // theirs, or both
	MissingCountersignature Missing = "countersignature" // the office's
	MissingAssurance        Missing = "assurance"        // what they lost (JVEG §9(5)): worked out is the most that it can be
)

// Times are what a bill is worked out from.
type Times struct {
	StartsAt       time.Time `json:"starts_at"`
	EndsAt         time.Time `json:"ends_at"`
	WaitingMinutes int       `json:"waiting_minutes"`
	TravelMinutes  int       `json:"travel_minutes"` // there and back
	TravelKm       int       `json:"travel_km"`
	FareCents      int64     `json:"fare_cents"`
	ParkingCents   int64     `json:"parking_cents"`
	ExpensesCents  int64     `json:"expenses_cents"`
	AllowanceCents int64     `json:"allowance_cents"` // for a day away from home (JVEG §6)
}

func (t *Times) same(as Times) bool {
	if t == nil || !t.StartsAt.Equal(as.StartsAt) || !t.EndsAt.Equal(as.EndsAt) {
		return false
	}
	as.StartsAt, as.EndsAt = t.StartsAt, t.EndsAt
	return *t == as
}

// Terms are by what a bill is worked out.
type Terms struct {
	Contract  string     `json:"contract"`
	OrderedOn clock.Date `json:"ordered_on"` // whose tariff holds (JVEG §24)
	OnSite    bool       `json:"on_site"`
	Necessity string     `json:"necessity"` // as the office stated it (JVEG §9(6))
	VAT       bool       `json:"vat"`
}

// Claim is what somebody can claim.
type Claim struct {
	bun.BaseModel `bun:"table:settlement.claim,alias:c"`

	ID             uuid.UUID `bun:",pk"`
	AboutKind      string
	AboutID        uuid.UUID
	Number         int64 `bun:",nullzero"`
	Kind           ClaimKind
	InterpreterID  uuid.UUID
	PayeeID        uuid.UUID
	Team           string
	CostCentre     string
	Language       string // ISO 639-3
	Mode           string
	EndedOn        clock.Date
	LapsesOn       clock.Date
	BudgetYear     int
	Missing        Missing
	Agreed         bool
	AssuredAt      *time.Time
	Terms          *Terms             `bun:"type:jsonb,nullzero"`
	Times          *Times             `bun:"type:jsonb,nullzero"`
	Bill           remuneration.Bill  `bun:"type:jsonb"`
	ProposedTimes  *Times             `bun:"type:jsonb,nullzero"`
	ProposedBill   *remuneration.Bill `bun:"type:jsonb,nullzero"`
	Reason         string
	Answer         string
	NetCents       int64
	VATCents       int64
	TotalCents     int64
	Minutes        int
	SurchargeCents int64
	State          ClaimState
	ReportedAt     *time.Time
	AskedOn        clock.Date
	WarnedOn       clock.Date
	RefusedAt      *time.Time
	ConfirmedBy    *uuid.UUID
	ConfirmedAt    *time.Time
	InvoiceID      *uuid.UUID
	Version        int
	CreatedAt      time.Time

	Interpreter *Somebody `bun:"rel:belongs-to,join:interpreter_id=id"`
	Payee       *Somebody `bun:"rel:belongs-to,join:payee_id=id"`
	Billed      bool      `bun:",scanonly"` // stands in an invoice that was not sent back
}

// billed says of a claim whether it stands in an invoice that was not sent back.
const billed = "EXISTS (SELECT FROM settlement.billed l JOIN settlement.invoice i ON i.id = l.invoice_id WHERE l.claim_id = c.id AND i.state <> 'returned')"

// About names what a claim is about; under the same name money is bound in the budget.
func (c *Claim) About() audit.Record { return audit.Record{Kind: c.AboutKind, ID: c.AboutID} }

// ready says whether the office can confirm it: all is there, or they have said themselves what it is.
func (c *Claim) ready() bool { return c.State == ClaimProposed || c.Missing == MissingNothing }

// charge makes a bill that of the claim.
func (c *Claim) charge(b remuneration.Bill) {
	c.Bill, c.NetCents, c.VATCents, c.TotalCents, c.Minutes, c.SurchargeCents = b, b.NetCents, b.VATCents, b.TotalCents, 0, 0
	for _, l := range b.Lines {
		switch l.Code {
		case remuneration.LineTime, remuneration.LineCancellation:
			c.Minutes += int(l.Quantity)
		case remuneration.LineSurcharge:
			c.SurchargeCents += l.Cents
		}
	}
}

// NewClaim is what somebody has earned. About is what money was bound for in the budget of interpreting, if any was.
type NewClaim struct {
	About         audit.Record // of the kind assignment, shift or translation
	Kind          ClaimKind
	InterpreterID uuid.UUID // who did it; their agency is paid, if they have one
	Team          string
	CostCentre    string
	Language      string // ISO 639-3
	Mode          string // on_site, phone, video, written
	EndedOn       clock.Date
	BudgetYear    int // in which money was bound; 0: that of the day on which it ended
	Missing       Missing
	Bill          remuneration.Bill
	Terms         *Terms // with Times: they can propose others; nil: only the bill is known, as of a translation
	Times         *Times
	ReportedAt    *time.Time // when they signed for it: what is claimed does not lapse
}

// ClaimTx makes a claim, once for what it is about: again is the one that was made. Who has delivered with a count of their own (a translation) has claimed it thereby.
func (s *Service) ClaimTx(ctx context.Context, tx *db.Tx, in NewClaim) (*Claim, error) {
	c := &Claim{
		ID: ids.New(), AboutKind: in.About.Kind, AboutID: in.About.ID, Kind: in.Kind, InterpreterID: in.InterpreterID, Team: in.Team, CostCentre: in.CostCentre, Language: in.Language,
		Mode: in.Mode, EndedOn: in.EndedOn, LapsesOn: remuneration.LapsesOn(in.EndedOn, s.Holiday), Terms: in.Terms, Times: in.Times, State: ClaimOpen, Version: 1, CreatedAt: tx.Now,
		BudgetYear: cmp.Or(in.BudgetYear, in.EndedOn.Year), Missing: in.Missing, ReportedAt: in.ReportedAt,
	}
	if in.Kind == ForTranslation {
		c.ReportedAt = &tx.Now
	}
	c.charge(in.Bill)
	err := tx.NewRaw("SELECT coalesce(agency_id, id) FROM linguists.interpreter_v1 WHERE id = ?", in.InterpreterID).Scan(ctx, &c.PayeeID)
	if err := db.NoRows(err, ErrNone, "find who is paid"); err != nil {
		return nil, err
	}
	res, err := tx.NewInsert().Model(c).On("CONFLICT ON CONSTRAINT claim_once DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("make claim: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		made := new(Claim)
		err := tx.NewSelect().Model(made).Where("about_kind = ? AND about_id = ?", in.About.Kind, in.About.ID).Scan(ctx)
		return made, db.NoRows(err, ErrNone, "read claim")
	}
	if err := s.tellTx(ctx, tx, c, "claim.made"); err != nil || c.Kind != ForCancellation {
		return c, err
	}
	return c, s.askLossTx(ctx, tx, c)
}

// askLossTx tells who was called off late that what they lost is paid if they say what it was (JVEG §9(5)), up to which sum and until when.
func (s *Service) askLossTx(ctx context.Context, tx *db.Tx, c *Claim) error {
	return s.newsTx(ctx, tx, messages.TemplateSettlementLoss, c.ID.String(), ClaimRecord(c.ID), c.PayeeID, func(language string) map[string]string {
		return map[string]string{"most": remuneration.Euros(c.TotalCents), "date": c.LapsesOn.Written(language)}
	})
}

// tellTx writes into the trail of a claim and hints the screens that show it.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, c *Claim, action string) error {
	tx.Notify("settlement")
	return s.Audit.RecordTx(ctx, tx, ClaimRecord(c.ID), action, audit.Details{
		"about": c.AboutKind + "/" + c.AboutID.String(), "cents": strconv.FormatInt(c.TotalCents, 10), "state": string(c.State),
	})
}

// saveTx writes a claim whose row is locked, one version on.
func (c *Claim) saveTx(ctx context.Context, tx *db.Tx) error {
	c.Version++
	_, err := tx.NewUpdate().Model(c).ExcludeColumn("about_kind", "about_id", "number", "created_at").Where("c.id = ?", c.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("change claim: %w", err)
	}
	return nil
}
