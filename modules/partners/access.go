package partners

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

const mostSites = 20

func field(path, code string) errs.Field { return errs.Field{Path: path, Code: code} }

// orNone is what went wrong, or that there is no such thing.
func orNone(err error) error {
	if err != nil {
		return err
	}
	return ErrNone
}

// GiveAccess lets a member do a task from a day on.
type GiveAccess struct {
	Member  uuid.UUID
	Task    string
	Sites   []string    // none: in all houses
	FromOn  *clock.Date // today by itself
	UntilOn *clock.Date // the last day
}

// GiveAccess gives a task and with it what the task sees.
func (s *Service) GiveAccess(ctx context.Context, in GiveAccess) (*Member, error) {
	a := &Access{ID: ids.New(), MemberID: in.Member, Task: in.Task, Sites: []string{}, FromOn: s.today(), GivenBy: actor(ctx)}
	if in.FromOn != nil && !in.FromOn.IsZero() {
		a.FromOn = *in.FromOn
	}
	if in.UntilOn != nil {
		a.UntilOn = *in.UntilOn
	}
	var f Form
	_, known := s.Rules.Task(in.Task)
	f.Need(known, "task", "unknown")
	f.Need(sensible(a.FromOn), "fromOn", "out_of_range")
	f.Need(a.UntilOn.IsZero() || sensible(a.UntilOn) && !a.UntilOn.Before(a.FromOn), "untilOn", "before_start")
	f.Need(len(in.Sites) <= mostSites, "sites", "too_many")
	for _, key := range in.Sites[:min(len(in.Sites), mostSites)] {
		_, is, err := s.site(ctx, key)
		if err != nil {
			return nil, err
		}
		f.Need(is, "sites", "unknown")
		if is && !slices.Contains(a.Sites, key) {
			a.Sites = append(a.Sites, key)
		}
	}
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if is, err := tx.NewSelect().Model((*Member)(nil)).Where("id = ?", in.Member).Exists(ctx); err != nil || !is {
			return orNone(err)
		}
		if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
			return fmt.Errorf("give access: %w", err)
		}
		return s.record(ctx, tx, MemberRecord(in.Member), "access_given", audit.Details{"task": a.Task, "from": a.FromOn.String(), "until": a.UntilOn.String()})
	})
	if err != nil {
		return nil, err
	}
	return s.Member(ctx, in.Member)
}

// EndAccess takes a task back, at once.
type EndAccess struct{ Access uuid.UUID }

// EndAccess ends what a member sees by a task from this moment on, and takes back the shifts that are left without one. To end it again is as before.
func (s *Service) EndAccess(ctx context.Context, in EndAccess) (*Member, error) {
	a := new(Access)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := db.NoRows(tx.NewSelect().Model(a).Where("id = ?", in.Access).Scan(ctx), ErrNone, "read access"); err != nil {
			return err
		}
		if err := holdTx(ctx, tx, a.MemberID); err != nil { // before the access: whoever plans a shift holds the member while they look at it
			return err
		}
		if err := db.NoRows(tx.NewSelect().Model(a).WherePK().For("UPDATE").Scan(ctx), ErrNone, "lock access"); err != nil {
			return err
		}
		if a.EndedAt != nil {
			return nil
		}
		by := actor(ctx)
		a.EndedAt, a.EndedBy = &tx.Now, &by
		if _, err := tx.NewUpdate().Model(a).Column("ended_at", "ended_by").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("end access: %w", err)
		}
		left, err := s.unstaffTx(ctx, tx, a.MemberID)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, MemberRecord(a.MemberID), "access_ended", audit.Details{"task": a.Task, "shifts": fmt.Sprint(left)})
	})
	if err != nil {
		return nil, err
	}
	return s.Member(ctx, a.MemberID)
}

