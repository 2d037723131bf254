// Package messagesgql is the part of the schema about what the office and the applicant write to one another.
package messagesgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ErrReadOnly says that the viewer may read the thread but not write in it.
var ErrReadOnly = errs.New(errs.Forbidden, "messages.read_only")

// Access is how the viewer stands to a case.
type Access struct {
	Side      messages.Side
	MayWrite  bool
	Applicant messages.Addressee // whom the office writes to
	Path      string             // where the applicant reads it in the portal
	ShowNames bool               // whether applicants see who of the office wrote
}

// Cases tells how the viewer under ctx stands to a case; not found if not at all.
type Cases interface {
	ThreadAccess(ctx context.Context, caseID uuid.UUID) (Access, error)
}

// Resolver resolves messages' part of the schema; it is Query, Mutation and Subscription.
type Resolver struct {
	DB       *db.DB
	Messages *messages.Service
	Identity *identity.Service
	Cases    Cases
}

// Query resolves messages' queries.
type Query struct{ Resolver }

// Mutation resolves messages' mutations.
type Mutation struct{ Resolver }

// Subscription resolves messages' subscriptions.
type Subscription struct{ Resolver }

// Thread is what the viewer sees of a thread.
type Thread struct {
	CaseID    uuid.UUID
	Side      messages.Side
	Items     []messages.Message
	Unread    int
	Permitted []string
}

// Thread is the thread of a case.
func (q Query) Thread(ctx context.Context, caseID uuid.UUID) (*Thread, error) {
	access, err := q.Cases.ThreadAccess(ctx, caseID)
	if err != nil {
		return nil, err
	}
	return q.thread(ctx, caseID, access)
}

// SendMessage writes into the thread of a case.
func (m Mutation) SendMessage(ctx context.Context, input SendMessage) (*messages.Message, error) {
	access, err := m.Cases.ThreadAccess(ctx, input.CaseID)
	if err != nil {
		return nil, err
	}
	if !access.MayWrite {
		return nil, ErrReadOnly
	}
	v := identity.ViewerFrom(ctx)
	var sent messages.Message
	err = m.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		sent, err = m.Messages.PostTx(ctx, tx, messages.Post{
			Key: v.AccountID.String() + ":" + input.Key, Thread: thread(input.CaseID), From: access.Side, Author: v.AccountID,
			Text: input.Text, Language: input.Language, To: access.Applicant, Path: access.Path,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	if access.Side == messages.Office || access.ShowNames {
		sent.AuthorName = &v.Name
	}
	return &sent, nil
}

// MarkThreadRead notes what the viewer's side has read.
func (m Mutation) MarkThreadRead(ctx context.Context, input MarkThreadRead) (*Thread, error) {
	access, err := m.Cases.ThreadAccess(ctx, input.CaseID)
	if err != nil {
		return nil, err
	}
	if access.Side == messages.Applicant || access.MayWrite { // looking in from elsewhere is not reading for the office
		if err := m.Messages.MarkRead(ctx, thread(input.CaseID), access.Side, input.UpTo); err != nil {
			return nil, err
		}
	}
	return m.thread(ctx, input.CaseID, access)
}

// ThreadChanged hints that there is something new; it counts the hints.
func (s Subscription) ThreadChanged(ctx context.Context, caseID uuid.UUID) (<-chan int, error) {
	if _, err := s.Cases.ThreadAccess(ctx, caseID); err != nil {
		return nil, err
	}
	return s.DB.Live.Count(ctx, messages.Topic(thread(caseID))), nil
}

// SendMessage asks to write into a thread.
type SendMessage struct {
	CaseID   uuid.UUID
	Text     string
	Language string
	Key      string
}

// MarkThreadRead tells up to which message the viewer has read.
type MarkThreadRead struct{ CaseID, UpTo uuid.UUID }

func (r Resolver) thread(ctx context.Context, caseID uuid.UUID, access Access) (*Thread, error) {
	items, err := r.Messages.Thread(ctx, thread(caseID))
	if err != nil {
		return nil, err
	}
	t := &Thread{CaseID: caseID, Side: access.Side, Items: items, Permitted: []string{}}
	if access.MayWrite {
		t.Permitted = append(t.Permitted, "sendMessage")
	}
	var authors []uuid.UUID
	for _, m := range items {
		if m.From != access.Side && m.ReadAt == nil {
			t.Unread++
		}
		if m.AuthorID != nil {
			authors = append(authors, *m.AuthorID)
		}
	}
	if access.Side == messages.Applicant && !access.ShowNames {
		return t, nil
	}
	names, err := r.Identity.Names(ctx, authors)
	if err != nil {
		return nil, err
	}
	for i, m := range items {
		if m.AuthorID == nil {
			continue
		}
		if name, ok := names[*m.AuthorID]; ok {
			items[i].AuthorName = &name
		}
	}
	return t, nil
}

func thread(caseID uuid.UUID) audit.Record { return audit.Record{Kind: "case", ID: caseID} }
