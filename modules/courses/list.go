package courses

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/page"
)

const (
	mostOwn      = 200
	mostSessions = 500
)

// Offer is a course of the catalogue with its sessions to come, as the viewer sees it.
type Offer struct {
	*Course
	Sessions   []Seat
	Confirmed  bool // by the viewer, of an online course
	NeedsProof bool // their own word does not suffice: they hand in a proof
}

// Seat is a session as the viewer sees it: how they stand to it, and what else they do at that time.
type Seat struct {
	*Session
	Mine    *Enrolment
	Clashes []string // titles of what the viewer takes part in at the same time
	Now     time.Time
}

// Free is how many places are left.
func (s *Session) Free() int { return s.Places - s.Taken }

// State is open, over (it has begun), off (called off) or finished.
func (s *Seat) State() string {
	switch {
	case s.CancelledAt != nil:
		return "off"
	case s.FinishedAt != nil:
		return "finished"
	case !s.Now.Before(s.StartsAt):
		return "over"
	}
	return "open"
}

// CancelUntil is until when the viewer, who has a place, cancels by themself.
func (s *Seat) CancelUntil() time.Time { return s.leaveUntil(s.Mine) }

// Permitted are the mutations that the viewer may do with their own place.
func (s *Seat) Permitted() []string {
	may := []string{}
	e := s.Mine
	active := e != nil && (e.State == Enrolled || e.State == Waiting || e.State == AskedFor)
	switch {
	case !s.stands():
	case s.open(s.Now) && (e == nil || e.State == Cancelled || e.State == Declined):
		may = append(may, "enrol")
	case active && s.Now.Before(s.StartsAt) && (e.State != Enrolled || s.Now.Before(s.leaveUntil(e))):
		may = append(may, "cancelEnrolment")
	}
	if s.stands() && active && e.State == Enrolled && slices.ContainsFunc(s.Days, func(d Day) bool { return d.on(s.Now) }) {
		may = append(may, "attendSession")
	}
	return may
}

// Catalogue is what is offered: courses by title, each with its sessions to come.
func (s *Service) Catalogue(ctx context.Context) ([]Offer, error) {
	var list []*Course
	if err := s.DB.NewSelect().Model(&list).Relation("Provider").Where("c.ended_at IS NULL").OrderExpr("c.title, c.id").Limit(mostCourses).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	ahead, err := s.sessions(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("s.ends_at > ? AND s.cancelled_at IS NULL AND course.ended_at IS NULL", s.DB.Clock.Now()).OrderExpr("s.starts_at, s.id").Limit(mostSessions)
	})
	if err != nil {
		return nil, err
	}
	seats, err := s.seats(ctx, ahead)
	if err != nil {
		return nil, err
	}
	var done []uuid.UUID
	err = s.DB.NewRaw("SELECT DISTINCT course_id FROM courses.confirmation WHERE account_id = ?", identity.ViewerFrom(ctx).AccountID).Scan(ctx, &done)
	if err != nil {
		return nil, fmt.Errorf("read confirmations: %w", err)
	}
	needs, err := s.needsProof(ctx, s.DB, list...)
	if err != nil {
		return nil, err
	}
	offers := make([]Offer, len(list))
	for i, c := range list {
		offers[i] = Offer{Course: c, Sessions: []Seat{}, Confirmed: slices.Contains(done, c.ID), NeedsProof: needs[c.ID]}
		for _, seat := range seats {
			if seat.CourseID == c.ID {
				offers[i].Sessions = append(offers[i].Sessions, seat)
			}
		}
	}
	return offers, nil
}

// All are all courses for those who keep them, those that ended last.
func (s *Service) All(ctx context.Context) ([]Course, error) {
	list := []Course{}
	err := s.DB.NewSelect().Model(&list).Relation("Provider").OrderExpr("c.ended_at IS NOT NULL, c.title, c.id").Limit(mostCourses).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list courses: %w", err)
	}
	return list, nil
}

// seats says of sessions how the viewer stands to them, in two statements for all.
func (s *Service) seats(ctx context.Context, list []*Session) ([]Seat, error) {
	seats := make([]Seat, len(list))
	if len(list) == 0 {
		return seats, nil
	}
	account := identity.ViewerFrom(ctx).AccountID
	ids := make([]uuid.UUID, len(list))
	for i, se := range list {
		ids[i] = se.ID
	}
	var mine []*Enrolment
	err := s.DB.NewSelect().Model(&mine).DistinctOn("e.session_id").Where("e.account_id = ? AND e.session_id IN (?)", account, bun.List(ids)).OrderExpr("e.session_id, e.position DESC").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read own places: %w", err)
	}
	var clashes []struct {
		SessionID uuid.UUID
		Title     string
	}
	err = s.DB.NewRaw(`SELECT DISTINCT d.session_id, c.title FROM courses.day d JOIN courses.enrolment e ON e.account_id = ?0 AND e.session_id <> d.session_id AND e.state IN ('asked', 'waiting', 'enrolled')
JOIN courses.day o ON o.session_id = e.session_id AND o.during && d.during JOIN courses.session s ON s.id = o.session_id JOIN courses.course c ON c.id = s.course_id
WHERE d.session_id IN (?1) ORDER BY 1, 2`, account, bun.List(ids)).Scan(ctx, &clashes)
	if err != nil {
		return nil, fmt.Errorf("read what is at the same time: %w", err)
	}
	for i, se := range list {
		seats[i] = Seat{Session: se, Clashes: []string{}, Now: s.DB.Clock.Now()}
		for _, e := range mine {
			if e.SessionID == se.ID {
				seats[i].Mine = e
			}
		}
		for _, c := range clashes {
			if c.SessionID == se.ID {
				seats[i].Clashes = append(seats[i].Clashes, c.Title)
			}
		}
	}
	return seats, nil
}

