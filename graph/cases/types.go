package casesgql

import (
	"context"
	"errors"
	"io"

	"github.com/ankunft/ankunft/graph/dense"
	"github.com/ankunft/ankunft/modules/cases"
)

// The types of the schema are the module's own; these are those whose names other modules use too, or that are named otherwise there.
type (
	CaseState  = cases.CaseState
	Clock      = cases.Clock
	Forecast   = cases.Forecast
	Note       = cases.NoteRow
	Paper      = cases.PaperRow
	PaperState = cases.PaperState
	Request    = cases.RequestRow
)

// WorkList is one page of the work list; it is written without a goroutine for each of its rows.
type WorkList struct{ cases.WorkList }

// MarshalGQLContext writes what the query selected.
func (l WorkList) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	return dense.Write(ctx, w, l.WorkList)
}

// UnmarshalGQLContext refuses: nobody hands in a work list.
func (*WorkList) UnmarshalGQLContext(context.Context, any) error { return errOutput }

// PublicStatus is what the status page shows; written like a WorkList.
type PublicStatus struct{ *cases.PublicStatus }

// MarshalGQLContext writes what the query selected.
func (p PublicStatus) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	return dense.Write(ctx, w, p.PublicStatus)
}

// UnmarshalGQLContext refuses: nobody hands in a status.
func (*PublicStatus) UnmarshalGQLContext(context.Context, any) error { return errOutput }

var errOutput = errors.New("this is never an input")
