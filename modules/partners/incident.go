package partners

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// The words of an incident. They are chosen, so that a report needs no name.
type (
	// IncidentKind is what happened.
	IncidentKind string
	// IncidentPlace is where in the house.
	IncidentPlace string
	// IncidentDeed is what was done.
	IncidentDeed string
	// IncidentTold is who was told.
	IncidentTold string
	// IncidentState is how far the follow-up is.
	IncidentState string
)

// The words.
var (
	IncidentKinds  = []IncidentKind{"threat", "violence", "insult", "medical", "fire", "damage", "theft", "lost_child", "other"}
	IncidentPlaces = []IncidentPlace{"entrance", "hall", "counter", "office", "corridor", "outside", "other"}
	IncidentDeeds  = []IncidentDeed{"calmed", "separated", "led_out", "banned", "first_aid", "ambulance", "fire_brigade", "police", "evacuated", "nothing"}
	IncidentTolds  = []IncidentTold{"site_lead", "team_lead", "colleagues", "own_company", "police", "nobody"}
)

// The states.
const (
	IncidentOpen   IncidentState = "open"
	IncidentInWork IncidentState = "in_work"
	IncidentClosed IncidentState = "closed"
)

// Incident is something that happened in a house.
type Incident struct {
	bun.BaseModel `bun:"table:partners.incident,alias:i"`

	ID          uuid.UUID `bun:",pk"`
	Kind        IncidentKind
	Site        string
	Place       IncidentPlace
	HappenedAt  time.Time
	Done        []IncidentDeed `bun:",array"`
	Told        []IncidentTold `bun:",array"`
	Note        string
	MemberID    *uuid.UUID // who reported it, or
	StaffID     *uuid.UUID // the colleague who did
	SubjectKind string     // the record that it touches, told by staff alone
	SubjectID   *uuid.UUID
	Concerned   []uuid.UUID `bun:",array"` // accounts of staff, to whom help is offered
	OwnerID     *uuid.UUID  // who follows it up
	DueOn       clock.Date
	State       IncidentState
	Outcome     string
	Version     int
	ReportedAt  time.Time
	ClosedAt    *time.Time

	Member *Member `bun:"rel:belongs-to,join:member_id=id"`
}

// IncidentReported says that something happened; whoever offers help to colleagues hears whom it concerns.
type IncidentReported struct {
	IncidentID uuid.UUID
	Concerned  []uuid.UUID // accounts of staff
}

// EventName implements events.Event.
func (IncidentReported) EventName() string { return "partners.incident_reported" }

// IncidentConcerns says that an incident was found to concern further colleagues.
type IncidentConcerns struct {
	IncidentID uuid.UUID
	Concerned  []uuid.UUID // who were not named before
}

// EventName implements events.Event.
func (IncidentConcerns) EventName() string { return "partners.incident_concerns" }

// IncidentEnded says that the follow-up of an incident is closed.
type IncidentEnded struct{ IncidentID uuid.UUID }

// EventName implements events.Event.
func (IncidentEnded) EventName() string { return "partners.incident_closed" }

// ReportIncident is what a member or a colleague tells.
type ReportIncident struct {
	Key        uuid.UUID // becomes its id: the same once
	Kind       IncidentKind
	Site       string
	Place      IncidentPlace
	HappenedAt time.Time
	Done       []IncidentDeed
	Told       []IncidentTold
	Note       *string // without names
}

// Report notes what a member tells; it needs a task that sees incidents in that house.
func (s *Service) Report(ctx context.Context, in ReportIncident) (*Incident, error) {
	m, err := s.Own(ctx, Incidents)
	if err != nil {
		return nil, err
	}
	i, err := s.incident(ctx, in)
	if err != nil {
		return nil, err
	}
	may, err := s.May(ctx, s.DB, m.ID, Incidents, in.Site, s.today())
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, ErrInput.With(field("site", "unknown"))
	}
	i.MemberID = &m.ID
	return i, s.report(ctx, i)
}

// Note notes what a colleague tells, and to which colleagues it happened.
func (s *Service) Note(ctx context.Context, in ReportIncident, concerned []uuid.UUID) (*Incident, error) {
	i, err := s.incident(ctx, in)
	if err != nil {
		return nil, err
	}
	by := actor(ctx)
	i.StaffID = &by
	if i.Concerned, err = s.colleagues(ctx, concerned); err != nil {
		return nil, err
	}
	if err := s.report(ctx, i); err != nil {
		return nil, err
	}
	return s.Incident(ctx, i.ID)
}

