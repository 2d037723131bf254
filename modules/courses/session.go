package courses

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Session is a course at certain times.
type Session struct {
	bun.BaseModel `bun:"table:courses.session,alias:s"`

	ID          uuid.UUID `bun:",pk"`
	CourseID    uuid.UUID
	Places      int
	Taken       int
	Asked       int // how many asked so far
	Place       string
	Video       string
	Cents       int64 // of a place
	StartsAt    time.Time
	EndsAt      time.Time
	CancelledAt *time.Time
	FinishedAt  *time.Time
	Sequence    int
	MostDays    int // that it ever had: calendars know so many entries
	Version     int
	MadeBy      uuid.UUID

	Course *Course `bun:"rel:belongs-to,join:course_id=id"`
	Days   []Day   `bun:"rel:has-many,join:id=session_id"`
}

// Day is one of the days of a session.
type Day struct {
	bun.BaseModel `bun:"table:courses.day,alias:d"`

	ID        uuid.UUID `bun:",pk"`
	SessionID uuid.UUID
	During    clock.Span
}

// StartsAt is when it begins.
func (d *Day) StartsAt() time.Time { return d.During.From }

// EndsAt is when it is over.
func (d *Day) EndsAt() time.Time { return d.During.To }

// open says whether one can still enrol.
func (s *Session) open(now time.Time) bool {
	return s.stands() && now.Before(s.StartsAt) && s.Course.EndedAt == nil
}

// stands says that a session is neither called off nor finished.
func (s *Session) stands() bool { return s.CancelledAt == nil && s.FinishedAt == nil }

// Asks says whether a place must be approved: each that costs something, others where the course wants it.
func (s *Session) Asks() bool { return s.Course.Approval || s.Cents > 0 }

// cancelUntil is until when one cancels by oneself.
func (s *Session) cancelUntil() time.Time {
	return clock.Today(s.StartsAt).AddDays(-s.Course.CancelDays).Time(clock.Berlin)
}

// leaveUntil is until when somebody cancels by themself: as the course says, and longer where they were given the place, or its days, later than they chose it.
func (s *Session) leaveUntil(e *Enrolment) time.Time {
	until := s.cancelUntil()
	if e.LeaveUntil != nil && until.Before(*e.LeaveUntil) {
		until = *e.LeaveUntil
	}
	if s.StartsAt.Before(until) {
		return s.StartsAt
	}
	return until
}

// DayIn is a day of a session by the clocks of the city.
type DayIn struct {
	Day        clock.Date
	FromMinute int
	ToMinute   int
}

// PlanSession plans a session of a course.
type PlanSession struct {
	Course uuid.UUID
	Days   []DayIn
	Places int
	Place  *string
	Video  *string
	Cents  *int64 // of a place
}

const (
	mostPlaces      = 500
	mostSessionDays = 30
	highestCents    = 100_000_00
)

func days(in []DayIn, now time.Time, f *form) []Day {
	f.Need(len(in) > 0, "days", "required")
	f.Need(len(in) <= mostSessionDays, "days", "too_many")
	list := []Day{}
	for i, d := range in[:min(len(in), mostSessionDays)] {
		path := "days[" + strconv.Itoa(i) + "]"
		if d.Day.Year < 2000 || d.Day.Year > 2200 || d.FromMinute < 0 || d.FromMinute >= d.ToMinute || d.ToMinute > 1440 {
			f.Need(false, path, "no_time")
			continue
		}
		day := Day{ID: ids.New(), During: clock.Span{From: clock.Wall(d.Day, d.FromMinute, false), To: clock.Wall(d.Day, d.ToMinute, true)}}
		f.Need(now.Before(day.During.From), path, "past")
		list = append(list, day)
	}
	slices.SortFunc(list, func(a, b Day) int { return a.During.From.Compare(b.During.From) })
	return list
}

