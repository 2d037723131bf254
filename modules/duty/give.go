package duty

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// giveTx gives a shift to who stands in it, who may be nobody: if they can, its money is bound and they are asked. Who had it before is told that it is off.
func (s *Service) giveTx(ctx context.Context, tx *db.Tx, row *Shift, had *uuid.UUID, approval *budgets.Approval) error {
	if err := s.freeForTx(ctx, tx, row, had); err != nil {
		return err
	}
	if had != nil {
		if err := s.tellTx(ctx, tx, row, messages.TemplateDutyCancelled, *had); err != nil {
			return err
		}
	}
	if row.InterpreterID == nil {
		return nil
	}
	terms, err := linguists.TermsOf(ctx, tx, *row.InterpreterID)
	if err != nil {
		return err
	}
	way := time.Duration(0)
	if row.Mode == linguists.OnSite {
		way = time.Duration(terms.TravelMinutes) * time.Minute
	}
	row.Blocked = row.During.Wider(way)
	if err := s.bindTx(ctx, tx, row, terms, approval); err != nil {
		return err
	}
	return s.tellTx(ctx, tx, row, messages.TemplateDutyAsked, *row.InterpreterID)
}

// bindTx sets aside what a shift is expected to cost who it is given to. What was planned without a team binds nothing.
func (s *Service) bindTx(ctx context.Context, tx *db.Tx, row *Shift, terms linguists.Terms, approval *budgets.Approval) error {
	if row.Team == "" {
		return nil
	}
	tariff, err := s.Tariffs.Of(terms.Contract, row.During.Day())
	if err != nil {
		return fmt.Errorf("find tariff: %w", err)
	}
	row.Cents = tariff.Estimate(terms.Work(row.During, row.Mode, s.Holiday)).TotalCents
	return s.Budgets.BindTx(ctx, tx, budgets.Bind{
		Purpose: s.Purpose, Year: row.During.Day().Year, Team: row.Team, CostCentre: row.CostCentre, About: Record(row.ID), Cents: row.Cents, Approval: approval,
	})
}

// freeForTx refuses a shift of somebody who does not speak its language, or is booked elsewhere then, or for money of its own: what lies in a shift is paid by it. So
// who had it keeps it while something does. Who books them at the same time waits for us, or we for them.
func (s *Service) freeForTx(ctx context.Context, tx *db.Tx, row *Shift, had *uuid.UUID) error {
	for _, who := range []*uuid.UUID{had, row.InterpreterID} {
		if who == nil {
			continue
		}
		if err := linguists.LockTx(ctx, tx, *who); err != nil {
			return err
		}
	}
	otherwise, pays := false, false
	if s.booked != nil {
		var err error
		if otherwise, pays, err = s.booked(ctx, tx, row, had); err != nil {
			return err
		}
	}
	switch {
	case pays:
		return ErrPays
	case row.State == Cancelled || row.State == Missed || row.State == Done || row.InterpreterID == nil:
		return nil
	case otherwise:
		return ErrOverlaps
	}
	var speaks bool
	err := tx.NewRaw(`SELECT EXISTS (SELECT FROM linguists.skill_v1 k JOIN linguists.interpreter_v1 i ON i.id = k.interpreter_id WHERE i.id = ? AND i.kind = 'person'
 AND i.state = 'active' AND ? = ANY(i.modes) AND k.language = ? AND k.form <> 'written')`, row.InterpreterID, row.Mode, row.Language).Scan(ctx, &speaks)
	if err != nil {
		return fmt.Errorf("look who can: %w", err)
	}
	if !speaks {
		return ErrInput.With(errs.Field{Path: "interpreter", Code: "cannot"})
	}
	return nil
}

// ownPath is where interpreters see what they are asked.
const ownPath = "/interpreting"

// tellTx mails somebody about a shift: that they are asked, or that it is off.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, row *Shift, template messages.Template, who uuid.UUID) error {
	tx.Notify(Topic + ":" + who.String())
	of, err := linguists.Addresses(ctx, tx, []uuid.UUID{who})
	if err != nil {
		return err
	}
	to := of[who]
	place := s.PlaceOf(ctx, row)
	if row.Mode != linguists.OnSite {
		place = s.Texts(to.Language, "mail", "interpreting."+string(row.Mode), nil)
	}
	return s.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: fmt.Sprintf("%s:%s:%d", template, row.ID, row.Version), Template: template, About: Record(row.ID), To: to, Path: ownPath, Until: &row.During.To,
		Params: map[string]string{
			"language": linguists.LanguageName(row.Language, to.Language), "date": row.During.Day().Written(to.Language), "place": place,
			"time": row.During.From.In(clock.Berlin).Format("15:04") + "–" + row.During.To.In(clock.Berlin).Format("15:04"),
		},
	})
}
