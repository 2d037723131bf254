// Package auditgql is audit's part of the schema.
package auditgql

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
)

// ErrNoTrail says that there is no such record, or none for this viewer.
var ErrNoTrail = errs.New(errs.NotFound, "audit.no_trail")

// MayRead returns nil if the viewer under ctx may read a case, and not found otherwise.
type MayRead func(ctx context.Context, rec audit.Record) error

// Query resolves audit's queries.
type Query struct {
	Audit    *audit.Service
	Identity *identity.Service
	MayRead  MayRead
}

// AuditTrail is one page of a trail.
type AuditTrail struct {
	Items []AuditEntry
	Next  *string
}

// AuditEntry is one line of a trail.
type AuditEntry struct {
	Seq       int64
	At        time.Time
	ActorKind audit.ActorKind
	ActorID   *uuid.UUID
	ActorName *string
	Action    string
	Details   json.RawMessage
	Hash      string
}

// AuditStatus tells how far the trails are sealed.
type AuditStatus struct{ audit.Status }

// AuditTrail is the trail of a record: whoever may read the case sees its own, auditors see all. That somebody works in every team makes no auditor.
func (q Query) AuditTrail(ctx context.Context, kind string, id uuid.UUID, first *int, after *string) (*AuditTrail, error) {
	rec := audit.Record{Kind: kind, ID: id}
	if !identity.ViewerFrom(ctx).Is(identity.Auditor) {
		if kind != "case" {
			return nil, ErrNoTrail
		}
		if err := q.MayRead(ctx, rec); err != nil {
			return nil, err
		}
	}
	args := page.Args{}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	p, err := q.Audit.Trail(ctx, rec, args)
	if err != nil {
		return nil, err
	}
	names, err := q.Identity.Names(ctx, actors(p.Items))
	if err != nil {
		return nil, err
	}
	trail := &AuditTrail{Items: make([]AuditEntry, 0, len(p.Items))}
	for _, e := range p.Items {
		line, err := entry(e, names)
		if err != nil {
			return nil, err
		}
		trail.Items = append(trail.Items, line)
	}
	if p.Next != "" {
		trail.Next = &p.Next
	}
	return trail, nil
}

// AuditStatus tells how far the trails are sealed.
func (q Query) AuditStatus(ctx context.Context) (*AuditStatus, error) {
	st, err := q.Audit.Status(ctx)
	if err != nil {
		return nil, err
	}
	return &AuditStatus{st}, nil
}

func entry(e audit.Entry, names map[uuid.UUID]string) (AuditEntry, error) {
	details, err := json.Marshal(e.Details)
	if err != nil {
		return AuditEntry{}, fmt.Errorf("write details: %w", err)
	}
	line := AuditEntry{
		Seq: e.Seq, At: e.At, ActorKind: e.ActorKind, ActorID: e.ActorID, Action: e.Action, Details: details, Hash: hex.EncodeToString(e.Hash),
	}
	if e.ActorID != nil {
		if name, ok := names[*e.ActorID]; ok {
			line.ActorName = &name
		}
	}
	return line, nil
}

func actors(entries []audit.Entry) []uuid.UUID {
	var ids []uuid.UUID
	for _, e := range entries {
		if e.ActorID != nil {
			ids = append(ids, *e.ActorID)
		}
	}
	return ids
}
