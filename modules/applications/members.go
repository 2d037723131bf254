package applications

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// AddMember asks for the linked application of a family member.
type AddMember struct {
	Sitting        ID
	Relation       MemberRelation
	IdempotencyKey string
}

// RemoveMember takes one out again.
type RemoveMember struct{ Application ID }

// What a member may be to the principal; the words are those of persons.RelationKind.
const (
	MemberSpouse  MemberRelation = "spouse"
	MemberPartner MemberRelation = "partner"
	MemberChild   MemberRelation = "child"
	MemberParent  MemberRelation = "parent"
	MemberSibling MemberRelation = "sibling"
	MemberOther   MemberRelation = "other"
)

func (r MemberRelation) known() bool {
	return slices.Contains([]MemberRelation{MemberSpouse, MemberPartner, MemberChild, MemberParent, MemberSibling, MemberOther}, r)
}

func (r MemberRelation) kind() persons.RelationKind { return persons.RelationKind(r) }

// AddMember adds the application of a family member (XAusländer: verbundenerAntrag); the same key again adds nobody.
func (s *Service) AddMember(ctx context.Context, account ID, in AddMember) (*Sitting, error) {
	if err := checkKey(in.IdempotencyKey); err != nil {
		return nil, err
	}
	return s.change(ctx, account, byID, in.Sitting, func(ctx context.Context, tx *db.Tx, sit *Sitting) error {
		position := 0
		for _, a := range sit.Applications {
			position = max(position, a.Position+1)
			if a.AddKey == in.IdempotencyKey && a.Who == Member {
				return nil
			}
		}
		if code := sit.refusesMember(in.Relation, s.deps.Catalogue.City().Limits.MembersPerSite); code != "" {
			return ErrMember.With(errs.Field{Path: "relation", Code: code})
		}
		a := &Application{
			ID: ids.New(), SittingID: sit.ID, Position: position, Who: Member, Relation: &in.Relation, AddKey: in.IdempotencyKey,
			State: ApplicationDraft, Version: 1, Answers: json.RawMessage("{}"),
		}
		if _, asked := sit.Offer.Member.Field("relation"); asked {
			if err := a.apply(map[string]any{"relation": string(in.Relation)}); err != nil {
				return err
			}
		}
		if _, err := tx.NewInsert().Model(a).Exec(ctx); err != nil {
			return fmt.Errorf("add member: %w", err)
		}
		return s.deps.Audit.RecordTx(ctx, tx, Record(sit.ID), "sitting.member_added", audit.Details{"application": a.ID.String()})
	})
}

func (s *Sitting) refusesMember(r MemberRelation, cityLimit int) string {
	switch {
	case !r.known():
		return "not_in_list"
	case s.Offer.Member == nil || !takes(s.Offer.Member, r):
		return "not_possible"
	case len(s.Applications)-1 >= s.Offer.MaxMembers || cityLimit > 0 && len(s.Applications)-1 >= cityLimit:
		return "too_many"
	}
	return ""
}

// takes says whether a service's form for members knows the relation; one that does not ask for it takes all.
func takes(form *catalogue.Form, r MemberRelation) bool {
	field, asked := form.Field("relation")
	return !asked || slices.ContainsFunc(field.Options, func(o catalogue.Option) bool { return o.Value == string(r) })
}

// RemoveMember takes a member's application and its papers out of a draft; the principal's cannot be removed.
func (s *Service) RemoveMember(ctx context.Context, account ID, in RemoveMember) (*Sitting, error) {
	return s.change(ctx, account, byApplication, in.Application, func(ctx context.Context, tx *db.Tx, sit *Sitting) error {
		a := sit.application(in.Application)
		if a == nil {
			return ErrNotFound
		}
		if a.Who != Member {
			return ErrMember.With(errs.Field{Path: "application", Code: "principal"})
		}
		if err := s.deps.Documents.EraseSubjectTx(ctx, tx, a.Record()); err != nil {
			return err
		}
		if _, err := tx.NewDelete().Model(a).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("remove member: %w", err)
		}
		return s.deps.Audit.RecordTx(ctx, tx, Record(sit.ID), "sitting.member_removed", audit.Details{"application": a.ID.String()})
	})
}

const maxKey = 100

func checkKey(key string) error {
	if key == "" || len(key) > maxKey {
		return ErrKey
	}
	return nil
}
