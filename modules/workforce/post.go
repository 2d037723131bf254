package workforce

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Post is a post of the establishment plan.
type Post struct {
	bun.BaseModel `bun:"table:workforce.post,alias:p"`

	ID        uuid.UUID `bun:",pk"`
	Number    string
	Version   int
	CreatedAt time.Time
}

// Facts is what a post is.
type Facts struct {
	Title string
	Grade string
	Share int // hundredths of a whole post
	Team  string
}

// Term is what a post is in a period.
type Term struct {
	bun.BaseModel `bun:"table:workforce.term,alias:t"`

	ID      uuid.UUID `bun:",pk"`
	PostID  uuid.UUID
	FromOn  clock.Date
	UntilOn clock.Date // the last day; zero: until further notice
	Facts
}

// Advert is when a post was advertised.
type Advert struct {
	bun.BaseModel `bun:"table:workforce.advert,alias:advert"`

	ID      uuid.UUID `bun:",pk"`
	PostID  uuid.UUID
	FromOn  clock.Date
	UntilOn clock.Date
}

const (
	longestNumber = 40
	longestTitle  = 120
)

// grade is a group of the collective agreement (TVöD: E 9b, S 11a) or of the civil servants' pay (A 11, B 2, W 1, R 1), as offices write it.
var grade = regexp.MustCompile(`^(EG? ?(1[0-5]|[1-9])([abc]|Ü)?|S ?(1[0-8]|[2-9])[abÜ]?|A ?(1[0-6]|[2-9])( ?Z)?|B ?(1[01]|[1-9])|W ?[1-3]|R ?([1-9]|10))$`)

// sensible bounds days, so that whatever a form is made to send can be reckoned with.
func sensible(day clock.Date) bool { return day.Year >= 1950 && day.Year <= 2200 }

func (s *Service) checkFacts(f *errs.Faults, in *Facts) {
	in.Title, in.Grade = strings.TrimSpace(in.Title), strings.TrimSpace(in.Grade)
	f.Need(in.Title != "", "title", "required")
	f.Fits(in.Title, longestTitle, "title")
	f.Need(grade.MatchString(in.Grade), "grade", "format")
	f.Need(in.Share >= 1 && in.Share <= 100, "share", "out_of_range")
	f.Need(slices.Contains(s.Teams, in.Team), "team", "unknown")
}

func checkPeriod(f *errs.Faults, from, until clock.Date) {
	f.Need(sensible(from), "from", "out_of_range")
	f.Need(until.IsZero() || sensible(until), "until", "out_of_range")
	f.Need(until.IsZero() || !until.Before(from), "until", "too_early")
}

// OpenPost makes a post.
type OpenPost struct {
	Number string
	Title  string
	Grade  string
	Share  int
	Team   string
	From   clock.Date
}

// Open makes a post, from a day on.
func (s *Service) Open(ctx context.Context, in OpenPost) (uuid.UUID, error) {
	facts := Facts{in.Title, in.Grade, in.Share, in.Team}
	in.Number = strings.TrimSpace(in.Number)
	var f errs.Faults
	f.Need(in.Number != "", "number", "required")
	f.Fits(in.Number, longestNumber, "number")
	s.checkFacts(&f, &facts)
	checkPeriod(&f, in.From, clock.Date{})
	if err := f.As(ErrInput); err != nil {
		return uuid.Nil, err
	}
	p := &Post{ID: ids.New(), Number: in.Number, Version: 1}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		p.CreatedAt = tx.Now
		if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
			return fmt.Errorf("open post: %w", err)
		}
		if err := insertTx(ctx, tx, &Term{ID: ids.New(), PostID: p.ID, FromOn: in.From, Facts: facts}); err != nil {
			return err
		}
		return s.changedTx(ctx, tx, p.ID, "opened", audit.Details{"team": in.Team})
	})
	return p.ID, db.MapConstraints(err, constraints)
}

func insertTx(ctx context.Context, tx *db.Tx, row any) error {
	if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
		return fmt.Errorf("write %T: %w", row, err)
	}
	return nil
}

