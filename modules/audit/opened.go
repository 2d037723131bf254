package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/db"
)

// sameOpening is how long looking again counts as the same opening.
const sameOpening = 10 * time.Minute

// rememberedOpenings bounds what one process remembers; beyond it, openings are written once more than needed.
const rememberedOpenings = 20_000

type opening struct {
	actor  Actor
	rec    Record
	reason string
}

// Opened records that the actor opened a case or a paper, and why (a code: "work", "search", "approval"). Looking again within
// ten minutes is the same opening and costs no statement; another replica may record it a second time. Lists of cases are not recorded, of
// people who work here they are: see OpenedPage.
func (s *Service) Opened(ctx context.Context, rec Record, reason string) error {
	return s.open(ctx, opening{ActorFrom(ctx), rec, reason}, Details{"reason": reason})
}

// fewOpened is how many people on a page are each looked at; more are a list.
const fewOpened = 3

// ListsOf names what somebody has read in lists, by their account.
func ListsOf(account uuid.UUID) Record { return Record{"staff_list", account} }

// OpenedPage records that the actor read a page of a list with facts of members of staff: of three or fewer that the record of each was opened, of more one entry with how many they were. The
// same page within ten minutes is the same opening.
func (s *Service) OpenedPage(ctx context.Context, list string, people []Record) error {
	seen := map[Record]bool{}
	for _, rec := range people {
		seen[rec] = true
	}
	actor := ActorFrom(ctx)
	if len(seen) > fewOpened {
		page := sha256.New()
		for _, rec := range slices.SortedFunc(maps.Keys(seen), func(a, b Record) int { return bytes.Compare(a.ID[:], b.ID[:]) }) {
			page.Write(rec.ID[:])
		}
		return s.open(ctx, opening{actor, ListsOf(actor.ID), list + string(page.Sum(nil))}, Details{"reason": list, "people": strconv.Itoa(len(seen))})
	}
	for rec := range seen {
		if rec.ID == actor.ID {
			continue // one's own
		}
		if err := s.Opened(ctx, rec, list); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) open(ctx context.Context, key opening, details Details) error {
	now := s.db.Clock.Now()
	if s.stillOpen(key, now) {
		return nil
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.RecordTx(ctx, tx, key.rec, key.rec.Kind+".opened", details)
	})
	if err == nil {
		s.remember(key, now)
	}
	return err
}

func (s *Service) stillOpen(key opening, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.opened[key]
	return ok && now.Sub(at) < sameOpening
}

func (s *Service) remember(key opening, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.opened) >= rememberedOpenings {
		for k, at := range s.opened {
			if now.Sub(at) >= sameOpening {
				delete(s.opened, k)
			}
		}
		if len(s.opened) >= rememberedOpenings {
			clear(s.opened)
		}
	}
	s.opened[key] = now
}
