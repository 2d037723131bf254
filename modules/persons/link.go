package persons

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// LinkState says how sure it is that an account speaks for a person.
type LinkState string

// The states of a link.
const (
	LinkConfirmed LinkState = "confirmed"
	LinkPending   LinkState = "pending" // to a provisional person, until a clerk has said who that is
	LinkRefused   LinkState = "refused" // a clerk said: not the same person
	LinkEnded     LinkState = "ended"   // another account of at least the same trust took over
)

// AccountLink joins an account to a person.
type AccountLink struct {
	bun.BaseModel `bun:"table:persons.link,alias:l"`

	ID        uuid.UUID `bun:",pk"`
	AccountID uuid.UUID
	PersonID  uuid.UUID
	State     LinkState
	Trust     identity.Trust // of the account when it was linked
	CreatedAt time.Time
	DecidedAt *time.Time
	DecidedBy *uuid.UUID
}

// Account is what is vouched for about the one who is logged in. What the identity provider does not vouch for stays "".
type Account struct {
	ID                                uuid.UUID
	Trust                             identity.Trust
	FamilyName, GivenNames, BirthDate string
}

// vouched are the attributes of the account as a match key; false below "substantial" or where one is missing.
func (a Account) vouched() (key string, birth clock.Birth, ok bool) {
	birth, err := clock.ParseBirth(a.BirthDate)
	key = nameKey(a.FamilyName, a.GivenNames)
	return key, birth, a.Trust.AtLeast(identity.TrustSubstantial) && key != "" && err == nil && birth.Complete()
}

// Claimed is the person for whom an account speaks without doubt; nil while there is none or a clerk has yet to say.
func (s *Service) Claimed(ctx context.Context, account uuid.UUID) (*Person, error) {
	p, link, err := linked(ctx, s.db, account)
	if err != nil || link == nil || link.State != LinkConfirmed {
		return nil, err
	}
	return p, nil
}

// Own is the record that came of an account's own words: the person it speaks for, or the provisional one; nil before the first.
func (s *Service) Own(ctx context.Context, account uuid.UUID) (*Person, error) {
	p, _, err := linked(ctx, s.db, account)
	return p, err
}

func linked(ctx context.Context, q bun.IDB, account uuid.UUID) (*Person, *AccountLink, error) {
	var l AccountLink
	err := q.NewSelect().Model(&l).Where("account_id = ? AND state IN ('confirmed', 'pending')", account).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read link: %w", err)
	}
	p, err := get(ctx, q, l.PersonID)
	return p, &l, err
}

// RecogniseTx joins an account to someone on file by what its identity provider vouches for alone, before anything was typed. It
// makes nobody up: nil, when it is not beyond doubt.
func (s *Service) RecogniseTx(ctx context.Context, tx *db.Tx, a Account) (*Person, error) {
	key, birth, ok := a.vouched()
	if !ok {
		return nil, nil // nobody was recognised, which is no error
	}
	if err := lock(ctx, tx, a.ID.String(), key); err != nil {
		return nil, err
	}
	if _, link, err := linked(ctx, tx, a.ID); err != nil || link != nil {
		return nil, err
	}
	found, err := candidates(ctx, tx, key, birth)
	if err != nil || len(found) != 1 || !s.free(ctx, tx, found[0], birth) {
		return nil, err
	}
	return found[0], s.linkTx(ctx, tx, a, found[0].ID, LinkConfirmed)
}

// free says that a candidate may be joined without a clerk: the birth date is wholly known on both sides and agrees, and no other
// account speaks for the person. In doubt it is not.
func (s *Service) free(ctx context.Context, tx *db.Tx, p *Person, birth clock.Birth) bool {
	if p.BirthDate != birth.String() || !birth.Complete() {
		return false
	}
	taken, err := tx.NewSelect().Model((*AccountLink)(nil)).Where("person_id = ? AND state = 'confirmed'", p.ID).Exists(ctx)
	return err == nil && !taken
}

func (s *Service) linkTx(ctx context.Context, tx *db.Tx, a Account, person uuid.UUID, state LinkState) error {
	l := &AccountLink{ID: ids.New(), AccountID: a.ID, PersonID: person, State: state, Trust: a.Trust, CreatedAt: tx.Now}
	if _, err := tx.NewInsert().Model(l).Exec(ctx); err != nil {
		return fmt.Errorf("link account: %w", err)
	}
	err := s.audit.RecordTx(ctx, tx, Record(person), "person.account_linked",
		audit.Details{"account": a.ID.String(), "state": string(state), "trust": string(a.Trust)})
	if err != nil || state != LinkConfirmed {
		return err
	}
	return tx.Emit(ctx, Recognised{AccountID: a.ID, PersonID: person})
}
