package interpretersgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/interpreters"
)

// SetMyInterpretingTimes says when one can oneself.
type SetMyInterpretingTimes struct {
	Hours   []InterpreterHoursInput
	Away    []InterpreterAwayInput
	Version string
}

// own is the service, and the entry of the interpreter who is logged in.
func (r Resolver) own(ctx context.Context) (*interpreters.Service, uuid.UUID, error) {
	s, err := r.service()
	if err != nil {
		return nil, uuid.Nil, err
	}
	id, err := s.Own(ctx)
	return s, id, err
}

// MyInterpretingTimes are when one can oneself.
func (q Query) MyInterpretingTimes(ctx context.Context) (*InterpreterTimes, error) {
	s, own, err := q.own(ctx)
	if err != nil {
		return nil, err
	}
	t, err := s.TimesOf(ctx, own)
	return times(t), err
}

// SetMyInterpretingTimes replaces them.
func (m Mutation) SetMyInterpretingTimes(ctx context.Context, in SetMyInterpretingTimes) (*InterpreterTimes, error) {
	s, own, err := m.own(ctx)
	if err != nil {
		return nil, err
	}
	set := SetInterpreterTimes{Interpreter: own, Hours: in.Hours, Away: in.Away, Version: in.Version}
	t, err := s.SetTimes(ctx, set.set())
	return times(t), err
}
