package partners

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// OrganisationKind says what a partner is.
type OrganisationKind string

// The kinds.
const (
	Security    OrganisationKind = "security"
	Counselling OrganisationKind = "counselling"
	OtherOffice OrganisationKind = "office"
	Association OrganisationKind = "association"
)

// Organisation is a partner of the office.
type Organisation struct {
	bun.BaseModel `bun:"table:partners.organisation,alias:o"`

	ID        uuid.UUID `bun:",pk"`
	Kind      OrganisationKind
	Name      string
	Email     string
	Phone     string
	Ended     bool // nobody of it has access any more
	Version   int
	CreatedAt time.Time

	Members []*Member `bun:"rel:has-many,join:id=organisation_id"`
}

// Member is somebody of a partner. It never shows itself in a log.
type Member struct {
	bun.BaseModel `bun:"table:partners.member,alias:m"`

	ID             uuid.UUID `bun:",pk"`
	OrganisationID uuid.UUID
	Name           string
	Email          string // "": cannot log in and is not mailed
	Phone          string
	Language       string // of mails, BCP 47
	AccountID      *uuid.UUID
	Version        int
	CreatedAt      time.Time

	Organisation *Organisation `bun:"rel:belongs-to,join:organisation_id=id"`
	Accesses     []*Access     `bun:"rel:has-many,join:id=member_id"`
}

// Access is what a member does for the office and so may see.
type Access struct {
	bun.BaseModel `bun:"table:partners.access,alias:access"`

	ID       uuid.UUID `bun:",pk"`
	MemberID uuid.UUID
	Task     string
	Sites    []string `bun:",array"` // none: in all houses
	FromOn   clock.Date
	UntilOn  clock.Date // the last day; none: until it is ended
	GivenBy  uuid.UUID
	EndedAt  *time.Time
	EndedBy  *uuid.UUID
}

// Holds says whether it gives anything on a day.
func (a *Access) Holds(day clock.Date) bool {
	return a.EndedAt == nil && !day.Before(a.FromOn) && (a.UntilOn.IsZero() || !a.UntilOn.Before(day))
}

// String tells nothing personal.
func (m Member) String() string { return "member " + m.ID.String() }

// GoString tells nothing personal, not even to %#v.
func (m Member) GoString() string { return m.String() }

// LogValue implements slog.LogValuer: the id only.
func (m Member) LogValue() slog.Value { return slog.StringValue(m.ID.String()) }

var constraints = map[string]error{"organisation_name": ErrKnown, "member_email": ErrKnown, "shift_once": ErrShift}

// KeepOrganisation makes a partner known, or changes one: then with its id and the version that was read. What is nil stays as it was.
type KeepOrganisation struct {
	ID      *uuid.UUID
	Version *int
	Kind    OrganisationKind
	Name    string
	Email   *string
	Phone   *string
	Ended   *bool
}

// KeepOrganisation writes a partner. ErrKnown where there is one of that name, ErrConflict when somebody else was faster.
func (s *Service) KeepOrganisation(ctx context.Context, in KeepOrganisation) (*Organisation, error) {
	var f Form
	o := &Organisation{ID: ids.New(), Kind: in.Kind, Version: 1, Ended: in.Ended != nil && *in.Ended}
	o.Name, o.Email, o.Phone = f.Line(&in.Name, longestName, "name", true), f.Mail(in.Email, "email"), f.Line(in.Phone, 40, "phone", false)
	f.Need(slices.Contains([]OrganisationKind{Security, Counselling, OtherOffice, Association}, in.Kind), "kind", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		action := "added"
		if in.ID == nil {
			o.CreatedAt = tx.Now
			if _, err := tx.NewInsert().Model(o).Exec(ctx); err != nil {
				return db.MapConstraints(fmt.Errorf("add partner: %w", err), constraints)
			}
		} else {
			old := new(Organisation)
			if err := lockTx(ctx, tx, old, *in.ID, in.Version, &old.Version); err != nil {
				return err
			}
			o.ID, o.CreatedAt, o.Version, action = old.ID, old.CreatedAt, old.Version+1, "changed"
			o.Email, o.Phone, o.Ended = or(in.Email, o.Email, old.Email), or(in.Phone, o.Phone, old.Phone), or(in.Ended, o.Ended, old.Ended)
			if _, err := tx.NewUpdate().Model(o).WherePK().Exec(ctx); err != nil {
				return db.MapConstraints(fmt.Errorf("change partner: %w", err), constraints)
			}
		}
		left, err := s.dismissTx(ctx, tx, o)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, OrganisationRecord(o.ID), action, audit.Details{"kind": string(o.Kind), "ended": fmt.Sprint(o.Ended), "shifts": fmt.Sprint(left)})
	})
	if err != nil {
		return nil, err
	}
	return s.Organisation(ctx, o.ID)
}

