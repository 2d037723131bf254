package linguists

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ErrSettled says that a change was confirmed or refused before.
var ErrSettled = errs.New(errs.Conflict, "linguists.settled")

// ChangeState is how far a change is.
type ChangeState string

// The states.
const (
	ChangeOpen      ChangeState = "open"
	ChangeConfirmed ChangeState = "confirmed"
	ChangeRefused   ChangeState = "refused"
)

// OwnFacts are what interpreters know best and the office confirms, for it decides who is asked and what is paid. What is nil stays.
type OwnFacts struct {
	Modes         []Mode         `json:"modes,omitempty"`
	Sites         []string       `json:"sites,omitempty"`
	TravelMinutes *int           `json:"travel_minutes,omitempty"`
	TravelKm      *int           `json:"travel_km,omitempty"`
	TaxNumber     *string        `json:"tax_number,omitempty"`
	VatID         *string        `json:"vat_id,omitempty"`
	Exempt        *bool          `json:"exempt,omitempty"`
	Iban          *string        `json:"iban,omitempty"`
	Skills        []SkillDetails `json:"skills,omitempty"`
}

// InterpreterChange is what somebody changed themselves.
type InterpreterChange struct {
	bun.BaseModel `bun:"table:linguists.change,alias:change"`

	ID            uuid.UUID `bun:",pk"`
	InterpreterID uuid.UUID
	Facts         OwnFacts `bun:"type:jsonb"`
	State         ChangeState
	Reason        string // why it was refused
	ToldAt        time.Time
	SettledBy     *uuid.UUID
	SettledAt     *time.Time
}

// TellChange is what an interpreter changes in their own entry.
type TellChange struct {
	Phone    *string   // at once
	Language *string   // of mails, at once
	Facts    *OwnFacts // once the office has confirmed them; what was told before and not settled is replaced
}

