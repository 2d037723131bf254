package clearing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// OpenVisit begins a visit: about a case, or about a service for which the person has none yet.
type OpenVisit struct {
	Case     *uuid.UUID
	Service  *string
	Language *string    // of the person; by itself that of the case or the ticket
	Ticket   *uuid.UUID // which is at the viewer's counter
}

// Open begins a visit. The same case or ticket again is the viewer's visit that is still open, and so is the same service if nothing was done in it.
func (s *Service) Open(ctx context.Context, in OpenVisit) (*Visit, error) {
	v := &Visit{ID: ids.New(), State: Open, Answers: map[string]any{}, Version: 1, ClerkID: identity.ViewerFrom(ctx).AccountID, CaseID: in.Case, TicketID: in.Ticket}
	if err := s.about(ctx, v, in); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		// One desk opens one visit at a time: two clicks are one visit.
		if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 9))", "clearing "+v.ClerkID.String()).Exec(ctx); err != nil {
			return fmt.Errorf("open visit: %w", err)
		}
		before, err := v.sameTx(ctx, tx)
		if err != nil {
			return err
		}
		if before != nil {
			v.ID = *before
			return nil
		}
		if err := s.takeTicketTx(ctx, tx, v); err != nil {
			return err
		}
		v.OpenedAt = tx.Now
		if _, err := tx.NewInsert().Model(v).Exec(ctx); err != nil {
			return db.MapConstraints(fmt.Errorf("open visit: %w", err), map[string]error{"visit_of_ticket": ErrState})
		}
		return s.Audit.RecordTx(ctx, tx, Record(v.ID), "visit.opened", v.details())
	})
	if err != nil {
		return nil, err
	}
	return s.Visit(ctx, v.ID)
}

// sameTx finds the visit of the same clerk that is still open for the same ticket or case. Two people without either cannot be told apart by what they come
// for: then only a visit in which nothing was done yet is the same, which is what a second click finds.
func (v *Visit) sameTx(ctx context.Context, tx *db.Tx) (*uuid.UUID, error) {
	q := tx.NewSelect().Model((*Visit)(nil)).Column("v.id").Where("v.state = ? AND v.clerk_id = ?", Open, v.ClerkID)
	switch {
	case v.TicketID != nil:
		q.Where("v.ticket_id = ?", v.TicketID)
	case v.CaseID != nil:
		q.Where("v.ticket_id IS NULL AND v.case_id = ?", v.CaseID)
	default:
		q.Where("v.ticket_id IS NULL AND v.case_id IS NULL AND v.version = 1").Where("v.service = ? AND v.service_version = ? AND v.language = ?", v.Service, v.ServiceVersion, v.Language).
			Where("NOT EXISTS (SELECT FROM documents.document_v1 d WHERE d.subject_kind = ? AND d.subject_id = v.id)", documents.SubjectVisit)
	}
	var found []uuid.UUID
	if err := q.OrderExpr("v.opened_at DESC").Limit(1).Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("look for open visit: %w", err)
	}
	if len(found) == 0 {
		return nil, nil // there is none
	}
	return &found[0], nil
}

// takeTicketTx frees the ticket from the visit of a colleague who had it before: it was sent on, and that visit ends without it.
func (s *Service) takeTicketTx(ctx context.Context, tx *db.Tx, v *Visit) error {
	if v.TicketID == nil {
		return nil
	}
	var others []uuid.UUID
	if err := tx.NewRaw("UPDATE clearing.visit SET ticket_id = NULL, version = version + 1 WHERE ticket_id = ? AND state = ? AND clerk_id <> ? RETURNING id",
		v.TicketID, Open, v.ClerkID).Scan(ctx, &others); err != nil {
		return fmt.Errorf("free ticket: %w", err)
	}
	for _, id := range others {
		if err := s.Audit.RecordTx(ctx, tx, Record(id), "visit.ticket_taken_over", audit.Details{"visit": v.ID.String()}); err != nil {
			return err
		}
	}
	return nil
}

// details are what the trail tells of a visit.
func (v *Visit) details() audit.Details {
	d := audit.Details{"service": v.Service}
	if v.CaseID != nil {
		d["case"] = v.CaseID.String()
	}
	return d
}