// colleagues are accounts of staff, each once.
func (s *Service) colleagues(ctx context.Context, list []uuid.UUID) ([]uuid.UUID, error) {
	if len(list) > 50 {
		return nil, ErrInput.With(field("concerned", "too_many"))
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	list = slices.Compact(list)
	known, err := s.Identity.Colleagues(ctx, list)
	if err != nil {
		return nil, err
	}
	for _, id := range list {
		if known[id] == "" {
			return nil, ErrInput.With(field("concerned", "unknown"))
		}
	}
	return append([]uuid.UUID{}, list...), nil
}

func (s *Service) incident(ctx context.Context, in ReportIncident) (*Incident, error) {
	var f Form
	now := s.DB.Clock.Now()
	i := &Incident{ID: in.Key, Kind: in.Kind, Site: in.Site, Place: in.Place, HappenedAt: in.HappenedAt, Done: chosen(in.Done), Told: chosen(in.Told), Concerned: []uuid.UUID{}, State: IncidentOpen, Version: 1}
	i.Note = f.Text(in.Note, longestNote, "note", false)
	_, is, err := s.site(ctx, in.Site)
	if err != nil {
		return nil, err
	}
	f.Need(in.Key != uuid.Nil, "key", "required")
	f.Need(is, "site", "unknown")
	f.Need(slices.Contains(IncidentKinds, in.Kind), "kind", "unknown")
	f.Need(slices.Contains(IncidentPlaces, in.Place), "place", "unknown")
	f.Need(sensibleTime(in.HappenedAt) && !in.HappenedAt.After(now.Add(5*time.Minute)), "happenedAt", "future")
	f.Need(in.HappenedAt.After(now.AddDate(0, -1, 0)), "happenedAt", "too_old")
	f.Need(len(i.Done) > 0 && !slices.ContainsFunc(i.Done, func(d IncidentDeed) bool { return !slices.Contains(IncidentDeeds, d) }), "done", "required")
	f.Need(len(i.Told) > 0 && !slices.ContainsFunc(i.Told, func(d IncidentTold) bool { return !slices.Contains(IncidentTolds, d) }), "told", "required")
	return i, f.As(ErrInput)
}

func chosen[T comparable](list []T) []T {
	found := []T{}
	for _, v := range list {
		if !slices.Contains(found, v) {
			found = append(found, v)
		}
	}
	return found
}

func (s *Service) report(ctx context.Context, i *Incident) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		i.ReportedAt = tx.Now
		res, err := tx.NewInsert().Model(i).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("report incident: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err // told before
		}
		if err := s.record(ctx, tx, IncidentRecord(i.ID), "reported", audit.Details{"kind": string(i.Kind), "site": i.Site}); err != nil {
			return err
		}
		return tx.Emit(ctx, IncidentReported{i.ID, i.Concerned})
	})
}

// MyIncidents are the viewer's own reports of the last days; of the follow-up they tell its state.
func (s *Service) MyIncidents(ctx context.Context) ([]*Incident, error) {
	m, err := s.Own(ctx, Incidents)
	if err != nil {
		return nil, err
	}
	list := []*Incident{}
	err = s.DB.NewSelect().Model(&list).Column("id", "kind", "site", "place", "happened_at", "done", "told", "note", "state", "reported_at").
		Where("i.member_id = ? AND i.reported_at > ?", m.ID, s.DB.Clock.Now().AddDate(0, 0, -s.Rules.IncidentDays)).OrderExpr("i.reported_at DESC, i.id DESC").Limit(50).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list own reports: %w", err)
	}
	return list, nil
}

// Incident reads one for staff.
func (s *Service) Incident(ctx context.Context, id uuid.UUID) (*Incident, error) {
	i := new(Incident)
	err := s.DB.NewSelect().Model(i).Relation("Member").Relation("Member.Organisation").Where("i.id = ?", id).Scan(ctx)
	return i, db.NoRows(err, ErrNone, "read incident")
}

// IncidentFilter narrows a list. What is left out does not.
type IncidentFilter struct {
	State *IncidentState
	Site  *string
	Late  *bool // true: only those whose day has passed, or that have no owner in time
	Mine  *bool // true: only those that the viewer follows up
}

type incidentKey struct {
	At time.Time
	ID uuid.UUID
}

