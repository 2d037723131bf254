package catalogue

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this module.
var Migrations = db.Migrations{Schema: "catalogue", FS: migrations}

// The errors of this module.
var (
	ErrUnknownService = errs.New(errs.NotFound, "catalogue.unknown_service")
	ErrUnknownVersion = errs.New(errs.NotFound, "catalogue.unknown_version")
	ErrNotPublished   = errs.New(errs.Unavailable, "catalogue.not_published") // Publish did not run yet
)

// Service offers what the city's folder says, and remembers what it said before.
type Service struct {
	db      *db.DB
	city    *City
	current atomic.Pointer[map[string]*Offer]

	mu   sync.Mutex
	past map[versionKey]*Offer // versions never change
}

type versionKey struct {
	service string
	version int
}

// New makes the Service for a city that Load has read.
func New(d *db.DB, city *City) *Service {
	return &Service{db: d, city: city, past: map[versionKey]*Offer{}}
}

// City is the city as its folder tells it. Its offers carry no version: ask Offer or Offers for those.
func (s *Service) City() *City { return s.city }

type offerVersion struct {
	bun.BaseModel `bun:"table:catalogue.offer_version"`

	Service     string    `bun:"service,pk"`
	Version     int       `bun:"version,pk"`
	Digest      string    `bun:"digest"`
	Content     string    `bun:"content,type:json"`
	PublishedAt time.Time `bun:"published_at"`
}

// Publish keeps each offer as a version of its own, unless its content was published before; then it is that version again. It
// runs at the start of each server and may run in several at once.
func (s *Service) Publish(ctx context.Context) error {
	current := make(map[string]*Offer, len(s.city.Offers))
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtext('catalogue.publish'))"); err != nil {
			return fmt.Errorf("wait for other publishers: %w", err)
		}
		for _, o := range s.city.Offers {
			published, err := publish(ctx, tx, o)
			if err != nil {
				return fmt.Errorf("publish %s: %w", o.Key, err)
			}
			current[o.Key] = published
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.current.Store(&current)
	return nil
}

const insertVersion = `INSERT INTO catalogue.offer_version (service, version, digest, content, published_at)
SELECT ?0, coalesce(max(version), 0) + 1, ?1, ?2, ?3 FROM catalogue.offer_version WHERE service = ?0
ON CONFLICT ON CONSTRAINT offer_version_digest_once DO NOTHING`

func publish(ctx context.Context, tx *db.Tx, o *Offer) (*Offer, error) {
	content, digest, err := o.content()
	if err != nil {
		return nil, err
	}
	if _, err := tx.NewRaw(insertVersion, o.Key, digest, string(content), tx.Now).Exec(ctx); err != nil {
		return nil, fmt.Errorf("keep version: %w", err)
	}
	row := offerVersion{}
	err = tx.NewSelect().Model(&row).Column("version", "digest", "published_at").
		Where("service = ? AND digest = ?", o.Key, digest).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find version: %w", err)
	}
	return o.as(row), nil
}

// content is the offer as it is kept, and its digest.
func (o *Offer) content() ([]byte, string, error) {
	bare := *o
	bare.Version, bare.Digest = 0, ""
	raw, err := json.Marshal(&bare)
	if err != nil {
		return nil, "", fmt.Errorf("write offer: %w", err)
	}
	sum := sha256.Sum256(raw)
	return raw, hex.EncodeToString(sum[:]), nil
}

// as is the same offer under its version.
func (o *Offer) as(row offerVersion) *Offer {
	versioned := *o
	versioned.Version, versioned.Digest, versioned.PublishedAt = row.Version, row.Digest, row.PublishedAt
	return &versioned
}

// Offers lists the current version of every service, in the order of the catalogue.
func (s *Service) Offers(ctx context.Context) ([]*Offer, error) {
	offers := make([]*Offer, 0, len(s.city.Offers))
	for _, o := range s.city.Offers {
		current, err := s.Offer(ctx, o.Key)
		if err != nil {
			return nil, err
		}
		offers = append(offers, current)
	}
	return offers, nil
}

// Offer is the current version of a service. New applications begin with it.
func (s *Service) Offer(_ context.Context, key string) (*Offer, error) {
	current := s.current.Load()
	if current == nil {
		return nil, ErrNotPublished
	}
	o, ok := (*current)[key]
	if !ok {
		return nil, ErrUnknownService
	}
	return o, nil
}

// OfferVersion is a service as it was in a version: applications are judged by the one they were filed with. It is read and
// compiled once.
func (s *Service) OfferVersion(ctx context.Context, key string, version int) (*Offer, error) {
	if current := s.current.Load(); current != nil {
		if o := (*current)[key]; o != nil && o.Version == version {
			return o, nil
		}
	}
	at := versionKey{key, version}
	if o := s.remembered(at, nil); o != nil {
		return o, nil
	}
	row := offerVersion{}
	err := s.db.NewSelect().Model(&row).Where("service = ? AND version = ?", key, version).Scan(db.Outside(ctx)) // versions never change
	if err != nil {
		return nil, db.NoRows(err, ErrUnknownVersion, "read version of a service")
	}
	o, err := row.offer()
	if err != nil {
		return nil, fmt.Errorf("restore %s version %d: %w", key, version, err)
	}
	return s.remembered(at, o), nil
}

// remembered is the offer of a version; a first one given is kept.
func (s *Service) remembered(at versionKey, first *Offer) *Offer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.past[at] == nil && first != nil {
		s.past[at] = first
	}
	return s.past[at]
}

func (row offerVersion) offer() (*Offer, error) {
	o := &Offer{}
	if err := json.Unmarshal([]byte(row.Content), o); err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	var faults Faults
	o.compile(func(at, message string) { faults.Add(at, 1, "%s", message) })
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return o.as(row), nil
}
