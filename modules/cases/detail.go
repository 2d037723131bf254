package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// Detail is a case with all that stands beside it, as a clerk reads it.
type Detail struct {
	Case
	ServiceTitle string
	LegalBasis   string
	TeamName     string
	Clerk        *StaffRef
	Routing      []string // the reasons in German words
	Fee          CaseFee
	Clock        Clock
	Person       CasePerson
	Linked       []LinkedCase
	Others       []LinkedCase // of the same person, still open: perhaps the same matter
	Papers       []PaperRow
	Requests     []RequestRow
	Hearing      *HearingRow
	Decision     *DecisionRow
	Delivery     *Delivery
	Notes        []NoteRow
	Permitted    []string

	Offer *catalogue.Offer
	more  *parts
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

// CaseFee is what the office charges, in euro cents, in words.
type CaseFee struct {
	Cents int
	Lines []CaseFeeLine
}

// CaseFeeLine is one amount of it; reductions are negative.
type CaseFeeLine struct {
	Text  string
	Cents int
	Law   string
}

func (c *Case) fee(o *catalogue.Offer, language string) CaseFee {
	fee := CaseFee{Cents: c.Fee.Cents, Lines: []CaseFeeLine{}}
	for _, l := range c.Fee.Lines {
		fee.Lines = append(fee.Lines, CaseFeeLine{o.Text(language, "fees."+l.Key), l.Cents, l.Law})
	}
	return fee
}

// LinkedCase is another case of the same sitting (XAusländer: verbundenerAntrag).
type LinkedCase struct {
	ID         uuid.UUID
	Number     string
	PersonName string
	Role       string
	State      CaseState
}

// PaperRow is a paper with its words and who checked it.
type PaperRow struct {
	Paper
	Title, Why string
	CheckedBy  *StaffRef
	documents  func() ([]*documents.Document, error) // nil: the viewer may not see papers
}

// Document is what was given in for the paper; all of a case are read at once, when the first is asked for.
func (p PaperRow) Document() (*documents.Document, error) {
	if p.DocumentID == nil || p.documents == nil {
		return nil, nil //nolint:nilnil // nothing there, or nothing to see
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

// HearingRow is a hearing with the answer as staff read it.
type HearingRow struct {
	Hearing
	Answer   *string // German, if a machine has translated it
	Original *string // the person's words then
}

// NoteRow is a note with its author.
type NoteRow struct {
	Note
	Author StaffRef
}

// DecisionRow is a decision with the names of who stands behind it.
type DecisionRow struct {
	Decision
	Digest      *string // in hex
	FourEyesWhy *string // the norm behind it
	DraftedBy   StaffRef
	ProposedBy  *StaffRef
	ApprovedBy  *StaffRef
}

// The statements of a case's detail, sent in one go. Rights stand in the first; without its row nothing is shown.
const (
	detailCase = `SELECT c.*, a.name, p.family_name, p.given_names, p.original_name, p.birth_date, p.nationalities, p.email, p.language, p.state,
 (SELECT m.id FROM persons.proposal_v1 m WHERE m.provisional = c.person_id AND m.state = 'open')
FROM (SELECT id, number, application_id, sitting_id, person_id, account_id, role, service, service_version, state, team, clerk_id, urgency,
 difficulty, routing, language, received_at, received_on, title_ends_on, action_due_on, promise_due_on, promise_days, risk_on,
 paused_since, paused_reason, paused_days, papers_missing, papers_to_check, papers_accepted, papers_total, fee, receipt_letter,
 decided_at, closed_at, version FROM cases.case) c
JOIN persons.person_v1 p ON p.id = c.person_id LEFT JOIN identity.account_v1 a ON a.id = c.clerk_id
WHERE c.id = $1`
	detailPapers = `SELECT p.id, p.case_id, p.item, p.required, p.expires, p.state, p.document_id, p.reused, p.reason, p.valid_until, p.requested,
 p.checked_by, p.checked_at, p.position, p.version, a.name
FROM cases.paper p LEFT JOIN identity.account_v1 a ON a.id = p.checked_by WHERE p.case_id = $1 ORDER BY p.position`
	detailRequests = `SELECT r.id, r.case_id, r.items, r.due_on, r.text, r.state, r.letter_id, r.created_at, r.created_by, r.answered_at, a.name
FROM cases.request r LEFT JOIN identity.account_v1 a ON a.id = r.created_by WHERE r.case_id = $1 ORDER BY r.created_at DESC`
	// What follows the check, in one row; a zero id says that there is none.
	detailLater = `SELECT d.id, coalesce(d.outcome, ''), coalesce(d.state, ''), coalesce(d.reasons, ''), coalesce(d.modules, '{}'), d.valid_from, d.valid_until,
 d.longest_until, d.less_reason, coalesce(d.four_eyes, false), d.letter_id, d.digest, d.drafted_by, d.proposed_by, d.proposed_at, d.approved_by, d.approved_at,
 d.number, d.remark, coalesce(d.version, 0), a.name, b.name, e.name,
 v.letter_id, coalesce(v.regime, ''), coalesce(v.state, ''), v.notified_at, v.retrieved_at, v.posted_on, v.served_on, v.remedy_ends_on,
 h.id, h.due_on, coalesce(h.text, ''), h.letter_id, coalesce(h.created_at, 'epoch'), h.created_by, h.answered_at, h.answer, h.language,
 (SELECT jsonb_object_agg(t.field, t.text) FROM cases.translation t WHERE t.case_id = c.id)
FROM (SELECT $1::uuid AS id) c LEFT JOIN cases.decision d ON d.case_id = c.id LEFT JOIN identity.account_v1 a ON a.id = d.drafted_by
 LEFT JOIN identity.account_v1 b ON b.id = d.proposed_by LEFT JOIN identity.account_v1 e ON e.id = d.approved_by
 LEFT JOIN cases.delivery v ON v.case_id = c.id
 LEFT JOIN LATERAL (SELECT * FROM cases.hearing h WHERE h.case_id = c.id ORDER BY h.created_at DESC LIMIT 1) h ON true`
	detailNotes = `SELECT n.id, n.case_id, n.author, n.text, n.at, coalesce(a.name, '')
FROM cases.note n LEFT JOIN identity.account_v1 a ON a.id = n.author WHERE n.case_id = $1 ORDER BY n.id DESC`
	// Other cases of the sitting, and other open ones of the person.
	detailOthers = `SELECT * FROM (SELECT o.id, o.number, trim(p.given_names || ' ' || p.family_name), o.role, o.state, true AS linked
FROM cases.case c JOIN cases.case o ON o.sitting_id = c.sitting_id AND o.id <> c.id JOIN persons.person_v1 p ON p.id = o.person_id WHERE c.id = $1
UNION ALL SELECT o.id, o.number, trim(p.given_names || ' ' || p.family_name), o.role, o.state, false
FROM cases.case c JOIN cases.case o ON o.person_id = c.person_id AND o.sitting_id <> c.sitting_id AND o.closed_at IS NULL
 JOIN persons.person_v1 p ON p.id = o.person_id WHERE c.id = $1) o ORDER BY o.number LIMIT 40`
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
	head := query{sql: detailCase, args: []any{id}}
	head.visible(v, "cases.read")
	d := &Detail{more: &parts{}}
	batch := &pgx.Batch{}
	batch.Queue(head.sql, head.args...).QueryRow(d.scanHead)
	batch.Queue(detailPapers, id).Query(collect(&d.Papers, scanPaper))
	batch.Queue(detailRequests, id).Query(collect(&d.Requests, scanRequest))
	batch.Queue(detailLater, id).QueryRow(d.scanLater)
	batch.Queue(detailNotes, id).Query(collect(&d.Notes, scanNote))
	batch.Queue(detailOthers, id).Query(d.scanOthers)
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
	d.Fee, d.Routing = d.Case.fee(offer, catalogue.German), make([]string, len(d.Case.Routing))
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
	d.Clock = d.Case.clockOn(clock.Today(s.db.Clock.Now()))
	d.Permitted = permitted(v, d)
	return nil
}

// History lists what happened to a case, newest first, with the names of colleagues. The viewer may see the case.
func (s *Service) History(ctx context.Context, d *Detail, args pageArgs) ([]HistoryEntry, *string, error) {
	trail, err := s.audit.Trail(ctx, Record(d.ID), args)
	if err != nil {
		return nil, nil, err
	}
	who := []uuid.UUID{}
	for _, e := range trail.Items {
		if e.ActorID != nil && e.ActorKind == audit.Staff {
			who = append(who, *e.ActorID)
		}
	}
	names, err := s.identity.Names(ctx, who)
	if err != nil {
		return nil, nil, err
	}
	entries := make([]HistoryEntry, len(trail.Items))
	for i, e := range trail.Items {
		entries[i] = HistoryEntry{Seq: int(e.Seq), At: e.At, Action: e.Action, ActorKind: string(e.ActorKind), Details: e.Details}
		if e.ActorID != nil {
			if name, ok := names[*e.ActorID]; ok {
				entries[i].ActorName = &name
			}
		}
	}
	if trail.Next == "" {
		return entries, nil, nil
	}
	return entries, &trail.Next, nil
}

// HistoryEntry is one step in the history of a case.
type HistoryEntry struct {
	Seq       int
	At        time.Time
	Action    string
	ActorKind string
	ActorName *string
	Details   audit.Details
}
