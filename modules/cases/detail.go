package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// Detail is a case with all that stands beside it, as a clerk reads it.
type Detail struct {
	Case
	ServiceTitle string
	LegalBasis   string
	TeamName     string
	Clerk        *StaffRef
	Routing      []string // the reasons in German words
	Fee          writing.CaseFee
	Clock        Clock
	Person       CasePerson
	Papers       []PaperRow
	Requests     []RequestRow
	Notes        []NoteRow
	Permitted    []string
	Beside       []Beside // what the neighbours laid here

	UnreachedSince *time.Time // messages about it find no mailbox
	Offer          *catalogue.Offer
	more           *parts
	names          map[uuid.UUID]string // of colleagues
}

// StaffRef names a colleague.
type StaffRef struct {
	ID   uuid.UUID
	Name string
}

// CasePerson is the person of a case.
type CasePerson struct {
	ID            uuid.UUID
	FamilyName    string
	GivenNames    string
	NameOriginal  *string
	BirthDate     string
	Nationalities []string
	Email         *string
	Language      string
	LinkState     string     // on_file, provisional
	Proposal      *uuid.UUID // a clerk has yet to say whether the person is on file
}

// LinkedCase is another case of the same sitting (XAusländer: verbundenerAntrag); no ID and no name where the viewer may not read it.
type LinkedCase struct {
	ID         *uuid.UUID
	Number     string
	PersonName *string
	Role       string
	State      CaseState
}

// OtherCase is another open case of the same person; of a team whose cases the viewer may not read only the service and the team.
type OtherCase struct {
	ID                     *uuid.UUID
	Number                 *string
	State                  *CaseState
	Service, Team          string
	ServiceVersion         int
	ServiceTitle, TeamName string `db:"-"`
}

// PaperRow is a paper with its words and who checked it. Its version is that of the paper and of its document together (seen).
type PaperRow struct {
	Paper
	Title, Why string
	CheckedBy  *StaffRef
	documents  func() ([]*documents.Document, error) // nil: the viewer may not see papers
}

// Document is what was given in for the paper; all of a case are read at once, when the first is asked for.
func (p PaperRow) Document() (*documents.Document, error) {
	if p.DocumentID == nil || p.documents == nil {
		return nil, nil // nothing there, or nothing to see
	}
	all, err := p.documents()
	i := slices.IndexFunc(all, func(d *documents.Document) bool { return d.ID == *p.DocumentID })
	if err != nil || i < 0 {
		return nil, err
	}
	return all[i], nil
}

// RequestRow is a request with its words.
type RequestRow struct {
	Request
	Titles    []string
	CreatedBy *StaffRef // nil: by rule
}

// word fills in what is asked for, in a language.
func (r *RequestRow) word(o *catalogue.Offer, language string) {
	r.Titles = make([]string, len(r.Items))
	for n, item := range r.Items {
		r.Titles[n] = o.Text(language, "items."+item+".title")
	}
}

// NoteRow is a note with its author.
type NoteRow struct {
	Note
	Author *StaffRef
}

// The statements of a case's detail, sent in one go. Rights stand in the first; without its row nothing is shown.
const (
	detailCase = `SELECT c.*, p.family_name, p.given_names, nullif(p.original_name, ''), p.birth_date, p.nationalities, nullif(p.email, ''), p.language, p.state,
 (SELECT m.id FROM persons.proposal_v1 m WHERE m.provisional = c.person_id AND m.state = 'open'),
 (SELECT jsonb_object_agg(t.field, t.text) FROM cases.translation t WHERE t.case_id = c.id),
 (SELECT min(u.since) FROM messages.unreached_v1 u WHERE u.about_kind = 'case' AND u.about_id = c.id)
FROM (SELECT id, number, application_id, sitting_id, person_id, account_id, role, service, service_version, state, team, clerk_id, urgency,
 difficulty, routing, language, received_at, received_on, title_ends_on, action_due_on, promise_due_on, promise_days, risk_on,
 paused_since, paused_reason, paused_days, papers_missing, papers_to_check, papers_accepted, papers_total, fee, receipt_letter,
 decided_at, closed_at, version FROM cases.case) c
JOIN persons.person_v1 p ON p.id = c.person_id WHERE c.id = $1`
	detailPapers = `SELECT p.id, p.case_id, p.item, p.required, p.expires, p.state, p.document_id, p.reused, p.reason, p.valid_until, p.requested,
 p.checked_by, p.checked_at, p.position, p.version, coalesce(v.version, 0)
FROM cases.paper p LEFT JOIN documents.document_version_v1 v ON v.id = p.document_id WHERE p.case_id = $1 ORDER BY p.position`
	detailRequests = `SELECT r.id, r.case_id, r.items, r.due_on, r.text, r.state, r.letter_id, r.created_at, r.created_by, r.answered_at
FROM cases.request r WHERE r.case_id = $1 ORDER BY r.created_at DESC, r.id DESC`
	detailNotes = `SELECT n.id, n.case_id, n.author, n.channel, n.text, n.at
FROM cases.note n WHERE n.case_id = $1 ORDER BY n.id DESC`
)

