package decisions

import (
	"encoding/hex"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
)

// DecisionRow is a decision with the names of who stands behind it, as staff read it.
type DecisionRow struct {
	Decision
	Digest      *string // in hex
	FourEyesWhy *string // why a second pair of eyes is asked for, in German; nil where it is not
	DraftedBy   cases.StaffRef
	ProposedBy  *cases.StaffRef
	ApprovedBy  *cases.StaffRef
}

// HearingRow is a hearing with the answer as staff read it.
type HearingRow struct {
	Hearing
	Answer   *string // German, if a machine has translated it
	Original *string // the person's words then
}

// Beside is what stands beside a case: all that is there of decision, hearing and delivery.
type Beside struct {
	decision *DecisionRow
	hearing  *Hearing
	delivery *Delivery
}

// Of is what a case's detail was read with.
func Of(d *cases.Detail) *Beside { return cases.Find[*Beside](d.Beside) }

// Delivery is how the decision reaches its person; nil before it is made.
func (b *Beside) Delivery() *Delivery { return b.delivery }

// Decision is the decision as staff read it, nil if there is none.
func (b *Beside) Decision(d *cases.Detail) *DecisionRow {
	row := b.decision
	if row == nil {
		return nil
	}
	row.DraftedBy = *d.Colleague(&row.Decision.DraftedBy)
	row.ProposedBy, row.ApprovedBy = d.Colleague(row.Decision.ProposedBy), d.Colleague(row.Decision.ApprovedBy)
	if len(row.Decision.Digest) > 0 {
		digest := hex.EncodeToString(row.Decision.Digest)
		row.Digest = &digest
	}
	if row.FourEyes {
		row.FourEyesWhy = reasons(d.Offer, row.Decision.FourEyesWhy)
	}
	return row
}

// Colleagues implements cases.Beside.
func (b *Beside) Colleagues() []uuid.UUID {
	if b.decision == nil {
		return nil
	}
	ids := []uuid.UUID{b.decision.Decision.DraftedBy}
	for _, id := range []*uuid.UUID{b.decision.Decision.ProposedBy, b.decision.Decision.ApprovedBy} {
		if id != nil {
			ids = append(ids, *id)
		}
	}
	return ids
}

// reasons puts the keys of an approval's reasons into German.
func reasons(o *catalogue.Offer, keys []string) *string {
	words := make([]string, len(keys))
	for i, key := range keys {
		words[i] = o.Text(catalogue.German, "why."+key)
	}
	text := strings.Join(words, "; ")
	return &text
}

// Hearing is the latest hearing as staff read it, nil if there was none.
func (b *Beside) Hearing(d *cases.Detail) *HearingRow {
	if b.hearing == nil {
		return nil
	}
	row := &HearingRow{Hearing: *b.hearing, Answer: b.hearing.Answer}
	if german, ok := d.German(hearingField); ok {
		row.Answer, row.Original = &german, b.hearing.Answer
	}
	return row
}

// Permitted implements cases.Beside.
func (b *Beside) Permitted(v *identity.Viewer, d *cases.Detail) []string {
	can := []string{}
	in := func(states ...cases.CaseState) bool { return slices.Contains(states, d.State) }
	add := func(ok bool, actions ...string) {
		if ok {
			can = append(can, actions...)
		}
	}
	decide := v.CanInTeam("cases.decide", d.Team) && v.CanDecide(d.Service)
	add(decide && in(cases.Undecided...), "draftDecision")
	add(decide && in(cases.AtWork...), "openHearing")
	add(decide && in(cases.InHearing), "recordHearing")
	add(decide && in(cases.Deciding) && b.decision != nil, "proposeDecision")
	add(decide && in(cases.Undecided...) && b.decision != nil, "discardDecision")
	add(in(cases.Approval) && b.mayBeApprovedBy(v, d), "approveDecision", "returnDecision")
	return can
}

func (b *Beside) mayBeApprovedBy(v *identity.Viewer, d *cases.Detail) bool {
	return b.decision != nil && v.CanInTeam("cases.approve", d.Team) && v.CanApprove(d.Service) && !b.decision.by(v.AccountID)
}

// Of one case, in one row; a zero id says that there is none.
const besideCase = `SELECT d.id, coalesce(d.outcome, ''), coalesce(d.state, ''), coalesce(d.reasons, ''), coalesce(d.modules, '{}'), d.valid_from, d.valid_until,
 d.longest_until, d.less_reason, coalesce(d.four_eyes, false), d.four_eyes_why, d.letter_id, d.digest, d.drafted_by, d.proposed_by, d.proposed_at,
 d.approved_by, d.approved_at, d.number, d.remark, coalesce(d.version, 0),
 v.letter_id, coalesce(v.regime, ''), coalesce(v.state, ''), v.notified_at, v.retrieved_at, v.posted_on, v.served_on, v.remedy_ends_on,
 h.id, h.due_on, coalesce(h.text, ''), h.letter_id, coalesce(h.created_at, 'epoch'), h.created_by, h.answered_at, h.answer, h.language
FROM (SELECT $1::uuid AS id) c LEFT JOIN decisions.decision d ON d.case_id = c.id
 LEFT JOIN decisions.delivery v ON v.case_id = c.id
 LEFT JOIN LATERAL (SELECT * FROM decisions.hearing h WHERE h.case_id = c.id ORDER BY h.created_at DESC, h.id DESC LIMIT 1) h ON true`

func beside(batch *pgx.Batch, id uuid.UUID) cases.Beside {
	b := new(Beside)
	batch.Queue(besideCase, id).QueryRow(func(row pgx.Row) error { return b.scan(row, id) })
	return b
}

func (b *Beside) scan(row pgx.Row, id uuid.UUID) error {
	var x DecisionRow
	var v Delivery
	var h Hearing
	err := row.Scan(&x.ID, &x.Outcome, &x.State, &x.Reasons, &x.Modules, &x.ValidFrom, &x.ValidUntil,
		&x.LongestUntil, &x.LessReason, &x.FourEyes, &x.Decision.FourEyesWhy, &x.LetterID, &x.Decision.Digest, &x.Decision.DraftedBy,
		&x.Decision.ProposedBy, &x.ProposedAt, &x.Decision.ApprovedBy, &x.ApprovedAt, &x.Number, &x.Remark, &x.Version,
		&v.LetterID, &v.Regime, &v.State, &v.NotifiedAt, &v.RetrievedAt, &v.PostedOn, &v.ServedOn, &v.RemedyEndsOn,
		&h.ID, &h.DueOn, &h.Text, &h.LetterID, &h.CreatedAt, &h.CreatedBy, &h.AnsweredAt, &h.Answer, &h.Language)
	if err != nil {
		return err
	}
	x.CaseID, v.CaseID, h.CaseID = id, id, id
	if x.ID != uuid.Nil {
		b.decision = &x
	}
	if v.State != "" {
		b.delivery = &v
	}
	if h.ID != uuid.Nil {
		b.hearing = &h
	}
	return nil
}
