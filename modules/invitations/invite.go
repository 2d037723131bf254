package invitations

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

const longestKey = 200

var errAsked = errors.New("the same was asked before")

// Invite asks somebody to choose a time; the mail has the link. The same key again is the same invitation. The caller has seen that the viewer may work on
// what it is about.
func (s *Service) Invite(ctx context.Context, to appointments.Party, concern string, people int, key string, by uuid.UUID) (*Invitation, error) {
	q := capacity.Query{Concern: concern, People: people}
	_, faults := s.Appointments.Check(&q)
	faults.Need(appointments.ValidAddress(to.Email), "email", "no_address")
	faults.Need(key != "" && len(key) <= longestKey, "key", "missing")
	if err := faults.As(appointments.ErrInput); err != nil {
		return nil, err
	}
	asked := sha256.Sum256([]byte(by.String() + "\x00" + key))
	row := &Invitation{
		ID: ids.New(), Asked: asked[:], AboutKind: to.About.Kind, AboutID: to.About.ID, AccountID: to.AccountID, Concern: concern, People: q.People,
		Name: to.Name, Email: to.Email, Language: cmp.Or(to.Language, "de"), Together: append([]uuid.UUID{}, to.Together...), CreatedBy: by,
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.inviteTx(ctx, tx, row, to) })
	if errors.Is(err, errAsked) {
		row = new(Invitation)
		err = s.DB.NewSelect().Model(row).Where("asked = ?", asked[:]).Scan(ctx)
	}
	return row, err
}

func (s *Service) inviteTx(ctx context.Context, tx *db.Tx, row *Invitation, to appointments.Party) error {
	row.CreatedAt, row.Until = tx.Now, tx.Now.AddDate(0, 0, s.Appointments.Rules.InviteDays)
	res, err := tx.NewInsert().Model(row).On("CONFLICT (asked) DO NOTHING").Exec(ctx)
	if err := db.One(res, err, errAsked, "invite"); err != nil {
		return err
	}
	if err := s.Audit.RecordTx(ctx, tx, to.About, "appointment.invited", audit.Details{"invitation": row.ID.String(), "concern": row.Concern}); err != nil {
		return err
	}
	n := messages.Notice{
		Key: "appointment_invited:" + row.ID.String(), Template: messages.TemplateAppointmentInvited, About: to.About,
		To: messages.Addressee{Email: to.Email, Language: to.Language}, Path: "/appointments/invited", Secret: s.Token(row),
		Params: map[string]string{"until": clock.DateOf(row.Until.In(clock.Berlin)).Written(row.Language)},
	}
	if to.AccountID != nil {
		n.To.AccountID = *to.AccountID
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}

// Invited is an invitation in the hands of who was invited, and what they booked by it.
type Invited struct {
	Invitation *Invitation
	Booked     *appointments.Managed // nil until they have, and again when nothing came of it
}

// Look shows what a link invites to.
func (s *Service) Look(ctx context.Context, token string) (*Invited, error) {
	id, err := s.open(token)
	if err != nil {
		return nil, err
	}
	var i Invitation
	if err := s.DB.NewSelect().Model(&i).Where("id = ?", id).Scan(ctx); err != nil {
		return nil, db.NoRows(err, appointments.ErrNone, "read invitation")
	}
	if i.WithdrawnAt != nil {
		return nil, appointments.ErrEnded
	}
	in := &Invited{Invitation: &i}
	if i.AppointmentID == nil {
		return in, nil
	}
	a, err := s.Appointments.Get(ctx, *i.AppointmentID)
	if err != nil {
		return nil, err
	}
	if a.State == appointments.Booked || a.State == appointments.Arrived || a.State == appointments.Done {
		in.Booked = s.Appointments.Managed(a)
	}
	return in, nil
}

// standing finds an appointment that is ahead or took place.
const standing = "SELECT FROM appointments.appointment_v2 b WHERE b.state IN ('booked', 'arrived', 'done') AND"

// useTx notes what was booked by an invitation. Two that book by one at once meet here; the second then sees what the first has booked.
func (s *Service) useTx(ctx context.Context, tx *db.Tx, i *Invitation, a *appointments.Appointment) error {
	if _, err := tx.NewRaw("SELECT FROM invitations.invitation WHERE id = ? FOR UPDATE", i.ID).Exec(ctx); err != nil {
		return err
	}
	res, err := tx.NewRaw("UPDATE invitations.invitation SET appointment_id = ? WHERE id = ? AND withdrawn_at IS NULL AND NOT EXISTS ("+standing+" b.id = appointment_id)",
		a.ID, i.ID).Exec(ctx)
	return db.One(res, err, appointments.ErrEnded, "use invitation")
}

// Book books by an invitation: at once, for the link came to the person's own address. An invitation is good for one appointment at a time; who cancels or
// missed it may choose again while it holds.
func (s *Service) Book(ctx context.Context, token, site, start, key string) (*appointments.Managed, error) {
	in, err := s.Look(ctx, token)
	if err != nil || in.Booked != nil {
		return in.booked(), err
	}
	i := in.Invitation
	q := capacity.Query{Site: site, Concern: i.Concern, People: i.People, Purpose: capacity.Booking}
	a, err := s.Appointments.BookFor(ctx, i.party(), q, start, key, i.ID, func(ctx context.Context, tx *db.Tx, a *appointments.Appointment) error {
		return s.useTx(ctx, tx, i, a)
	})
	if errors.Is(err, appointments.ErrEnded) { // booked meanwhile, in another window
		if in, err := s.Look(ctx, token); err != nil || in.Booked != nil {
			return in.booked(), err
		}
	}
	if err != nil {
		return nil, err
	}
	return s.Appointments.Managed(a), nil
}

func (i *Invited) booked() *appointments.Managed {
	if i == nil {
		return nil
	}
	return i.Booked
}

// About are the invitations about something, or about it together with others, the newest first.
func (s *Service) About(ctx context.Context, rec audit.Record) ([]*Invitation, error) {
	list := []*Invitation{}
	err := s.DB.NewSelect().Model(&list).ColumnExpr("i.*, EXISTS ("+standing+" b.id = i.appointment_id) AS used").Where("about_id = ?0 AND about_kind = ?1 OR together <> '{}' AND together @> ARRAY[?0::uuid]", rec.ID, rec.Kind).
		OrderExpr("created_at DESC").Limit(20).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read invitations about %s: %w", rec.Kind, err)
	}
	return list, nil
}

// EraseTx forgets who was invited about something that is erased for good.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, about ...audit.Record) error {
	for _, rec := range about {
		for _, statement := range []string{
			"DELETE FROM invitations.invitation WHERE about_kind = ?0 AND about_id = ?1",
			"UPDATE invitations.invitation SET together = array_remove(together, ?1) WHERE together <> '{}' AND together @> ARRAY[?1::uuid]",
		} {
			if _, err := tx.NewRaw(statement, rec.Kind, rec.ID).Exec(ctx); err != nil {
				return fmt.Errorf("erase invitations about %s: %w", rec.Kind, err)
			}
		}
	}
	return nil
}
