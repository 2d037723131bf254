package clearing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Other is the kind of a paper that the catalogue does not know.
const Other = "other"

// Bounds of what is taken in beside the list.
const (
	mostExtras  = 20
	longestKind = 100
	longestCall = 80 // characters of the name of another paper
)

// Extra is a paper that is not on the list and is taken in all the same.
type Extra struct {
	bun.BaseModel `bun:"table:clearing.extra,alias:extra"`

	Item    string `bun:",pk"` // under which its pages hang on the visit
	VisitID uuid.UUID
	Kind    string // an item of the service's catalogue, or Other
	Name    string // of another paper: a few words of the desk, in German
	AddedAt time.Time
}

// Title is what an item is called in a language. Another paper is called in German only, as the desk wrote it.
func (i Item) Title(o *catalogue.Offer, language string) string {
	switch {
	case i.Extra == nil:
		return o.Text(language, "items."+i.Key+".title")
	case i.Extra.Kind == Other:
		return i.Extra.Name
	}
	return o.Text(language, "items."+i.Extra.Kind+".title")
}

// Kinds are the papers of the service's catalogue that are not on this visit's list, in the order of the catalogue.
func (v *Visit) Kinds(o *catalogue.Offer) []string {
	kinds := []string{}
	for _, rule := range o.ChecklistRules {
		there := slices.ContainsFunc(v.Checklist, func(i Item) bool { return i.Key == rule.Item || i.Extra != nil && i.Extra.Kind == rule.Item })
		if !there && !slices.Contains(kinds, rule.Item) {
			kinds = append(kinds, rule.Item)
		}
	}
	return kinds
}

// AddExtraPaper puts a paper beside the list of a visit.
type AddExtraPaper struct {
	Visit uuid.UUID
	Kind  string  // one of Visit.Kinds, or Other
	Name  *string // what Other is, in a few words
}

// AddExtra puts a paper beside the list, so that its pages can be taken in. What the list has already is taken in there.
func (s *Service) AddExtra(ctx context.Context, in AddExtraPaper) (*Visit, error) {
	read, err := s.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	offer, err := s.Catalogue.OfferVersion(ctx, read.Service, read.ServiceVersion)
	if err != nil {
		return nil, fmt.Errorf("find service of visit: %w", err)
	}
	name := ""
	if in.Name != nil {
		name = strings.TrimSpace(*in.Name)
	}
	var f errs.Faults
	f.Need(len(in.Kind) <= longestKind && (in.Kind == Other || slices.Contains(read.Kinds(offer), in.Kind)), "kind", "unknown")
	f.Need(len(read.Extras) < mostExtras, "kind", "too_many")
	f.Need(in.Kind != Other || name != "", "name", "required")
	f.Fits(name, longestCall, "name")
	f.Need(!strings.ContainsFunc(name, unicode.IsControl), "name", "forbidden_characters")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	if in.Kind != Other {
		name = ""
	}
	err = s.change(ctx, in.Visit, func(ctx context.Context, tx *db.Tx, v *Visit) error {
		if !read.Takes() {
			return ErrState
		}
		e := &Extra{Item: "extra:" + ids.New().String(), VisitID: v.ID, Kind: in.Kind, Name: name, AddedAt: tx.Now}
		if _, err := tx.NewInsert().Model(e).Exec(ctx); err != nil {
			return fmt.Errorf("add paper beside the list: %w", err)
		}
		details := v.details()
		details["item"], details["kind"] = e.Item, e.Kind
		return s.Audit.RecordTx(ctx, tx, Record(v.ID), "visit.extra_added", details)
	})
	if err != nil {
		return nil, err
	}
	return s.Visit(ctx, in.Visit)
}

// DropExtraPaper takes a paper beside the list back.
type DropExtraPaper struct {
	Visit uuid.UUID
	Item  string
}

// DropExtra takes a paper beside the list back, as long as no page of it was taken in.
func (s *Service) DropExtra(ctx context.Context, in DropExtraPaper) (*Visit, error) {
	read, err := s.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(read.Checklist, func(i Item) bool { return i.Extra != nil && i.Key == in.Item })
	if i < 0 {
		return nil, ErrNotFound
	}
	if read.Checklist[i].Document != nil {
		return nil, ErrInput.With(errs.Field{Path: "item", Code: "not_empty"})
	}
	err = s.change(ctx, in.Visit, func(ctx context.Context, tx *db.Tx, v *Visit) error {
		res, err := tx.NewDelete().Model((*Extra)(nil)).Where("visit_id = ? AND item = ?", v.ID, in.Item).Exec(ctx)
		if err := db.One(res, err, ErrNotFound, "drop paper beside the list"); err != nil {
			return err
		}
		return s.Audit.RecordTx(ctx, tx, Record(v.ID), "visit.extra_dropped", audit.Details{"item": in.Item})
	})
	if err != nil {
		return nil, err
	}
	return s.Visit(ctx, in.Visit)
}
