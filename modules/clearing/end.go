package clearing

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// EndVisit ends a visit.
type EndVisit struct {
	Visit   uuid.UUID
	Name    *string // of somebody without a case, as the confirmation writes it
	Outcome *string // of the ticket, one of the hall's; needed while the visit's clerk has it at the counter
	Note    *string // for the ticket, as frontdesk bounds it
}

const longestName = 200

// End ends a visit in one transaction: papers sealed, confirmation written and handed over, ticket done if it is still at the counter, event VisitEnded. Ending again is
// ErrState. ErrUnderWay while a paper is still being sent, ErrRefused while one of the files cannot be taken.
func (s *Service) End(ctx context.Context, in EndVisit) (*Visit, error) {
	v, err := s.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	if err := s.mayEnd(v, in); err != nil {
		return nil, err
	}
	letter, err := s.letter(ctx, v)
	if err != nil {
		return nil, err
	}
	err = s.change(ctx, in.Visit, func(ctx context.Context, tx *db.Tx, now *Visit) error {
		if now.Version != v.Version {
			return ErrState // another window: what the confirmation says may be old
		}
		now.Name, now.KeptUntil = v.Name, v.KeptUntil
		l, err := s.Letters.ComposeTx(ctx, tx, letter)
		if err != nil {
			return err
		}
		if _, err := s.Letters.ReleaseTx(ctx, tx, l.ID, nil); err != nil {
			return err
		}
		if err := s.Letters.HandedOverTx(ctx, tx, l.ID, clock.Today(tx.Now)); err != nil {
			return err
		}
		now.LetterID = &l.ID
		if err := s.endTicketTx(ctx, tx, now, in); err != nil {
			return err
		}
		return s.endTx(ctx, tx, now)
	})
	if err != nil {
		return nil, err
	}
	return s.Visit(ctx, in.Visit)
}

// endTicketTx ends the ticket of a visit if its clerk still has it. Whoever parked it, sent it on or ended it at the counter has decided about it there.
func (s *Service) endTicketTx(ctx context.Context, tx *db.Tx, v *Visit, in EndVisit) error {
	if v.TicketID == nil || s.Frontdesk == nil {
		return nil
	}
	at, err := s.Frontdesk.WithTx(ctx, tx, *v.TicketID, v.ClerkID)
	if err != nil || at == nil {
		return err
	}
	outcome, note := "", ""
	if in.Outcome != nil {
		outcome = *in.Outcome
	}
	if in.Note != nil {
		note = *in.Note
	}
	_, err = s.Frontdesk.EndTx(ctx, tx, *v.TicketID, *at, outcome, note)
	return err
}

// mayEnd says what stands against the end, and fills in what the end fixes.
func (s *Service) mayEnd(v *Visit, in EndVisit) error {
	if v.State != Open {
		return ErrState
	}
	for _, i := range v.Checklist {
		if i.Document == nil {
			continue
		}
		switch i.Document.State() {
		case documents.DocumentUploading:
			return ErrUnderWay
		case documents.DocumentRefused:
			return ErrRefused
		case documents.DocumentEmpty, documents.DocumentChecking, documents.DocumentReady, documents.DocumentUnscanned:
		}
	}
	var f errs.Faults
	if v.CaseID == nil {
		if in.Name != nil {
			v.Name = strings.TrimSpace(*in.Name)
		}
		f.Need(v.Name != "", "name", "required")
		f.Fits(v.Name, longestName, "name")
		v.KeptUntil = clock.Today(s.DB.Clock.Now()).AddDays(s.cfg.KeepDays)
	}
	if v.TicketHere {
		f.Need(in.Outcome != nil && slices.Contains(s.Frontdesk.Rules.Outcomes, *in.Outcome), "outcome", "required")
	}
	return f.As(ErrInput)
}

// endTx ends a visit: its papers are sealed, and whoever keeps cases is told.
func (s *Service) endTx(ctx context.Context, tx *db.Tx, v *Visit) error {
	if err := s.Documents.AdoptTx(ctx, tx, Record(v.ID), Record(v.ID), uuid.Nil); err != nil {
		return err
	}
	v.State, v.EndedAt = Ended, &tx.Now
	details := v.details()
	if v.LetterID != nil {
		details["letter"] = v.LetterID.String()
	}
	if err := s.Audit.RecordTx(ctx, tx, Record(v.ID), "visit.ended", details); err != nil {
		return err
	}
	return tx.Emit(ctx, VisitEnded{VisitID: v.ID, CaseID: v.CaseID})
}
