package office

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/db"
)

// Why an interpreter cannot be erased yet.
var (
	ErrBookedInterpreter = errors.New("they are asked, booked, on duty or at work on a translation: call that off first")
	ErrComplainedOf      = errors.New("a complaint about them is open: settle it first")
	ErrUnpaidInterpreter = errors.New("a claim of theirs is not paid and has not lapsed: settle it first")
)

// EraseInterpreter forgets for good who somebody of the directory was (GDPR Art. 17), once nothing is left to be done or paid; with them goes what was mailed to them,
// and an account that is nothing else. Bookings, claims and what the treasury was given stay,
// as figures and because tax law wants them kept (AO §147; GDPR Art. 17(3)(b)); the trail stays whole.
func (o *Office) EraseInterpreter(ctx context.Context, id uuid.UUID, reason string) error {
	if reason == "" || strings.ContainsFunc(reason, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return ErrReason
	}
	if o.Linguists == nil {
		return linguists.ErrNone
	}
	account, address, err := o.reachOf(ctx, id)
	if err != nil {
		return err
	}
	return o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := o.eraseWorkTx(ctx, tx, id); err != nil {
			return err
		}
		if err := o.Linguists.EraseInterpreterTx(ctx, tx, id, reason); err != nil {
			return err
		}
		return o.eraseReachTx(ctx, tx, id, account, address)
	})
}

// eraseWorkTx erases what each room knows of somebody, unless something is left to be done, said or paid.
func (o *Office) eraseWorkTx(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	type room struct {
		eraseTx func(context.Context, *db.Tx, uuid.UUID) error
		left    error // what the room says when something is left
		means   error
	}
	rooms := []room{
		{o.Duty.EraseInterpreterTx, duty.ErrConflict, ErrBookedInterpreter},
		{o.Interpreters.EraseInterpreterTx, interpreters.ErrConflict, ErrBookedInterpreter},
		{o.Translations.EraseInterpreterTx, translations.ErrConflict, ErrBookedInterpreter},
	}
	if o.Quality != nil {
		rooms = append(rooms, room{o.Quality.EraseInterpreterTx, quality.ErrConflict, ErrComplainedOf})
	}
	for _, r := range rooms {
		if err := r.eraseTx(ctx, tx, id); errors.Is(err, r.left) {
			return r.means
		} else if err != nil {
			return err
		}
	}
	if err := o.Swaps.EraseInterpreterTx(ctx, tx, id); err != nil {
		return err
	}
	unpaid, err := tx.NewSelect().TableExpr("settlement.claim_v1").Where("? IN (interpreter_id, payee_id)", id).Where("state NOT IN ('paid', 'lapsed', 'rejected')").Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for claims: %w", err)
	}
	if unpaid {
		return ErrUnpaidInterpreter
	}
	return nil
}

// reachOf is the mailbox of an entry, and the account if it is nobody's who is more to the house than an interpreter: no person is known by it.
func (o *Office) reachOf(ctx context.Context, id uuid.UUID) (account *uuid.UUID, address string, err error) {
	err = o.DB.NewSelect().TableExpr("linguists.interpreter_v1").Column("account_id", "email").Where("id = ?", id).Scan(ctx, &account, &address)
	if err := db.NoRows(err, linguists.ErrNone, "read interpreter"); err != nil || account == nil {
		return nil, address, err
	}
	person, err := o.Persons.Own(ctx, *account)
	if err != nil || person != nil {
		return nil, address, err
	}
	return account, address, nil
}

// eraseReachTx removes what was mailed to an interpreter, and their account unless it is a partner's or has a case.
func (o *Office) eraseReachTx(ctx context.Context, tx *db.Tx, id uuid.UUID, account *uuid.UUID, address string) error {
	if err := o.Messages.EraseTx(ctx, tx, linguists.Record(id)); err != nil {
		return err
	}
	if address != "" {
		kinds := []string{duty.Record(id).Kind, interpreters.RequestRecord(id).Kind, translations.Record(id).Kind, settlement.ClaimRecord(id).Kind, settlement.InvoiceRecord(id).Kind}
		if err := o.Messages.EraseAddressTx(ctx, tx, address, kinds...); err != nil {
			return err
		}
	}
	if account == nil {
		return nil
	}
	partner, err := tx.NewSelect().TableExpr("partners.member_v1").Where("account_id = ?", *account).Exists(ctx)
	if err != nil || partner {
		return err
	}
	_, err = o.eraseAccountTx(ctx, tx, *account)
	return err
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
