package appointmentsgql

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/ankunft/ankunft/modules/feeds"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
)

// feedRoot is where calendar programs read.
const feedRoot = "/feeds/"

// The types of feeds.
type (
	// AppointmentFeed is a secret address for calendar programs, without the secret.
	AppointmentFeed struct {
		Scope     string
		CreatedAt time.Time
		UsedAt    *time.Time
	}
	// RenewedFeed is a new one, with it.
	RenewedFeed struct {
		Address string
		Feeds   []AppointmentFeed
	}
	// RenewFeed makes one.
	RenewFeed struct{ Scope string }
	// RevokeFeed ends one.
	RevokeFeed struct{ Scope string }
)

// MyFeeds are the viewer's addresses.
func (q Query) MyFeeds(ctx context.Context) ([]AppointmentFeed, error) { return q.feeds(ctx) }

func (r Resolver) feeds(ctx context.Context) ([]AppointmentFeed, error) {
	if r.Feeds == nil {
		return nil, ErrOff
	}
	list, err := r.Feeds.Mine(ctx)
	if err != nil {
		return nil, err
	}
	shown := make([]AppointmentFeed, len(list))
	for i, f := range list {
		shown[i] = AppointmentFeed{string(f.Scope), f.CreatedAt, f.UsedAt}
	}
	return shown, nil
}

// RenewFeed makes an address.
func (m Mutation) RenewFeed(ctx context.Context, in RenewFeed) (*RenewedFeed, error) {
	if m.Feeds == nil {
		return nil, ErrOff
	}
	token, err := m.Feeds.Renew(ctx, feeds.Scope(in.Scope))
	if err != nil {
		return nil, err
	}
	list, err := m.feeds(ctx)
	return &RenewedFeed{m.Feeds.BaseURL + feedRoot + token + ".ics", list}, err
}

// MyInterpretingFeed is the interpreter's address.
func (q Query) MyInterpretingFeed(ctx context.Context) ([]AppointmentFeed, error) {
	return q.feeds(ctx)
}

// RenewMyInterpretingFeed makes an interpreter's address.
func (m Mutation) RenewMyInterpretingFeed(ctx context.Context) (*RenewedFeed, error) {
	return m.RenewFeed(ctx, RenewFeed{string(feeds.Interpreting)})
}

// RevokeMyInterpretingFeed ends it.
func (m Mutation) RevokeMyInterpretingFeed(ctx context.Context) ([]AppointmentFeed, error) {
	return m.RevokeFeed(ctx, RevokeFeed{string(feeds.Interpreting)})
}

// RevokeFeed ends an address.
func (m Mutation) RevokeFeed(ctx context.Context, in RevokeFeed) ([]AppointmentFeed, error) {
	if m.Feeds == nil {
		return nil, ErrOff
	}
	if err := m.Feeds.Revoke(ctx, feeds.Scope(in.Scope)); err != nil {
		return nil, err
	}
	return m.feeds(ctx)
}

// Feeds serves the feeds to calendar programs: who has the secret needs no login. It stands behind identity.Authenticate, for the network.
func Feeds(s *feeds.Service, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+feedRoot+"{file}", func(w http.ResponseWriter, r *http.Request) {
		token, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
		if !ok || s == nil {
			http.NotFound(w, r)
			return
		}
		body, tag, err := s.File(r.Context(), token, identity.NetworkFrom(r.Context()))
		switch {
		case errors.Is(err, identity.ErrTooOften):
			w.Header().Set("Retry-After", "900")
			http.Error(w, "too often; try again in a quarter of an hour", http.StatusTooManyRequests)
		case errs.KindOf(err) == errs.NotFound:
			http.NotFound(w, r)
		case err != nil:
			log.ErrorContext(r.Context(), "write feed", "err", err)
			http.Error(w, "internal error", http.StatusInternalServerError)
		default:
			sendFeed(w, r, body, tag)
		}
	})
	return mux
}

// sendFeed sends a feed, or tells a program that it has it already.
func sendFeed(w http.ResponseWriter, r *http.Request, body []byte, tag string) {
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache") // only its program keeps it, and asks each time whether it still holds
	h.Set("ETag", tag)
	for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(known), "W/") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="termine.ics"`)
	h.Set("X-Robots-Tag", "noindex")
	_, _ = w.Write(body) // a program that has gone is no fault of ours
}
