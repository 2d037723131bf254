package appointments

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// DailyArgs is the job of what is due once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "appointments.daily" }

// rememberRequests is how long a repeated request is answered as before.
const rememberRequests = 7 * 24 * time.Hour

// nobody are the columns of an appointment that say whose it is, emptied.
const nobody = "name = '', email = '', phone = '', who = NULL, needs = '{}', reason = ''"

// Daily reminds those who come tomorrow, and forgets who came without a case: after the city's days, and at once who asked for a time and never
// confirmed it, for the address may be a stranger's. It may run as often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	if err := s.remind(ctx); err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var forgotten []uuid.UUID
		err := tx.NewRaw("UPDATE appointments.appointment SET anonymised_at = ?0, "+nobody+` WHERE anonymised_at IS NULL AND about_id IS NULL
 AND (ends_at < ?1 OR state = 'cancelled' AND ended_at < ?1 OR state = 'expired') RETURNING id`,
			tx.Now, tx.Now.AddDate(0, 0, -s.Rules.AnonymiseDays)).Scan(ctx, &forgotten)
		if err != nil {
			return fmt.Errorf("forget who came: %w", err)
		}
		if err := s.Messages.ForgetAboutTx(ctx, tx, recordKind, forgotten); err != nil {
			return err
		}
		if _, err := tx.NewRaw("DELETE FROM appointments.request WHERE at < ?", tx.Now.Add(-rememberRequests)).Exec(ctx); err != nil {
			return fmt.Errorf("forget requests: %w", err)
		}
		return nil
	})
}

// remind mails those whose appointment is tomorrow; a mail that was sent is not sent again (its key).
func (s *Service) remind(ctx context.Context) error {
	tomorrow := s.today().AddDays(1)
	var due []*Appointment
	err := s.DB.NewSelect().Model(&due).Where("state = 'booked' AND email <> '' AND starts_at >= ? AND starts_at < ?",
		tomorrow.Time(clock.Berlin), tomorrow.AddDays(1).Time(clock.Berlin)).OrderExpr("starts_at, id").Scan(ctx)
	if err != nil {
		return fmt.Errorf("find who comes tomorrow: %w", err)
	}
	for _, a := range due {
		if err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.mailTx(ctx, tx, a, mailReminder) }); err != nil {
			return err
		}
	}
	return nil
}

// EraseTx forgets who had appointments about something that is erased for good; that there were some stays, for the figures.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, about ...audit.Record) error {
	for _, rec := range about {
		for _, statement := range []string{
			"UPDATE appointments.appointment SET together = array_remove(together, ?1) WHERE together <> '{}' AND together @> ARRAY[?1::uuid]",
			"UPDATE appointments.appointment SET anonymised_at = coalesce(anonymised_at, ends_at), account_id = NULL, " + nobody + " WHERE about_kind = ?0 AND about_id = ?1",
		} {
			if _, err := tx.NewRaw(statement, rec.Kind, rec.ID).Exec(ctx); err != nil {
				return fmt.Errorf("erase appointments about %s: %w", rec.Kind, err)
			}
		}
	}
	return nil
}
