package cases

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// How many wrong codes are let through; a network is shared by many people, so that its limit is a generous rate.
// Both count over the same time, so that one look finds both.
var (
	guessesAtNumber  = identity.Limit{Times: 5, Per: guessing}
	guessesOfNetwork = identity.Limit{Times: 60, Per: guessing}
)

const guessing = 15 * time.Minute

const (
	numberGuess   = "cases.status number"
	networkGuess  = "cases.status network"
	longestNumber = 40
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

// One prepared statement: the case if the code is its own, and whether too many wrong codes came before.
var publicStatus = fmt.Sprintf(`SELECT c.service, c.service_version, c.state, c.received_on, c.received_at, c.decided_at, c.closed_at, c.paused_days, c.paused_since,
 c.paused_reason, coalesce(d.days, 0), coalesce(d.sample, 0),
 EXISTS (SELECT FROM identity.attempt_v1 a WHERE a.bucket IN ($3, $4) AND a.until = $5 AND a.count >= CASE a.bucket WHEN $3 THEN %d ELSE %d END)
FROM cases.case c LEFT JOIN cases.duration d ON d.service = c.service WHERE c.number = $1 AND c.code_hash = $2`, guessesAtNumber.Times, guessesOfNetwork.Times)

// PublicStatus tells the state of a case to whoever has its number and its secret code; nil when the two do not fit, whatever the
// reason. Wrong guesses are counted by number and by network; past the limit it is ErrGuesses, right code or not.
func (s *Service) PublicStatus(ctx context.Context, number, code, network string) (*PublicStatus, error) {
	number = strings.TrimSpace(number)
	if len(number) > longestNumber || strings.ContainsRune(number, 0) {
		return nil, nil // no case has such a number
	}
	var state string
	var known Measured
	var stopped bool
	c, now := Case{Number: number}, s.db.Clock.Now()
	err := s.db.Pool().QueryRow(ctx, publicStatus, number, ids.Hash(ids.NormalizeCode(code)),
		identity.Bucket(numberGuess, number), identity.Bucket(networkGuess, network), guessesAtNumber.Until(now)).
		Scan(&c.Service, &c.ServiceVersion, &state, &c.ReceivedOn, &c.ReceivedAt, &c.DecidedAt, &c.ClosedAt, &c.PausedDays, &c.PausedSince,
			&c.PausedReason, &known.Days, &known.Sample, &stopped)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, s.guessedWrong(ctx, number, network)
	case err != nil:
		return nil, fmt.Errorf("read public status: %w", err)
	case stopped:
		return nil, ErrGuesses
	}
	c.State = CaseState(state)
	return s.statusOf(ctx, &c, known, clock.Today(now))
}

// guessedWrong counts a wrong guess; of guesses side by side, those past the limit are told so too.
func (s *Service) guessedWrong(ctx context.Context, number, network string) error {
	err := errors.Join(
		s.identity.Allow(ctx, numberGuess, number, guessesAtNumber), s.identity.Allow(ctx, networkGuess, network, guessesOfNetwork))
	if errors.Is(err, identity.ErrTooOften) {
		return ErrGuesses
	}
	return err
}

func (s *Service) statusOf(ctx context.Context, c *Case, known Measured, today clock.Date) (*PublicStatus, error) {
	offer, err := s.catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil {
		return nil, err
	}
	return &PublicStatus{
		Number: c.Number, Service: c.Service, State: c.State, ReceivedOn: c.ReceivedOn,
		NextStep: c.nextStep(), Forecast: forecast(offer, known).on(c, today), Steps: c.steps(), offer: offer,
	}, nil
}

// CaseStep is one step of the way, as the applicant sees it.
type CaseStep struct {
	Key   string // received, checking, waiting, deciding, decided, delivered; or withdrawn
	State string // done, current, ahead
	At    *time.Time
}

var stepOf = map[CaseState]int{Received: 0, Checking: 1, Waiting: 1, InHearing: 2, Deciding: 2, Approval: 2, Decided: 3, Delivered: 4}

// steps are the way of the case so far and ahead. Internal steps (draft, second pair of eyes) are one to the person.
func (c *Case) steps() []CaseStep {
	if c.State == Withdrawn {
		return []CaseStep{{"received", "done", &c.ReceivedAt}, {"withdrawn", "current", c.ClosedAt}}
	}
	keys := []string{"received", "checking", "deciding", "decided", "delivered"}
	at := stepOf[c.State]
	steps := make([]CaseStep, len(keys))
	for i, key := range keys {
		steps[i] = CaseStep{Key: key, State: [...]string{"ahead", "current", "done"}[1+cmp.Compare(at, i)]}
	}
	steps[0].At, steps[3].At = &c.ReceivedAt, c.DecidedAt
	if c.State == Delivered {
		steps[4].State = "done"
	}
	return steps
}

// nextStep is what happens next: a key that the web puts into words.
func (c *Case) nextStep() string { return nextSteps[c.State] }

var nextSteps = map[CaseState]string{
	Received: "office_checks", Checking: "office_decides", Waiting: "you_hand_in", InHearing: "you_answer", Deciding: "office_decides",
	Approval: "office_decides", Decided: "you_receive", Delivered: "nothing", Withdrawn: "nothing",
}
