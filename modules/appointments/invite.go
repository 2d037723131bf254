package appointments

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Party is whom something is about, as whoever invites or books for them knows it.
type Party struct {
	About     audit.Record // the case
	AccountID *uuid.UUID
	Name      string
	Email     string
	Language  string
	Together  []uuid.UUID // the further cases of a family that comes together
}

// Invitation lets somebody book one appointment: the right concern for the right number of people, bound to what it is about. Links for everybody were
// sold by brokers elsewhere.
type Invitation struct {
	bun.BaseModel `bun:"table:appointments.invitation,alias:i"`

	ID            uuid.UUID `bun:",pk"`
	AboutKind     string
	AboutID       uuid.UUID
	AccountID     *uuid.UUID
	Concern       string
	People        int
	Name          string
	Email         string
	Language      string
	Together      []uuid.UUID `bun:",array,nullzero"` // further cases
	CreatedAt     time.Time
	CreatedBy     uuid.UUID
	Until         time.Time
	AppointmentID *uuid.UUID // what they booked
	WithdrawnAt   *time.Time
}

// Invite asks somebody to choose a time; the mail has the link. The same key again is the same invitation. The caller has seen that the viewer may work on
// what it is about.
func (s *Service) Invite(ctx context.Context, to Party, concern string, people int, key string, by uuid.UUID) (*Invitation, error) {
	q := capacity.Query{Concern: concern, People: people}
	_, faults := s.check(&q)
	faults.Need(validAddress(to.Email), "email", "no_address")
	faults.Need(key != "" && len(key) <= longestKey, "key", "missing")
	if err := faults.As(ErrInput); err != nil {
		return nil, err
	}
	asked := requestKey("invite", by.String(), key)
	row := &Invitation{
		ID: ids.New(), AboutKind: to.About.Kind, AboutID: to.About.ID, AccountID: to.AccountID, Concern: concern, People: q.People, Name: to.Name, Email: to.Email,
		Language: language(to.Language), Together: to.Together, CreatedBy: by,
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := rememberTx(ctx, tx, asked, row.ID, errAnswered); err != nil {
			return err
		}
		row.CreatedAt, row.Until = tx.Now, tx.Now.AddDate(0, 0, s.Rules.InviteDays)
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			return fmt.Errorf("invite: %w", err)
		}
		if err := s.Audit.RecordTx(ctx, tx, to.About, "appointment.invited", audit.Details{"invitation": row.ID.String(), "concern": concern}); err != nil {
			return err
		}
		return s.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: "appointment_invited:" + row.ID.String(), Template: messages.TemplateAppointmentInvited, About: to.About,
			To: to.addressee(), Path: "/appointments/invited", Secret: s.sign(toInvite, row.ID, row.Until),
			Params: map[string]string{"until": clock.DateOf(row.Until.In(clock.Berlin)).Written(row.Language)},
		})
	})
	if errors.Is(err, errAnswered) {
		row = new(Invitation)
		err = s.DB.NewSelect().Model(row).Where("id = (SELECT r.appointment_id FROM appointments.request r WHERE r.key = ?)", asked).Scan(ctx)
	}
	return row, err
}

func (p *Party) addressee() messages.Addressee {
	to := messages.Addressee{Email: p.Email, Language: p.Language}
	if p.AccountID != nil {
		to.AccountID = *p.AccountID
	}
	return to
}

// InvitationToken is what the link of an invitation says, for its person's own page.
func (s *Service) InvitationToken(i *Invitation) string { return s.sign(toInvite, i.ID, i.Until) }

// Invited is an invitation in the hands of who was invited, and what they booked by it.
type Invited struct {
	Invitation *Invitation
	Booked     *Managed // nil until they have
}

