package feeds

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

const (
	german = "de"
	// behind is how many days of the past, and of cancellations, a feed tells.
	behind = 14
	most   = 5000 // events in one feed
)

// A program asks every few minutes, on each of a clerk's devices; whoever tries secrets does not get far.
var (
	readings = identity.Limit{Times: 30, Per: 15 * time.Minute}
	guesses  = identity.Limit{Times: 15, Per: 15 * time.Minute}
)

// event is an appointment as a feed may tell it.
type event struct {
	ID        uuid.UUID
	Site      string
	Concern   string
	State     appointments.State
	People    int
	CounterID uuid.UUID
	StartsAt  time.Time
	EndsAt    time.Time
	ChangedAt time.Time
	Sequence  int
}

// File is a feed as it stands now (RFC 5545), and the tag of what is in it. ErrNone where nobody has the secret; identity.ErrTooOften where it is
// asked for too often. Network is where the request came from.
func (s *Service) File(ctx context.Context, token, network string) (body []byte, tag string, err error) {
	var feed Feed
	err = s.DB.NewSelect().Model(&feed).Where("token_hash = ?", ids.Hash(token)).Scan(ctx)
	if err = db.NoRows(err, ErrNone, "find feed"); err != nil {
		return nil, "", cmp.Or(s.Identity.Allow(ctx, "feed_guess", network, guesses), err)
	}
	if err := s.Identity.Allow(ctx, "feed", feed.AccountID.String()+string(feed.Scope), readings); err != nil {
		return nil, "", err
	}
	write := s.appointments
	if feed.Scope == Interpreting {
		write = s.interpreting
	}
	cal, err := write(ctx, &feed)
	if err == nil {
		err = s.used(ctx, &feed)
	}
	if err != nil {
		return nil, "", err
	}
	body = []byte(cal.Serialize(ics.WithNewLineWindows))
	sum := sha256.Sum256(body)
	return body, `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`, nil
}

// appointments is the calendar of a clerk.
func (s *Service) appointments(ctx context.Context, f *Feed) (*ics.Calendar, error) {
	v, err := s.Identity.StaffViewer(ctx, f.AccountID)
	if errs.KindOf(err) == errs.NotFound || err == nil && !v.Can(needs[f.Scope]) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.events(ctx, plan, v, f.Scope)
	if err != nil {
		return nil, err
	}
	name := "feed.own"
	if f.Scope == Team {
		name = "feed.team"
	}
	cal := s.calendar(s.Appointments.Texts(german, "staff", "appointments."+name, nil))
	for i := range list {
		s.entry(cal, plan, &list[i])
	}
	return cal, nil
}

// used notes that a program has read the feed.
func (s *Service) used(ctx context.Context, f *Feed) error {
	now := s.DB.Clock.Now().Truncate(time.Minute)
	if f.UsedAt != nil && !f.UsedAt.Before(now) {
		return nil
	}
	_, err := s.DB.NewUpdate().Model(f).WherePK().Where("token_hash = ?", f.TokenHash).Set("used_at = ?", now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note use of feed: %w", err)
	}
	return nil
}

// events reads what a feed tells of. The rights to the cases stand in the statement.
func (s *Service) events(ctx context.Context, plan *capacity.Plan, v *identity.Viewer, scope Scope) ([]event, error) {
	teams, all := v.TeamsFor(needs[Team])
	about := s.ahead(plan).Distinct().Join("JOIN appointments.about_v1 AS x ON x.appointment_id = a.id").Join("JOIN cases.case_v1 AS c ON c.id = x.case_id").
		Where("? OR c.team IN (?)", all, bun.List(append(teams, "")))
	if scope == Own {
		about = about.Where("c.clerk_id = ?", v.AccountID)
	}
	var list []event
	if err := about.Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("read appointments of feed: %w", err)
	}
	places := seats(plan, v.AccountID)
	if scope == Team || len(places) == 0 {
		return list, nil
	}
	counters := make([]uuid.UUID, len(places))
	for i, st := range places {
		counters[i] = st.CounterID
	}
	var there []event
	if err := s.ahead(plan).Where("a.counter_id IN (?)", bun.List(counters)).Scan(ctx, &there); err != nil {
		return nil, fmt.Errorf("read appointments at counters: %w", err)
	}
	for _, e := range there {
		if e.at(places) && !slices.ContainsFunc(list, func(known event) bool { return known.ID == e.ID }) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b event) int { return cmp.Or(a.StartsAt.Compare(b.StartsAt), slices.Compare(a.ID[:], b.ID[:])) })
	return list, nil
}