// Plan plans a session: in the future, with at least one place, somewhere.
func (s *Service) Plan(ctx context.Context, in PlanSession) (*Session, error) {
	var f form
	se := &Session{ID: ids.New(), CourseID: in.Course, Places: in.Places, Version: 1, MadeBy: identity.ViewerFrom(ctx).AccountID, Cents: said(in.Cents)}
	list := days(in.Days, s.DB.Clock.Now(), &f)
	se.Place, se.Video = f.line(in.Place, longestTitle, "place", false), f.link(in.Video, "video", false)
	f.Need(se.Place != "" || se.Video != "", "place", "required")
	f.Need(in.Places >= 1 && in.Places <= mostPlaces, "places", "out_of_range")
	f.Need(se.Cents >= 0 && se.Cents <= highestCents, "cents", "out_of_range")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	se.spans(list)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c := new(Course)
		if err := lockTx(ctx, tx, c, in.Course); err != nil {
			return err
		}
		if c.EndedAt != nil || c.Form == Online {
			return ErrOver
		}
		if err := cmp.Or(insert(ctx, tx, se, "plan session"), insert(ctx, tx, &list, "plan days")); err != nil {
			return err
		}
		return s.record(ctx, tx, SessionRecord(se.ID), "planned", audit.Details{"places": strconv.Itoa(se.Places), "cents": strconv.FormatInt(se.Cents, 10)})
	})
	if err != nil {
		return nil, err
	}
	return s.Session(ctx, se.ID)
}

// spans takes the days over: from the first to the last.
func (s *Session) spans(list []Day) {
	s.StartsAt, s.EndsAt, s.MostDays = list[0].During.From, list[len(list)-1].During.To, max(s.MostDays, len(list))
	for i := range list {
		list[i].SessionID = s.ID
	}
}

// MoveSession puts a session to other days or another place, or gives it more places. What is nil stays.
type MoveSession struct {
	Session uuid.UUID
	Version int
	Days    []DayIn
	Place   *string
	Video   *string
	Places  *int
}

// Move changes a session that has not begun. Who takes part or waits is told where and when it is now, once for each change; whoever was reminded of the old day is
// reminded again of a new one that is further away, and may leave until it begins: they chose another. More places let who waits move up.
func (s *Service) Move(ctx context.Context, in MoveSession) (*Session, error) {
	var f form
	var list []Day
	if in.Days != nil {
		list = days(in.Days, s.DB.Clock.Now(), &f)
	}
	place, video := f.line(in.Place, longestTitle, "place", false), f.link(in.Video, "video", false)
	f.Need(in.Places == nil || *in.Places >= 1 && *in.Places <= mostPlaces, "places", "out_of_range")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.change(ctx, in.Session, in.Version, func(ctx context.Context, tx *db.Tx, se *Session) error {
		if !se.open(tx.Now) {
			return ErrOver
		}
		before := *se
		if err := se.take(in, place, video); err != nil {
			return err
		}
		moved, err := s.daysTx(ctx, tx, se, list)
		if err != nil {
			return err
		}
		if err := s.record(ctx, tx, SessionRecord(se.ID), "moved", audit.Details{"places": strconv.Itoa(se.Places)}); err != nil {
			return err
		}
		if moved || se.Place != before.Place || se.Video != before.Video {
			se.Sequence++
			if err := s.anewTx(ctx, tx, se); err != nil {
				return err
			}
			if err := s.tellSessionTx(ctx, tx, se, tellMoved, Enrolled, Waiting, AskedFor); err != nil {
				return err
			}
		}
		return s.moveUpTx(ctx, tx, se)
	})
}

// take takes over where a session is now, and for how many.
func (s *Session) take(in MoveSession, place, video string) error {
	if in.Place != nil {
		s.Place = place
	}
	if in.Video != nil {
		s.Video = video
	}
	s.Places = cmp.Or(said(in.Places), s.Places)
	var f form
	f.Need(s.Place != "" || s.Video != "", "place", "required")
	f.Need(s.Places >= s.Taken, "places", "taken")
	return f.As(ErrInput)
}

// daysTx writes the days of a session, if they are others than before.
func (s *Service) daysTx(ctx context.Context, tx *db.Tx, se *Session, list []Day) (moved bool, err error) {
	if len(list) == 0 {
		return false, nil
	}
	var before []Day
	if err := tx.NewSelect().Model(&before).Where("d.session_id = ?", se.ID).OrderExpr("d.during").Scan(ctx); err != nil {
		return false, fmt.Errorf("read days: %w", err)
	}
	if slices.EqualFunc(before, list, func(a, b Day) bool { return a.During.Same(b.During) }) {
		return false, nil
	}
	se.spans(list)
	if _, err := tx.NewDelete().Model((*Day)(nil)).Where("session_id = ?", se.ID).Exec(ctx); err != nil {
		return false, fmt.Errorf("take days away: %w", err)
	}
	return true, insert(ctx, tx, &list, "plan days")
}

