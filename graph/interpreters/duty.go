package interpretersgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
)

type (
	// InterpreterShift is duty.
	InterpreterShift struct {
		ID                           uuid.UUID
		Interpreter                  *uuid.UUID
		Name, Language, LanguageName string
		Mode                         linguists.Mode
		Site                         string
		From, To                     time.Time
		State, Team, CostCentre      string
		Cents                        int64
		Version                      int
	}
	// PlanInterpreterShift plans duty.
	PlanInterpreterShift struct {
		Key                  uuid.UUID
		Language             string
		Mode                 linguists.Mode
		Site                 string
		Day                  clock.Date
		FromMinute, ToMinute int
		Interpreter          *uuid.UUID
		Team, CostCentre     string
		Approval             string
	}
	// ChangeInterpreterShift takes a shift on.
	ChangeInterpreterShift struct {
		ID          uuid.UUID
		Version     int
		Interpreter *uuid.UUID
		State       string
		Approval    string
	}
	// InterpretingShift is a shift in the hands of whose it is.
	InterpretingShift struct {
		ID           uuid.UUID
		LanguageName string
		Mode         linguists.Mode
		Place        string
		From, To     time.Time
		State        string
		Version      int
		Permitted    []string
	}
	// AnswerInterpretingShift confirms a shift, or declines it.
	AnswerInterpretingShift struct {
		ID      uuid.UUID
		Version int
		Comes   bool
	}
)

// planning is the service; without it the city works without interpreters.
func (r Resolver) planning() (*duty.Service, error) {
	if r.Duty == nil {
		return nil, duty.ErrNone
	}
	return r.Duty, nil
}

// InterpreterShifts is duty on some days.
func (q Query) InterpreterShifts(ctx context.Context, site *string, from, to clock.Date) ([]InterpreterShift, error) {
	s, err := q.planning()
	if err != nil {
		return nil, err
	}
	house := ""
	if site != nil {
		house = *site
	}
	list, err := s.Shifts(ctx, house, from, to)
	return shifts(list), err
}

// InterpretersOnDuty is who is there now; nobody where the city works without interpreters.
func (q Query) InterpretersOnDuty(ctx context.Context, site string) ([]InterpreterShift, error) {
	if q.Duty == nil {
		return []InterpreterShift{}, nil
	}
	list, err := q.Duty.OnDuty(ctx, site, q.Duty.DB.Clock.Now())
	return shifts(list), err
}

// MyInterpretingShifts are the own shifts.
func (q Query) MyInterpretingShifts(ctx context.Context) ([]InterpretingShift, error) {
	s, err := q.planning()
	if err != nil {
		return nil, err
	}
	list, err := s.Mine(ctx)
	shown := make([]InterpretingShift, len(list))
	for i, row := range list {
		shown[i] = InterpretingShift{
			ID: row.ID, LanguageName: linguists.LanguageName(row.Language, row.Interpreter.Language), Mode: row.Mode, Place: s.PlaceOf(ctx, row), From: row.During.From, To: row.During.To,
			State: string(row.State), Version: row.Version, Permitted: []string{},
		}
		if row.State == duty.Planned {
			shown[i].Permitted = append(shown[i].Permitted, "answerInterpretingShift")
		}
	}
	return shown, err
}

// PlanInterpreterShift plans duty.
func (m Mutation) PlanInterpreterShift(ctx context.Context, in PlanInterpreterShift) (*InterpreterShift, error) {
	s, err := m.planning()
	if err != nil {
		return nil, err
	}
	return shiftOr(s.Plan(ctx, duty.PlanShift(in)))
}

// ChangeInterpreterShift takes a shift on.
func (m Mutation) ChangeInterpreterShift(ctx context.Context, in ChangeInterpreterShift) (*InterpreterShift, error) {
	s, err := m.planning()
	if err != nil {
		return nil, err
	}
	return shiftOr(s.Change(ctx, duty.ChangeShift{ID: in.ID, Version: in.Version, Interpreter: in.Interpreter, State: duty.State(in.State), Approval: in.Approval}))
}

// AnswerInterpretingShift confirms or declines an own shift.
func (m Mutation) AnswerInterpretingShift(ctx context.Context, in AnswerInterpretingShift) (bool, error) {
	s, err := m.planning()
	if err != nil {
		return false, err
	}
	_, err = s.Answer(ctx, in.ID, in.Version, in.Comes)
	return err == nil, err
}

func shiftOr(s *duty.Shift, err error) (*InterpreterShift, error) {
	if err != nil {
		return nil, err
	}
	return shift(s), nil
}

func shift(s *duty.Shift) *InterpreterShift {
	shown := &InterpreterShift{
		ID: s.ID, Interpreter: s.InterpreterID, Language: s.Language, LanguageName: linguists.LanguageName(s.Language, german), Mode: s.Mode, Site: s.Site,
		From: s.During.From, To: s.During.To, State: string(s.State), Team: s.Team, CostCentre: s.CostCentre, Cents: s.Cents, Version: s.Version,
	}
	if s.Interpreter != nil {
		shown.Name = s.Interpreter.Name
	}
	return shown
}

func shifts(list []*duty.Shift) []InterpreterShift {
	shown := make([]InterpreterShift, len(list))
	for i, s := range list {
		shown[i] = *shift(s)
	}
	return shown
}
