package network

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// MeetingKind says what a meeting is.
type MeetingKind string

// MeetingKinds are all of them.
var MeetingKinds = []MeetingKind{"round_table", "commission", "other"}

// GuestAnswer is whether somebody comes.
type GuestAnswer string

// The answers.
const (
	GuestOpen     GuestAnswer = "open"
	GuestComes    GuestAnswer = "comes"
	GuestDeclines GuestAnswer = "declines"
)

// Meeting is a round table, a sitting of a commission.
type Meeting struct {
	bun.BaseModel `bun:"table:network.meeting,alias:mt"`

	ID          uuid.UUID `bun:",pk"`
	SeriesID    uuid.UUID
	Kind        MeetingKind
	Title       string
	Place       string // or the address of a conference
	StartsAt    time.Time
	EndsAt      time.Time
	Minutes     string
	PublishedAt *time.Time // of the minutes: members read them from then on, and they stay
	CancelledAt *time.Time
	Sequence    int
	Version     int
	MadeBy      uuid.UUID

	Guests   []*Guest   `bun:"rel:has-many,join:id=meeting_id"`
	Items    []*Item    `bun:"rel:has-many,join:id=meeting_id"`
	Measures []*Measure `bun:"rel:has-many,join:id=meeting_id"`
}

// Guest is a member who is invited.
type Guest struct {
	bun.BaseModel `bun:"table:network.guest,alias:guest"`

	MeetingID uuid.UUID `bun:",pk"`
	MemberID  uuid.UUID `bun:",pk"`
	Answer    GuestAnswer

	Name         string `bun:",scanonly"`
	Organisation string `bun:",scanonly"`
	Email        string `bun:",scanonly"`
	Language     string `bun:",scanonly"`
}

// Item is a point of the agenda, and what was decided on it.
type Item struct {
	bun.BaseModel `bun:"table:network.item,alias:item"`

	ID        uuid.UUID `bun:",pk"`
	MeetingID uuid.UUID
	Title     string
	MemberID  *uuid.UUID // who proposed it; nil: the office
	Decision  string
	AddedAt   time.Time

	Name string `bun:",scanonly"` // of who proposed it
}

// CallMeeting calls a meeting, or several of a series.
type CallMeeting struct {
	Kind       MeetingKind
	Title      string
	Place      string
	Day        clock.Date
	FromMinute int // by the clocks of the city
	ToMinute   int
	EveryWeeks *int // a series: each so many weeks
	Times      *int // how often in all
	Members    []uuid.UUID
	Items      []string
}

const (
	mostGuests = 100
	mostItems  = 40
)

// Call calls a meeting, or a series: all who are invited get a mail with the entry for their calendar.
func (s *Service) Call(ctx context.Context, in CallMeeting) ([]*Meeting, error) {
	var f partners.Form
	m := Meeting{Kind: in.Kind, Version: 1, MadeBy: actor(ctx)}
	m.Title, m.Place = f.Line(&in.Title, 200, "title", true), f.Line(&in.Place, 300, "place", true)
	f.Need(slices.Contains(MeetingKinds, in.Kind), "kind", "unknown")
	f.Need(in.Day.Year >= 2000 && in.Day.Year <= 2200, "day", "out_of_range")
	f.Need(in.FromMinute >= 0 && in.FromMinute < in.ToMinute && in.ToMinute <= 1440, "toMinute", "no_time")
	every, times := max(said(in.EveryWeeks), 1), max(said(in.Times), 1)
	f.Need(every <= 52 && times <= 24, "times", "too_many")
	f.Need(len(in.Members) > 0 && len(in.Members) <= mostGuests, "members", "required")
	f.Need(len(in.Items) <= mostItems, "items", "too_many")
	titles := []string{}
	for i, title := range in.Items[:min(len(in.Items), mostItems)] {
		titles = append(titles, f.Line(&title, 200, "items["+strconv.Itoa(i)+"]", true))
	}
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	list := []*Meeting{}
	for n := range times {
		one := m
		one.ID = ids.New()
		on := in.Day.AddDays(7 * every * n)
		one.StartsAt, one.EndsAt = clock.Wall(on, in.FromMinute, false), clock.Wall(on, in.ToMinute, true)
		one.SeriesID = one.ID
		if n > 0 {
			one.SeriesID = list[0].ID
		}
		list = append(list, &one)
	}
	if !s.DB.Clock.Now().Before(list[0].StartsAt) {
		return nil, ErrInput.With(field("day", "past"))
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, one := range list {
			if err := s.callTx(ctx, tx, one, in.Members, titles); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.meetings(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("mt.series_id = ?", list[0].ID) })
}

func (s *Service) callTx(ctx context.Context, tx *db.Tx, m *Meeting, members []uuid.UUID, titles []string) error {
	if err := insert(ctx, tx, m, "call meeting"); err != nil {
		return err
	}
	if err := s.inviteTx(ctx, tx, m, members); err != nil {
		return err
	}
	for _, title := range titles {
		if err := insert(ctx, tx, &Item{ID: ids.New(), MeetingID: m.ID, Title: title, AddedAt: tx.Now}, "put on agenda"); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, MeetingRecord(m.ID), "called", audit.Details{"kind": string(m.Kind), "guests": strconv.Itoa(len(members))})
}

// inviteTx invites members who have a task for it on that day, each once, and mails all who are invited; that it is cancelled, if it is.
func (s *Service) inviteTx(ctx context.Context, tx *db.Tx, m *Meeting, members []uuid.UUID) error {
	on, template := clock.Today(m.StartsAt), messages.TemplatePartnerMeeting
	if m.CancelledAt != nil {
		members, template = nil, messages.TemplatePartnerCancelled
	}
	_, err := tx.NewRaw("INSERT INTO network.guest (meeting_id, member_id) SELECT ?, id FROM partners.member_v1 WHERE id IN (?) AND id IN (?) ON CONFLICT DO NOTHING",
		m.ID, bun.List(append(members, uuid.Nil)), s.Partners.Holders(tx, partners.Meetings, on)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("invite: %w", err)
	}
	is, err := tx.NewSelect().Model((*Guest)(nil)).Where("guest.meeting_id = ?", m.ID).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for guests: %w", err)
	}
	if !is {
		return ErrInput.With(field("members", "unknown"))
	}
	return s.tellAllTx(ctx, tx, m, on, template, strconv.Itoa(m.Sequence))
}

