package presence

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/interpreters"
)

// Present is an interpreter in a house now.
type Present struct {
	Language string // ISO 639-3
	Name     string // of who is on duty, whom the desk calls; "" of who came for one appointment: that is not for the desk
	Until    time.Time
	Duty     bool
	Seen     bool   // false: due by the plan, and nobody has seen them yet
	Counter  string // at which they interpret now; "": they are free, or it is not known
}

// came is somebody who came for an appointment.
type came struct {
	InterpreterID    uuid.UUID
	State            interpreters.AssignmentState
	Language         string
	AboutKind        string
	AboutID          uuid.UUID
	StartsAt, EndsAt time.Time
}

// overrun is how long after its end an appointment goes on; then somebody has only forgotten to end it.
const overrun = time.Hour

// Here is who is in a house now, by language: on duty, or come for an appointment.
func (s *Service) Here(ctx context.Context, site string) ([]Present, error) {
	now := s.DB.Clock.Now()
	onDuty, err := s.Duty.OnDuty(ctx, site, now)
	if err != nil {
		return nil, err
	}
	var booked []came
	err = s.DB.NewSelect().TableExpr("interpreters.here_v1").Column("interpreter_id", "state", "language", "about_kind", "about_id", "starts_at", "ends_at").
		Where("site = ? AND ends_at > ?", site, now.Add(-overrun)).OrderExpr("starts_at, id").Scan(ctx, &booked)
	if err != nil {
		return nil, fmt.Errorf("read who came for an appointment: %w", err)
	}
	list, counters := []Present{}, map[uuid.UUID]string{}
	for _, c := range booked {
		counter, err := s.counter(ctx, c)
		if err != nil {
			return nil, err
		}
		if c.among(onDuty) {
			counters[c.InterpreterID] += counter
			continue
		}
		list = append(list, Present{Language: c.Language, Until: c.EndsAt, Seen: true, Counter: counter})
	}
	for _, d := range onDuty {
		p := Present{Language: d.Language, Until: d.During.To, Duty: true, Seen: d.State != duty.Confirmed}
		if d.Interpreter != nil {
			p.Name, p.Counter = d.Interpreter.Name, counters[d.Interpreter.ID]
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b Present) int {
		return cmp.Or(cmp.Compare(a.Language, b.Language), b.Until.Compare(a.Until), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

func (c came) among(onDuty []*duty.Shift) bool {
	return slices.ContainsFunc(onDuty, func(d *duty.Shift) bool { return d.InterpreterID != nil && *d.InterpreterID == c.InterpreterID })
}

func (s *Service) counter(ctx context.Context, c came) (string, error) {
	if c.State != interpreters.Started || s.Counter == nil {
		return "", nil
	}
	counter, err := s.Counter(ctx, c.AboutKind, c.AboutID)
	if err != nil {
		return "", fmt.Errorf("find counter: %w", err)
	}
	return counter, nil
}
