package swaps

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

const (
	mostAsked = 20 // colleagues at once
	mostTimes = 3  // for one booking
)

// Standing is how it stands with a booking in the hands of whose it is.
type Standing struct {
	State           State // "": nobody was sought
	Asked, Declined int
	Times           int // offered
	OfferedAt       *time.Time
	Permitted       []string
}

// Of is how it stands with the booking of a link.
func (s *Service) Of(ctx context.Context, token string) (*Standing, error) {
	m, err := s.Interpreters.Manage(ctx, token)
	if err != nil {
		return nil, err
	}
	return s.standing(ctx, m)
}

func (s *Service) standing(ctx context.Context, m *interpreters.Managed) (*Standing, error) {
	st := &Standing{Permitted: []string{}}
	err := s.DB.NewRaw(`SELECT w.state, w.offered_at, count(k.id) AS asked, count(*) FILTER (WHERE k.state = 'declined') AS declined,
  (SELECT count(*) FROM swaps.swap o WHERE o.assignment_id = w.assignment_id) AS times FROM swaps.swap w
LEFT JOIN swaps.asked k ON k.swap_id = w.id WHERE w.assignment_id = ? GROUP BY w.id ORDER BY w.offered_at DESC, w.id DESC LIMIT 1`, m.Assignment.ID).Scan(ctx, st)
	if err := errs.Ignore(db.NoRows(err, ErrNone, "read swap"), ErrNone); err != nil {
		return nil, err
	}
	switch {
	case !givable(m):
	case st.State == Open:
		st.Permitted = append(st.Permitted, "withdrawInterpretingSwap")
	case st.Times < mostTimes:
		st.Permitted = append(st.Permitted, "offerInterpretingSwap")
	}
	return st, nil
}

// givable says whether a booking can be given to a colleague: not once it has begun, not a call of now, not what a shift pays for, and not for an agency, which sends somebody
// else by itself.
func givable(m *interpreters.Managed) bool {
	a := m.Assignment
	return slices.Contains(m.Permitted, "cancelInterpreting") && !a.Request.Urgent && a.Cents > 0 && a.Interpreter.AgencyID == nil
}

// Offer seeks a colleague for the booking of a link: all who can are asked together, the best twenty. Until one accepts it stays with who has it. ErrNobody where no
// colleague can, and the fourth time. Twice at once is no fault.
func (s *Service) Offer(ctx context.Context, token string) (*Standing, error) {
	m, err := s.Interpreters.Manage(ctx, token)
	if err != nil {
		return nil, err
	}
	if !givable(m) {
		return nil, ErrOver
	}
	a, r := m.Assignment, m.Assignment.Request
	found, err := s.Interpreters.WhoCan(ctx, r.Wanted())
	if err != nil {
		return nil, err
	}
	able := colleagues(found)
	if len(able) == 0 {
		return nil, ErrNobody
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		w := &Swap{ID: ids.New(), RequestID: r.ID, AssignmentID: a.ID, InterpreterID: a.InterpreterID, State: Open, Until: a.During.From, OfferedAt: tx.Now}
		res, err := tx.NewInsert().Model(w).On("CONFLICT (assignment_id) WHERE state = 'open' DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("seek colleague: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err // sought already
		}
		times, err := tx.NewSelect().Model((*Swap)(nil)).Where("w.assignment_id = ?", a.ID).Count(ctx)
		if err != nil {
			return fmt.Errorf("count swaps: %w", err)
		}
		if times > mostTimes {
			return ErrNobody
		}
		if err := s.askTx(ctx, tx, w, r, able); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, w, "offered")
	})
	if err != nil {
		return nil, err
	}
	return s.standing(ctx, m)
}

// colleagues are those of the ones who can that are asked by name, and meet the wish for a gender as whom the office finds itself.
func colleagues(found []interpreters.Candidate) []interpreters.Candidate {
	able := slices.DeleteFunc(found, func(c interpreters.Candidate) bool {
		return c.Kind != linguists.KindPerson || slices.ContainsFunc(c.Reasons, func(r interpreters.Reason) bool { return r.Code == "gender_other" })
	})
	return able[:min(len(able), mostAsked)]
}

func (s *Service) askTx(ctx context.Context, tx *db.Tx, w *Swap, r *interpreters.Request, able []interpreters.Candidate) error {
	rows, people := make([]Asked, len(able)), make([]uuid.UUID, len(able))
	for i, c := range able {
		rows[i], people[i] = Asked{ID: ids.New(), SwapID: w.ID, InterpreterID: c.Interpreter, State: Waiting, Cents: c.Cents}, c.Interpreter
	}
	if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return fmt.Errorf("ask colleagues: %w", err)
	}
	to, err := linguists.Addresses(ctx, tx, people)
	if err != nil {
		return err
	}
	for i := range rows {
		k := &rows[i]
		tx.Notify(interpreters.OwnTopic(k.InterpreterID))
		n := s.Interpreters.Notice(messages.TemplateInterpretingSwap, r, to[k.InterpreterID])
		n.Key, n.Path, n.Secret, n.Until = n.Template+":"+k.ID.String(), swapPath, s.link(k.ID, w.Until), &w.Until
		n.Params["pay"] = remuneration.Euros(k.Cents)
		if err := s.Messages.NotifyTx(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// Withdraw gives the search up; who was asked finds it over. Where nobody is sought nothing happens.
func (s *Service) Withdraw(ctx context.Context, token string) (*Standing, error) {
	m, err := s.Interpreters.Manage(ctx, token)
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var list []*Swap
		err := tx.NewSelect().Model(&list).Where("w.assignment_id = ? AND w.state = ?", m.Assignment.ID, Open).For("UPDATE").Scan(ctx)
		if err != nil || len(list) == 0 {
			return err
		}
		w := list[0]
		w.State = Withdrawn
		if err := w.saveTx(ctx, tx); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, w, "withdrawn")
	})
	if err != nil {
		return nil, err
	}
	return s.standing(ctx, m)
}
