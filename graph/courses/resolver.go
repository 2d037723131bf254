// Package coursesgql is the part of the schema about what staff can learn.
package coursesgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves this part; it is Query and Mutation.
type Resolver struct {
	Courses *courses.Service
	// Played tells how the viewer stands to the courses that are played; nil: none is.
	Played func(ctx context.Context) (map[uuid.UUID]Play, error)
}

// Play is how the viewer stands to a course that is played: what a part above adds to the offer of it.
type Play struct {
	Playable bool
	Played   string
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// What this part shows of the module's things.
type (
	// CourseProvider gives courses.
	CourseProvider struct {
		*courses.Provider
		Ended bool
	}
	// Course is an entry of the catalogue.
	Course struct {
		*courses.Course
		Provider *CourseProvider
		Subject  string
		Ended    bool
	}
	// CourseOffer is one with its sessions to come.
	CourseOffer struct {
		Course                *Course
		Sessions              []CourseSeat
		Confirmed, NeedsProof bool
		Play
	}
	// CourseDay is one of its days.
	CourseDay = courses.Day
	// CourseSession is a course at certain times.
	CourseSession struct {
		*courses.Session
		Course *Course
		State  string
	}
	// CourseSeat is a session as the viewer sees it.
	CourseSeat struct {
		Session     *CourseSession
		Mine        *courses.State
		EnrolmentID *uuid.UUID
		Clashes     []string
		Permitted   []string
	}
	// CoursePlace is the viewer's own.
	CoursePlace struct {
		ID          uuid.UUID
		State       courses.State
		Seat        *CourseSeat
		Ahead       int
		Here        bool
		Reason      string
		CancelUntil time.Time
		Permitted   []string
	}
	// CourseQuestion asks what a course has brought.
	CourseQuestion = courses.Question
	// CourseRequest is a place that is asked for.
	CourseRequest struct {
		*courses.Request
		Permitted []string
	}
	// CourseSessionPage is a page of sessions.
	CourseSessionPage struct {
		Items []CourseSession
		Next  *string
	}
	// CourseList is a session as it is kept.
	CourseList struct {
		Session      *CourseSession
		Participants []courses.Participant
		Codes        []CourseCode
		Feedback     *courses.Feedback
		Permitted    []string
	}
	// CourseCode is what is shown in the room on a day.
	CourseCode struct {
		Day  uuid.UUID
		Code string
	}
	// CourseParticipant is a line of the list.
	CourseParticipant = courses.Participant
	// CourseFeedback is what was said of a session.
	CourseFeedback = courses.Feedback
	// CourseYear is what a year cost and covered.
	CourseYear = courses.Year
	// CourseHalfYear is one of its half-years.
	CourseHalfYear = courses.HalfYear
	// CourseFigures are those of a half-year, of a course or a team.
	CourseFigures = courses.Figures
	// CourseForm is how it is given.
	CourseForm = courses.Form
	// EnrolmentState is how somebody stands to a session.
	EnrolmentState = courses.State
)

// The inputs that are the module's own, or an id alone.
type (
	// KeepCourseProvider writes a provider.
	KeepCourseProvider = courses.KeepProvider
	// KeepCourse writes a course.
	KeepCourse struct {
		ID, Training, Provider *uuid.UUID
		Version, CancelDays    *int
		Title, Subject         string
		About, Level, Link     *string
		Form                   courses.Form
		Approval               bool
		Ended                  *bool
	}
	// CourseDayIn is a day by the clocks of the city.
	CourseDayIn = courses.DayIn
	// PlanSession plans one.
	PlanSession = courses.PlanSession
	// MoveSession changes one.
	MoveSession = courses.MoveSession
	// CancelSession calls one off.
	CancelSession = courses.CancelSession
	// FinishSession closes its list.
	FinishSession = courses.FinishSession
	// MarkPresent is a mark on the list.
	MarkPresent = courses.MarkPresent
	// OfEnrolment names one.
	OfEnrolment struct{ Enrolment uuid.UUID }
	// ApproveEnrolment approves a place.
	ApproveEnrolment = courses.ApproveEnrolment
	// DeclineEnrolment refuses it.
	DeclineEnrolment = courses.DeclineEnrolment
	// Enrol names a session.
	Enrol struct{ Session uuid.UUID }
	// AttendSession brings the code.
	AttendSession = courses.Present
	// ConfirmCourse names an online course.
	ConfirmCourse struct{ Course uuid.UUID }
	// GiveCourseFeedback says how it was.
	GiveCourseFeedback = courses.GiveFeedback
	// AnswerCourseQuestion says what it has brought.
	AnswerCourseQuestion = courses.AnswerEffect
)

func provider(p *courses.Provider) *CourseProvider {
	if p == nil {
		return nil
	}
	return &CourseProvider{p, p.EndedAt != nil}
}

func course(c *courses.Course) *Course {
	return &Course{c, provider(c.Provider), string(c.Subject), c.EndedAt != nil}
}

func session(s *courses.Session, now time.Time) *CourseSession {
	return &CourseSession{s, course(s.Course), (&courses.Seat{Session: s, Now: now}).State()}
}

func seat(s *courses.Seat) *CourseSeat {
	shown := &CourseSeat{Session: session(s.Session, s.Now), Clashes: s.Clashes, Permitted: s.Permitted()}
	if s.Mine != nil {
		shown.Mine, shown.EnrolmentID = &s.Mine.State, &s.Mine.ID
	}
	return shown
}

func place(o *courses.Own) *CoursePlace {
	return &CoursePlace{
		ID: o.ID, State: o.State, Seat: seat(&o.Session), Ahead: o.Ahead, Here: o.Here, Reason: o.Reason, CancelUntil: o.Session.CancelUntil(), Permitted: o.Permitted(),
	}
}

func each[In, Out any](list []In, show func(*In) *Out) []Out {
	shown := make([]Out, len(list))
	for i := range list {
		shown[i] = *show(&list[i])
	}
	return shown
}

// list is a session with its list, as it is kept.
func (r Resolver) list(ctx context.Context, s *courses.Session, err error) (*CourseList, error) {
	if err != nil {
		return nil, err
	}
	now := r.Courses.DB.Clock.Now()
	l := &CourseList{Session: session(s, now), Codes: []CourseCode{}, Permitted: r.Courses.Keeps(s)}
	for _, d := range s.Days {
		l.Codes = append(l.Codes, CourseCode{d.ID, r.Courses.Code(d.ID)})
	}
	if l.Participants, err = r.Courses.Participants(ctx, s.ID); err != nil {
		return nil, err
	}
	l.Feedback, err = r.Courses.Feedback(ctx, s)
	return l, err
}

// CourseCatalogue is what is offered.
func (q Query) CourseCatalogue(ctx context.Context) ([]CourseOffer, error) {
	list, err := q.Resolver.Courses.Catalogue(ctx)
	var played map[uuid.UUID]Play
	if err == nil && q.Played != nil {
		played, err = q.Played(ctx)
	}
	return each(list, func(o *courses.Offer) *CourseOffer {
		return &CourseOffer{course(o.Course), each(o.Sessions, seat), o.Confirmed, o.NeedsProof, played[o.ID]}
	}), err
}

// MyCourses are the viewer's own places.
func (q Query) MyCourses(ctx context.Context) ([]CoursePlace, error) {
	list, err := q.Resolver.Courses.Mine(ctx)
	return each(list, place), err
}

// MyCourseQuestions are those that are open to the viewer.
func (q Query) MyCourseQuestions(ctx context.Context) ([]CourseQuestion, error) {
	return q.Resolver.Courses.Questions(ctx)
}

// CourseRequests are those that the viewer may approve.
func (q Query) CourseRequests(ctx context.Context) ([]CourseRequest, error) {
	list, err := q.Resolver.Courses.Requests(ctx)
	return each(list, func(r *courses.Request) *CourseRequest {
		shown := &CourseRequest{r, []string{}}
		if !r.Own {
			shown.Permitted = []string{"approveEnrolment", "declineEnrolment"}
		}
		return shown
	}), err
}

// Courses are all.
func (q Query) Courses(ctx context.Context) ([]Course, error) {
	list, err := q.Resolver.Courses.All(ctx)
	return each(list, course), err
}

// CourseProviders are all.
func (q Query) CourseProviders(ctx context.Context) ([]CourseProvider, error) {
	list, err := q.Resolver.Courses.Providers(ctx)
	return each(list, provider), err
}

// CourseSessions are a page of those that are kept.
func (q Query) CourseSessions(ctx context.Context, first *int, after *string) (*CourseSessionPage, error) {
	args := page.Args{First: page.SizeOf(first)}
	if after != nil {
		args.After = *after
	}
	p, err := q.Resolver.Courses.Kept(ctx, args)
	if err != nil {
		return nil, err
	}
	now := q.Resolver.Courses.DB.Clock.Now()
	shown := &CourseSessionPage{Items: each(p.Items, func(s **courses.Session) *CourseSession { return session(*s, now) })}
	if p.Next != "" {
		shown.Next = &p.Next
	}
	return shown, nil
}

// CourseSession is one with its list.
func (q Query) CourseSession(ctx context.Context, id uuid.UUID) (*CourseList, error) {
	s, err := q.Resolver.Courses.Open(ctx, id)
	return q.list(ctx, s, err)
}

// CourseYear is what a year cost and covered.
func (q Query) CourseYear(ctx context.Context, year int) (*CourseYear, error) {
	return q.Resolver.Courses.Year(ctx, year)
}
