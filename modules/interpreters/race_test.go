package interpreters_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
)

// servers are two of one office on one database.
func (o *office) servers(t testing.TB) [2]*interpreters.Service {
	t.Helper()
	other, err := db.Open(t.Context(), db.Config{URL: o.URL(), MaxConns: 8}, o.Clock, events.NewBus(), o.Log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	return [2]*interpreters.Service{o.Service, o.second(t, other)}
}

// race runs so many at once and counts who won; what nobody expects ends the test.
func race(t testing.TB, n int, do func(i int) error, losing ...error) int64 {
	t.Helper()
	var won atomic.Int64
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			err := do(i)
			if err == nil {
				won.Add(1)
				return
			}
			for _, expected := range losing {
				if errors.Is(err, expected) {
					return
				}
			}
			t.Errorf("%d: %v", i, err)
		})
	}
	all.Wait()
	return won.Load()
}

// A hundred on duty answer one call at once, a hundred times over, at two servers. Exactly one has it each time, and the others are told so.
// This test is the promise of the house; it is never skipped.
func TestACallHasOneWinner(t *testing.T) {
	t.Parallel()
	const people, calls, rounds = 100, 5, 20
	o := open(t)
	servers := o.servers(t)
	for i := range people {
		o.says(t, o.person(t, fmt.Sprint("Person", i)), hours(1, 0, 24, linguists.Phone))
	}
	for call := range calls {
		r, err := o.Ask(o.asLead(t), now())
		if err != nil || len(r.Offers) != people {
			t.Fatal(call, len(r.Offers), err)
		}
		for round := range rounds {
			won := race(t, people, func(i int) error {
				_, err := servers[i%2].Accept(t.Context(), interpreters.OfferLink(o.Service, r.Offers[i]), nil)
				return err
			}, interpreters.ErrTaken)
			got := o.request(t, r.ID)
			if won != 1 || got.State != interpreters.RequestFilled || len(got.Assignments) != 1 {
				t.Fatalf("call %d, round %d: %d winners, %s, %d bookings", call, round, won, got.State, len(got.Assignments))
			}
			o.anew(t, got)
		}
		if _, err := o.Cancel(o.asLead(t), r.ID, "", 0); err != nil {
			t.Fatal(err)
		}
	}
}

// now is a call by phone.
func now() interpreters.Ask {
	return interpreters.Ask{
		Wanted: interpreters.Wanted{Language: "ara", Form: linguists.Spoken, Mode: linguists.Phone, About: &audit.Record{Kind: "ticket", ID: ids.New()}},
		Key:    ids.Token(), Urgent: true, Minutes: 15, Team: team, Client: client,
	}
}

// anew puts a call back to where nobody has answered.
func (o *office) anew(t testing.TB, r *interpreters.Request) {
	t.Helper()
	for _, q := range []interface {
		Exec(context.Context, ...any) (sql.Result, error)
	}{
		o.NewDelete().Model((*interpreters.Assignment)(nil)).Where("request_id = ?", r.ID),
		o.NewUpdate().Model((*interpreters.Offer)(nil)).Set("state = 'offered'").Where("request_id = ?", r.ID),
		o.NewUpdate().Model((*interpreters.Request)(nil)).Set("state = 'open'").Where("id = ?", r.ID),
	} {
		if _, err := q.Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// Two clerks want the same person for two appointments that meet on the way: one of them gets them, however often it is tried.
func TestNobodyIsAtTwoPlaces(t *testing.T) {
	t.Parallel()
	o := open(t)
	servers := o.servers(t)
	for round := range 10 {
		amal := o.person(t, fmt.Sprint("Amal", round))
		won := race(t, 12, func(i int) error {
			in := asked(interpreters.One, amal)
			in.During.From, in.During.To = in.During.From.Add(time.Duration(5*i)*time.Minute), in.During.To.Add(time.Duration(5*i)*time.Minute)
			_, err := servers[i%2].Ask(o.asLead(t), in)
			return err
		}, interpreters.ErrTaken)
		if won != 1 {
			t.Fatal(round, won)
		}
	}
	if o.kept(t) != 10 {
		t.Error(o.kept(t))
	}
}

// The same request, sent by somebody who did not hear the answer, is one request.
func TestTheSameQuestionAtOnceIsOne(t *testing.T) {
	t.Parallel()
	o := open(t)
	servers := o.servers(t)
	in := asked(interpreters.One, o.person(t, "Amal"))
	var got [20]uuid.UUID
	race(t, len(got), func(i int) error {
		r, err := servers[i%2].Ask(o.asLead(t), in)
		if err == nil {
			got[i] = r.ID
		}
		return err
	})
	for _, id := range got {
		if id != got[0] {
			t.Fatal("two answers to one request")
		}
	}
}

// The office cancels while they accept, and the limit runs out while they accept: whoever is first wins, and what is left agrees with it.
func TestCancellingWhileAccepting(t *testing.T) {
	t.Parallel()
	o := open(t)
	servers := o.servers(t)
	for round := range 20 {
		r := o.ask(t, asked(interpreters.InTurn, o.person(t, fmt.Sprint("Amal", round))))
		token := o.offered(t, fmt.Sprint("Amal", round))
		race(t, 8, func(i int) error {
			if i%2 == 0 {
				_, err := servers[0].Accept(t.Context(), token, nil)
				return err
			}
			_, err := servers[1].Cancel(o.asLead(t), r.ID, "", 0)
			return err
		}, interpreters.ErrOver, interpreters.ErrTaken)
		r = o.request(t, r.ID)
		if r.State != interpreters.RequestCancelled || o.kept(t) != 0 || o.bound(t) != 0 {
			t.Fatal(round, states(r), o.kept(t), o.bound(t))
		}
	}
	for round := range 20 {
		name := fmt.Sprint("Late", round)
		r := o.ask(t, asked(interpreters.InTurn, o.person(t, name)))
		token := o.offered(t, name)
		race(t, 8, func(i int) error {
			if i%2 == 0 {
				_, err := servers[0].Accept(t.Context(), token, nil)
				return err
			}
			return servers[1].Decline(t.Context(), token, "")
		}, interpreters.ErrOver, interpreters.ErrTaken)
		r = o.request(t, r.ID)
		if got := states(r); got != "filled accepted" && got != "unfilled declined" || (o.kept(t) == 1) != (r.State == interpreters.RequestFilled) {
			t.Fatal(round, got, o.kept(t))
		}
		if r.State == interpreters.RequestFilled {
			if _, err := o.Cancel(o.asLead(t), r.ID, "", 0); err != nil {
				t.Fatal(err)
			}
		}
	}
}
