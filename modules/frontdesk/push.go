package frontdesk

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Pusher is the port to the push services of browsers (RFC 8030). What is sent is encrypted for the one browser (RFC 8291).
type Pusher interface {
	// PublicKey is by what browsers know the office (RFC 8292): 65 bytes, base64url.
	PublicKey() string
	// Accepts says whether an endpoint may be told anything at all: of a push service, never inside the house. It asks nobody.
	Accepts(endpoint string) bool
	// Push hands a message over; ErrGone when the browser has ended its subscription.
	Push(ctx context.Context, to Watch, message []byte, keep time.Duration) error
}

// ErrGone says that a browser wants no more messages.
var ErrGone = errors.New("the browser has ended its subscription")

// Watch is the browser of a ticket that is told when it is called.
type Watch struct {
	bun.BaseModel `bun:"table:frontdesk.watch,alias:w"`

	TicketID uuid.UUID `bun:",pk"`
	Endpoint string    `bun:",pk"`
	P256dh   []byte    // the browser's public key, 65 bytes
	Auth     []byte    // its secret, 16 bytes
	MadeAt   time.Time
}

const (
	keyBytes, authBytes = 65, 16
	longestEndpoint     = 1000
	mostWatches         = 3 // of one ticket: a family's phones
	keepPush            = 5 * time.Minute
)

// PushKey is by what browsers know the office, "" when it sends no push.
func (s *Service) PushKey() string {
	if s.Push == nil {
		return ""
	}
	return s.Push.PublicKey()
}

// Watch has a browser told when a ticket is called. The same again is no fault.
func (s *Service) Watch(ctx context.Context, t *Ticket, endpoint, p256dh, auth string) error {
	w := &Watch{TicketID: t.ID, Endpoint: endpoint}
	var faults errs.Faults
	var err error
	w.P256dh, err = base64.RawURLEncoding.DecodeString(p256dh)
	faults.Need(err == nil && len(w.P256dh) == keyBytes, "p256dh", "invalid")
	w.Auth, err = base64.RawURLEncoding.DecodeString(auth)
	faults.Need(err == nil && len(w.Auth) == authBytes, "auth", "invalid")
	faults.Need(s.Push != nil && len(endpoint) <= longestEndpoint && s.Push.Accepts(endpoint), "endpoint", "invalid")
	if err := faults.As(ErrInput); err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, err := getTx(ctx, tx, t.ID)
		if err != nil {
			return err
		}
		if now.EndedAt != nil && now.State != Missed {
			return ErrState
		}
		others, err := tx.NewSelect().Model((*Watch)(nil)).Where("ticket_id = ? AND endpoint <> ?", t.ID, endpoint).Count(ctx)
		if err != nil {
			return fmt.Errorf("count watches: %w", err)
		}
		if others >= mostWatches {
			return ErrInput.With(errs.Field{Path: "endpoint", Code: "too_many"})
		}
		w.MadeAt = tx.Now
		if _, err := tx.NewInsert().Model(w).On("CONFLICT (ticket_id, endpoint) DO UPDATE SET p256dh = EXCLUDED.p256dh, auth = EXCLUDED.auth").Exec(ctx); err != nil {
			return fmt.Errorf("watch ticket: %w", err)
		}
		return nil
	})
}

// PushArgs is the job that tells the browsers of a ticket how it stands: called, or closed with the hall.
type PushArgs struct {
	TicketID uuid.UUID `json:"ticket"`
	Calls    int       `json:"calls"`
}

// Kind implements river.JobArgs.
func (PushArgs) Kind() string { return "frontdesk.push" }

// tellTx has the browsers of some tickets told after the commit; whom nobody watches costs one look.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, calls int, where string, args ...any) error {
	if s.Push == nil {
		return nil
	}
	var ids []uuid.UUID
	if err := tx.NewRaw("SELECT DISTINCT w.ticket_id FROM frontdesk.watch w JOIN frontdesk.ticket t ON t.id = w.ticket_id WHERE "+where, args...).Scan(ctx, &ids); err != nil {
		return fmt.Errorf("find watches: %w", err)
	}
	for _, id := range ids {
		if err := tx.Enqueue(ctx, PushArgs{id, calls}, &river.InsertOpts{MaxAttempts: 3}); err != nil {
			return err
		}
	}
	return nil
}

// tell is the job: what is said is read again, so that nobody is told of a call that is over.
func (s *Service) tell(ctx context.Context, args PushArgs) error {
	if s.Push == nil {
		return nil
	}
	t, err := s.Get(ctx, args.TicketID)
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	if t.Day != s.today() || t.State != Closed && (t.State != Called || t.Calls != args.Calls) {
		return nil
	}
	var watches []Watch
	if err := s.DB.NewSelect().Model(&watches).Where("ticket_id = ?", t.ID).Scan(ctx); err != nil {
		return fmt.Errorf("read watches: %w", err)
	}
	message, err := s.message(t)
	if err != nil {
		return err
	}
	var faults []error
	for _, w := range watches {
		err := s.Push.Push(ctx, w, message, keepPush)
		if err == nil && t.State != Closed {
			continue
		}
		if err != nil && !errors.Is(err, ErrGone) {
			faults = append(faults, err)
			continue
		}
		if _, err := s.DB.NewDelete().Model(&w).WherePK().Exec(ctx); err != nil {
			faults = append(faults, fmt.Errorf("forget watch: %w", err))
		}
	}
	return errors.Join(faults...)
}

// message is all that leaves the house: number and counter, in the person's language. No name, no concern.
func (s *Service) message(t *Ticket) ([]byte, error) {
	text := func(key string) string {
		return s.Texts(t.Language, "hall", key, map[string]string{"number": t.Number, "counter": t.Counter})
	}
	body := text("push.called")
	if t.State == Closed {
		body = text("push.closed")
	}
	return json.Marshal(map[string]string{"title": t.Number, "body": body, "tag": t.Number, "lang": t.Language})
}

// forgetTx ends all watching of a ticket: its visit is over.
func forgetTx(ctx context.Context, tx *db.Tx, ticket uuid.UUID) error {
	if _, err := tx.NewRaw("DELETE FROM frontdesk.watch WHERE ticket_id = ?", ticket).Exec(ctx); err != nil {
		return fmt.Errorf("forget watches: %w", err)
	}
	return nil
}