// Own is a place of the viewer, with its session.
type Own struct {
	*Enrolment
	Session Seat
	Ahead   int  // how many wait before them
	Here    bool // noted as present on a day that is now
}

// Permitted are the mutations that the viewer may do.
func (o *Own) Permitted() []string {
	may := o.Session.Permitted()
	if o.Session.asksHow(o.Enrolment, o.Session.Now) {
		may = append(may, "giveCourseFeedback")
	}
	return slices.DeleteFunc(may, func(m string) bool { return m == "enrol" || m == "attendSession" && o.Here })
}

// Mine are the places of the viewer: those to come first, then those that were, the newest first.
func (s *Service) Mine(ctx context.Context) ([]Own, error) {
	return s.owns(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q })
}

func (s *Service) own(ctx context.Context, id uuid.UUID) (*Own, error) {
	list, err := s.owns(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("e.id = ?", id) })
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, ErrNone
	}
	return &list[0], nil
}

func (s *Service) owns(ctx context.Context, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]Own, error) {
	var list []*struct {
		Enrolment `bun:",extend"`

		Ahead int
		Here  bool
	}
	now := s.DB.Clock.Now()
	err := narrow(s.DB.NewSelect().Model(&list)).Join("JOIN courses.session AS s ON s.id = e.session_id").ColumnExpr("e.*").
		ColumnExpr("CASE e.state WHEN 'waiting' THEN (SELECT count(*) FROM courses.enrolment b WHERE b.session_id = e.session_id AND b.state = 'waiting' AND b.position < e.position) ELSE 0 END AS ahead").
		ColumnExpr("EXISTS (SELECT FROM courses.presence p JOIN courses.day d ON d.id = p.day_id WHERE p.enrolment_id = e.id AND d.during && tstzrange(?, ?)) AS here", now.Add(-around), now.Add(around)).
		Where("e.account_id = ?", identity.ViewerFrom(ctx).AccountID).
		OrderExpr("s.ends_at < ?, CASE WHEN s.ends_at >= ? THEN s.starts_at END, s.starts_at DESC, e.position DESC", now, now).Limit(mostOwn).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read own places: %w", err)
	}
	ids := []uuid.UUID{uuid.Nil}
	for _, e := range list {
		ids = append(ids, e.SessionID)
	}
	sessions, err := s.sessions(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("s.id IN (?)", bun.List(ids)) })
	if err != nil {
		return nil, err
	}
	seats, err := s.seats(ctx, sessions)
	if err != nil {
		return nil, err
	}
	owns := []Own{}
	for _, e := range list {
		i := slices.IndexFunc(seats, func(x Seat) bool { return x.ID == e.SessionID })
		seat := seats[i]
		seat.Mine = &e.Enrolment
		owns = append(owns, Own{Enrolment: &e.Enrolment, Session: seat, Ahead: e.Ahead, Here: e.Here})
	}
	return owns, nil
}

// Kept is a page of sessions for those who keep them, the newest first.
func (s *Service) Kept(ctx context.Context, args page.Args) (page.Page[*Session], error) {
	type key struct {
		At time.Time
		ID uuid.UUID
	}
	var after key
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Session]{}, err
	}
	list, err := s.sessions(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		if more {
			q = q.Where("(s.starts_at, s.id) < (?, ?)", after.At, after.ID)
		}
		return q.OrderExpr("s.starts_at DESC, s.id DESC").Limit(int64(args.Size() + 1))
	})
	if err != nil {
		return page.Page[*Session]{}, err
	}
	return page.Cut(list, args.Size(), func(se *Session) any { return key{se.StartsAt, se.ID} }), nil
}

// Open reads a session whose list somebody looks at; that they did is kept.
func (s *Service) Open(ctx context.Context, id uuid.UUID) (*Session, error) {
	se, err := s.Session(ctx, id)
	if err != nil {
		return nil, err
	}
	return se, s.Audit.Opened(ctx, SessionRecord(id), "list")
}

// Keeps are the mutations that can be done with a session by who keeps it.
func (s *Service) Keeps(se *Session) []string {
	now, may := s.DB.Clock.Now(), []string{}
	if !se.stands() {
		return may
	}
	if now.Before(se.StartsAt) {
		may = append(may, "moveSession")
	}
	if now.Before(se.EndsAt) {
		may = append(may, "cancelSession", "removeParticipant")
	} else {
		may = append(may, "finishSession")
	}
	if len(se.Days) > 0 && !now.Before(se.Days[0].During.Wider(around).From) {
		may = append(may, "markPresent")
	}
	return may
}

// Participant is a line of a session's list.
type Participant struct {
	Enrolment `bun:",extend"`

	Name    string
	Own     bool        // the viewer's: others say whether they were there
	Present []uuid.UUID `bun:",array"` // days
}

// Participants are those of a session, in the order in which they asked.
func (s *Service) Participants(ctx context.Context, session uuid.UUID) ([]Participant, error) {
	list := []Participant{}
	err := s.DB.NewSelect().TableExpr("courses.enrolment AS e").Join("JOIN identity.account_v1 AS a ON a.id = e.account_id").
		ColumnExpr("e.id, e.session_id, e.account_id, e.team, e.state, e.position, e.asked_at, a.name, e.account_id = ? AS own", identity.ViewerFrom(ctx).AccountID).
		ColumnExpr("ARRAY(SELECT p.day_id FROM courses.presence p WHERE p.enrolment_id = e.id) AS present").
		Where("e.session_id = ?", session).OrderExpr("e.position").Limit(2*mostPlaces).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("read who takes part: %w", err)
	}
	return list, nil
}