// tellAllTx mails the guests who have a task for meetings on a day; whose task or whose partner has ended hears nothing.
func (s *Service) tellAllTx(ctx context.Context, tx *db.Tx, m *Meeting, on clock.Date, template messages.Template, step string) error {
	var guests []*Guest
	err := withNames(tx.NewSelect().Model(&guests)).Where("guest.meeting_id = ? AND guest.member_id IN (?)", m.ID, s.Partners.Holders(tx, partners.Meetings, on)).Scan(ctx)
	if err != nil {
		return fmt.Errorf("read guests: %w", err)
	}
	for _, g := range guests {
		if err := s.tellTx(ctx, tx, m, g, template, step); err != nil {
			return err
		}
	}
	return nil
}

func withNames(q *bun.SelectQuery) *bun.SelectQuery {
	return q.ColumnExpr("guest.*, pm.name, pm.email, pm.language, po.name AS organisation").Join("JOIN partners.member_v1 AS pm ON pm.id = guest.member_id").
		Join("JOIN partners.organisation_v1 AS po ON po.id = pm.organisation_id").OrderExpr("po.name, pm.name, pm.id")
}

// tellTx mails a guest; each step once.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, m *Meeting, g *Guest, template messages.Template, step string) error {
	if g.Email == "" {
		return nil
	}
	n := messages.Notice{
		Key: "meeting:" + m.ID.String() + ":" + g.MemberID.String() + ":" + template + ":" + step, Template: template, About: MeetingRecord(m.ID),
		To: messages.Addressee{Email: g.Email, Language: g.Language}, Path: "/partner", Params: map[string]string{
			"title": m.Title, "place": m.Place, "date": clock.Today(m.StartsAt).Written(g.Language), "time": m.StartsAt.In(clock.Berlin).Format("15:04"),
		},
	}
	if template != messages.TemplatePartnerMinutes {
		n.Attach = []messages.AttachmentRef{{Key: calendarKey(m), Name: "termin.ics", Type: "text/calendar; charset=utf-8; method=" + method(m)}}
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}

// MoveMeeting puts a meeting to another time or place, invites more, or cancels it. What is nil stays.
type MoveMeeting struct {
	Meeting    uuid.UUID
	Version    int
	Place      *string
	Day        *clock.Date
	FromMinute *int
	ToMinute   *int
	Members    []uuid.UUID // who are invited besides
	Cancelled  *bool
}