// Mine is the viewer's own entry: of the account, or of the mailbox by which they logged in, which is then theirs. Beside it the last change they told.
func (s *Service) Mine(ctx context.Context) (*Interpreter, *InterpreterChange, error) {
	id, err := s.own(ctx)
	if err != nil {
		return nil, nil, err
	}
	i, err := s.Get(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	var last []*InterpreterChange
	if err := s.DB.NewSelect().Model(&last).Where("interpreter_id = ?", id).OrderExpr("told_at DESC, id DESC").Limit(1).Scan(ctx); err != nil {
		return nil, nil, fmt.Errorf("read own change: %w", err)
	}
	if len(last) == 0 {
		return i, nil, nil
	}
	return i, last[0], nil
}

// own finds the viewer's entry. Who comes for the first time is known by the mailbox to which offers go, if they have shown that it is theirs.
func (s *Service) own(ctx context.Context) (uuid.UUID, error) {
	v := identity.ViewerFrom(ctx)
	if !v.LoggedIn() || v.Kind == identity.KindStaff {
		return uuid.Nil, ErrNone
	}
	id, err := owned(ctx, s.DB, v.AccountID)
	if !errors.Is(err, ErrNone) {
		return id, err
	}
	a, err := s.Identity.Account(ctx, v.AccountID)
	if errors.Is(err, identity.ErrNoAccount) || err == nil && (!a.EmailVerified || a.Email == "") {
		return uuid.Nil, ErrNone
	}
	if err != nil {
		return uuid.Nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewRaw("UPDATE linguists.interpreter SET account_id = ? WHERE lower(email) = lower(?) AND account_id IS NULL AND state <> ? RETURNING id",
			v.AccountID, a.Email, StateEnded).Scan(ctx, &id)
		if err := db.NoRows(err, ErrNone, "join account"); errors.Is(err, ErrNone) { // or their second window was faster
			id, err = owned(ctx, tx, v.AccountID)
			return err
		} else if err != nil {
			return err
		}
		return s.record(ctx, tx, id, "interpreter.account_joined", audit.Details{"account": v.AccountID.String()})
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// owned is the entry of an account.
func owned(ctx context.Context, q bun.IDB, account uuid.UUID) (id uuid.UUID, err error) {
	err = q.NewSelect().Model((*Interpreter)(nil)).Column("id").Where("account_id = ? AND state <> ?", account, StateEnded).Scan(ctx, &id)
	return id, db.NoRows(err, ErrNone, "find own entry")
}

// Tell changes the viewer's own entry: how to reach them at once, the rest once it is confirmed.
func (s *Service) Tell(ctx context.Context, in TellChange) (*Interpreter, *InterpreterChange, error) {
	id, err := s.own(ctx)
	if err != nil {
		return nil, nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		i, err := getTx(ctx, tx, id)
		if err != nil {
			return err
		}
		next, now := *i, i.details()
		now.Phone, now.Language = either(in.Phone, now.Phone), either(in.Language, now.Language)
		if in.Facts != nil {
			if err := s.into(&next, in.Facts.onto(now)); err != nil {
				return err
			}
		}
		next = *i
		if err := s.into(&next, now); err != nil {
			return err
		}
		if next.Phone != i.Phone || next.Language != i.Language {
			if err := s.writeTx(ctx, tx, &next, "interpreter.reach_changed"); err != nil {
				return err
			}
		}
		return s.proposeTx(ctx, tx, id, in.Facts)
	})
	if err != nil {
		return nil, nil, err
	}
	return s.Mine(ctx)
}

func (s *Service) proposeTx(ctx context.Context, tx *db.Tx, id uuid.UUID, facts *OwnFacts) error {
	if facts == nil {
		return nil
	}
	c := &InterpreterChange{ID: ids.New(), InterpreterID: id, Facts: *facts, State: ChangeOpen, ToldAt: tx.Now}
	_, err := tx.NewInsert().Model(c).On("CONFLICT (interpreter_id) WHERE state = 'open' DO UPDATE").Set("facts = excluded.facts, told_at = excluded.told_at, id = excluded.id").Exec(ctx)
	if err != nil {
		return fmt.Errorf("note own change: %w", err)
	}
	return s.record(ctx, tx, id, "interpreter.change_told", audit.Details{"change": c.ID.String()})
}

// SettleChange confirms or refuses what somebody changed themselves.
type SettleChange struct {
	Change    uuid.UUID // as it was read: whoever tells another one meanwhile has another
	Confirmed bool
	Reason    *string // needed when it is refused: they read it
}

// Settle settles a change. What holds no more beside what the office has changed meanwhile is told as faults. ErrSettled when it was settled before.
func (s *Service) Settle(ctx context.Context, in SettleChange) (*Interpreter, error) {
	reason := trimmed(in.Reason)
	var f errs.Faults
	f.Need(in.Confirmed || reason != "", "reason", "required")
	f.Fits(reason, 500, "reason")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	c := new(InterpreterChange)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := db.NoRows(tx.NewSelect().Model(c).Where("id = ?", in.Change).Scan(ctx), ErrNone, "read own change"); err != nil {
			return err
		}
		i, err := getTx(ctx, tx, c.InterpreterID)
		if err != nil {
			return err
		}
		c.State, c.Reason, c.SettledAt, c.SettledBy = ChangeRefused, reason, &tx.Now, actor(ctx)
		if in.Confirmed {
			c.State = ChangeConfirmed
		}
		res, err := tx.NewUpdate().Model(c).Column("state", "reason", "settled_at", "settled_by").WherePK().Where("state = ?", ChangeOpen).Exec(ctx)
		if err := db.One(res, err, ErrSettled, "settle own change"); err != nil {
			return err
		}
		if in.Confirmed {
			if err := s.into(i, c.Facts.onto(i.details())); err != nil {
				return err
			}
			if err := s.writeTx(ctx, tx, i, "interpreter.changed"); err != nil {
				return err
			}
		}
		if err := s.mailSettledTx(ctx, tx, i, c); err != nil {
			return err
		}
		return s.record(ctx, tx, i.ID, "interpreter.change_"+string(c.State), audit.Details{"change": c.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, c.InterpreterID)
}

func actor(ctx context.Context) *uuid.UUID {
	if who := audit.ActorFrom(ctx); who.ID != uuid.Nil {
		return &who.ID
	}
	return nil
}

// details are an entry as one would write it anew.
func (i *Interpreter) details() InterpreterDetails {
	d := InterpreterDetails{
		Kind: i.Kind, Agency: i.AgencyID, Name: i.Name, Email: &i.Email, Phone: &i.Phone, Gender: &i.Gender, State: &i.State, Modes: i.Modes, Subjects: i.Subjects,
		Sites: i.Sites, TravelMinutes: &i.TravelMinutes, TravelKm: &i.TravelKm, Contract: &i.Contract, Language: &i.Language,
		TaxNumber: &i.Tax.Number, VatID: &i.Tax.VATID, Exempt: &i.Tax.Exempt, Iban: &i.Tax.IBAN,
	}
	for _, k := range i.Skills {
		d.Skills = append(d.Skills, SkillDetails{Language: k.Language, Dialect: &k.Dialect, Form: k.Form, Direction: &k.Direction, Level: &k.Level, Sworn: &k.Sworn})
	}
	return d
}

// onto puts what was told over what is known.
func (o OwnFacts) onto(d InterpreterDetails) InterpreterDetails {
	if o.Modes != nil {
		d.Modes = o.Modes
	}
	if o.Sites != nil {
		d.Sites = o.Sites
	}
	if o.Skills != nil {
		d.Skills = o.Skills
	}
	d.TravelMinutes, d.TravelKm = either(o.TravelMinutes, d.TravelMinutes), either(o.TravelKm, d.TravelKm)
	d.TaxNumber, d.VatID, d.Exempt, d.Iban = either(o.TaxNumber, d.TaxNumber), either(o.VatID, d.VatID), either(o.Exempt, d.Exempt), either(o.Iban, d.Iban)
	return d
}

func either[T any](told, known *T) *T {
	if told != nil {
		return told
	}
	return known
}
