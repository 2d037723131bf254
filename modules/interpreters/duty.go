package interpreters

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/platform/db"
)

// Booked is what duty asks (duty.Booked): whether who is given a shift is booked in another house then, or for money of their own, and whether bookings of who had it lie in it.
func (s *Service) Booked(ctx context.Context, tx *db.Tx, shift *duty.Shift, had *uuid.UUID) (otherwise, pays bool, err error) {
	err = tx.NewRaw(`SELECT EXISTS (SELECT FROM interpreters.assignment a JOIN interpreters.request r ON r.id = a.request_id WHERE a.interpreter_id = ?0 AND (a.during && ?2::tstzrange AND a.cents > 0
 AND a.state NOT IN ('missed', 'cancelled') OR ?1 = 'on_site' AND a.blocked && ?2::tstzrange AND a.state IN ('held', 'booked', 'arrived', 'started') AND r.mode = 'on_site' AND r.site <> ?3)),
EXISTS (SELECT FROM interpreters.assignment WHERE interpreter_id = ?4 AND (?4 <> ?0 OR ?5 IN ('missed', 'cancelled', 'done')) AND during && ?2::tstzrange AND cents = 0 AND state NOT IN ('missed', 'cancelled')
  AND (?5 <> 'done' OR state IN ('held', 'booked', 'arrived', 'started')))`,
		shift.InterpreterID, shift.Mode, shift.During, shift.Site, had, shift.State).Scan(ctx, &otherwise, &pays)
	if err != nil {
		return false, false, fmt.Errorf("look who is booked: %w", err)
	}
	return otherwise, pays, nil
}
