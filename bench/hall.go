package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/clock"
)

// How many tickets are drawn and called one after the other, while so many displays and phones listen to the hall.
const hallTickets, hallListeners = 200, 50

// hall is how long it takes from the push of a button until a display shows it, in milliseconds.
type hall struct{ p50, p95, most float64 }

// hall draws tickets and calls them, as a kiosk and a counter that another server answers, and waits at the measured server's display: the hint comes by
// the stream, the display asks again, the number stands there.
func (t *times) hall(ctx context.Context, a *arena) (*hall, error) {
	site, desk, err := t.sit(ctx)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	hints, err := t.listen(ctx, a, site)
	if err != nil {
		return nil, err
	}
	for range hallListeners - 1 {
		if _, err := t.listen(ctx, a, site); err != nil {
			return nil, err
		}
	}
	took := make([]float64, 0, hallTickets)
	for n := range hallTickets {
		began := clock.System().Now()
		drawn, err := t.o.Frontdesk.Draw(ctx, frontdesk.DrawIn{Site: site, Concern: "info", Language: "ar", By: "desk", Key: fmt.Sprint("bench", n, began.UnixNano())})
		if err != nil {
			return nil, err
		}
		called, err := t.o.Frontdesk.Next(ctx, desk.CounterID, desk.ClerkID)
		if err != nil {
			return nil, err
		}
		if err := t.shows(ctx, a, site, called.Number, hints); err != nil {
			return nil, err
		}
		took = append(took, float64(clock.System().Now().Sub(began).Microseconds())/1000)
		if drawn.ID != called.ID {
			return nil, fmt.Errorf("%s was drawn, %s called", drawn.Number, called.Number)
		}
		if _, err := t.o.Frontdesk.End(ctx, called.ID, desk.CounterID, t.o.Frontdesk.Rules.Outcomes[0], ""); err != nil {
			return nil, err
		}
	}
	slices.Sort(took)
	h := &hall{took[len(took)/2], took[len(took)*95/100], took[len(took)-1]}
	fmt.Printf("  hall: from the ticket to the display in %.1f ms (p50), %.1f ms (p95), %.1f ms at most\n", h.p50, h.p95, h.most)
	return h, t.o.Frontdesk.CloseDesk(ctx, desk.CounterID, desk.ClerkID)
}

// sit empties the site's hall and opens a counter.
func (t *times) sit(ctx context.Context) (site string, d *frontdesk.Desk, err error) {
	for _, table := range []string{"frontdesk.ticket", "frontdesk.desk"} {
		if _, err := t.o.DB.Pool().Exec(ctx, "DELETE FROM "+table); err != nil {
			return "", nil, err
		}
	}
	plan, err := t.o.Appointments.Plan(ctx)
	if err != nil {
		return "", nil, err
	}
	for _, r := range plan.Resources {
		if r.Site == t.site && r.Kind == "counter" {
			d, err = t.o.Frontdesk.OpenDesk(ctx, r.ID, []string{"service"}, uuid.New())
			return t.site, d, err
		}
	}
	return "", nil, errors.New("the site has no counter")
}

// listen opens a stream of a hall and returns its hints.
func (t *times) listen(ctx context.Context, a *arena, site string) (<-chan struct{}, error) {
	stream, err := t.send(ctx, a, "HallChanged", site, "text/event-stream")
	if err != nil {
		return nil, err
	}
	hints := make(chan struct{}, 1)
	go func() {
		defer stream.Close()
		for lines := bufio.NewScanner(stream); lines.Scan(); {
			if strings.Contains(lines.Text(), "hallChanged") {
				select {
				case hints <- struct{}{}:
				default:
				}
			}
		}
	}()
	return hints, nil
}

// shows waits until the display has a number: it asks again after each hint, as the page does.
func (t *times) shows(ctx context.Context, a *arena, site, number string, hints <-chan struct{}) error {
	late := time.After(5 * time.Second)
	for {
		select {
		case <-hints:
		case <-late:
			return fmt.Errorf("%s never comes to the display", number)
		}
		answer, err := t.send(ctx, a, "HallDisplay", site, "application/json")
		if err != nil {
			return err
		}
		said, err := io.ReadAll(answer)
		_ = answer.Close()
		if err != nil || bytes.Contains(said, []byte(`"`+number+`"`)) {
			return err
		}
	}
}

func (t *times) send(ctx context.Context, a *arena, operation, site, accept string) (io.ReadCloser, error) {
	body := t.ask("", operation, map[string]any{"site": site}).Body
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+a.office.addr+"/graphql", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", accept)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		_ = res.Body.Close()
		return nil, fmt.Errorf("%s: %s", operation, res.Status)
	}
	return res.Body, nil
}
