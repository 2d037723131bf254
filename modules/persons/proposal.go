package persons

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// MatchState says whether a clerk has answered.
type MatchState string

// The states of a proposal.
const (
	MatchOpen      MatchState = "open"
	MatchConfirmed MatchState = "confirmed"
	MatchRefused   MatchState = "refused"
)

// Why a clerk is asked.
const (
	SameAttributes = "same_attributes" // names and birth date agree with somebody on file
	OtherDetails   = "other_details"   // the account gave other details than before
)

// Topic is the live topic of the list of open proposals.
const Topic = "persons:proposals"

// MatchProposal asks a clerk whether a provisional person is one of the candidates.
type MatchProposal struct {
	bun.BaseModel `bun:"table:persons.proposal,alias:mp"`

	ID            uuid.UUID `bun:",pk"`
	State         MatchState
	ProvisionalID uuid.UUID  `bun:"provisional"`
	AccountID     *uuid.UUID // nil for a family member, or where the account already speaks for somebody
	Reason        string
	Trust         identity.Trust // of the account; "" for a family member
	CreatedAt     time.Time
	DecidedAt     *time.Time
	DecidedBy     *uuid.UUID
	MergedInto    *uuid.UUID
}

// MatchCandidate is somebody on file, with the names of the details in which both agree and differ; what one of them lacks is in
// neither.
type MatchCandidate struct {
	Person          *Person
	Agrees, Differs []string
}

// proposeTx makes a provisional person and asks a clerk. account is nil when no account is to be linked.
func (s *Service) proposeTx(
	ctx context.Context, tx *db.Tx, account *Account, trust identity.Trust, d Details, found []*Person, reason string,
) (Resolution, error) {
	p, err := s.createTx(ctx, tx, d, StateProvisional)
	if err != nil {
		return Resolution{}, err
	}
	m := &MatchProposal{ID: ids.New(), State: MatchOpen, ProvisionalID: p.ID, Reason: reason, Trust: trust, CreatedAt: tx.Now}
	if account != nil {
		m.AccountID = &account.ID
		if err := s.linkTx(ctx, tx, *account, p.ID, LinkPending); err != nil {
			return Resolution{}, err
		}
	}
	if _, err := tx.NewInsert().Model(m).Exec(ctx); err != nil {
		return Resolution{}, fmt.Errorf("propose match: %w", err)
	}
	for _, c := range found {
		if _, err := tx.NewRaw("INSERT INTO persons.candidate VALUES (?, ?)", m.ID, c.ID).Exec(ctx); err != nil {
			return Resolution{}, fmt.Errorf("propose match: %w", err)
		}
	}
	tx.Notify(Topic)
	return Resolution{PersonID: p.ID, Pending: true}, tx.Emit(ctx, Proposed{ProposalID: m.ID})
}

// Proposals lists what waits for a clerk, oldest first.
func (s *Service) Proposals(ctx context.Context, args page.Args) (page.Page[*MatchProposal], error) {
	var rows []*MatchProposal
	q := s.db.NewSelect().Model(&rows).Where("state = 'open'").OrderExpr("id").Limit(int64(args.Size() + 1))
	var after uuid.UUID
	if more, err := page.Decode(args.After, &after); err != nil {
		return page.Page[*MatchProposal]{}, err
	} else if more {
		q = q.Where("id > ?", after)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*MatchProposal]{}, fmt.Errorf("list proposals: %w", err)
	}
	return page.Cut(rows, args.Size(), func(m *MatchProposal) any { return m.ID }), nil
}

