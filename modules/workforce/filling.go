package workforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// FillingKind says how somebody fills a post.
type FillingKind string

// The kinds.
const (
	Regular    FillingKind = "regular"
	Secondment FillingKind = "secondment" // Abordnung: for some time, from a post of their own
)

// Filling is that somebody fills a post, or a part of it, for some time.
type Filling struct {
	bun.BaseModel `bun:"table:workforce.filling,alias:f"`

	ID       uuid.UUID `bun:",pk"`
	PostID   uuid.UUID
	PersonID uuid.UUID
	Kind     FillingKind
	Share    int
	FromOn   clock.Date
	UntilOn  clock.Date // the last day; zero: until further notice
	Beyond   string     // why this person may work more than a whole post

	Name string `bun:",scanonly"`
}

func covers(from, until, day clock.Date) bool {
	return !day.Before(from) && (until.IsZero() || !until.Before(day))
}

// FillPost puts somebody on a post: by their account, their number, or a name.
type FillPost struct {
	ID         uuid.UUID
	Version    int
	Account    *uuid.UUID
	Name       *string
	StaffNo    *string
	Share      int
	From       clock.Date
	Until      clock.Date
	Secondment bool
	Beyond     *string
}

const longestText = 200

// Fill puts somebody on a post. ErrShare if it is filled, ErrPerson if they fill a whole one elsewhere.
func (s *Service) Fill(ctx context.Context, in FillPost) error {
	row, who, err := s.filling(ctx, in)
	if err != nil {
		return err
	}
	return s.change(ctx, in.ID, in.Version, "filled", func(ctx context.Context, tx *db.Tx) (audit.Details, error) {
		is, err := knowTx(ctx, tx, who)
		if err != nil {
			return nil, err
		}
		row.PersonID = is.ID
		d := audit.Details{"kind": string(row.Kind), "filling": row.ID.String()}
		if is.AccountID != nil {
			d["account"] = is.AccountID.String()
		}
		return d, insertTx(ctx, tx, row)
	})
}

func (s *Service) filling(ctx context.Context, in FillPost) (*Filling, *Person, error) {
	row := &Filling{ID: ids.New(), PostID: in.ID, Kind: Regular, Share: in.Share, FromOn: in.From, UntilOn: in.Until}
	who := &Person{ID: ids.New(), AccountID: in.Account}
	if in.Secondment {
		row.Kind = Secondment
	}
	for to, from := range map[*string]*string{&who.Name: in.Name, &who.StaffNo: in.StaffNo, &row.Beyond: in.Beyond} {
		if from != nil {
			*to = strings.TrimSpace(*from)
		}
	}
	if in.Account != nil {
		names, err := s.Identity.Colleagues(ctx, []uuid.UUID{*in.Account})
		if err != nil {
			return nil, nil, err
		}
		who.Name = names[*in.Account]
	}
	var f errs.Faults
	f.Need(who.Name != "", "name", "required")
	f.Fits(who.Name, longestText, "name")
	f.Fits(who.StaffNo, longestNumber, "staffNo")
	f.Fits(row.Beyond, longestText, "beyond")
	f.Need(in.Share >= 1 && in.Share <= 100, "share", "out_of_range")
	checkPeriod(&f, in.From, in.Until)
	f.Need(!in.Secondment || !in.Until.IsZero(), "until", "required")
	return row, who, f.As(ErrInput)
}

// LeavePost ends a filling with a day; with one before its first, whoever was planned does not come.
type LeavePost struct {
	ID      uuid.UUID // the post
	Filling uuid.UUID
	Version int
	LastDay clock.Date
}

// Leave says until when somebody fills a post, also longer than was planned.
func (s *Service) Leave(ctx context.Context, in LeavePost) error {
	return s.change(ctx, in.ID, in.Version, "left", func(ctx context.Context, tx *db.Tx) (audit.Details, error) {
		row := new(Filling)
		err := tx.NewSelect().Model(row).Where("id = ? AND post_id = ?", in.Filling, in.ID).Scan(ctx)
		if err := db.NoRows(err, ErrNone, "read filling"); err != nil {
			return nil, err
		}
		d := audit.Details{"filling": row.ID.String()}
		if !in.LastDay.IsZero() && in.LastDay.Before(row.FromOn) && clock.Today(tx.Now).Before(row.FromOn) {
			d["never"] = "true"
			return d, dropTx(ctx, tx, row)
		}
		var f errs.Faults
		checkPeriod(&f, row.FromOn, in.LastDay)
		f.Need(!in.LastDay.IsZero(), "lastDay", "required")
		if err := f.As(ErrInput); err != nil {
			return nil, err
		}
		row.UntilOn = in.LastDay
		return d, saveTx(ctx, tx, row)
	})
}

// Ending is a filling that ends soon.
type Ending struct {
	Filling `bun:",extend"`
	Number  string
	Title   string
	Team    string
}

const mostEnding = 200

// ending reads what ends within some days, of posts that still are.
func (s *Service) ending(days int) *bun.SelectQuery {
	today := s.today()
	return s.DB.NewSelect().TableExpr("workforce.filling AS f").ColumnExpr("f.id, f.post_id, f.person_id, f.kind, f.share, f.from_on, f.until_on, who.name, p.number, t.title, t.team").
		Join("JOIN workforce.person AS who ON who.id = f.person_id").
		Join("JOIN workforce.post AS p ON p.id = f.post_id").Join("JOIN workforce.term AS t ON t.post_id = f.post_id AND t.during @> f.until_on").
		Where("f.until_on BETWEEN ? AND ?", today, today.AddDays(days)).OrderExpr("f.until_on, f.id").Limit(mostEnding)
}

const soon = 180

// Ending lists who leaves a post within half a year, for those who may know who that is.
func (s *Service) Ending(ctx context.Context) ([]Ending, error) {
	list := []Ending{}
	if err := reach(s.ending(soon), identity.ViewerFrom(ctx), ActionNames).Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("find who leaves: %w", err)
	}
	return list, nil
}
