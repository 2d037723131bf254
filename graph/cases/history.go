package casesgql

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
)

// History is one page of what happened to a case.
type History struct {
	Items []HistoryEntry
	Next  *string
}

// HistoryEntry is one step in the history of a case; its details are ids, digests and codes.
type HistoryEntry struct {
	Seq       int
	At        time.Time
	Action    string
	ActorKind string
	ActorName *string // of colleagues only
	Details   json.RawMessage
}

// History lists what happened to the case, newest first, with the names of colleagues. Whoever holds the case may see it.
func (c *Case) History(ctx context.Context, first *int, after *string) (*History, error) {
	trail, err := c.r.Audit.Trail(ctx, cases.Record(c.ID), pageOf(first, after))
	if err != nil {
		return nil, err
	}
	colleagues := []uuid.UUID{}
	for _, e := range trail.Items {
		if e.ActorID != nil && e.ActorKind == audit.Staff {
			colleagues = append(colleagues, *e.ActorID)
		}
	}
	names, err := c.r.Identity.Names(ctx, colleagues)
	if err != nil {
		return nil, err
	}
	h := &History{Items: make([]HistoryEntry, len(trail.Items))}
	for i, e := range trail.Items {
		if h.Items[i], err = entry(e, names); err != nil {
			return nil, err
		}
	}
	if trail.Next != "" {
		h.Next = &trail.Next
	}
	return h, nil
}

func entry(e audit.Entry, names map[uuid.UUID]string) (HistoryEntry, error) {
	details, err := json.Marshal(e.Details)
	if err != nil {
		return HistoryEntry{}, fmt.Errorf("write details: %w", err)
	}
	line := HistoryEntry{Seq: int(e.Seq), At: e.At, Action: e.Action, ActorKind: string(e.ActorKind), Details: details}
	if e.ActorID != nil {
		if name, ok := names[*e.ActorID]; ok {
			line.ActorName = &name
		}
	}
	return line, nil
}
