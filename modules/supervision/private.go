package supervision

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// Why somebody gets a private offer.
const (
	AfterIncident = "incident"
	AfterHardCase = "hard_case"
)

// offer is a row of which only the key tells whose it is.
type offer struct {
	bun.BaseModel `bun:"table:supervision.offer,alias:o"`

	Mark   []byte `bun:",pk"`
	Sealed []byte
	Until  clock.Date
}

// offered is what is sealed in it; padded, so that the reasons look alike.
type offered struct {
	Account uuid.UUID `json:"account"`
	Reason  string    `json:"reason"`
	Closed  bool      `json:"closed"`
	Padding string    `json:"padding"`
}

const offerSize = 128

// Private is an offer to the viewer alone.
type Private struct {
	ID     string // opaque
	Reason string
	Until  clock.Date
}

// OfferTx offers supervision to each of these members of staff, alone and unseen by others: once for the same source, however often it is told. They hear of it by a mail that says no
// more than that something is there for them.
func (s *Service) OfferTx(ctx context.Context, tx *db.Tx, accounts []uuid.UUID, reason, source string, sourceID uuid.UUID) error {
	until := clock.Today(tx.Now).AddDays(s.Rules.OfferDays)
	fresh := []uuid.UUID{}
	for _, account := range accounts {
		o := &offer{Mark: s.vault.mark(forOffer, source, sourceID.String(), account.String()), Until: until}
		if err := s.sealOffer(o, offered{Account: account, Reason: reason}); err != nil {
			return err
		}
		res, err := tx.NewInsert().Model(o).On("CONFLICT DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("offer supervision: %w", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("offer supervision: %w", err)
		}
		if n == 0 {
			continue // offered before
		}
		fresh = append(fresh, account)
	}
	return s.newsTx(ctx, tx, fresh)
}

func (s *Service) sealOffer(o *offer, what offered) (err error) {
	plain, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("write offer: %w", err)
	}
	for len(plain)+len(what.Padding) < offerSize {
		what.Padding += " "
	}
	if plain, err = json.Marshal(what); err != nil {
		return fmt.Errorf("write offer: %w", err)
	}
	o.Sealed, err = s.vault.seal(forOffer, o.Mark, plain)
	return err
}

func (s *Service) openOffer(o *offer) (what offered, err error) {
	plain, err := s.vault.open(forOffer, o.Mark, o.Sealed)
	if err != nil {
		return what, err
	}
	if err := json.Unmarshal(plain, &what); err != nil {
		return what, fmt.Errorf("read offer: %w", err)
	}
	return what, nil
}

// Privates are the offers to the viewer that stand.
func (s *Service) Privates(ctx context.Context) ([]Private, error) {
	account := identity.ViewerFrom(ctx).AccountID
	list := []Private{}
	return list, s.eachOffer(ctx, s.DB, func(o *offer, what offered) error {
		if what.Account == account && !what.Closed {
			list = append(list, Private{fmt.Sprintf("%x", o.Mark), what.Reason, o.Until})
		}
		return nil
	})
}

func (s *Service) eachOffer(ctx context.Context, q bun.IDB, do func(*offer, offered) error) error {
	var rows []*offer
	if err := q.NewSelect().Model(&rows).Where("o.until >= ?", s.today()).OrderExpr("o.until, o.mark").Scan(ctx); err != nil {
		return fmt.Errorf("read offers: %w", err)
	}
	for _, o := range rows {
		what, err := s.openOffer(o)
		if err != nil {
			return err
		}
		if err := do(o, what); err != nil {
			return err
		}
	}
	return nil
}

// ClosePrivate puts an offer to the viewer away, taken up or not: which of both is kept nowhere. All offers are written anew with it.
func (s *Service) ClosePrivate(ctx context.Context, id string) error {
	account := identity.ViewerFrom(ctx).AccountID
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw(alone).Exec(ctx); err != nil {
			return fmt.Errorf("wait for others who answer: %w", err)
		}
		found := false
		err := s.eachOffer(ctx, tx, func(o *offer, what offered) error {
			if fmt.Sprintf("%x", o.Mark) == id && what.Account == account {
				found, what.Closed = true, true
			}
			what.Padding = ""
			if err := s.sealOffer(o, what); err != nil {
				return err
			}
			if _, err := tx.NewUpdate().Model(o).Column("sealed").WherePK().Exec(ctx); err != nil {
				return fmt.Errorf("seal offer: %w", err)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if !found {
			return ErrNone
		}
		return nil
	})
}
