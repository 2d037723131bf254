// Package seed gives the demo city its past: staff, people and cases in all states. Everything goes through the services of the
// office, with clocks that stand where things happened; nothing is written past them but the past weeks of the halls (house) and of interpreting (settle, judge).
package seed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/plugin"
)

// hands is how many stories go on at once.
const hands = 4

// Options say what to fill.
type Options struct {
	Office           *office.Office // whose database is filled; migrated, services published
	Ports            *office.Ports
	StaffIssuer      string // of the identity provider
	ApplicantsIssuer string
	Cases            int
	Progress         func(done, total int) // stories whose present has been reached
}

// Example is a case for the public status page.
type Example struct{ Number, Code string }

// Fill fills an empty office. The same day and number of cases give the same people and the same states.
func Fill(ctx context.Context, o Options) (Example, error) {
	f := &filler{Options: o, now: o.Office.DB.Clock.Now(), printer: printer{made: map[string]sheet{}}}
	f.today = clock.Today(f.now)
	defer f.close()
	for range hands + 1 {
		if err := f.hire(ctx); err != nil {
			return Example{}, err
		}
	}
	if err := f.employ(ctx); err != nil {
		return Example{}, err
	}
	list := newPlanner(f.today, o.ApplicantsIssuer).stories(o.Cases) //nolint:contextcheck // each hand brings its own
	if err := f.live(ctx, list); err != nil {
		return Example{}, err
	}
	if err := f.house(ctx); err != nil {
		return Example{}, fmt.Errorf("fill the halls: %w", err)
	}
	if err := f.interpret(); err != nil { //nolint:contextcheck // the hand brings its own
		return Example{}, err
	}
	if err := f.settle(); err != nil { //nolint:contextcheck // the hand brings its own
		return Example{}, fmt.Errorf("settle what interpreters did: %w", err)
	}
	if err := f.translate(); err != nil { //nolint:contextcheck // the hand brings its own
		return Example{}, err
	}
	if err := f.judge(); err != nil { //nolint:contextcheck // the hand brings its own
		return Example{}, fmt.Errorf("say how interpreting went: %w", err)
	}
	if err := f.neighbours(); err != nil { //nolint:contextcheck // the hand brings its own
		return Example{}, err
	}
	if err := f.learn(ctx); err != nil {
		return Example{}, err
	}
	if err := f.teach(); err != nil { //nolint:contextcheck // the hand brings its own
		return Example{}, err
	}
	return example(list), f.print() //nolint:contextcheck // the hand brings its own
}

// print prints some of the letters that wait for the post.
func (f *filler) print() error {
	h := f.hands[0]
	h.clock.Set(f.now)
	queue, err := h.Letters.PrintQueue(h.ctx, page.Args{First: page.Max})
	if err != nil {
		return err
	}
	var ready []uuid.UUID
	for _, l := range queue.Items {
		if l.RenderedAt != nil && len(ready) < printed {
			ready = append(ready, l.ID)
		}
	}
	if len(ready) == 0 {
		return nil
	}
	_, err = h.Letters.BatchPrint(h.by("adler"), ready)
	return err
}

// printed is how many letters lie printed and not yet posted.
const printed = 3

// filler lets stories happen, day by day.
type filler struct {
	Options
	now     time.Time
	today   clock.Date
	hands   []*hand // the last one works the jobs
	printer printer
	ago     atomic.Int64 // days from the day that is told to today
}

// hire opens an office with a clock of its own on the same database. What is lost by a power cut is filled again, so that it need not
// wait for the disk.
func (f *filler) hire(ctx context.Context) error {
	cfg := f.Office.Config
	url, err := cfg.Database.Reveal()
	if err != nil {
		return err
	}
	cfg.Database, cfg.MaxConns = plugin.Secret(url+"&synchronous_commit=off"), 6
	ports := *f.Ports
	ports.Renderer = press{ports.Renderer, func() bool { return f.ago.Load() > lately }}
	ports.Mailer = postbox{ports.Mailer, func() bool { return f.ago.Load() > lately }}
	if len(f.hands) > 0 { // one memory of pictures for all
		ports.PDF, ports.Pictures = f.hands[0].pdf, f.hands[0].pictures
	} else {
		ports.PDF, ports.Pictures = remembering(ports.PDF), remembering(ports.Pictures)
	}
	clk := clock.NewFixed(f.now)
	wired, err := office.Wire(ctx, cfg, &ports, clk, f.Office.Log)
	if err != nil {
		return fmt.Errorf("open office of the past: %w", err)
	}
	f.hands = append(f.hands, &hand{
		Office: wired, ctx: ctx, clock: clk, http: &http.Client{Timeout: time.Minute}, staff: map[string]*identity.Viewer{},
		pdf: ports.PDF, pictures: ports.Pictures, printer: &f.printer,
	})
	return wired.Catalogue.Publish(ctx)
}

