package cases

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// Limits of guessing at secret codes. A network is shared by many people, so that its limit is a rate and generous.
const (
	guessWindow     = 15 * time.Minute
	guessesNumber   = 5
	guessesNetwork  = 60
	longestNumberIn = 40
)

// PublicStatus is what the status page shows to whoever has number and code: no name, no paper, no decision.
type PublicStatus struct {
	Number     string
	Service    string
	State      CaseState
	ReceivedOn clock.Date
	NextStep   string
	Forecast   Forecast
	Steps      []CaseStep

	offer *catalogue.Offer
}

// ServiceTitle is the name of the service in a language.
func (p PublicStatus) ServiceTitle(language string) string { return p.offer.Name(language) }

const publicStatus = `SELECT c.id, c.number, c.code_hash, c.service, c.service_version, c.state, c.received_on, c.received_at, c.decided_at,
 c.promise_days, c.paused_days, c.paused_since, c.paused_reason, coalesce(d.days, 0), coalesce(d.sample, 0),
 (SELECT count(*) FROM cases.guess g WHERE g.number = $1 AND g.at > $2),
 (SELECT count(*) FROM cases.guess g WHERE g.network = $3 AND g.at > $2)
FROM (VALUES (1)) one LEFT JOIN cases.case c ON c.number = $1 LEFT JOIN cases.duration d ON d.service = c.service`

type statusRow struct {
	id              *uuid.UUID
	number          *string
	code            []byte
	service         *string
	version         *int
	state           *CaseState
	receivedOn      clock.Date
	receivedAt      *time.Time
	decidedAt       *time.Time
	promiseDays     *int
	pausedDays      *int
	pausedSince     clock.Date
	pausedReason    *string
	days, sample    int
	byNumber, byNet int
}

// PublicStatus tells the state of a case to whoever has its number and its secret code; nil when the two do not fit, whatever the
// reason. Wrong guesses are counted by number and by network; past the limit it is ErrGuesses, right code or not. One statement.
func (s *Service) PublicStatus(ctx context.Context, number, code, network string) (*PublicStatus, error) {
	number = strings.TrimSpace(number)
	if len(number) > longestNumberIn {
		return nil, nil //nolint:nilnil // no case has such a number
	}
	now := s.db.Clock.Now()
	var r statusRow
	err := s.db.Pool().QueryRow(ctx, publicStatus, number, now.Add(-guessWindow), network).Scan(&r.id, &r.number, &r.code, &r.service,
		&r.version, &r.state, &r.receivedOn, &r.receivedAt, &r.decidedAt, &r.promiseDays, &r.pausedDays, &r.pausedSince, &r.pausedReason,
		&r.days, &r.sample, &r.byNumber, &r.byNet)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return nil, fmt.Errorf("read public status: %w", err)
	}
	if r.byNumber >= guessesNumber || r.byNet >= guessesNetwork {
		return nil, ErrGuesses
	}
	right := subtle.ConstantTimeCompare(ids.Hash(ids.NormalizeCode(code)), r.code) == 1
	if r.id == nil || !right {
		return nil, s.guessed(ctx, number, network, now)
	}
	return s.statusOf(ctx, r, clock.Today(now))
}

func (s *Service) guessed(ctx context.Context, number, network string, now time.Time) error {
	_, err := s.db.NewRaw("INSERT INTO cases.guess (id, number, network, at) VALUES (?, ?, ?, ?)", ids.New(), number, network, now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count guess: %w", err)
	}
	return nil
}

func (s *Service) statusOf(ctx context.Context, r statusRow, today clock.Date) (*PublicStatus, error) {
	offer, err := s.catalogue.OfferVersion(ctx, *r.service, *r.version)
	if err != nil {
		return nil, err
	}
	c := &Case{
		State: *r.state, ReceivedOn: r.receivedOn, ReceivedAt: *r.receivedAt, DecidedAt: r.decidedAt, PromiseDays: *r.promiseDays,
		PausedDays: *r.pausedDays, PausedSince: r.pausedSince, PausedReason: r.pausedReason,
	}
	f := Forecast{Days: offer.GoalDays, Basis: FromGoal}
	if r.sample >= fewest {
		f = Forecast{Days: r.days, Basis: FromCases, Sample: r.sample}
	}
	return &PublicStatus{
		Number: *r.number, Service: *r.service, State: c.State, ReceivedOn: c.ReceivedOn,
		NextStep: c.nextStep(), Forecast: f.on(c, today), Steps: c.steps(), offer: offer,
	}, nil
}

// CaseStep is one step of the way, as the applicant sees it.
type CaseStep struct {
	Key   string // received, checking, waiting, deciding, decided, delivered; or withdrawn
	State string // done, current, ahead
	At    *time.Time
}

// steps are the way of the case so far and ahead. Internal steps (draft, second pair of eyes) are one to the person.
func (c *Case) steps() []CaseStep {
	if c.State == Withdrawn {
		return []CaseStep{{"received", "done", &c.ReceivedAt}, {"withdrawn", "current", c.ClosedAt}}
	}
	keys := []string{"received", "checking", "deciding", "decided", "delivered"}
	at := map[CaseState]int{Received: 0, Checking: 1, Waiting: 1, InHearing: 2, Deciding: 2, Approval: 2, Decided: 3, Delivered: 4}[c.State]
	steps := make([]CaseStep, len(keys))
	for i, key := range keys {
		steps[i] = CaseStep{Key: key, State: "ahead"}
		switch {
		case i < at:
			steps[i].State = "done"
		case i == at:
			steps[i].State = "current"
		}
	}
	steps[0].At, steps[3].At = &c.ReceivedAt, c.DecidedAt
	if c.State == Delivered {
		steps[4].State = "done"
	}
	return steps
}

// nextStep is what happens next: a key that the web puts into words.
func (c *Case) nextStep() string {
	switch c.State {
	case Received:
		return "office_checks"
	case Checking:
		return "office_decides"
	case Waiting:
		return "you_hand_in"
	case InHearing:
		return "you_answer"
	case Deciding, Approval:
		return "office_decides"
	case Decided:
		return "you_receive"
	case Delivered:
		return "nothing"
	case Withdrawn:
		return "nothing"
	}
	return "office_checks"
}

// SweepGuesses forgets old guesses.
func (s *Service) SweepGuesses(ctx context.Context) error {
	_, err := s.db.NewRaw("DELETE FROM cases.guess WHERE at < ?", s.db.Clock.Now().Add(-24*time.Hour)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget guesses: %w", err)
	}
	return nil
}
