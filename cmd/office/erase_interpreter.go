package office

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
)

// Why an interpreter cannot be erased yet.
var (
	ErrBookedInterpreter = errors.New("they are asked, booked or on duty: call that off first")
	ErrUnpaidInterpreter = errors.New("a claim of theirs is not paid and has not lapsed: settle it first")
)

// EraseInterpreter forgets for good who somebody of the directory was (GDPR Art. 17), once nothing is left to be done or paid. Bookings, claims and what the treasury was given stay,
// as figures and because tax law wants them kept (AO §147; GDPR Art. 17(3)(b)); the trail stays whole.
func (o *Office) EraseInterpreter(ctx context.Context, id uuid.UUID, reason string) error {
	if reason == "" || strings.ContainsFunc(reason, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return ErrReason
	}
	if o.Linguists == nil {
		return linguists.ErrNone
	}
	return o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := o.Interpreters.EraseInterpreterTx(ctx, tx, id)
		if errors.Is(err, interpreters.ErrConflict) {
			return ErrBookedInterpreter
		}
		if err != nil {
			return err
		}
		unpaid, err := tx.NewSelect().TableExpr("settlement.claim_v1").Where("? IN (interpreter_id, payee_id)", id).Where("state NOT IN ('paid', 'lapsed')").Exists(ctx)
		if err != nil {
			return fmt.Errorf("look for claims: %w", err)
		}
		if unpaid {
			return ErrUnpaidInterpreter
		}
		return o.Linguists.EraseInterpreterTx(ctx, tx, id, reason)
	})
}

type eraseInterpreterCmd struct {
	Interpreter uuid.UUID `required:"" help:"Id of the entry."`
	Reason      string    `required:"" help:"Why, as a code for the trail: gdpr_17."`
}

// Run erases an interpreter.
func (c eraseInterpreterCmd) Run(p *program) error {
	return p.with(func(o *Office) error {
		if err := o.EraseInterpreter(p.ctx, c.Interpreter, c.Reason); err != nil {
			return fmt.Errorf("nothing was erased: %w", err)
		}
		_, _ = fmt.Fprintln(p.out, "erased: the entry has no name any more; its bookings stay as figures")
		return nil
	})
}
