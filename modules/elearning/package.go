package elearning

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// The states of a package.
const (
	Uploading = "uploading"
	Scanning  = "scanning"
	Ready     = "ready"
	Refused   = "refused"
)

// The standards that are played.
const (
	SCORM12 = "scorm12"
	XAPI    = "xapi"
)

// Package is what was sent to be played as a course.
type Package struct {
	bun.BaseModel `bun:"table:elearning.package,alias:p"`

	ID       uuid.UUID `bun:",pk"`
	CourseID uuid.UUID
	Name     string // as the sender's device calls the archive, cleaned; for showing only
	Size     int    // bytes of the archive
	PartSize int
	UploadID *string
	State    string
	Scanned  bool // a virus scanner has looked at it

	Standard string
	Title    string
	Activity string // how xAPI calls it
	Items    int
	Files    int
	Bytes    int64   // unpacked
	SHA256   string  `bun:"sha256"`
	Faults   []Fault `bun:"type:jsonb"`

	ImportedBy uuid.UUID
	ImportedAt time.Time
	TouchedAt  time.Time
	EndedBy    *uuid.UUID
	EndedAt    *time.Time
	EmptiedAt  *time.Time
}

// Item is what begins by itself in a package; most packages have one.
type Item struct {
	bun.BaseModel `bun:"table:elearning.item,alias:i"`

	PackageID uuid.UUID `bun:",pk"`
	Number    int       `bun:",pk"` // from 1
	Title     string
	Href      string   // of a file of the package, with what goes behind it
	Launch    string   // what it is told when it begins (adlcp:datafromlms)
	Mastery   *float64 // percent from which it is passed (adlcp:masteryscore)
}

// File is one of its files.
type File struct {
	bun.BaseModel `bun:"table:elearning.file,alias:f"`

	PackageID uuid.UUID `bun:",pk"`
	Path      string    `bun:",pk"`
	Number    int       // from 1
	Type      string
	Bytes     int64
}

// Keys in the store come from ids and numbers alone, never from a name that somebody sent.
func (p *Package) key() string               { return "elearning/" + p.ID.String() + "/archive" }
func fileKey(id uuid.UUID, n int) string     { return fmt.Sprintf("elearning/%s/%d", id, n) }
func (p *Package) partCount() int            { return (p.Size + p.PartSize - 1) / p.PartSize }
func (p *Package) partLength(number int) int { return min(p.PartSize, p.Size-(number-1)*p.PartSize) }

const (
	mostPackages  = 50
	longestName   = 120
	longestTitle  = 200
	longestLaunch = 4096
)

// Packages are those that were sent for a course, the newest first.
func (s *Service) Packages(ctx context.Context, course uuid.UUID) ([]Package, error) {
	list := []Package{}
	err := s.DB.NewSelect().Model(&list).Where("p.course_id = ?", course).OrderExpr("p.imported_at DESC, p.id DESC").Limit(mostPackages).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list packages: %w", err)
	}
	return list, nil
}

// Package reads one.
func (s *Service) Package(ctx context.Context, id uuid.UUID) (*Package, error) {
	p := new(Package)
	return p, db.NoRows(s.DB.NewSelect().Model(p).Where("p.id = ?", id).Scan(ctx), ErrNone, "read package")
}

// End takes a package out: nobody begins it any more, and an upload under way is given up. Its files go once nobody plays it.
func (s *Service) End(ctx context.Context, id uuid.UUID) (*Package, error) {
	p := new(Package)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := db.NoRows(tx.NewSelect().Model(p).Where("p.id = ?", id).For("UPDATE").Scan(ctx), ErrNone, "lock package"); err != nil {
			return err
		}
		if p.EndedAt != nil || p.State == Refused {
			return nil
		}
		by := identity.ViewerFrom(ctx).AccountID
		if err := p.endTx(ctx, tx, &by); err != nil {
			return err
		}
		if err := s.record(ctx, tx, PackageRecord(p.ID), "ended", nil); err != nil {
			return err
		}
		return tx.Enqueue(ctx, EmptyArgs{p.ID}, nil)
	})
	return p, err
}

func (p *Package) endTx(ctx context.Context, tx *db.Tx, by *uuid.UUID) error {
	p.EndedAt, p.EndedBy, p.TouchedAt = &tx.Now, by, tx.Now
	if _, err := tx.NewUpdate().Model(p).Column("ended_at", "ended_by", "touched_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("end package: %w", err)
	}
	return nil
}

// current is the package that a course plays; nil: none.
func current(ctx context.Context, q bun.IDB, course uuid.UUID, lock string) (*Package, error) {
	var list []*Package
	sel := q.NewSelect().Model(&list).Where("p.course_id = ? AND p.state = ? AND p.ended_at IS NULL", course, Ready)
	if lock != "" {
		sel = sel.For(lock)
	}
	if err := sel.Scan(ctx); err != nil {
		return nil, fmt.Errorf("find package of course: %w", err)
	}
	if len(list) == 0 {
		return nil, nil // there is none
	}
	return list[0], nil
}

// cut makes a text that somebody else wrote fit to be shown: in one line, without signs that are not seen, at most so many characters.
func cut(text string, most int) string {
	seen := strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar:
			return '?'
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	short := []rune(strings.Join(strings.Fields(seen), " "))
	if len(short) > most {
		short = append(short[:most-1], '…')
	}
	return string(short)
}

func newPackage(course, by uuid.UUID, name string, size int, now time.Time) *Package {
	return &Package{
		ID: ids.New(), CourseID: course, Name: name, Size: size, PartSize: partSize, State: Uploading, Faults: []Fault{}, ImportedBy: by, ImportedAt: now, TouchedAt: now,
	}
}