// ahead are the appointments of the last days and of all to come, with what was cancelled lately.
func (s *Service) ahead(plan *capacity.Plan) *bun.SelectQuery {
	sites := make([]string, len(plan.Sites))
	for i, site := range plan.Sites {
		sites[i] = site.Key
	}
	since := s.DB.Clock.Now().AddDate(0, 0, -behind)
	return s.DB.NewSelect().TableExpr("appointments.appointment_v2 AS a").
		ColumnExpr("a.id, a.site, a.concern, a.state, a.people, a.counter_id, a.starts_at, a.ends_at, a.sequence").
		ColumnExpr("coalesce(a.ended_at, a.booked_at, a.created_at) AS changed_at").
		Where("a.site IN (?) AND a.starts_at >= ?", bun.List(sites), since).
		Where("a.state IN ('booked', 'arrived', 'done', 'missed') OR a.state = 'cancelled' AND a.ended_at >= ?", since).
		OrderExpr("a.starts_at, a.id").Limit(most)
}

// seats are the stretches of the plan at which somebody sits.
func seats(plan *capacity.Plan, account uuid.UUID) []capacity.Stretch {
	var found []capacity.Stretch
	for _, st := range plan.Stretches {
		if st.PersonID == nil {
			continue
		}
		if person, ok := plan.Counter(*st.PersonID); ok && person.Key == account.String() {
			found = append(found, st)
		}
	}
	return found
}

// at says whether it takes place where somebody sits then.
func (e *event) at(places []capacity.Stretch) bool {
	from := e.StartsAt.In(clock.Berlin)
	minute := from.Hour()*60 + from.Minute()
	return slices.ContainsFunc(places, func(st capacity.Stretch) bool {
		return st.CounterID == e.CounterID && st.On(clock.DateOf(from)) && st.FromMinute <= minute && minute < st.ToMinute
	})
}

// calendar is an empty one. The same entries are the same bytes, so that a program which has them is told so.
func (s *Service) calendar(name string) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Ankunft//Termine//DE")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(name)
	cal.SetXPublishedTTL("PT15M")
	cal.SetRefreshInterval("PT15M")
	return cal
}

func (s *Service) entry(cal *ics.Calendar, plan *capacity.Plan, a *event) {
	e := cal.AddEvent(fmt.Sprintf("office-%s@%s", a.ID, s.Appointments.Domain))
	e.SetDtStampTime(a.ChangedAt)
	e.SetModifiedAt(a.ChangedAt)
	e.SetStartAt(a.StartsAt)
	e.SetEndAt(a.EndsAt)
	e.SetSequence(a.Sequence)
	title, _ := s.Appointments.Rules.ConcernWords(german, a.Concern)
	if a.People > 1 {
		title += s.Appointments.Texts(german, "staff", "appointments.feed.people", map[string]string{"count": fmt.Sprint(a.People)})
	}
	e.SetSummary(title)
	where := []string{}
	if counter, ok := plan.Counter(a.CounterID); ok {
		where = append(where, counter.Name)
	}
	if site, ok := plan.Site(a.Site); ok {
		where = append(where, site.Name)
	}
	e.SetLocation(strings.Join(where, ", "))
	link := s.BaseURL + "/office/appointments?" + url.Values{"site": {a.Site}, "day": {clock.DateOf(a.StartsAt.In(clock.Berlin)).String()}}.Encode()
	s.private(e, link, a.State == appointments.Cancelled)
}

// private ends an entry: it leads into the house, where rights are asked again.
func (s *Service) private(e *ics.VEvent, link string, off bool) {
	e.SetURL(link)
	e.SetDescription(link)
	e.SetClass(ics.ClassificationPrivate)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if off {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
}
