package elearning

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// How far an attempt is, or an item in it.
const (
	Open      = "open"
	Failed    = "failed"
	Completed = "completed"
	Passed    = "passed"
)

// Attempt is somebody who plays a package, from its beginning to its result.
type Attempt struct {
	bun.BaseModel `bun:"table:elearning.attempt,alias:a"`

	ID         uuid.UUID `bun:",pk"`
	AccountID  uuid.UUID
	CourseID   uuid.UUID
	PackageID  uuid.UUID
	Status     string
	Score      *int // percent
	Seconds    int
	BegunAt    time.Time
	PlayedAt   time.Time
	FinishedAt *time.Time
	Version    int
}

// Offer is how somebody stands to a course that is played.
type Offer struct {
	Playable bool
	Package  *Package // what it plays, or what they have begun
	Attempt  *Attempt // the newest
}

// Offer is how the viewer stands to a course.
func (s *Service) Offer(ctx context.Context, course uuid.UUID) (*Offer, error) {
	o := new(Offer)
	c, err := s.Courses.ToPlay(ctx, s.DB, course)
	if errors.Is(err, courses.ErrNone) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	if o.Attempt, err = newest(ctx, s.DB, identity.ViewerFrom(ctx).AccountID, c.ID); err != nil {
		return nil, err
	}
	if o.Package, err = current(ctx, s.DB, c.ID, ""); err != nil {
		return nil, err
	}
	if o.Attempt != nil && o.Attempt.Status == Open {
		if o.Package, err = s.Package(ctx, o.Attempt.PackageID); err != nil {
			return nil, err
		}
	}
	o.Playable = s.ContentURL != "" && o.Package != nil
	return o, nil
}

func newest(ctx context.Context, q bun.IDB, account, course uuid.UUID) (*Attempt, error) {
	var list []*Attempt
	err := q.NewSelect().Model(&list).Where("a.account_id = ? AND a.course_id = ?", account, course).OrderExpr("a.begun_at DESC, a.id DESC").Limit(1).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find attempt: %w", err)
	}
	if len(list) == 0 {
		return nil, nil // there is none
	}
	return list[0], nil
}

// Standing is how somebody stands to one of many courses.
type Standing struct {
	CourseID uuid.UUID
	Playable bool
	Played   string // the status of the newest attempt, "" without one
}

// Standings are how the viewer stands to all courses that are played, or were.
func (s *Service) Standings(ctx context.Context) ([]Standing, error) {
	list := []Standing{}
	err := s.DB.NewRaw(`SELECT c.course_id, ?1 AND (m.status = 'open' OR EXISTS (SELECT FROM elearning.package p WHERE p.course_id = c.course_id AND p.state = 'ready' AND p.ended_at IS NULL)) AS playable,
coalesce(m.status, '') AS played FROM (SELECT DISTINCT course_id FROM elearning.package WHERE state = 'ready') c
LEFT JOIN LATERAL (SELECT a.status FROM elearning.attempt a WHERE a.account_id = ?0 AND a.course_id = c.course_id ORDER BY a.begun_at DESC, a.id DESC LIMIT 1) m ON true`,
		identity.ViewerFrom(ctx).AccountID, s.ContentURL != "").Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("read what is played: %w", err)
	}
	return list, nil
}

// Play lets the viewer begin a course, go on with it, or look at it again, and yields the address at which that is done. A failed attempt is begun anew, and one that
// was finished long ago; the tickets to earlier ones are of no use then.
func (s *Service) Play(ctx context.Context, course uuid.UUID) (url string, err error) {
	v := identity.ViewerFrom(ctx)
	token := ids.Token()
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := s.Courses.ToPlay(ctx, tx, course); err != nil {
			if errors.Is(err, courses.ErrNone) {
				return ErrNone
			}
			return err
		}
		if s.ContentURL == "" {
			return ErrOff
		}
		if err := lockTx(ctx, tx, "play:"+course.String()+v.AccountID.String()); err != nil {
			return err
		}
		a, err := s.attemptTx(ctx, tx, v.AccountID, course)
		if err != nil {
			return err
		}
		_, err = tx.NewRaw("INSERT INTO elearning.ticket (hash, attempt_id, expires_at) VALUES (?, ?, ?)", ids.Hash(token), a.ID, tx.Now.Add(ticketLasts)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("give ticket: %w", err)
		}
		return nil
	})
	return s.ContentURL + "/play/" + token + "/", err
}

// attemptTx is the attempt to go on with, or a new one.
func (s *Service) attemptTx(ctx context.Context, tx *db.Tx, account, course uuid.UUID) (*Attempt, error) {
	p, err := current(ctx, tx, course, "SHARE")
	if err != nil {
		return nil, err
	}
	before, err := newest(ctx, tx, account, course)
	if err != nil {
		return nil, err
	}
	if before != nil && before.goesOn(p, tx.Now) {
		return before, nil
	}
	if p == nil {
		return nil, ErrNone
	}
	_, err = tx.NewRaw("DELETE FROM elearning.ticket t USING elearning.attempt a WHERE a.id = t.attempt_id AND a.account_id = ? AND a.course_id = ?", account, course).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("take tickets back: %w", err)
	}
	a := &Attempt{ID: ids.New(), AccountID: account, CourseID: course, PackageID: p.ID, Status: Open, BegunAt: tx.Now, PlayedAt: tx.Now, Version: 1}
	if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
		return nil, db.MapConstraints(fmt.Errorf("begin attempt: %w", err), map[string]error{"attempt_open": ErrConflict})
	}
	return a, s.record(ctx, tx, AttemptRecord(a.ID), "begun", audit.Details{"course": course.String(), "package": p.ID.String()})
}

// goesOn says whether an attempt is opened again instead of a new one: it is under way, or was finished of late with what the course still plays.
func (a *Attempt) goesOn(now *Package, at time.Time) bool {
	switch a.Status {
	case Open:
		return true
	case Completed, Passed:
		return now != nil && now.ID == a.PackageID && at.Sub(*a.FinishedAt) < lookAgain
	}
	return false
}

// rank orders how far one is: nothing goes back.
var rank = map[string]int{Open: 0, Failed: 1, Completed: 2, Passed: 3}

// resultTx notes what a package says of the result. Who had failed may pass after all while the package is open; nobody loses what they had. The course is completed
// with the first good word.
func (s *Service) resultTx(ctx context.Context, tx *db.Tx, a *Attempt, status string, score *int) error {
	a.Version++
	a.PlayedAt = tx.Now
	before := a.Status
	if rank[status] > rank[before] {
		a.Status = status
		if before == Open || before == Failed {
			a.FinishedAt = &tx.Now
		}
	}
	if score != nil && rank[status] >= rank[before] {
		a.Score = score
	}
	if _, err := tx.NewUpdate().Model(a).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("note result: %w", err)
	}
	if a.Status == before {
		return nil
	}
	if err := s.record(ctx, tx, AttemptRecord(a.ID), a.Status, audit.Details{"course": a.CourseID.String()}); err != nil {
		return err
	}
	if rank[before] >= rank[Completed] || rank[a.Status] < rank[Completed] {
		return nil
	}
	return s.Courses.PlayedTx(ctx, tx, courses.Played{Account: a.AccountID, Course: a.CourseID, Source: a.ID})
}
