package frontdeskgql

import (
	"context"
	"time"

	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Resolver resolves the part; it is Query, Mutation and Subscription. Where a city has no hall, Frontdesk is nil and everything is not found.
type Resolver struct {
	DB           *db.DB
	Frontdesk    *frontdesk.Service
	Appointments *appointments.Service
	Identity     *identity.Service
	Booked       appointmentsgql.Resolver // shows whose appointment somebody has come for
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// Subscription resolves the subscriptions.
type Subscription struct{ Resolver }

// ErrOff says that this city has no hall.
var ErrOff = errs.New(errs.NotFound, "frontdesk.off")

func (r Resolver) service() (*frontdesk.Service, error) {
	if r.Frontdesk == nil {
		return nil, ErrOff
	}
	return r.Frontdesk, nil
}

// The types of the public's part.
type (
	// WalkIn is what one can walk in for.
	WalkIn struct {
		Site              string
		Place             HallPlace
		Until, Opens      *time.Time
		Closed            *string
		Elsewhere         []HallPlace
		Concerns          []WalkInConcern
		Priorities, Needs []string
	}
	// HallPlace is where a hall is.
	HallPlace struct{ Key, Name, Street, Place, Hint string }
	// WalkInConcern is one of them, chosen by its picture.
	WalkInConcern struct{ Key, Text, Picture string }
	// MyTicket is a place in a queue as its person sees it.
	MyTicket struct {
		Token, Number, State, Counter, Language string
		Ahead, Wait, WaitFrom, WaitTo, Calls    int
		CalledAt                                *time.Time
		Site                                    string
		Closed, PushKey                         *string
	}
	// HallDisplay is what the display shows.
	HallDisplay struct {
		Site   string
		Closed *string
		Calls  []frontdesk.Shown
	}
	// DrawTicket draws one.
	DrawTicket struct {
		Site, Concern, Language string
		People                  *int
		Priority, Pass, Tongue  *string
		Needs                   []string
		Key                     string
	}
	// CheckIn says that one is there.
	CheckIn struct {
		Site, Code string
		Pass       *string
	}
	// LeaveQueue gives a ticket back.
	LeaveQueue struct{ Token string }
	// WatchTicket has a browser told.
	WatchTicket struct{ Token, Endpoint, P256dh, Auth string }
)

// WalkIn is what one can walk in for at a site.
func (q Query) WalkIn(ctx context.Context, site string, language *string) (*WalkIn, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	lang := "de"
	if language != nil {
		lang = *language
	}
	w := &WalkIn{Site: site, Priorities: s.Rules.Priorities, Needs: frontdesk.Needs}
	if w.Until, w.Closed, err = s.Open(ctx, site); err != nil {
		return nil, err
	}
	for _, c := range s.Rules.Concerns {
		w.Concerns = append(w.Concerns, WalkInConcern{c.Key, s.Rules.ConcernText(lang, c.Key), c.Picture})
	}
	return w, q.places(ctx, s, w)
}

// places tells where the hall is, and for one that is shut when it opens and where else one may go now.
func (r Resolver) places(ctx context.Context, s *frontdesk.Service, w *WalkIn) error {
	plan, err := r.Appointments.Plan(ctx)
	if err != nil {
		return err
	}
	for _, p := range plan.Sites {
		place := HallPlace{p.Key, p.Name, p.Street, p.Place, p.Hint}
		if p.Key == w.Site {
			w.Place = place
			continue
		}
		if w.Until != nil || !p.Active {
			continue
		}
		until, _, err := s.Open(ctx, p.Key)
		if err != nil {
			return err
		}
		if until != nil {
			w.Elsewhere = append(w.Elsewhere, place)
		}
	}
	if w.Until == nil {
		if opens := plan.WalkInFrom(w.Site, r.Appointments.DB.Clock.Now()); !opens.IsZero() {
			w.Opens = &opens
		}
	}
	return nil
}

// MyTicket is the ticket of a link.
func (q Query) MyTicket(ctx context.Context, token string) (*MyTicket, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	if err := s.MayRead(identity.NetworkFrom(ctx)); err != nil {
		return nil, err
	}
	t, err := s.ByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	return mine(ctx, s, t)
}

func mine(ctx context.Context, s *frontdesk.Service, t *frontdesk.Ticket) (*MyTicket, error) {
	ahead, wait, err := s.Ahead(ctx, t)
	if err != nil {
		return nil, err
	}
	m := &MyTicket{
		Token: s.Token(t), Number: t.Number, State: string(t.State), Counter: t.Counter, Language: t.Language, Ahead: ahead, Wait: wait.Minutes,
		WaitFrom: wait.From, WaitTo: wait.To, Calls: t.Calls, CalledAt: t.CalledAt, Site: t.Site,
	}
	if t.State == frontdesk.Closed {
		if _, m.Closed, err = s.Open(ctx, t.Site); err != nil {
			return nil, err
		}
	}
	if key := s.PushKey(); key != "" && t.EndedAt == nil {
		m.PushKey = &key
	}
	return m, nil
}

// HallDisplay is what the display of a hall shows.
func (q Query) HallDisplay(ctx context.Context, site string) (*HallDisplay, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	d := &HallDisplay{Site: site}
	if _, d.Closed, err = s.Open(ctx, site); err != nil {
		return nil, err
	}
	if d.Calls, err = s.Display(ctx, site); err != nil {
		return nil, err
	}
	device, err := q.onDevice(ctx, s, site)
	if err != nil || device {
		return d, err
	}
	for i := range d.Calls {
		d.Calls[i].Language = "" // which language somebody speaks is for the voice in the hall, not for the internet
	}
	return d, nil
}

// DrawTicket draws a ticket at a kiosk, or on a phone that has entered the hall.
func (m Mutation) DrawTicket(ctx context.Context, in DrawTicket) (*MyTicket, error) {
	s, by, key, err := m.inTheHall(ctx, in.Site, in.Pass, in.Key)
	if err != nil {
		return nil, err
	}
	t, err := s.Draw(ctx, frontdesk.DrawIn{
		Site: in.Site, Concern: in.Concern, Language: in.Language, People: number(in.People), Priority: text(in.Priority), Needs: in.Needs, Tongue: text(in.Tongue), By: by, Key: key,
	})
	if err != nil {
		return nil, err
	}
	return mine(ctx, s, t)
}

// CheckIn says at the door that one is there.
func (m Mutation) CheckIn(ctx context.Context, in CheckIn) (*MyTicket, error) {
	s, _, _, err := m.inTheHall(ctx, in.Site, in.Pass, "")
	if err != nil {
		return nil, err
	}
	t, err := s.CheckIn(ctx, in.Site, in.Code)
	if err != nil {
		return nil, err
	}
	return mine(ctx, s, t)
}

// LeaveQueue gives a ticket back.
func (m Mutation) LeaveQueue(ctx context.Context, in LeaveQueue) (*MyTicket, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	t, err := s.ByToken(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	if t, err = s.Leave(ctx, t.ID); err != nil {
		return nil, err
	}
	return mine(ctx, s, t)
}

// WatchTicket has a browser told when its ticket is called.
func (m Mutation) WatchTicket(ctx context.Context, in WatchTicket) (*MyTicket, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	if err := s.MayAsk(identity.NetworkFrom(ctx)); err != nil {
		return nil, err
	}
	t, err := s.ByToken(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	if err := s.Watch(ctx, t, in.Endpoint, in.P256dh, in.Auth); err != nil {
		return nil, err
	}
	return mine(ctx, s, t)
}

// HallChanged hints that something has changed in a hall.
func (s Subscription) HallChanged(ctx context.Context, site string) (<-chan int, error) {
	hall, err := s.service()
	if err != nil {
		return nil, err
	}
	return hall.Hints(ctx, site, identity.NetworkFrom(ctx))
}

func text(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

func number(p *int) int {
	if p == nil {
		return 0
	}
	return *p
}