// Detail reads a case for the viewer, in one round trip with the parts that are named, and records that it was opened and why.
func (s *Service) Detail(ctx context.Context, id uuid.UUID, reason string, also ...Part) (*Detail, error) {
	v := identity.ViewerFrom(ctx)
	d, err := s.readDetail(ctx, v, id, also)
	if err != nil {
		return nil, err
	}
	if err := s.audit.Opened(ctx, Record(id), reason); err != nil {
		return nil, fmt.Errorf("record opening: %w", err)
	}
	return d, s.word(ctx, v, d)
}

func (s *Service) readDetail(ctx context.Context, v *identity.Viewer, id uuid.UUID, also []Part) (*Detail, error) {
	head := db.Numbered{SQL: detailCase, Args: []any{id}}
	visible(&head, v, "cases.read")
	d := &Detail{Case: Case{ID: id}, more: &parts{viewer: v}}
	batch := &pgx.Batch{}
	batch.Queue(head.SQL, head.Args...).QueryRow(d.scanHead)
	batch.Queue(detailPapers, id).Query(db.Collect(&d.Papers, scanPaper))
	batch.Queue(detailRequests, id).Query(db.Collect(&d.Requests, scanRequest))
	batch.Queue(detailNotes, id).Query(db.Collect(&d.Notes, scanNote))
	s.queueBeside(batch, d)
	for _, part := range also {
		d.more.queue(batch, id, part)
	}
	err := s.db.Pool().SendBatch(ctx, batch).Close()
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read case: %w", err)
	}
	return d, nil
}

// word fills what comes from the catalogue and from the viewer's rights.
func (s *Service) word(ctx context.Context, v *identity.Viewer, d *Detail) error {
	offer, err := s.catalogue.OfferVersion(ctx, d.Service, d.ServiceVersion)
	if err != nil {
		return fmt.Errorf("find service of case: %w", err)
	}
	d.Offer, d.ServiceTitle, d.LegalBasis = offer, offer.Name(catalogue.German), ""
	if len(offer.LegalBasis) > 0 {
		d.LegalBasis = offer.LegalBasis[0].Law
	}
	team, _ := s.catalogue.City().FindTeam(d.Team)
	d.TeamName = team.Name
	d.Fee, d.Routing = writing.Fee(offer, d.Case.Fee, catalogue.German), make([]string, len(d.Case.Routing))
	for i, why := range d.Case.Routing {
		d.Routing[i] = offer.Text(catalogue.German, "why."+why)
	}
	papers := func() ([]*documents.Document, error) {
		err := s.need(ctx, d.more, d.ID, WithDocuments)
		return d.more.documents, err
	}
	for i := range d.Papers {
		if v.CanInTeam("documents.read", d.Team) {
			d.Papers[i].documents = papers
		}
		d.Papers[i].Title = offer.Text(catalogue.German, "items."+d.Papers[i].Item+".title")
		d.Papers[i].Why = offer.Text(catalogue.German, "items."+d.Papers[i].Item+".why")
	}
	for i := range d.Requests {
		d.Requests[i].word(offer, catalogue.German)
	}
	if err := s.nameColleagues(ctx, d); err != nil {
		return err
	}
	d.Clock = d.Case.clockOn(clock.Today(s.db.Clock.Now()))
	d.Permitted = permitted(v, d)
	for _, b := range d.Beside {
		d.Permitted = append(d.Permitted, b.Permitted(v, d)...)
	}
	return nil
}

// German is the German of a text that stands in the person's own words, by the name of its field.
func (d *Detail) German(field string) (string, bool) {
	text, ok := d.more.translated[field]
	return text, ok
}

// nameColleagues puts names to all ids of staff.
func (s *Service) nameColleagues(ctx context.Context, d *Detail) (err error) {
	ids, into := []*uuid.UUID{d.ClerkID}, []**StaffRef{&d.Clerk}
	for i := range d.Papers {
		ids, into = append(ids, d.Papers[i].Paper.CheckedBy), append(into, &d.Papers[i].CheckedBy)
	}
	for i := range d.Requests {
		ids, into = append(ids, d.Requests[i].Request.CreatedBy), append(into, &d.Requests[i].CreatedBy)
	}
	for i := range d.Notes {
		ids, into = append(ids, &d.Notes[i].Note.Author), append(into, &d.Notes[i].Author)
	}
	var wanted []uuid.UUID
	for _, b := range d.Beside {
		wanted = append(wanted, b.Colleagues()...)
	}
	for _, id := range ids {
		if id != nil {
			wanted = append(wanted, *id)
		}
	}
	d.names, err = s.identity.Colleagues(ctx, wanted)
	for i, id := range ids {
		*into[i] = d.Colleague(id)
	}
	return err
}

// Colleague names one of those that stand on the case or beside it; nil for nobody.
func (d *Detail) Colleague(id *uuid.UUID) *StaffRef {
	if id == nil {
		return nil
	}
	return &StaffRef{*id, d.names[*id]}
}