// about finds out what the visit is about, with all faults at once.
func (s *Service) about(ctx context.Context, v *Visit, in OpenVisit) error {
	var f errs.Faults
	f.Need((in.Case == nil) != (in.Service == nil), "case", "required")
	if in.Ticket != nil {
		t, err := s.ticket(ctx, *in.Ticket)
		f.Need(err == nil, "ticket", "unknown")
		if err == nil {
			v.Language = t.Language
		}
	}
	if in.Case != nil && in.Service == nil {
		m, err := s.matter(ctx, *in.Case)
		if err != nil {
			return err
		}
		v.Service, v.ServiceVersion, v.Language = m.Service, m.ServiceVersion, m.Language
	}
	if in.Service != nil && in.Case == nil {
		offer, err := s.Catalogue.Offer(ctx, *in.Service)
		f.Need(err == nil, "service", "unknown")
		if err == nil {
			v.Service, v.ServiceVersion = offer.Key, offer.Version
		}
	}
	if in.Language != nil {
		v.Language = *in.Language
	}
	if v.Language == "" {
		v.Language = catalogue.German
	}
	f.Need(v.Language == "de-simple" || slices.Contains(s.Catalogue.City().Languages, v.Language), "language", "unknown")
	return f.As(ErrInput)
}

func (s *Service) matter(ctx context.Context, id uuid.UUID) (*Matter, error) {
	if s.cases == nil {
		return nil, ErrNotFound
	}
	return s.cases.Matter(ctx, id)
}

// ticket is one that is at the viewer's counter.
func (s *Service) ticket(ctx context.Context, id uuid.UUID) (*frontdesk.Ticket, error) {
	if s.Frontdesk == nil {
		return nil, ErrNotFound
	}
	t, err := s.Frontdesk.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	here := t.State == frontdesk.Called || t.State == frontdesk.Serving
	if !here || t.ClerkID == nil || *t.ClerkID != identity.ViewerFrom(ctx).AccountID {
		return nil, ErrNotFound
	}
	return t, nil
}

// Find lists cases that the viewer may serve.
func (s *Service) Find(ctx context.Context, text string) ([]Found, error) {
	if s.cases == nil {
		return nil, nil
	}
	return s.cases.Find(ctx, text)
}

// AnswerVisit changes answers of somebody without a case, and their language.
type AnswerVisit struct {
	Visit    uuid.UUID
	Language *string
	Answers  json.RawMessage // an object with the changed answers; null takes one back
}

const longestAnswers = 16 << 10 // bytes

// Answer keeps answers to the questions on which the list depends; others are refused, all at once.
func (s *Service) Answer(ctx context.Context, in AnswerVisit) (*Visit, error) {
	var patch map[string]any
	var f errs.Faults
	f.Need(len(in.Answers) <= longestAnswers && (len(in.Answers) == 0 || json.Unmarshal(in.Answers, &patch) == nil), "answers", "type")
	f.Need(in.Language == nil || *in.Language == "de-simple" || slices.Contains(s.Catalogue.City().Languages, *in.Language), "language", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	err := s.change(ctx, in.Visit, func(ctx context.Context, _ *db.Tx, v *Visit) error {
		if in.Language != nil {
			v.Language = *in.Language
		}
		if len(patch) == 0 {
			return nil
		}
		offer, err := s.Catalogue.OfferVersion(db.Outside(ctx), v.Service, v.ServiceVersion)
		if err != nil {
			return fmt.Errorf("find service of visit: %w", err)
		}
		return v.answer(offer, patch)
	})
	if err != nil {
		return nil, err
	}
	return s.Visit(ctx, in.Visit)
}

func (v *Visit) answer(o *catalogue.Offer, patch map[string]any) error {
	var f errs.Faults
	f.Need(v.CaseID == nil, "answers", "signed") // those of a case were signed
	asked := branching(o)
	for key, value := range patch {
		i := slices.IndexFunc(asked, func(q catalogue.Field) bool { return q.Key == key })
		f.Need(i >= 0, "answers", "unknown_field")
		f.Need(i < 0 || value == nil || fits(asked[i].Kind, value), "answers", "type")
		if value == nil {
			delete(v.Answers, key)
		} else {
			v.Answers[key] = value
		}
	}
	return f.As(ErrInput)
}

// fits says that a value is of a field's kind, as JSON gives it.
func fits(kind string, value any) bool {
	switch v := value.(type) {
	case bool:
		return kind == "boolean"
	case float64:
		return kind == "integer" || kind == "number"
	case string:
		return kind == "string" && len(v) <= 500
	case []any:
		return kind == "list" && len(v) <= 50 && !slices.ContainsFunc(v, func(e any) bool { text, ok := e.(string); return !ok || len(text) > 200 })
	}
	return false
}

// facts are the answers by which the list is made.
func (v *Visit) facts(today clock.Date) catalogue.Facts {
	return catalogue.Facts{Form: catalogue.Principal, Answers: v.Answers, Today: today}
}
