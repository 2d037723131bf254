package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// MyCase is what the applicant sees of the own case.
type MyCase struct {
	*Case
	PersonName string
	Forecast   Forecast
	Papers     []MyPaper
	Request    *RequestRow // the open one
	Steps      []CaseStep
	Permitted  []string
	Beside     []BesideOwn // what the neighbours laid here

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
	durations map[string]Measured // by service
	papers    map[uuid.UUID][]*Paper
	requests  map[uuid.UUID]*Request
	beside    map[uuid.UUID][]BesideOwn
	documents map[uuid.UUID][]*documents.Document
}

func (s *Service) besides(ctx context.Context, cases []*Case) (*besides, error) {
	of, people, services := make([]uuid.UUID, len(cases)), make([]uuid.UUID, len(cases)), make([]string, len(cases))
	for i, c := range cases {
		of[i], people[i], services[i] = c.ID, c.PersonID, c.Service
	}
	var names []struct {
		ID   uuid.UUID
		Name string
	}
	var papers []*Paper
	var requests []*Request
	in := bun.List(of)
	for _, q := range []*bun.SelectQuery{
		s.db.NewSelect().Model(&papers).Where("case_id IN (?)", in).OrderExpr("position"),
		s.db.NewSelect().Model(&requests).Where("case_id IN (?) AND state = 'open'", in),
		s.db.NewSelect().Model(&names).ModelTableExpr("persons.person_v1").ColumnExpr("id, trim(given_names || ' ' || family_name) AS name").
			Where("id IN (?)", bun.List(people)),
	} {
		if err := q.Scan(ctx); err != nil {
			return nil, fmt.Errorf("read own cases: %w", err)
		}
	}
	docs, err := s.documents.ForSubjects(ctx, string(documents.SubjectCase), of)
	if err != nil {
		return nil, err
	}
	b := &besides{names: map[uuid.UUID]string{}, papers: map[uuid.UUID][]*Paper{}, requests: map[uuid.UUID]*Request{}, documents: docs}
	for _, n := range names {
		b.names[n.ID] = n.Name
	}
	for _, p := range papers {
		b.papers[p.CaseID] = append(b.papers[p.CaseID], p)
	}
	for _, r := range requests {
		b.requests[r.CaseID] = r
	}
	if b.durations, err = s.Durations(ctx, services); err != nil {
		return nil, err
	}
	b.beside, err = s.besideOwn(ctx, cases)
	return b, err
}

func (s *Service) myCase(ctx context.Context, c *Case, all *besides) (MyCase, error) {
	offer, err := s.catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil {
		return MyCase{}, fmt.Errorf("find service of case: %w", err)
	}
	m := MyCase{
		Case: c, PersonName: all.names[c.PersonID], Forecast: forecast(offer, all.durations[c.Service]).on(c, clock.Today(s.db.Clock.Now())), Papers: []MyPaper{},
		Steps: c.steps(), Offer: offer,
	}
	for _, p := range all.papers[c.ID] {
		m.Papers = append(m.Papers, MyPaper{Paper: p, Document: given(all.documents[c.ID], c, p), Offer: offer})
	}
	if r := all.requests[c.ID]; r != nil {
		m.Request = &RequestRow{Request: *r}
		m.Request.word(offer, c.Language)
	}
	m.Beside, m.Permitted = all.beside[c.ID], c.permittedToOwner()
	for _, b := range m.Beside {
		m.Permitted = append(m.Permitted, b.PermittedToOwner(c)...)
	}
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

// permittedToOwner are the mutations that the applicant may do now.
func (c *Case) permittedToOwner() []string {
	can := []string{"sendMessage"}
	if c.State == Waiting {
		can = append(can, "answerRequest")
	}
	if c.Pending() {
		can = append(can, "withdrawCase")
	}
	return can
}