// ChangePost says what a post is from a day on.
type ChangePost struct {
	ID      uuid.UUID
	Version int
	Title   string
	Grade   string
	Share   int
	Team    string
	From    clock.Date
}

// Change says what a post is from a day on; what it was stays known. Never before the last change.
func (s *Service) Change(ctx context.Context, in ChangePost) error {
	facts := Facts{in.Title, in.Grade, in.Share, in.Team}
	var f errs.Faults
	s.checkFacts(&f, &facts)
	checkPeriod(&f, in.From, clock.Date{})
	if err := f.As(ErrInput); err != nil {
		return err
	}
	return s.change(ctx, in.ID, in.Version, "changed", func(ctx context.Context, tx *db.Tx) (audit.Details, error) {
		last, err := lastTermTx(ctx, tx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := onlyAfter(last, in.From); err != nil {
			return nil, err
		}
		return audit.Details{"team": in.Team}, restateTx(ctx, tx, last, facts, in.From)
	})
}

// onlyAfter refuses a change of what a post was before it was changed last, or after it ended.
func onlyAfter(last *Term, day clock.Date) error {
	var f errs.Faults
	f.Need(!day.Before(last.FromOn), "from", "too_early")
	f.Need(last.UntilOn.IsZero() || !last.UntilOn.Before(day), "from", "too_late")
	return f.As(ErrInput)
}

func lastTermTx(ctx context.Context, tx *db.Tx, post uuid.UUID) (*Term, error) {
	t := new(Term)
	err := tx.NewSelect().Model(t).Where("post_id = ?", post).OrderExpr("from_on DESC").Limit(1).Scan(ctx)
	return t, db.NoRows(err, ErrNone, "read post")
}

// restateTx ends what a post is the day before, and begins another term; on its first day it is that term that changes.
func restateTx(ctx context.Context, tx *db.Tx, last *Term, facts Facts, from clock.Date) error {
	if last.FromOn == from {
		last.Facts = facts
		return saveTx(ctx, tx, last)
	}
	next := &Term{ID: ids.New(), PostID: last.PostID, FromOn: from, UntilOn: last.UntilOn, Facts: facts}
	last.UntilOn = from.AddDays(-1)
	if err := saveTx(ctx, tx, last); err != nil {
		return err
	}
	return insertTx(ctx, tx, next)
}

func saveTx(ctx context.Context, tx *db.Tx, row any) error {
	if _, err := tx.NewUpdate().Model(row).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("write %T: %w", row, err)
	}
	return nil
}

// ClosePost ends a post.
type ClosePost struct {
	ID      uuid.UUID
	Version int
	LastDay clock.Date
}

// Close ends a post with a day; who still fills it afterwards is in the way (ErrShare).
func (s *Service) Close(ctx context.Context, in ClosePost) error {
	return s.change(ctx, in.ID, in.Version, "closed", func(ctx context.Context, tx *db.Tx) (audit.Details, error) {
		last, err := lastTermTx(ctx, tx, in.ID)
		if err != nil {
			return nil, err
		}
		var f errs.Faults
		checkPeriod(&f, last.FromOn, in.LastDay)
		f.Need(!in.LastDay.IsZero(), "lastDay", "required")
		if err := f.As(ErrInput); err != nil {
			return nil, err
		}
		last.UntilOn = in.LastDay
		return audit.Details{}, saveTx(ctx, tx, last)
	})
}

// AdvertisePost says from when until when a post is advertised.
type AdvertisePost struct {
	ID      uuid.UUID
	Version int
	From    clock.Date
	Until   clock.Date
}

// Advertise notes when a post is advertised.
func (s *Service) Advertise(ctx context.Context, in AdvertisePost) error {
	var f errs.Faults
	checkPeriod(&f, in.From, in.Until)
	f.Need(!in.Until.IsZero(), "until", "required")
	if err := f.As(ErrInput); err != nil {
		return err
	}
	return s.change(ctx, in.ID, in.Version, "advertised", func(ctx context.Context, tx *db.Tx) (audit.Details, error) {
		return audit.Details{}, insertTx(ctx, tx, &Advert{ID: ids.New(), PostID: in.ID, FromOn: in.From, UntilOn: in.Until})
	})
}