// Incidents lists them, the newest first.
func (s *Service) Incidents(ctx context.Context, f IncidentFilter, args page.Args) (page.Page[*Incident], error) {
	var after incidentKey
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Incident]{}, err
	}
	rows := []*Incident{}
	q := s.DB.NewSelect().Model(&rows).Relation("Member").Relation("Member.Organisation").OrderExpr("i.reported_at DESC, i.id DESC").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(i.reported_at, i.id) < (?, ?)", after.At, after.ID)
	}
	if f.State != nil {
		q = q.Where("i.state = ?", *f.State)
	}
	if f.Site != nil {
		if _, is, err := s.site(ctx, *f.Site); err != nil || !is {
			return page.Page[*Incident]{Items: rows}, err
		}
		q = q.Where("i.site = ?", *f.Site)
	}
	if f.Mine != nil && *f.Mine {
		q = q.Where("i.owner_id = ?", actor(ctx))
	}
	if f.Late != nil && *f.Late {
		q = q.Where("i.state <> 'closed' AND (i.due_on < ? OR i.owner_id IS NULL AND i.reported_at < ?)", s.today(), s.DB.Clock.Now().AddDate(0, 0, -s.Rules.FollowUpDays))
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Incident]{}, fmt.Errorf("list incidents: %w", err)
	}
	return page.Cut(rows, args.Size(), func(i *Incident) any { return incidentKey{i.ReportedAt, i.ID} }), nil
}

// Late says whether the follow-up should be further by now.
func (s *Service) Late(i *Incident) bool {
	if i.State == IncidentClosed {
		return false
	}
	return !i.DueOn.IsZero() && i.DueOn.Before(s.today()) || i.OwnerID == nil && i.ReportedAt.Before(s.DB.Clock.Now().AddDate(0, 0, -s.Rules.FollowUpDays))
}

// FollowIncident says who follows an incident up, until when, and how it ended. What is nil stays.
type FollowIncident struct {
	Incident    uuid.UUID
	Version     int
	Owner       *uuid.UUID
	DueOn       *clock.Date
	Concerned   []uuid.UUID
	SubjectKind *string // the record that it touches; the viewer must see it
	SubjectID   *uuid.UUID
	Outcome     *string
	Closed      *bool
}

// Follow takes the follow-up of an incident on. ErrConflict when somebody else was faster.
func (s *Service) Follow(ctx context.Context, in FollowIncident) (*Incident, error) {
	var f Form
	outcome := f.Text(in.Outcome, longestNote, "outcome", in.Closed != nil && *in.Closed)
	f.Need(in.DueOn == nil || sensible(*in.DueOn), "dueOn", "out_of_range")
	f.Need((in.SubjectKind == nil) == (in.SubjectID == nil), "subjectId", "required")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	if in.SubjectID != nil {
		if s.Sees == nil {
			return nil, ErrNone
		}
		if err := s.Sees(ctx, audit.Record{Kind: *in.SubjectKind, ID: *in.SubjectID}); err != nil {
			return nil, ErrInput.With(field("subjectId", "unknown")).Because(err)
		}
	}
	people := in.Concerned
	if in.Owner != nil {
		people = append(slices.Clone(people), *in.Owner)
	}
	if _, err := s.colleagues(ctx, people); err != nil {
		return nil, err
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		i := new(Incident)
		if err := lockTx(ctx, tx, i, in.Incident, &in.Version, &i.Version); err != nil {
			return err
		}
		return s.followTx(ctx, tx, i, in, outcome)
	})
	if err != nil {
		return nil, err
	}
	return s.Incident(ctx, in.Incident)
}

func (s *Service) followTx(ctx context.Context, tx *db.Tx, i *Incident, in FollowIncident, outcome string) error {
	if i.State == IncidentClosed {
		return ErrConflict
	}
	further := []uuid.UUID{}
	for _, id := range in.Concerned {
		if !slices.Contains(i.Concerned, id) && !slices.Contains(further, id) {
			further = append(further, id)
		}
	}
	if in.Owner != nil {
		i.OwnerID = in.Owner
	}
	if in.DueOn != nil {
		i.DueOn = *in.DueOn
	}
	if in.SubjectID != nil {
		i.SubjectKind, i.SubjectID = *in.SubjectKind, in.SubjectID
	}
	if outcome != "" {
		i.Outcome = outcome
	}
	i.Concerned, i.Version = append(i.Concerned, further...), i.Version+1
	switch {
	case in.Closed != nil && *in.Closed:
		i.State, i.ClosedAt = IncidentClosed, &tx.Now
	case i.OwnerID != nil && !i.DueOn.IsZero():
		i.State = IncidentInWork
	}
	if _, err := tx.NewUpdate().Model(i).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("follow incident up: %w", err)
	}
	if len(further) > 0 {
		if err := tx.Emit(ctx, IncidentConcerns{i.ID, further}); err != nil {
			return err
		}
	}
	if i.State == IncidentClosed {
		if err := tx.Emit(ctx, IncidentEnded{i.ID}); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, IncidentRecord(i.ID), "followed_up", audit.Details{"state": string(i.State)})
}
