package elearning

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Limits of what a package lays down in one attempt.
const (
	LargestDocument = 256 << 10
	mostDocuments   = 100
)

// The kinds of documents: of the learner in an activity, of the learner, of the activity. Each is known to its attempt alone.
const (
	StateDocument    = "state"
	AgentDocument    = "agent"
	ActivityDocument = "activity"
)

// ErrPrecondition says that a document is not the one that was read.
var ErrPrecondition = errs.New(errs.Conflict, "elearning.precondition")

// DocumentKey names a document of xAPI.
type DocumentKey struct {
	Kind, Activity, Name string
	Agent                *Agent     // whose; nil: of nobody in particular
	Registration         *uuid.UUID // in which attempt; nil: this one
}

// Document is what a package lays down.
type Document struct {
	bun.BaseModel `bun:"table:elearning.document,alias:d"`

	AttemptID uuid.UUID `bun:",pk"`
	Kind      string    `bun:",pk"`
	Activity  string    `bun:",pk"`
	Name      string    `bun:",pk"`
	Type      string
	Body      []byte `bun:"type:bytea"`
	ChangedAt time.Time
}

// ETag tells the content of a document.
func (d *Document) ETag() string {
	sum := sha256.Sum256(d.Body)
	return `"` + hex.EncodeToString(sum[:20]) + `"`
}

// Condition is what a client has read of a document before it changes it: an ETag, "*" for one that is there, or none.
type Condition struct{ Match, NoneMatch string }

func (c Condition) met(d *Document) bool {
	if c.NoneMatch != "" && d != nil && (c.NoneMatch == "*" || c.NoneMatch == d.ETag()) {
		return false
	}
	return c.Match == "" || d != nil && (c.Match == "*" || c.Match == d.ETag())
}

func (s *Service) check(a *Attempt, key DocumentKey, named bool) error {
	if key.Agent != nil && key.Agent.Account != s.Agent(a).Account || key.Registration != nil && *key.Registration != a.ID {
		return ErrNotTheirs
	}
	var f errs.Faults
	f.Need((key.Activity != "") == (key.Kind != AgentDocument) && len(key.Activity) <= longestIRI, "activityId", "required")
	f.Need((key.Agent != nil) == (key.Kind != ActivityDocument), "agent", "required")
	f.Need((key.Name != "" || !named) && len(key.Name) <= longestIRI, "id", "required")
	return f.As(ErrInput)
}

func document(ctx context.Context, q bun.IDB, a *Attempt, key DocumentKey) (*Document, error) {
	d := &Document{AttemptID: a.ID, Kind: key.Kind, Activity: key.Activity, Name: key.Name}
	return d, db.NoRows(q.NewSelect().Model(d).WherePK().Scan(ctx), ErrNone, "read document")
}

// Document reads one.
func (s *Service) Document(ctx context.Context, token string, key DocumentKey) (*Document, error) {
	a, err := seat(ctx, s.DB, token, s.DB.Clock.Now(), false)
	if err == nil {
		err = s.check(a, key, true)
	}
	if err != nil {
		return nil, err
	}
	return document(ctx, s.DB, a, key)
}

// Documents are the names of those that are there.
func (s *Service) Documents(ctx context.Context, token string, key DocumentKey) ([]string, error) {
	a, err := seat(ctx, s.DB, token, s.DB.Clock.Now(), false)
	if err == nil {
		err = s.check(a, key, false)
	}
	if err != nil {
		return nil, err
	}
	names := []string{}
	err = s.DB.NewSelect().Model((*Document)(nil)).Column("name").Where("d.attempt_id = ? AND d.kind = ? AND d.activity = ?", a.ID, key.Kind, key.Activity).OrderExpr("d.name").Scan(ctx, &names)
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	return names, nil
}

// Lay is a document to be kept; Merge lays its members into the one that is there.
type Lay struct {
	Key   DocumentKey
	Type  string
	Body  []byte
	Merge bool
	If    Condition
}