// dismissTx takes back the shifts of the people of a partner who has ended.
func (s *Service) dismissTx(ctx context.Context, tx *db.Tx, o *Organisation) (int, error) {
	if !o.Ended {
		return 0, nil
	}
	var people []uuid.UUID
	if err := tx.NewSelect().Model((*Member)(nil)).Column("id").Where("m.organisation_id = ?", o.ID).OrderExpr("m.id").For("UPDATE").Scan(ctx, &people); err != nil {
		return 0, fmt.Errorf("hold people of partner: %w", err)
	}
	shifts := 0
	for _, id := range people {
		n, err := s.unstaffTx(ctx, tx, id)
		if err != nil {
			return 0, err
		}
		shifts += n
	}
	return shifts, nil
}

// or is what was said, and what was before where nothing was.
func or[T, In any](said *In, is, was T) T {
	if said == nil {
		return was
	}
	return is
}

// lockTx reads a row to be changed and compares its version with the one that was read.
func lockTx(ctx context.Context, tx *db.Tx, model any, id uuid.UUID, read, version *int) error {
	if err := db.NoRows(tx.NewSelect().Model(model).Where("?TableAlias.id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "lock"); err != nil {
		return err
	}
	if read == nil || *read != *version {
		return ErrConflict
	}
	return nil
}

// KeepMember makes somebody of a partner known, or changes them. What is nil stays as it was.
type KeepMember struct {
	ID           *uuid.UUID
	Version      *int
	Organisation uuid.UUID
	Name         string
	Email        *string
	Phone        *string
	Language     *string // German by itself
}

// KeepMember writes a member. With another mailbox they log in anew; to another partner nobody moves, they are made known there.
func (s *Service) KeepMember(ctx context.Context, in KeepMember) (*Member, error) {
	var f Form
	m := &Member{ID: ids.New(), OrganisationID: in.Organisation, Version: 1, Language: "de"}
	m.Name, m.Email, m.Phone = f.Line(&in.Name, longestName, "name", true), f.Mail(in.Email, "email"), f.Line(in.Phone, 40, "phone", false)
	if in.Language != nil && *in.Language != "" {
		m.Language = *in.Language
	}
	f.Need(slices.Contains(s.Languages, m.Language), "language", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if is, err := tx.NewSelect().Model((*Organisation)(nil)).Where("id = ?", in.Organisation).Exists(ctx); err != nil || !is {
			return orNone(err)
		}
		action := "added"
		if in.ID == nil {
			m.CreatedAt = tx.Now
			if _, err := tx.NewInsert().Model(m).Exec(ctx); err != nil {
				return db.MapConstraints(fmt.Errorf("add member: %w", err), constraints)
			}
		} else {
			old := new(Member)
			if err := lockTx(ctx, tx, old, *in.ID, in.Version, &old.Version); err != nil {
				return err
			}
			if old.OrganisationID != in.Organisation {
				return ErrInput.With(field("organisation", "stays"))
			}
			m.ID, m.CreatedAt, m.Version, m.AccountID, action = old.ID, old.CreatedAt, old.Version+1, old.AccountID, "changed"
			m.Email, m.Phone, m.Language = or(in.Email, m.Email, old.Email), or(in.Phone, m.Phone, old.Phone), or(in.Language, m.Language, old.Language)
			if m.Email != old.Email {
				m.AccountID = nil // whoever has the new mailbox logs in
			}
			if _, err := tx.NewUpdate().Model(m).WherePK().Exec(ctx); err != nil {
				return db.MapConstraints(fmt.Errorf("change member: %w", err), constraints)
			}
		}
		return s.record(ctx, tx, MemberRecord(m.ID), action, audit.Details{"partner": m.OrganisationID.String()})
	})
	if err != nil {
		return nil, err
	}
	return s.Member(ctx, m.ID)
}

// Organisation reads a partner with its people.
func (s *Service) Organisation(ctx context.Context, id uuid.UUID) (*Organisation, error) {
	o := new(Organisation)
	return o, db.NoRows(withPeople(s.DB.NewSelect().Model(o)).Where("o.id = ?", id).Scan(ctx), ErrNone, "read partner")
}

const mostOrganisations = 500

// Organisations lists the partners with their people, by name; those that ended only where asked for.
func (s *Service) Organisations(ctx context.Context, ended bool) ([]*Organisation, error) {
	list := []*Organisation{}
	err := withPeople(s.DB.NewSelect().Model(&list)).Where("? OR NOT o.ended", ended).OrderExpr("o.name, o.id").Limit(mostOrganisations).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list partners: %w", err)
	}
	return list, nil
}

// Member reads somebody with what they do.
func (s *Service) Member(ctx context.Context, id uuid.UUID) (*Member, error) {
	m := new(Member)
	err := s.DB.NewSelect().Model(m).Relation("Organisation").Relation("Accesses", newestFirst).Where("m.id = ?", id).Scan(ctx)
	return m, db.NoRows(err, ErrNone, "read member")
}

func withPeople(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Relation("Members", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("m.name, m.id") }).Relation("Members.Accesses", newestFirst)
}

func newestFirst(q *bun.SelectQuery) *bun.SelectQuery {
	return q.OrderExpr("access.from_on DESC, access.id DESC")
}