// LookInvitation shows what a link invites to.
func (s *Service) LookInvitation(ctx context.Context, token string) (*Invited, error) {
	id, err := s.open(toInvite, token)
	if err != nil {
		return nil, err
	}
	var i Invitation
	if err := s.DB.NewSelect().Model(&i).Where("id = ?", id).Scan(ctx); err != nil {
		return nil, db.NoRows(err, ErrNone, "read invitation")
	}
	if i.WithdrawnAt != nil {
		return nil, ErrEnded
	}
	in := &Invited{Invitation: &i}
	if i.AppointmentID == nil {
		return in, nil
	}
	a, err := s.get(ctx, *i.AppointmentID)
	if err != nil {
		return nil, err
	}
	if a.State == Booked || a.State == Arrived || a.State == Done {
		in.Booked = s.Managed(a)
	}
	return in, nil
}

// BookInvited books by an invitation: at once, for the link came to the person's own address. An invitation is good for one appointment at a time; who
// cancels may choose again while it holds.
func (s *Service) BookInvited(ctx context.Context, token, site, start, key string) (*Managed, error) {
	in, err := s.LookInvitation(ctx, token)
	if err != nil || in.Booked != nil {
		return in.booked(), err
	}
	i := in.Invitation
	to := Party{About: audit.Record{Kind: i.AboutKind, ID: i.AboutID}, AccountID: i.AccountID, Name: i.Name, Email: i.Email, Language: i.Language, Together: i.Together}
	w, err := s.wanted(capacity.Query{Site: site, Concern: i.Concern, People: i.People, Purpose: capacity.Booking}, start, "invited", i.ID.String(), key)
	if err != nil {
		return nil, err
	}
	a, err := s.bookFor(ctx, w, to, func(ctx context.Context, tx *db.Tx, a *Appointment) error {
		// Two that book by one invitation at once meet here; the second then sees what the first has booked.
		if _, err := tx.NewRaw("SELECT FROM appointments.invitation WHERE id = ? FOR UPDATE", i.ID).Exec(ctx); err != nil {
			return err
		}
		res, err := tx.NewRaw(`UPDATE appointments.invitation SET appointment_id = ? WHERE id = ? AND withdrawn_at IS NULL AND NOT EXISTS (
 SELECT FROM appointments.appointment b WHERE b.id = appointment_id AND b.state IN ('booked', 'arrived', 'done'))`, a.ID, i.ID).Exec(ctx)
		return db.One(res, err, ErrEnded, "use invitation")
	})
	if errors.Is(err, ErrEnded) { // booked meanwhile, in another window
		if in, err := s.LookInvitation(ctx, token); err != nil || in.Booked != nil {
			return in.booked(), err
		}
	}
	if err != nil {
		return nil, err
	}
	return s.Managed(a), nil
}

func (i *Invited) booked() *Managed {
	if i == nil {
		return nil
	}
	return i.Booked
}

// BookFor books for somebody whom the office knows: the follow-up from a case or at the counter. What is also done in its transaction can refuse it.
func (s *Service) BookFor(ctx context.Context, to Party, q capacity.Query, start, key string, by uuid.UUID, also ...func(context.Context, *db.Tx, *Appointment) error) (*Appointment, error) {
	w, err := s.wanted(q, start, "book", by.String(), key)
	if err != nil {
		return nil, err
	}
	return s.bookFor(ctx, w, to, also...)
}

func (s *Service) bookFor(ctx context.Context, w wanted, to Party, also ...func(context.Context, *db.Tx, *Appointment) error) (*Appointment, error) {
	a := s.forParty(to)
	return s.take(ctx, w, a, func(ctx context.Context, tx *db.Tx) error {
		if err := s.nameTx(ctx, tx, a, to); err != nil {
			return err
		}
		for _, do := range also {
			if err := do(ctx, tx, a); err != nil {
				return err
			}
		}
		return s.bookTx(ctx, tx, a)
	})
}