// Candidates are those on file whom a proposal names, compared with the provisional person.
func (s *Service) Candidates(ctx context.Context, m *MatchProposal) ([]MatchCandidate, error) {
	var rows []*Person
	err := s.db.NewSelect().Model(&rows).Where("id IN (SELECT person_id FROM persons.candidate WHERE proposal_id = ?)", m.ID).
		WhereOr("id = ?", m.ProvisionalID).OrderExpr("id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read candidates: %w", err)
	}
	var provisional *Person
	for _, p := range rows {
		if p.ID == m.ProvisionalID {
			provisional = p
		}
	}
	var list []MatchCandidate
	for _, p := range rows {
		if p != provisional && provisional != nil {
			c := MatchCandidate{Person: p}
			c.Agrees, c.Differs = compare(provisional.Details, p.Details)
			list = append(list, c)
		}
	}
	return list, nil
}

// Confirm says that the provisional person of a proposal is the candidate: it is merged into the one on file, its account speaks for
// that person from now on. Where another account of higher trust already does, it stays that one's.
func (s *Service) Confirm(ctx context.Context, proposal, person uuid.UUID) (*MatchProposal, error) {
	return s.decide(ctx, proposal, func(ctx context.Context, tx *db.Tx, m *MatchProposal) error {
		named, err := tx.NewSelect().TableExpr("persons.candidate AS c").Join("JOIN persons.person AS p ON p.id = c.person_id").
			Where("c.proposal_id = ? AND p.id = ? AND p.state = 'on_file'", m.ID, person).Exists(ctx)
		if err != nil {
			return fmt.Errorf("read candidate: %w", err)
		}
		if !named {
			return ErrNoCandidate
		}
		m.State, m.MergedInto = MatchConfirmed, &person
		if err := s.takeOver(ctx, tx, m.ProvisionalID, person); err != nil {
			return err
		}
		return s.mergeTx(ctx, tx, m.ProvisionalID, person)
	})
}

// Refuse says that the provisional person is none of the candidates: it becomes a person on file of its own.
func (s *Service) Refuse(ctx context.Context, proposal uuid.UUID) (*MatchProposal, error) {
	return s.decide(ctx, proposal, func(ctx context.Context, tx *db.Tx, m *MatchProposal) error {
		m.State = MatchRefused
		_, err := tx.NewUpdate().Model((*Person)(nil)).Set("state = 'on_file', version = version + 1, changed_at = ?", tx.Now).
			Where("id = ? AND state = 'provisional'", m.ProvisionalID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep person: %w", err)
		}
		var linked []AccountLink
		_, err = tx.NewUpdate().Model(&linked).Set("state = 'confirmed', decided_at = ?, decided_by = ?", tx.Now, actor(ctx)).
			Where("person_id = ? AND state = 'pending'", m.ProvisionalID).Returning("*").Exec(ctx)
		if err != nil {
			return fmt.Errorf("confirm link: %w", err)
		}
		for _, l := range linked {
			if err := tx.Emit(ctx, Recognised{AccountID: l.AccountID, PersonID: l.PersonID}); err != nil {
				return err
			}
		}
		return s.audit.RecordTx(ctx, tx, Record(m.ProvisionalID), "person.match_refused", audit.Details{"proposal": m.ID.String()})
	})
}

func (s *Service) decide(
	ctx context.Context, proposal uuid.UUID, how func(context.Context, *db.Tx, *MatchProposal) error,
) (*MatchProposal, error) {
	m := &MatchProposal{}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewSelect().Model(m).Where("id = ?", proposal).For("UPDATE").Scan(ctx)
		if err := db.NoRows(err, ErrNotFound, "read proposal"); err != nil {
			return err
		}
		if m.State != MatchOpen {
			return ErrProposalDecided
		}
		if err := how(ctx, tx, m); err != nil {
			return err
		}
		m.DecidedAt, m.DecidedBy = &tx.Now, actor(ctx)
		tx.Notify(Topic)
		if _, err := tx.NewUpdate().Model(m).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("decide proposal: %w", err)
		}
		return nil
	})
	return m, err
}

// actor is the account that acts, nil for the office itself.
func actor(ctx context.Context) *uuid.UUID {
	if a := audit.ActorFrom(ctx); a.ID != uuid.Nil {
		return &a.ID
	}
	return nil
}