// holding keeps a read to accesses (alias access) that see an area on a day, of partners who have not ended.
func (s *Service) holding(q *bun.SelectQuery, area Area, day clock.Date) *bun.SelectQuery {
	return q.Where("access.task IN (?)", bun.List(append(s.Rules.Seeing(area), ""))).
		Where("access.ended_at IS NULL AND access.from_on <= ? AND (access.until_on IS NULL OR access.until_on >= ?)", day, day).
		Where("EXISTS (SELECT FROM partners.member h JOIN partners.organisation ho ON ho.id = h.organisation_id AND NOT ho.ended WHERE h.id = access.member_id)")
}

// Holders are the members who have a task that sees an area on a day, of partners who have not ended: their ids, for a statement of a room above.
func (s *Service) Holders(q bun.IDB, area Area, day clock.Date) *bun.SelectQuery {
	return s.holding(q.NewSelect().Model((*Access)(nil)).Column("access.member_id"), area, day)
}

// May says whether a member has a task today that sees an area, in a house if one is named.
func (s *Service) May(ctx context.Context, q bun.IDB, member uuid.UUID, area Area, site string, day clock.Date) (bool, error) {
	may, err := s.holding(q.NewSelect().Model((*Access)(nil)), area, day).Where("access.member_id = ?", member).
		Where("? = '' OR access.sites = '{}' OR ? = ANY(access.sites)", site, site).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look what a member may: %w", err)
	}
	return may, nil
}

// Own is the viewer as a member with a task today that sees an area; ErrNone for all others, as if there were no partners.
func (s *Service) Own(ctx context.Context, area Area) (*Member, error) {
	m, err := s.own(ctx)
	if err != nil {
		return nil, err
	}
	may, err := s.May(ctx, s.DB, m.ID, area, "", s.today())
	if err != nil || !may {
		return nil, orNone(err)
	}
	return m, nil
}

// Mine is the viewer as a member with at least one task today, and the areas that their tasks see.
func (s *Service) Mine(ctx context.Context) (*Member, []Area, error) {
	m, err := s.own(ctx)
	if err != nil {
		return nil, nil, err
	}
	if m, err = s.Member(ctx, m.ID); err != nil {
		return nil, nil, err
	}
	sees := []Area{}
	today := s.today()
	m.Accesses = slices.DeleteFunc(m.Accesses, func(a *Access) bool { return !a.Holds(today) || m.Organisation.Ended })
	for _, area := range Areas {
		if slices.ContainsFunc(m.Accesses, func(a *Access) bool { return slices.Contains(s.Rules.Seeing(area), a.Task) }) {
			sees = append(sees, area)
		}
	}
	if len(sees) == 0 {
		return nil, nil, ErrNone
	}
	return m, sees, nil
}

// own finds the viewer among the members: by their account, or, when they come for the first time, by a mailbox that they have shown to be theirs.
func (s *Service) own(ctx context.Context) (*Member, error) {
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() || v.Kind == identity.KindStaff {
		return nil, ErrNone
	}
	m, err := s.joined(ctx, v.AccountID)
	if err == nil || !errors.Is(err, ErrNone) {
		return m, err
	}
	a, err := s.Identity.Account(ctx, v.AccountID)
	if errors.Is(err, identity.ErrNoAccount) || err == nil && (!a.EmailVerified || a.Email == "") {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	m = new(Member)
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewRaw("UPDATE partners.member SET account_id = ? WHERE lower(email) = lower(?) AND account_id IS NULL RETURNING *", v.AccountID, a.Email).Scan(ctx, m)
		if err := db.NoRows(err, ErrNone, "join account"); err != nil {
			return err
		}
		return s.record(ctx, tx, MemberRecord(m.ID), "account_joined", audit.Details{"account": v.AccountID.String()})
	})
	if errors.Is(err, ErrNone) {
		return s.joined(ctx, v.AccountID) // by another request of theirs, at the same time
	}
	return m, err
}

// joined finds a member by their account.
func (s *Service) joined(ctx context.Context, account uuid.UUID) (*Member, error) {
	m := new(Member)
	return m, db.NoRows(s.DB.NewSelect().Model(m).Where("m.account_id = ?", account).Scan(ctx), ErrNone, "find own membership")
}