// forParty is an appointment for somebody whom the office knows, before it has a time.
func (s *Service) forParty(to Party) *Appointment {
	until := s.DB.Clock.Now().Add(minutes(s.Rules.HoldMinutes))
	a := &Appointment{ID: ids.New(), Number: number(), State: Held, Language: language(to.Language), AccountID: to.AccountID, Version: 1, HeldUntil: &until}
	if to.About.ID != uuid.Nil {
		a.AboutKind, a.AboutID = &to.About.Kind, &to.About.ID
	}
	return a
}

// nameTx writes down whose appointment it is.
func (s *Service) nameTx(ctx context.Context, tx *db.Tx, a *Appointment, to Party, also ...string) error {
	a.Name, a.Email, a.Needs, a.Together = to.Name, to.Email, []string{}, append([]uuid.UUID{}, to.Together...)
	if to.Email != "" {
		a.Who = whoIs(to.Email)
	}
	return a.save(ctx, tx, append(also, "name", "email", "who", "together")...)
}

// CancelFor cancels in the office's name and tells the person; the reason is kept with the appointment.
func (s *Service) CancelFor(ctx context.Context, id uuid.UUID, reason string) (*Appointment, error) {
	if reason == "" {
		return nil, ErrInput.With(errs.Field{Path: "reason", Code: "missing"})
	}
	if err := fits(reason); err != nil {
		return nil, err
	}
	var a *Appointment
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if a, err = getTx(ctx, tx, id); err != nil || a.State == Cancelled {
			return err
		}
		if a.State != Booked || !tx.Now.Before(a.StartsAt) {
			return ErrEnded
		}
		return s.cancelTx(ctx, tx, a, byOffice, reason)
	})
	return a, err
}

// MoveFor moves in the office's name.
func (s *Service) MoveFor(ctx context.Context, id uuid.UUID, site, start, key string, by uuid.UUID) (*Appointment, error) {
	a, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	q := a.query()
	q.Site = cmp.Or(site, q.Site)
	w, err := s.wanted(q, start, "move", id.String()+by.String(), key)
	if err != nil {
		return nil, err
	}
	return s.move(ctx, a, w, byOffice)
}

// Day are the appointments of a site on a day, in order, without what was only held or given back.
func (s *Service) Day(ctx context.Context, site string, day clock.Date) ([]*Appointment, error) {
	list := []*Appointment{}
	if !capacity.Sensible(day) {
		return list, nil // whatever a calendar is made to ask
	}
	err := s.DB.NewSelect().Model(&list).Where("site = ? AND starts_at >= ? AND starts_at < ?", site, day.Time(clock.Berlin), day.AddDays(1).Time(clock.Berlin)).
		Where("state IN ('booked', 'arrived', 'done', 'missed')").OrderExpr("starts_at, counter_id, id").Limit(1000).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read day: %w", err)
	}
	return list, nil
}

// isAbout finds what is about something, or about it together with others.
const isAbout = "(about_id = ? AND about_kind = ? OR together <> '{}' AND together @> ARRAY[?::uuid])"

// About are the appointments about something, the next first, then those that were; at most 20.
func (s *Service) About(ctx context.Context, rec audit.Record) ([]*Appointment, error) {
	list := []*Appointment{}
	err := s.DB.NewSelect().Model(&list).Where(isAbout+" AND state NOT IN ('held', 'pending', 'expired')", rec.ID, rec.Kind, rec.ID).
		OrderExpr("state = 'booked' DESC, starts_at DESC").Limit(20).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read appointments about %s: %w", rec.Kind, err)
	}
	return list, nil
}

// InvitationsAbout are the invitations about something, the newest first.
func (s *Service) InvitationsAbout(ctx context.Context, rec audit.Record) ([]*Invitation, error) {
	list := []*Invitation{}
	err := s.DB.NewSelect().Model(&list).Where(isAbout, rec.ID, rec.Kind, rec.ID).OrderExpr("created_at DESC").Limit(20).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read invitations about %s: %w", rec.Kind, err)
	}
	return list, nil
}
