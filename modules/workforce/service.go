package workforce

import (
	"context"
	"embed"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "workforce", FS: migrations}

// The actions of this module.
const (
	ActionRead  = "workforce.read"
	ActionNames = "workforce.names" // who fills a post
	ActionKeep  = "workforce.keep"
)

var (
	// ErrNone says that there is no such post, or not for this viewer.
	ErrNone = errs.New(errs.NotFound, "workforce.none")
	// ErrInput says that the input is at fault; its fields say where.
	ErrInput = errs.New(errs.Invalid, "workforce.input")
	// ErrConflict says that somebody else was faster: read again.
	ErrConflict = errs.New(errs.Conflict, "workforce.conflict")
	// ErrKnown says that a post of this number exists.
	ErrKnown = errs.New(errs.Conflict, "workforce.known")
	// ErrShare says that the post would be filled beyond its share, or on a day on which it is none.
	ErrShare = errs.New(errs.Conflict, "workforce.share")
	// ErrPerson says that somebody would fill more than a whole post, and nobody said why.
	ErrPerson = errs.New(errs.Conflict, "workforce.person")
	// ErrTwice says that two periods of one thing overlap.
	ErrTwice = errs.New(errs.Conflict, "workforce.twice")
	// ErrChanged says that a list would no longer change what was shown: look again.
	ErrChanged = errs.New(errs.Conflict, "workforce.changed")
)

var constraints = map[string]error{
	"post_number": ErrKnown, "filling_within_share": ErrShare, "filling_within_person": ErrPerson, "filling_once": ErrTwice, "term_once": ErrTwice, "advert_once": ErrTwice,
	"person_staff_no": ErrConflict, "person_account": ErrConflict,
}

// Deps is what the module stands on.
type Deps struct {
	DB       *db.DB
	Audit    *audit.Service
	Messages *messages.Service
	Identity *identity.Service
	Teams    []string
	// Told are those who are told of what ends in a team: the personnel office and the lead.
	Told func(ctx context.Context, team string) ([]messages.Addressee, error)
}

// Service keeps the posts.
type Service struct{ Deps }

// New makes the Service.
func New(d Deps) *Service { return &Service{d} }

// Record names a post in the trail.
func Record(id uuid.UUID) audit.Record { return audit.Record{Kind: "post", ID: id} }

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// reach narrows terms (t) to those of teams in which the viewer may do the action.
func reach(q *bun.SelectQuery, v *identity.Viewer, action string) *bun.SelectQuery {
	teams, all := v.TeamsFor(action)
	return q.Where("(? OR t.team IN (?))", all, bun.List(append(teams, "")))
}

// change does something to a post that the viewer keeps, under its lock, and counts its version on.
func (s *Service) change(ctx context.Context, id uuid.UUID, version int, action string, do func(context.Context, *db.Tx) (audit.Details, error)) error {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		post := new(Post)
		q := tx.NewSelect().Model(post).Where("p.id = ?", id).For("UPDATE")
		if err := db.NoRows(q.Scan(ctx), ErrNone, "read post"); err != nil {
			return err
		}
		if post.Version != version {
			return ErrConflict
		}
		details, err := do(ctx, tx)
		if err != nil {
			return err
		}
		return s.changedTx(ctx, tx, id, action, details)
	})
	return db.MapConstraints(err, constraints)
}

// changedTx counts a post's version on, writes the trail, and has the database judge now what it would judge at the end.
func (s *Service) changedTx(ctx context.Context, tx *db.Tx, id uuid.UUID, action string, details audit.Details) error {
	if _, err := tx.NewUpdate().Model((*Post)(nil)).Set("version = version + 1").Where("id = ?", id).Exec(ctx); err != nil {
		return fmt.Errorf("count version of post: %w", err)
	}
	if err := s.Audit.RecordTx(ctx, tx, Record(id), "post."+action, details); err != nil {
		return fmt.Errorf("record post: %w", err)
	}
	if _, err := tx.NewRaw("SET CONSTRAINTS ALL IMMEDIATE").Exec(ctx); err != nil {
		return fmt.Errorf("judge post: %w", err)
	}
	return nil
}