// Move changes a meeting whose minutes are not published, and tells everybody.
func (s *Service) Move(ctx context.Context, in MoveMeeting) (*Meeting, error) {
	var f partners.Form
	place := f.Line(in.Place, 300, "place", in.Place != nil)
	timed := in.Day != nil && in.FromMinute != nil && in.ToMinute != nil
	f.Need(timed || in.Day == nil && in.FromMinute == nil && in.ToMinute == nil, "toMinute", "required")
	if timed {
		f.Need(in.Day.Year >= 2000 && in.Day.Year <= 2200 && *in.FromMinute >= 0 && *in.FromMinute < *in.ToMinute && *in.ToMinute <= 1440, "toMinute", "no_time")
	}
	f.Need(len(in.Members) <= mostGuests, "members", "too_many")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	return s.change(ctx, in.Meeting, in.Version, func(ctx context.Context, tx *db.Tx, m *Meeting) error {
		if m.PublishedAt != nil || m.CancelledAt != nil {
			return ErrConflict
		}
		if place != "" {
			m.Place = place
		}
		if timed {
			m.StartsAt, m.EndsAt = clock.Wall(*in.Day, *in.FromMinute, false), clock.Wall(*in.Day, *in.ToMinute, true)
		}
		if said(in.Cancelled) {
			m.CancelledAt = &tx.Now
		}
		m.Sequence++
		if err := s.record(ctx, tx, MeetingRecord(m.ID), "moved", audit.Details{"cancelled": strconv.FormatBool(m.CancelledAt != nil)}); err != nil {
			return err
		}
		return s.inviteTx(ctx, tx, m, in.Members)
	})
}

// change changes a meeting; ErrConflict when somebody else was faster.
func (s *Service) change(ctx context.Context, id uuid.UUID, version int, fn func(context.Context, *db.Tx, *Meeting) error) (*Meeting, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		m := new(Meeting)
		if err := lockTx(ctx, tx, m, id); err != nil {
			return err
		}
		if m.Version != version {
			return ErrConflict
		}
		if err := fn(ctx, tx, m); err != nil {
			return err
		}
		m.Version++
		return update(ctx, tx, m, "change meeting")
	})
	if err != nil {
		return nil, err
	}
	return s.Meeting(ctx, id)
}

// Meeting reads one for staff.
func (s *Service) Meeting(ctx context.Context, id uuid.UUID) (*Meeting, error) {
	list, err := s.meetings(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("mt.id = ?", id) })
	if err != nil || len(list) == 0 {
		return nil, orNone(err)
	}
	return list[0], nil
}

const mostMeetings = 60

// Meetings lists them for staff: those to come first, then those that were, the newest first.
func (s *Service) Meetings(ctx context.Context) ([]*Meeting, error) {
	return s.meetings(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q })
}

func (s *Service) meetings(ctx context.Context, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]*Meeting, error) {
	list := []*Meeting{}
	now := s.DB.Clock.Now()
	err := narrow(s.DB.NewSelect().Model(&list)).Relation("Guests", withNames).
		Relation("Items", func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.ColumnExpr("item.*, coalesce(pm.name, '') AS name").Join("LEFT JOIN partners.member_v1 AS pm ON pm.id = item.member_id").OrderExpr("item.added_at, item.id")
		}).
		Relation("Measures", withOwner).
		OrderExpr("mt.ends_at < ?, CASE WHEN mt.ends_at >= ? THEN mt.starts_at END, mt.starts_at DESC, mt.id", now, now).Limit(mostMeetings).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list meetings: %w", err)
	}
	return list, nil
}

// MyMeetings are those to which the viewer is invited. Minutes, decisions and measures are there once they are published.
func (s *Service) MyMeetings(ctx context.Context) ([]*Meeting, error) {
	me, err := s.member(ctx, partners.Meetings)
	if err != nil {
		return nil, err
	}
	list, err := s.meetings(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("EXISTS (SELECT FROM network.guest g WHERE g.meeting_id = mt.id AND g.member_id = ?)", me.ID)
	})
	for _, m := range list {
		if m.PublishedAt == nil {
			m.Minutes, m.Measures = "", []*Measure{}
			for _, i := range m.Items {
				i.Decision = ""
			}
		}
	}
	return list, err
}

// MyAnswer is what the viewer answered to an invitation.
func (m *Meeting) MyAnswer(member uuid.UUID) GuestAnswer {
	for _, g := range m.Guests {
		if g.MemberID == member {
			return g.Answer
		}
	}
	return GuestOpen
}

// mine is a meeting to which the viewer is invited.
func (s *Service) mine(ctx context.Context, id uuid.UUID) (*Meeting, *partners.Member, error) {
	me, err := s.member(ctx, partners.Meetings)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.MyMeetings(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range list {
		if m.ID == id {
			return m, me, nil
		}
	}
	return nil, nil, ErrNone
}

// AnswerInvitation says whether the viewer comes.
type AnswerInvitation struct {
	Meeting uuid.UUID
	Comes   bool
}

// AnswerInvitation notes whether the viewer comes.
func (s *Service) AnswerInvitation(ctx context.Context, in AnswerInvitation) (*Meeting, error) {
	m, me, err := s.mine(ctx, in.Meeting)
	if err != nil {
		return nil, err
	}
	answer := GuestDeclines
	if in.Comes {
		answer = GuestComes
	}
	if err := update(ctx, s.DB, &Guest{MeetingID: m.ID, MemberID: me.ID, Answer: answer}, "answer invitation"); err != nil {
		return nil, err
	}
	m, _, err = s.mine(ctx, in.Meeting)
	return m, err
}
