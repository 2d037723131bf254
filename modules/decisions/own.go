package decisions

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
)

// Own is what stands beside the case of an applicant, as they see it.
type Own struct {
	Hearing  *HearingRow // the latest, in their own words
	Decision *MyDecision // nil before it is made

	delivery  *Delivery
	represent bool // the account may agree for the person
}

// MyDecision is a decision as its person sees it. What waits for its retrieval (VwVfG §41(2a)) is not told beforehand.
type MyDecision struct {
	Outcome      *Outcome
	DecidedOn    clock.Date
	Letter       *uuid.UUID
	ServedOn     clock.Date
	RemedyEndsOn clock.Date
	CopyOnly     bool // the letter that counts comes by post
	Retrieved    bool
}

// OfOwn is what an applicant's case was read with.
func OfOwn(m *cases.MyCase) *Own { return cases.Find[*Own](m.Beside) }

func (s *Service) besideOwn(ctx context.Context, own []*cases.Case) (map[uuid.UUID]cases.BesideOwn, error) {
	of, mine := make([]uuid.UUID, len(own)), make(map[uuid.UUID]*Own, len(own))
	for i, c := range own {
		of[i], mine[c.ID] = c.ID, &Own{}
	}
	var hearings []*Hearing
	var decisions []*Decision
	var deliveries []*Delivery
	in := bun.List(of)
	for _, q := range []*bun.SelectQuery{
		s.db.NewSelect().Model(&hearings).Where("case_id IN (?)", in).OrderExpr("created_at, id"),
		s.db.NewSelect().Model(&decisions).Where("case_id IN (?) AND state = ?", in, DecisionApproved),
		s.db.NewSelect().Model(&deliveries).Where("case_id IN (?)", in),
	} {
		if err := q.Scan(ctx); err != nil {
			return nil, fmt.Errorf("read decisions of own cases: %w", err)
		}
	}
	for _, h := range hearings {
		mine[h.CaseID].Hearing = &HearingRow{Hearing: *h, Answer: h.Answer}
	}
	for _, d := range deliveries {
		mine[d.CaseID].delivery = d
	}
	for _, d := range decisions {
		if o := mine[d.CaseID]; o.delivery != nil {
			o.Decision = o.delivery.shows(d)
		}
	}
	if err := s.represented(ctx, own, mine); err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]cases.BesideOwn, len(mine))
	for id, o := range mine {
		found[id] = o
	}
	return found, nil
}

// represented notes for whom the account may agree; only relatives need to be looked up.
func (s *Service) represented(ctx context.Context, own []*cases.Case, mine map[uuid.UUID]*Own) error {
	var relatives []uuid.UUID
	for _, c := range own {
		if c.Role != catalogue.Principal {
			relatives = append(relatives, c.PersonID)
		}
	}
	people, err := s.persons.ByIDs(ctx, relatives)
	if err != nil {
		return fmt.Errorf("find people of own cases: %w", err)
	}
	for _, c := range own {
		if mine[c.ID].represent, err = s.mayConsent(ctx, c, people[c.PersonID]); err != nil {
			return err
		}
	}
	return nil
}

// PermittedToOwner implements cases.BesideOwn.
func (o *Own) PermittedToOwner(c *cases.Case) []string {
	can := []string{}
	if c.State == cases.InHearing {
		can = append(can, "answerHearing")
	}
	if o.represent { // in any state: a consent can be taken back at any time
		can = append(can, "setDeliveryConsent")
	}
	if d := o.delivery; d != nil && d.RetrievedAt == nil && d.Regime != string(letters.RegimePost) {
		can = append(can, "retrieveDecision")
	}
	return can
}

// sealed says that a decision waits for its retrieval.
func (d *Delivery) sealed() bool {
	return d.Regime == string(letters.RegimePortal) && d.State == DeliveryNotified
}

func (d *Delivery) shows(made *Decision) *MyDecision {
	m := &MyDecision{
		DecidedOn: clock.Today(*made.ApprovedAt), ServedOn: d.ServedOn, RemedyEndsOn: d.RemedyEndsOn,
		CopyOnly: d.Regime == string(letters.RegimePost), Retrieved: d.RetrievedAt != nil,
	}
	if !d.sealed() {
		m.Outcome, m.Letter = &made.Outcome, &made.LetterID
	}
	return m
}