// Lay keeps a document. ErrPrecondition where it is not the one that was read; ErrConflict for a profile that is there and was not read (xAPI 1.0.3, part three, 3.1).
func (s *Service) Lay(ctx context.Context, token string, in Lay) (*Document, error) {
	if len(in.Body) > LargestDocument {
		return nil, ErrTooMuch
	}
	var kept *Document
	err := s.change(ctx, token, func(ctx context.Context, tx *db.Tx, a *Attempt) error {
		if err := s.check(a, in.Key, true); err != nil {
			return err
		}
		before, err := document(ctx, tx, a, in.Key)
		if errors.Is(err, ErrNone) {
			before, err = nil, s.roomTx(ctx, tx, a)
		}
		if err != nil {
			return err
		}
		if !in.If.met(before) {
			return ErrPrecondition
		}
		if before != nil && in.Key.Kind != StateDocument && !in.Merge && in.If == (Condition{}) {
			return ErrConflict
		}
		kept = &Document{AttemptID: a.ID, Kind: in.Key.Kind, Activity: in.Key.Activity, Name: in.Key.Name, Type: in.Type, Body: in.Body, ChangedAt: tx.Now}
		if in.Merge && before != nil {
			if kept.Body, err = merged(before, in); err != nil {
				return err
			}
		}
		_, err = tx.NewInsert().Model(kept).On("CONFLICT (attempt_id, kind, activity, name) DO UPDATE").Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep document: %w", err)
		}
		return touchTx(ctx, tx, a)
	})
	return kept, err
}

// touchTx notes that somebody plays.
func touchTx(ctx context.Context, tx *db.Tx, a *Attempt) error {
	a.PlayedAt = tx.Now
	if _, err := tx.NewUpdate().Model(a).Column("played_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("note that it is played: %w", err)
	}
	return nil
}

func (s *Service) roomTx(ctx context.Context, tx *db.Tx, a *Attempt) error {
	held, err := tx.NewSelect().Model((*Document)(nil)).Where("d.attempt_id = ?", a.ID).Count(ctx)
	if err != nil {
		return fmt.Errorf("count documents: %w", err)
	}
	if held >= mostDocuments {
		return ErrTooMuch
	}
	return nil
}

// merged lays the members of an object into another; what is no object cannot be merged.
func merged(before *Document, in Lay) ([]byte, error) {
	old, added := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	if !isJSON(before.Type) || !isJSON(in.Type) || json.Unmarshal(before.Body, &old) != nil || json.Unmarshal(in.Body, &added) != nil {
		return nil, ErrInput.With(field("body", "not_an_object"))
	}
	for name, value := range added {
		old[name] = value
	}
	body, err := json.Marshal(old)
	if err != nil || len(body) > LargestDocument {
		return nil, ErrTooMuch
	}
	return bytes.Clone(body), nil
}

func isJSON(kind string) bool {
	media, _, err := mime.ParseMediaType(kind)
	return err == nil && media == "application/json"
}

// Clear removes a document, or all of its kind where none is named.
func (s *Service) Clear(ctx context.Context, token string, key DocumentKey, cond Condition) error {
	return s.change(ctx, token, func(ctx context.Context, tx *db.Tx, a *Attempt) error {
		if err := s.check(a, key, key.Kind != StateDocument); err != nil {
			return err
		}
		if key.Name != "" {
			before, err := document(ctx, tx, a, key)
			if errors.Is(err, ErrNone) {
				before, err = nil, nil
			}
			if err != nil {
				return err
			}
			if !cond.met(before) {
				return ErrPrecondition
			}
		}
		q := tx.NewDelete().Model((*Document)(nil)).Where("d.attempt_id = ? AND d.kind = ? AND d.activity = ?", a.ID, key.Kind, key.Activity)
		if key.Name != "" {
			q = q.Where("d.name = ?", key.Name)
		}
		if _, err := q.Exec(ctx); err != nil {
			return fmt.Errorf("clear documents: %w", err)
		}
		return touchTx(ctx, tx, a)
	})
}
