package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

// Get reads a case that the viewer may see as staff; ErrNotFound otherwise.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (*Case, error) {
	return s.reached(ctx, id, "cases.read")
}

// MayRead says whether the viewer may read the record, which must be a case; ErrNotFound otherwise. It guards the trail.
func (s *Service) MayRead(ctx context.Context, rec audit.Record) error {
	if rec.Kind != Record(uuid.Nil).Kind {
		return ErrNotFound
	}
	_, err := s.Get(ctx, rec.ID)
	return err
}

// reached reads a case of the teams in which the viewer may do the action.
func (s *Service) reached(ctx context.Context, id uuid.UUID, action string) (*Case, error) {
	c := new(Case)
	q := reach(s.db.NewSelect().Model(c).Where("c.id = ?", id), identity.ViewerFrom(ctx), action)
	return c, db.NoRows(q.Scan(ctx), ErrNotFound, "read case")
}

// Reach reads a case of the teams in which the viewer may do the action; an applicant reaches their own. ErrNotFound otherwise.
func (s *Service) Reach(ctx context.Context, id uuid.UUID, action string) (*Case, error) {
	v, c := identity.ViewerFrom(ctx), new(Case)
	if v.Kind != identity.KindApplicant {
		return s.reached(ctx, id, action)
	}
	err := s.db.NewSelect().Model(c).Where("c.id = ? AND c.account_id = ?", id, v.AccountID).Scan(ctx)
	return c, db.NoRows(err, ErrNotFound, "read case")
}

// Stance is how the viewer stands to the thread of a case.
type Stance struct {
	Side     messages.Side
	MayWrite bool
	To       messages.Addressee // the applicant
	Path     string             // where the applicant reads it in the portal
}

// Stance tells how the viewer stands to the thread of a case; ErrNotFound if not at all.
func (s *Service) Stance(ctx context.Context, id uuid.UUID) (*Stance, error) {
	c, err := s.Reach(ctx, id, "messages.read")
	if err != nil {
		return nil, err
	}
	person, err := s.persons.Get(ctx, c.PersonID)
	if err != nil {
		return nil, fmt.Errorf("find person of case: %w", err)
	}
	v := identity.ViewerFrom(ctx)
	st := &Stance{Side: messages.Office, MayWrite: v.CanInTeam("messages.send", c.Team), To: c.matter().To(person), Path: pathOf(c.ID)}
	if v.Kind == identity.KindApplicant {
		st.Side, st.MayWrite = messages.Applicant, true
	}
	return st, nil
}

// pathOf is where the applicant reads a case in the portal.
func pathOf(id uuid.UUID) string { return "/my/" + id.String() }

// Subject answers documents for papers that hang on a case. It is named in wire.go.
type Subject struct{ *Service }

var _ documents.Subject = Subject{}

// MayAdd allows the applicant to give in what an open request asks for, as long as nobody has accepted it.
func (s Subject) MayAdd(ctx context.Context, account, id uuid.UUID, item string) (uuid.UUID, error) {
	asked, err := s.db.NewSelect().Model((*Request)(nil)).Join("JOIN cases.case c ON c.id = request.case_id").
		Join("JOIN cases.paper p ON p.case_id = c.id AND p.item = ?", item).
		Where("c.id = ? AND c.account_id = ? AND request.state = 'open' AND ? = ANY(request.items)", id, account, item).
		Where("p.state IN (?, ?)", PaperMissing, PaperRejected).Exists(ctx)
	if err != nil {
		return uuid.Nil, fmt.Errorf("look for request: %w", err)
	}
	if !asked {
		return uuid.Nil, documents.ErrNotFound
	}
	person, err := s.persons.Claimed(ctx, account)
	if err != nil || person == nil {
		return uuid.Nil, err
	}
	own, err := s.db.NewSelect().Model((*Case)(nil)).Where("c.id = ? AND c.person_id = ?", id, person.ID).Exists(ctx)
	if err != nil || !own {
		return uuid.Nil, err // a relative's: the account does not speak for them
	}
	return person.ID, nil
}

// MayRead allows staff of the case's team to see its papers.
func (s Subject) MayRead(ctx context.Context, id uuid.UUID) error {
	if _, err := s.reached(ctx, id, "documents.read"); err != nil {
		return documents.ErrNotFound
	}
	return nil
}
