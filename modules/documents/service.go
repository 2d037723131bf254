package documents

import (
	"context"
	"embed"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "documents", FS: migrations}

// Config bounds what people may send. The zero value is what a city needs as a rule.
type Config struct {
	MaxSize             int           // bytes of one file; 0: 50 MB. Larger ones cost disk while they are inspected
	PartSize            int           // bytes of one piece of an upload, at least MinPartSize; 0: 8 MB
	MaxFilesPerDocument int           // 0: 20
	MaxFilesPerDay      int           // of one account in 24 hours; 0: 200
	MaxPages            int           // of one PDF; 0: 200
	PageEdge            int           // longer edge of the picture of a page in pixels; 0: 1800, enough to read small print
	AbandonAfter        time.Duration // an upload without a sign of life is given up; 0: 48 hours
	KeepRefused         time.Duration // refused bytes stay in quarantine for disputes; 0: 30 days
	StuckAfter          time.Duration // a file that waits longer for its inspection raises an alarm; 0: 10 minutes
	Inspectors          int           // inspections at once in this process; 0: 2. Each may take a file's size of disk
	TempDir             string        // for files under inspection, removed after it; "": the system's
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func (c Config) withDefaults() Config {
	c.MaxSize = or(c.MaxSize, 50<<20)
	c.PartSize = max(or(c.PartSize, 8<<20), MinPartSize)
	c.MaxFilesPerDocument = or(c.MaxFilesPerDocument, 20)
	c.MaxFilesPerDay = or(c.MaxFilesPerDay, 200)
	c.MaxPages = or(c.MaxPages, 200)
	c.PageEdge = or(c.PageEdge, 1800)
	c.AbandonAfter = or(c.AbandonAfter, 48*time.Hour)
	c.KeepRefused = or(c.KeepRefused, 30*24*time.Hour)
	c.StuckAfter = or(c.StuckAfter, 10*time.Minute)
	c.Inspectors = or(c.Inspectors, 2)
	return c
}

// Ports are the outside worlds that this module needs.
type Ports struct {
	Store    Store
	Scanner  Scanner // nil: the city has configured "scanner: none", and files become Unscanned
	PDF      Pages
	Pictures Pages // JPEG, PNG, HEIC
}

// Subject answers for what documents hang on. The module above that owns applications, or cases, fills it.
type Subject interface {
	// MayAdd says whether the account may give in or change papers for the item now, and for which person (uuid.Nil when
	// that is not certain). A stranger's subject is ErrNotFound.
	MayAdd(ctx context.Context, account, subject uuid.UUID, item string) (person uuid.UUID, err error)
	// MayRead says whether the member of staff behind ctx may see the subject's papers; ErrNotFound otherwise.
	MayRead(ctx context.Context, subject uuid.UUID) error
}

// Service keeps the papers.
type Service struct {
	db       *db.DB
	trail    *audit.Service
	ports    Ports
	cfg      Config
	log      *slog.Logger
	subjects map[SubjectKind]Subject
	slots    chan struct{}
}

// New makes the Service.
func New(d *db.DB, trail *audit.Service, ports Ports, cfg Config, log *slog.Logger) *Service {
	cfg = cfg.withDefaults()
	return &Service{
		db: d, trail: trail, ports: ports, cfg: cfg, log: log,
		subjects: map[SubjectKind]Subject{}, slots: make(chan struct{}, cfg.Inspectors),
	}
}

// SetSubject tells who answers for a kind of subject. It is called while the program is wired; until then, and in a program
// without that module, such subjects do not exist.
func (s *Service) SetSubject(kind SubjectKind, subject Subject) { s.subjects[kind] = subject }

// Limits tells what people may send, for texts and for refusing early in the browser.
func (s *Service) Limits() Config { return s.cfg }

func (s *Service) mayAdd(ctx context.Context, account uuid.UUID, kind SubjectKind, id uuid.UUID, item string) (uuid.UUID, error) {
	subject, ok := s.subjects[kind]
	if !ok || account == uuid.Nil {
		return uuid.Nil, ErrNotFound
	}
	return subject.MayAdd(ctx, account, id, item)
}

// topic is what browsers listen to for news of a subject.
func topic(kind SubjectKind, id uuid.UUID) string { return string(kind) + ":" + id.String() }

func idOrNil(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
