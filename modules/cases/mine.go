package cases

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
)

// MyCase is what the applicant sees of the own case.
type MyCase struct {
	*Case
	PersonName string
	Fee        CaseFee
	Forecast   Forecast
	Papers     []MyPaper
	Request    *RequestRow // the open one
	Hearing    *HearingRow
	Decision   *MyDecision
	Steps      []CaseStep
	Permitted  []string

	Offer *catalogue.Offer
}

// MyPaper is a paper of the checklist, with what the person gave in for it.
type MyPaper struct {
	*Paper
	Document *documents.Document

	Offer *catalogue.Offer
}

// ServiceTitle is the name of the service in a language.
func (m MyCase) ServiceTitle(language string) string { return m.Offer.Name(language) }

// Title is the name of the paper in a language.
func (p MyPaper) Title(language string) string {
	return p.Offer.Text(language, "items."+p.Item+".title")
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

// mostMine bounds the cases that an account is shown.
const mostMine = 100

// MyCases lists the cases of the logged-in applicant, the newest first.
func (s *Service) MyCases(ctx context.Context) ([]MyCase, error) { return s.mine(ctx, uuid.Nil) }

// MyCase is one of them; ErrNotFound for everybody else's.
func (s *Service) MyCase(ctx context.Context, id uuid.UUID) (*MyCase, error) {
	found, err := s.mine(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, ErrNotFound
	}
	return &found[0], nil
}

// mine reads cases with what belongs to them, in as many statements for many as for one.
func (s *Service) mine(ctx context.Context, only uuid.UUID) ([]MyCase, error) {
	var cases []*Case
	q := s.db.NewSelect().Model(&cases).Where("c.account_id = ?", identity.ViewerFrom(ctx).AccountID).OrderExpr("c.id DESC").Limit(mostMine)
	if only != uuid.Nil {
		q = q.Where("c.id = ?", only)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list own cases: %w", err)
	}
	if len(cases) == 0 {
		return []MyCase{}, nil
	}
	all, err := s.besides(ctx, cases)
	if err != nil {
		return nil, err
	}
	found := make([]MyCase, len(cases))
	for i, c := range cases {
		if found[i], err = s.myCase(ctx, c, all); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// besides is what stands beside cases.
type besides struct {
	names     map[uuid.UUID]string
	papers    map[uuid.UUID][]*Paper
	requests  map[uuid.UUID]*Request
	hearings  map[uuid.UUID]*Hearing
	decisions map[uuid.UUID]*Decision
	delivery  map[uuid.UUID]*Delivery
	documents map[uuid.UUID][]*documents.Document
}

func (s *Service) besides(ctx context.Context, cases []*Case) (*besides, error) {
	of, people := make([]uuid.UUID, len(cases)), make([]uuid.UUID, len(cases))
	for i, c := range cases {
		of[i], people[i] = c.ID, c.PersonID
	}
	var names []struct {
		ID   uuid.UUID
		Name string
	}
	var papers []*Paper
	var requests []*Request
	var hearings []*Hearing
	var decisions []*Decision
	var deliveries []*Delivery
	in := bun.List(of)
	for _, q := range []*bun.SelectQuery{
		s.db.NewSelect().Model(&papers).Where("case_id IN (?)", in).OrderExpr("position"),
		s.db.NewSelect().Model(&requests).Where("case_id IN (?) AND state = 'open'", in),
		s.db.NewSelect().Model(&hearings).Where("case_id IN (?)", in).OrderExpr("created_at"),
		s.db.NewSelect().Model(&decisions).Where("case_id IN (?) AND state = 'approved'", in),
		s.db.NewSelect().Model(&deliveries).Where("case_id IN (?)", in),
		s.db.NewSelect().Model(&names).ModelTableExpr("persons.person_v1").ColumnExpr("id, trim(given_names || ' ' || family_name) AS name").
			Where("id IN (?)", bun.List(people)),
	} {
		if err := q.Scan(ctx); err != nil {
			return nil, fmt.Errorf("read own cases: %w", err)
		}
	}
	docs, err := s.documents.ForSubjects(ctx, string(documents.SubjectCase), of)
	b := &besides{names: map[uuid.UUID]string{}, papers: map[uuid.UUID][]*Paper{}, documents: docs}
	for _, n := range names {
		b.names[n.ID] = n.Name
	}
	for _, p := range papers {
		b.papers[p.CaseID] = append(b.papers[p.CaseID], p)
	}
	b.requests = byCase(requests, func(r *Request) uuid.UUID { return r.CaseID })
	b.hearings = byCase(hearings, func(h *Hearing) uuid.UUID { return h.CaseID })
	b.decisions = byCase(decisions, func(d *Decision) uuid.UUID { return d.CaseID })
	b.delivery = byCase(deliveries, func(d *Delivery) uuid.UUID { return d.CaseID })
	return b, err
}

// byCase keeps the last of each case.
func byCase[T any](rows []*T, of func(*T) uuid.UUID) map[uuid.UUID]*T {
	found := make(map[uuid.UUID]*T, len(rows))
	for _, r := range rows {
		found[of(r)] = r
	}
	return found
}

func (s *Service) myCase(ctx context.Context, c *Case, all *besides) (MyCase, error) {
	offer, err := s.catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil {
		return MyCase{}, fmt.Errorf("find service of case: %w", err)
	}
	forecast, err := s.forecast(ctx, s.db, offer)
	if err != nil {
		return MyCase{}, err
	}
	m := MyCase{
		Case: c, PersonName: all.names[c.PersonID], Forecast: forecast.on(c, clock.Today(s.db.Clock.Now())), Papers: []MyPaper{},
		Steps: c.steps(), Offer: offer, Fee: c.fee(offer, c.Language),
	}
	for _, p := range all.papers[c.ID] {
		m.Papers = append(m.Papers, MyPaper{Paper: p, Document: given(all.documents[c.ID], c, p), Offer: offer})
	}
	if r := all.requests[c.ID]; r != nil {
		m.Request = &RequestRow{Request: *r}
		m.Request.word(offer, c.Language)
	}
	if h := all.hearings[c.ID]; h != nil {
		m.Hearing = &HearingRow{Hearing: *h, Answer: h.Answer}
	}
	delivery := all.delivery[c.ID]
	if d := all.decisions[c.ID]; d != nil && delivery != nil {
		m.Decision = delivery.shows(d)
	}
	m.Permitted = c.permittedToOwner(delivery)
	return m, nil
}

// given is what the person gave in for a paper: what the office looks at, or what was uploaded since.
func given(docs []*documents.Document, c *Case, p *Paper) *documents.Document {
	var newest *documents.Document
	for _, d := range docs {
		own := d.AccountID != nil && c.AccountID != nil && *d.AccountID == *c.AccountID
		if d.Item == p.Item && own && (newest == nil || d.CreatedAt.After(newest.CreatedAt)) {
			newest = d
		}
	}
	return newest
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

// permittedToOwner are the mutations that the applicant may do now.
func (c *Case) permittedToOwner(d *Delivery) []string {
	can := []string{"sendMessage"}
	add := func(ok bool, action string) {
		if ok {
			can = append(can, action)
		}
	}
	pending := slices.Contains(undecided, c.State) || c.State == Approval
	add(c.State == Waiting, "answerRequest")
	add(c.State == InHearing, "answerHearing")
	add(pending, "setDeliveryConsent")
	add(pending, "withdrawCase")
	add(d != nil && d.RetrievedAt == nil && d.Regime != string(letters.RegimePost), "retrieveDecision")
	return can
}

// DeliveryConsent says whether the person agreed to decisions in the portal; nil while nobody asked.
func (s *Service) DeliveryConsent(ctx context.Context, c *Case) (*bool, error) {
	consents, err := s.persons.Consents(ctx, c.PersonID)
	for _, said := range consents {
		if said.Kind == persons.PortalDelivery {
			given := said.Given
			return &given, err
		}
	}
	return nil, err
}

// CaseContact is who answers questions about a case.
type CaseContact struct {
	Team                string
	Name                *string
	Phone, Email, Hours *string
}

// Contact is the team of a case.
func (s *Service) Contact(c *Case) CaseContact {
	city := s.catalogue.City()
	team, _ := city.FindTeam(c.Team)
	contact := CaseContact{Team: team.Name, Phone: textOrNil(team.Phone), Email: textOrNil(team.Email)}
	if len(city.Contact.Hours) > 0 {
		hours := city.Contact.Hours[0]
		for _, h := range city.Contact.Hours[1:] {
			hours += ", " + h
		}
		contact.Hours = &hours
	}
	return contact
}