// lately is how many days ago mails still arrive in the sink, and letters are set at once.
const lately = 6

// close gives back the connections; the ports belong to the office that goes on.
func (f *filler) close() {
	for _, h := range f.hands {
		_ = h.DB.Close()
	}
}

// employ makes staff known and grants what they may do, before the first case.
func (f *filler) employ(ctx context.Context) error {
	first := f.hands[0]
	first.clock.Set(f.now.AddDate(0, 0, -history-1))
	colleagues := Colleagues()
	for _, s := range colleagues {
		a, err := first.Identity.Know(ctx, identity.KindStaff, s.Claims(f.StaffIssuer))
		if err != nil {
			return fmt.Errorf("know %s: %w", s.Username, err)
		}
		for _, h := range f.hands {
			h.staff[s.Username] = viewer(s, a.ID)
		}
	}
	for _, s := range colleagues {
		for _, g := range s.Grants {
			if g.Role == identity.Admin {
				continue // needs no grant, and nobody grants to themself
			}
			_, err := first.Identity.SetGrant(audit.WithActor(ctx, audit.Actor{Kind: audit.Staff, ID: first.staff["berger"].AccountID}),
				identity.SetGrant{Account: first.staff[s.Username].AccountID, Role: g.Role, Teams: g.Teams, Decide: g.Decide, Approve: g.Approve})
			if err != nil {
				return fmt.Errorf("grant to %s: %w", s.Username, err)
			}
		}
	}
	return nil
}

// live lets the days go by.
func (f *filler) live(ctx context.Context, list []*story) error {
	done := 0
	for day := -history - 1; day <= 0; day++ {
		f.ago.Store(int64(-day))
		var due []*story
		for _, s := range list {
			if len(s.steps) > 0 && s.steps[0].day == day {
				due = append(due, s)
			}
		}
		if err := f.happen(ctx, day, due); err != nil {
			return err
		}
		for _, s := range due {
			if len(s.steps) == 0 {
				done++
			}
		}
		if err := f.night(ctx, day, len(due) > 0); err != nil {
			return err
		}
		f.Progress(done, len(list))
	}
	return nil
}

// happen lets all stories of a day go on, some at once.
func (f *filler) happen(ctx context.Context, day int, due []*story) error {
	queue := make(chan *story, len(due))
	for _, s := range due {
		queue <- s
	}
	close(queue)
	g, ctx := errgroup.WithContext(ctx)
	for _, h := range f.hands[:hands] {
		g.Go(func() error {
			for s := range queue {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if err := f.step(h, day, s); err != nil {
					return fmt.Errorf("%s, %s, %d days ago: %w", s.service, s.state, -day, err)
				}
			}
			return nil
		})
	}
	return g.Wait()
}

func (f *filler) step(h *hand, day int, s *story) error {
	midnight := f.today.AddDays(day).Time(clock.Berlin)
	for len(s.steps) > 0 && s.steps[0].day == day {
		at := midnight.Add(s.steps[0].at)
		if day == 0 && at.After(f.now.Add(-2*time.Hour)) {
			at = f.now.Add(-2 * time.Hour)
		}
		h.clock.Set(at)
		if err := s.steps[0].do(h, s); err != nil {
			return err
		}
		s.steps = s.steps[1:]
	}
	return nil
}

// jobsEvery is after how many days jobs are worked: mails wait no longer than three.
const jobsEvery = 3

// night does what becomes due by itself.
func (f *filler) night(ctx context.Context, day int, busy bool) error {
	h := f.hands[hands]
	h.clock.Set(f.today.AddDays(day).Time(clock.Berlin).Add(22 * time.Hour))
	if day == 0 {
		h.clock.Set(f.now)
	}
	if busy || day%7 == 0 {
		if err := errors.Join(h.Decisions.Daily(ctx), h.Cases.Daily(ctx)); err != nil {
			return err
		}
	}
	if day%jobsEvery != 0 {
		return nil
	}
	failed, err := h.Jobs.Drain(ctx, hands)
	if err == nil && len(failed) > 0 {
		err = fmt.Errorf("%s: %s", failed[0].Kind, failed[0].Error)
	}
	if err != nil {
		return fmt.Errorf("work jobs: %w", err)
	}
	return nil
}

// example is a case that is on its way, for showing its state.
func example(list []*story) Example {
	for _, s := range list {
		if s.claims.Subject == "mai" && len(s.cases) > 0 && s.cases[0].Code != nil {
			return Example{s.cases[0].Number, *s.cases[0].Code}
		}
	}
	return Example{}
}
