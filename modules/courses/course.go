package courses

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// Provider gives courses.
type Provider struct {
	bun.BaseModel `bun:"table:courses.provider,alias:p"`

	ID       uuid.UUID `bun:",pk"`
	Name     string
	External bool
	Contact  string
	EndedAt  *time.Time
	Version  int
}

// Form is how a course is given.
type Form string

// The forms.
const (
	InHouse  Form = "in_house"
	External Form = "external"
	Online   Form = "online" // by oneself, at an address
)

// Levels are those of a language course (CEFR).
var Levels = []string{"A1", "A2", "B1", "B2", "C1", "C2"}

// Course is an entry of the catalogue.
type Course struct {
	bun.BaseModel `bun:"table:courses.course,alias:c"`

	ID         uuid.UUID `bun:",pk"`
	TrainingID *uuid.UUID
	ProviderID *uuid.UUID
	Title      string
	About      string
	Form       Form
	Subject    training.Kind
	Level      string // A1–C2 of a language course
	Link       string // of an online course; "": it is played here
	Approval   bool   // also of free places
	CancelDays int    // until so many days before it begins one can cancel by oneself
	EndedAt    *time.Time
	Version    int

	Provider *Provider `bun:"rel:belongs-to,join:provider_id=id"`
}

const (
	mostProviders = 500
	mostCourses   = 500
	mostDays      = 60 // before the beginning
	longestTitle  = 200
	longestAbout  = 4000
)

// KeepProvider is a new provider, or a changed one with the version that was read.
type KeepProvider struct {
	ID       *uuid.UUID
	Version  *int
	Name     string
	External bool
	Contact  *string
	Ended    *bool
}

// KeepProvider writes a provider.
func (s *Service) KeepProvider(ctx context.Context, in KeepProvider) (*Provider, error) {
	var f form
	name, contact := f.line(&in.Name, longestTitle, "name", true), f.line(in.Contact, longestTitle*5, "contact", false)
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	p := new(Provider)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		p.ID, p.Version = ids.New(), 1
		write := insert
		if in.ID != nil {
			if err := lockTx(ctx, tx, p, *in.ID); err != nil {
				return err
			}
			if p.Version != said(in.Version) {
				return ErrConflict
			}
			p.Version++
			write = update
		}
		p.Name, p.External, p.Contact, p.EndedAt = name, in.External, contact, endedAt(p.EndedAt, said(in.Ended), tx.Now)
		if err := write(ctx, tx, p, "keep provider"); err != nil {
			return err
		}
		return s.record(ctx, tx, ProviderRecord(p.ID), "kept", nil)
	})
	return p, err
}

func endedAt(before *time.Time, ended bool, now time.Time) *time.Time {
	switch {
	case !ended:
		return nil
	case before != nil:
		return before
	}
	return &now
}

// Providers are all, by name.
func (s *Service) Providers(ctx context.Context) ([]Provider, error) {
	list := []Provider{}
	if err := s.DB.NewSelect().Model(&list).OrderExpr("p.ended_at IS NOT NULL, p.name, p.id").Limit(mostProviders).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list providers: %w", err)
	}
	return list, nil
}

// KeepCourse is a new course, or a changed one with the version that was read.
type KeepCourse struct {
	ID         *uuid.UUID
	Version    *int
	Training   *uuid.UUID
	Provider   *uuid.UUID
	Title      string
	About      *string
	Form       Form
	Subject    training.Kind
	Level      *string
	Link       *string
	Approval   bool
	CancelDays *int // nil: seven
	Ended      *bool
}

const usualCancelDays = 7

// read checks the input into c.
func (in KeepCourse) read(c *Course) error {
	var f form
	c.TrainingID, c.ProviderID, c.Form, c.Subject, c.Level, c.Approval = in.Training, in.Provider, in.Form, in.Subject, said(in.Level), in.Approval
	c.Title, c.About = f.line(&in.Title, longestTitle, "title", true), f.line(in.About, longestAbout, "about", false)
	c.Link = f.link(in.Link, "link", false)
	f.Need(in.Form == Online || c.Link == "", "link", "not_here")
	f.Need(in.Form == InHouse || in.Form == External || in.Form == Online, "form", "unknown")
	f.Need(slices.Contains(training.Kinds, in.Subject), "subject", "unknown")
	f.Need(c.Level == "" || in.Subject == training.KindLanguage && slices.Contains(Levels, c.Level), "level", "unknown")
	c.CancelDays = usualCancelDays
	if in.CancelDays != nil {
		c.CancelDays = *in.CancelDays
	}
	f.Need(c.CancelDays >= 0 && c.CancelDays <= mostDays, "cancelDays", "out_of_range")
	return f.As(ErrInput)
}