// anewTx lets those who have a place leave until it begins, and be reminded anew where the mail that tells the change comes too early to be the reminder.
func (s *Service) anewTx(ctx context.Context, tx *db.Tx, se *Session) error {
	var at *time.Time
	if se.StartsAt.Sub(tx.Now) <= remindBefore {
		at = &tx.Now
	}
	if _, err := tx.NewRaw("UPDATE courses.enrolment SET reminded_at = ?, leave_until = ? WHERE session_id = ? AND state = 'enrolled'", at, se.StartsAt, se.ID).Exec(ctx); err != nil {
		return fmt.Errorf("let choose again: %w", err)
	}
	return nil
}

// CancelSession calls a session off.
type CancelSession struct {
	Session uuid.UUID
	Version int
}

// CallOff calls a session off that has not ended: all are told, and the money is free again.
func (s *Service) CallOff(ctx context.Context, in CancelSession) (*Session, error) {
	return s.change(ctx, in.Session, in.Version, func(ctx context.Context, tx *db.Tx, se *Session) error {
		if !se.stands() || !tx.Now.Before(se.EndsAt) {
			return ErrOver
		}
		se.CancelledAt, se.Taken = &tx.Now, 0
		se.Sequence++
		if err := s.tellSessionTx(ctx, tx, se, tellOff, Enrolled, Waiting, AskedFor); err != nil {
			return err
		}
		list, err := s.enrolmentsTx(ctx, tx, se.ID, Enrolled, Waiting, AskedFor)
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := s.endTx(ctx, tx, e, Cancelled); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, SessionRecord(se.ID), "called_off", audit.Details{"enrolments": strconv.Itoa(len(list))})
	})
}

// change changes a session; ErrConflict when somebody else was faster.
func (s *Service) change(ctx context.Context, id uuid.UUID, version int, fn func(context.Context, *db.Tx, *Session) error) (*Session, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		se, err := sessionTx(ctx, tx, id)
		if err != nil {
			return err
		}
		if se.Version != version {
			return ErrConflict
		}
		if err := fn(ctx, tx, se); err != nil {
			return err
		}
		se.Version++
		return update(ctx, tx, se, "change session")
	})
	if err != nil {
		return nil, err
	}
	return s.Session(ctx, id)
}

// sessionTx locks a session and reads it with its course.
func sessionTx(ctx context.Context, tx *db.Tx, id uuid.UUID) (*Session, error) {
	se := new(Session)
	err := tx.NewSelect().Model(se).Relation("Course").Where("s.id = ?", id).For("UPDATE OF s").Scan(ctx)
	return se, db.NoRows(err, ErrNone, "lock session")
}

// Session reads one with its course and its days.
func (s *Service) Session(ctx context.Context, id uuid.UUID) (*Session, error) {
	list, err := s.sessions(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("s.id = ?", id) })
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, ErrNone
	}
	return list[0], nil
}

// NextSession is the next one that teaches a training and has a place for somebody who enrols now, else the next at all; nil where none is planned.
func (s *Service) NextSession(ctx context.Context, training uuid.UUID) (*Session, error) {
	list, err := s.sessions(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("course.training_id = ? AND course.ended_at IS NULL AND s.starts_at > ? AND s.cancelled_at IS NULL", training, s.DB.Clock.Now()).OrderExpr("s.taken >= s.places, s.starts_at, s.id").Limit(1)
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func (s *Service) sessions(ctx context.Context, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]*Session, error) {
	list := []*Session{}
	err := narrow(s.DB.NewSelect().Model(&list)).Relation("Course").Relation("Course.Provider").
		Relation("Days", func(q *bun.SelectQuery) *bun.SelectQuery { return q.OrderExpr("d.during") }).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	return list, nil
}
