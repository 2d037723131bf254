package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// WorkFilter narrows the work list; zero fields do not narrow.
type WorkFilter struct {
	Team       *string
	Service    *string
	States     []CaseState
	Clerk      *uuid.UUID
	Mine       *bool
	Unassigned *bool
	Unreached  *bool // messages about it find no mailbox
	Person     *uuid.UUID
	Text       *string // beginnings of names, or of a case number
}

// WorkItem is one row of the work list. Personal: it goes to those who may list the cases of its team.
type WorkItem struct {
	ID             uuid.UUID
	Number         string
	Version        int
	Service        string
	State          CaseState
	PersonName     string
	BirthDate      *string
	Nationality    *string
	Team           string
	ClerkID        *uuid.UUID
	ClerkName      *string
	Urgency        Urgency
	Difficulty     Difficulty
	ReceivedOn     clock.Date
	TitleEndsOn    clock.Date
	ActionDueOn    clock.Date
	PromiseDueOn   clock.Date
	RiskOn         clock.Date
	PausedReason   *string
	PapersMissing  int
	PapersToCheck  int
	PapersAccepted int
	PapersTotal    int
}

// WorkList is one page.
type WorkList struct {
	Items []WorkItem
	Next  *string
}

type workKey struct {
	Risk    clock.Date
	Promise clock.Date
	ID      uuid.UUID
}

const workRow = `SELECT c.id, c.number, c.version, c.service, c.state,
 CASE WHEN p.family_name = '' THEN p.given_names ELSE p.family_name || ', ' || p.given_names END,
 nullif(p.birth_date, ''), p.nationalities[1], c.team, c.clerk_id, a.name, c.urgency, c.difficulty,
 c.received_on, c.title_ends_on, c.action_due_on, c.promise_due_on, c.risk_on, c.paused_reason,
 c.papers_missing, c.papers_to_check, c.papers_accepted, c.papers_total
FROM cases.case c JOIN persons.person_v1 p ON p.id = c.person_id LEFT JOIN identity.account_v1 a ON a.id = c.clerk_id
WHERE c.closed_at IS NULL`

// WorkList lists open cases of the viewer's teams: the earliest legal risk first, then the promise. One statement, prepared;
// its limit stands in the text, because as a parameter it makes the generic plan read whole tables.
func (s *Service) WorkList(ctx context.Context, f WorkFilter, args page.Args) (WorkList, error) {
	q := db.Numbered{SQL: workRow}
	visible(&q, identity.ViewerFrom(ctx), "cases.list")
	f.apply(&q, identity.ViewerFrom(ctx))
	return s.work(ctx, &q, args)
}

// Clause narrows a list for a module above: SQL over c, a case as cases.case_v1 tells it; each %s stands for the next argument.
type Clause struct {
	SQL  string
	Args []any
}

// WorkListOf lists those open cases, of teams in which the viewer may do the action, that fulfil all clauses. One statement.
func (s *Service) WorkListOf(ctx context.Context, action string, args page.Args, clauses ...Clause) (WorkList, error) {
	q := db.Numbered{SQL: workRow}
	visible(&q, identity.ViewerFrom(ctx), action)
	for _, c := range clauses {
		q.And(c.SQL, c.Args...)
	}
	return s.work(ctx, &q, args)
}

// WorkFigures count the open cases of the viewer's teams.
type WorkFigures struct {
	Open, Late, Unassigned, Waiting int
	Risk14                          int // a legal risk within fourteen days
}

const figures = `SELECT count(*), count(*) FILTER (WHERE c.promise_due_on < $1 AND c.paused_since IS NULL AND c.decided_at IS NULL),
 count(*) FILTER (WHERE c.clerk_id IS NULL), count(*) FILTER (WHERE c.state IN ('waiting', 'hearing')), count(*) FILTER (WHERE c.risk_on <= $2)
FROM cases.case c WHERE c.closed_at IS NULL`

// Figures tells how the work stands, of one team or all of the viewer's.
func (s *Service) Figures(ctx context.Context, team *string) (*WorkFigures, error) {
	today, f := clock.Today(s.db.Clock.Now()), new(WorkFigures)
	q := db.Numbered{SQL: figures, Args: []any{today, today.AddDays(14)}}
	visible(&q, identity.ViewerFrom(ctx), "cases.list")
	if team != nil {
		q.And("c.team = %s", *team)
	}
	err := s.db.Pool().QueryRow(ctx, q.SQL, q.Args...).Scan(&f.Open, &f.Late, &f.Unassigned, &f.Waiting, &f.Risk14)
	if err != nil {
		return nil, fmt.Errorf("count cases: %w", err)
	}
	return f, nil
}

func (s *Service) work(ctx context.Context, q *db.Numbered, args page.Args) (WorkList, error) {
	var after workKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return WorkList{}, err
	}
	if more {
		q.And("(c.risk_on, c.promise_due_on, c.id) > (%s, %s, %s)", after.Risk.String(), after.Promise.String(), after.ID)
	}
	q.SQL += fmt.Sprintf(" ORDER BY c.risk_on, c.promise_due_on, c.id LIMIT %d", args.Size()+1)
	rows, err := s.db.Pool().Query(ctx, q.SQL, q.Args...)
	if err != nil {
		return WorkList{}, fmt.Errorf("list cases: %w", err)
	}
	items, err := pgx.AppendRows(make([]WorkItem, 0, args.Size()+1), rows, scanWorkItem)
	if err != nil {
		return WorkList{}, fmt.Errorf("list cases: %w", err)
	}
	p := page.Cut(items, args.Size(), func(w WorkItem) any { return workKey{w.RiskOn, w.PromiseDueOn, w.ID} })
	list := WorkList{Items: p.Items}
	if p.Next != "" {
		list.Next = &p.Next
	}
	return list, nil
}

func scanWorkItem(row pgx.CollectableRow) (w WorkItem, err error) {
	err = row.Scan(&w.ID, &w.Number, &w.Version, &w.Service, &w.State, &w.PersonName, &w.BirthDate, &w.Nationality, &w.Team,
		&w.ClerkID, &w.ClerkName, &w.Urgency, &w.Difficulty, &w.ReceivedOn, &w.TitleEndsOn, &w.ActionDueOn, &w.PromiseDueOn,
		&w.RiskOn, &w.PausedReason, &w.PapersMissing, &w.PapersToCheck, &w.PapersAccepted, &w.PapersTotal)
	return w, err
}