// KeepCourse writes an entry of the catalogue.
func (s *Service) KeepCourse(ctx context.Context, in KeepCourse) (*Course, error) {
	if err := in.read(new(Course)); err != nil {
		return nil, err
	}
	id := ids.New()
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, write := &Course{ID: id, Version: 1}, insert
		if in.ID != nil {
			id = *in.ID
			if err := lockTx(ctx, tx, c, id); err != nil {
				return err
			}
			if c.Version != said(in.Version) {
				return ErrConflict
			}
			c.Version++
			write = update
		}
		if err := in.read(c); err != nil {
			return err
		}
		c.EndedAt = endedAt(c.EndedAt, said(in.Ended), tx.Now)
		err := db.MapConstraints(write(ctx, tx, c, "keep course"), map[string]error{
			"course_training_id_fkey": ErrInput.With(field("training", "unknown")), "course_provider_id_fkey": ErrInput.With(field("provider", "unknown")),
		})
		if err != nil {
			return err
		}
		return s.record(ctx, tx, CourseRecord(c.ID), "kept", audit.Details{"form": string(c.Form)})
	})
	if err != nil {
		return nil, err
	}
	return s.course(ctx, id)
}

func (s *Service) course(ctx context.Context, id uuid.UUID) (*Course, error) {
	c := new(Course)
	return c, db.NoRows(s.DB.NewSelect().Model(c).Relation("Provider").Where("c.id = ?", id).Scan(ctx), ErrNone, "read course")
}

// Confirm notes that the viewer has worked an online course through; on one day once. Whoever says so is believed, and it is known that it rests on their word: ErrByWord where a
// training that it teaches must be done before somebody may do something.
func (s *Service) Confirm(ctx context.Context, id uuid.UUID) (*Course, error) {
	v := identity.ViewerFrom(ctx)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c := new(Course)
		if err := db.NoRows(tx.NewSelect().Model(c).Where("c.id = ?", id).Scan(ctx), ErrNone, "read course"); err != nil {
			return err
		}
		if c.Form != Online || c.Link == "" || c.EndedAt != nil { // what is played speaks for itself
			return ErrOver
		}
		if needs, err := s.needsProof(ctx, tx, c); err != nil || needs[c.ID] {
			return cmp.Or(err, error(ErrByWord))
		}
		team, err := s.teamOf(ctx, tx, v.AccountID)
		if err != nil {
			return err
		}
		said, today := ids.New(), clock.Today(tx.Now)
		res, err := tx.NewRaw("INSERT INTO courses.confirmation (id, course_id, account_id, team, confirmed_on) VALUES (?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT confirmation_once DO NOTHING",
			said, c.ID, v.AccountID, team, today).Exec(ctx)
		if err != nil {
			return fmt.Errorf("confirm course: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err // said before
		}
		if err := s.record(ctx, tx, CourseRecord(c.ID), "confirmed", nil); err != nil || c.TrainingID == nil {
			return err
		}
		_, err = s.Training.RecordTx(ctx, tx, training.Completion{Account: v.AccountID, Training: *c.TrainingID, CompletedOn: today, Source: training.FromOwnWord, SourceID: said})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.course(ctx, id)
}

// needsProof says of which courses at an address a proof must be handed in, since an own word does not suffice for what they teach.
func (s *Service) needsProof(ctx context.Context, q bun.IDB, list ...*Course) (map[uuid.UUID]bool, error) {
	var taught []uuid.UUID
	for _, c := range list {
		if c.Link != "" && c.TrainingID != nil {
			taught = append(taught, *c.TrainingID)
		}
	}
	blocks, err := s.Training.Blocks(ctx, q, taught...)
	needs := map[uuid.UUID]bool{}
	for _, c := range list {
		needs[c.ID] = c.Link != "" && c.TrainingID != nil && blocks[*c.TrainingID]
	}
	return needs, err
}
