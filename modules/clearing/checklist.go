package clearing

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// ItemState is how one paper of the list stands.
type ItemState string

// The states.
const (
	Missing  ItemState = "missing"
	ToCheck  ItemState = "to_check" // there, not yet looked at
	Accepted ItemState = "accepted"
	Rejected ItemState = "rejected"
	Waived   ItemState = "waived" // the office does without it
	Taken    ItemState = "taken"  // taken in at this visit
)

// Item is one paper of the person's list, as the desk sees it.
type Item struct {
	Key        string
	Form       string // key of what a good copy looks like
	Required   bool
	State      ItemState
	Reason     *string // why it was rejected: a code, or the office's words
	Requested  bool    // the office has asked for it
	ValidUntil clock.Date
	Takes      bool                // it may be taken in now
	Document   *documents.Document // what was taken in at this visit
	Original   *Original           // seen at this visit
	Extra      *Extra              // it stands beside the list; else nil
}

// owed says that the person still has to bring it.
func (i Item) owed() bool { return i.Extra == nil && (i.State == Missing || i.State == Rejected) }

// Visit reads a visit with its list. For a case that is an opening, which the trail knows.
func (s *Service) Visit(ctx context.Context, id uuid.UUID) (*Visit, error) {
	v, err := s.read(ctx, s.DB, id, false)
	if err != nil {
		return nil, err
	}
	if v.CaseID != nil {
		if v.Matter, err = s.matter(ctx, *v.CaseID); err != nil {
			return nil, err
		}
	}
	if v.Checklist, err = s.list(ctx, v); err != nil {
		return nil, err
	}
	docs, err := s.Documents.ForSubject(ctx, Record(v.ID))
	if err != nil {
		return nil, fmt.Errorf("read papers of visit: %w", err)
	}
	for i := range v.Checklist {
		v.Checklist[i].mark(docs, v)
	}
	v.keepStrays(docs)
	v.TicketHere, err = s.ticketHere(ctx, v)
	return v, err
}

// ticketHere says whether the clerk of an open visit has its ticket at the counter.
func (s *Service) ticketHere(ctx context.Context, v *Visit) (bool, error) {
	if v.State != Open || v.TicketID == nil || s.Frontdesk == nil {
		return false, nil
	}
	t, err := s.Frontdesk.Get(ctx, *v.TicketID)
	if err != nil {
		return false, fmt.Errorf("read ticket of visit: %w", err)
	}
	return t.With(v.ClerkID) != nil, nil
}

// keepStrays puts what was taken in before an answer took it off the list beside the list: nothing that was handed in is forgotten.
func (v *Visit) keepStrays(docs []*documents.Document) {
	for _, d := range docs {
		if !slices.ContainsFunc(v.Checklist, func(i Item) bool { return i.Key == d.Item }) {
			v.Checklist = append(v.Checklist, Item{Key: d.Item, State: Taken, Takes: v.Takes(), Document: d, Extra: &Extra{Item: d.Item, VisitID: v.ID, Kind: d.Item}})
		}
	}
}

// Takes says that papers may be taken in now.
func (v *Visit) Takes() bool { return v.State == Open && (v.Matter == nil || v.Matter.Undecided) }

// list is the list of a case as the office stands to it; without one, what the answers call for.
func (s *Service) list(ctx context.Context, v *Visit) ([]Item, error) {
	offer, err := s.Catalogue.OfferVersion(ctx, v.Service, v.ServiceVersion)
	if err != nil {
		return nil, fmt.Errorf("find service of visit: %w", err)
	}
	var items []Item
	if v.Matter == nil {
		for _, i := range offer.Checklist(v.facts(clock.Today(s.DB.Clock.Now()))) {
			items = append(items, Item{Key: i.Key, Form: i.Form, Required: i.Required, State: Missing})
		}
	} else {
		for _, p := range v.Matter.Papers {
			items = append(items, Item{Key: p.Item, Form: offer.FormOf(p.Item), Required: p.Required, State: p.State, Reason: p.Reason, Requested: p.Requested, ValidUntil: p.ValidUntil})
		}
	}
	for _, e := range v.Extras {
		items = append(items, Item{Key: e.Item, Form: offer.FormOf(e.Kind), State: Missing, Extra: e})
	}
	return items, nil
}

// mark adds what happened to an item at the visit.
func (i *Item) mark(docs []*documents.Document, v *Visit) {
	takes := i.owed() || i.Extra != nil
	i.Takes = takes && v.Takes()
	if n := slices.IndexFunc(docs, func(d *documents.Document) bool { return d.Item == i.Key && len(d.Files) > 0 }); n >= 0 {
		i.Document = docs[n]
		if takes {
			i.State = Taken
		}
	}
	if n := slices.IndexFunc(v.Originals, func(o *Original) bool { return o.Item == i.Key }); n >= 0 {
		i.Original = v.Originals[n]
	}
}

// Mine are the viewer's visits of today and those that are still open, the newest first, without their lists.
func (s *Service) Mine(ctx context.Context) ([]*Visit, error) {
	viewer := identity.ViewerFrom(ctx)
	visits := []*Visit{}
	today := clock.Today(s.DB.Clock.Now()).Time(clock.Berlin)
	err := reach(s.DB.NewSelect().Model(&visits), viewer).Where("v.clerk_id = ?", viewer.AccountID).
		Where("v.state = ? OR v.opened_at >= ?", Open, today).OrderExpr("v.opened_at DESC").Limit(50).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list visits: %w", err)
	}
	return visits, nil
}

// SeeOriginal notes that an original was seen, or takes that back.
type SeeOriginal struct {
	Visit uuid.UUID
	Item  string
	Seen  bool
}

// SeeOriginal notes that the viewer has had the original of a paper in their hands: no certified copy of it is needed. It may be of a paper
// that was handed in before.
func (s *Service) SeeOriginal(ctx context.Context, in SeeOriginal) (*Visit, error) {
	read, err := s.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(read.Checklist, func(i Item) bool { return i.Key == in.Item }) {
		return nil, ErrNotFound
	}
	err = s.change(ctx, in.Visit, func(ctx context.Context, tx *db.Tx, v *Visit) error {
		by := identity.ViewerFrom(ctx).AccountID
		action := "visit.original_seen"
		if in.Seen {
			_, err := tx.NewInsert().Model(&Original{VisitID: v.ID, Item: in.Item, SeenBy: by, SeenAt: tx.Now}).On("CONFLICT DO NOTHING").Exec(ctx)
			if err != nil {
				return fmt.Errorf("note original: %w", err)
			}
		} else {
			action = "visit.original_not_seen"
			if _, err := tx.NewDelete().Model((*Original)(nil)).Where("visit_id = ? AND item = ?", v.ID, in.Item).Exec(ctx); err != nil {
				return fmt.Errorf("take note of original back: %w", err)
			}
		}
		details := v.details()
		details["item"] = in.Item
		return s.Audit.RecordTx(ctx, tx, Record(v.ID), action, details)
	})
	if err != nil {
		return nil, err
	}
	return s.Visit(ctx, in.Visit)
}
