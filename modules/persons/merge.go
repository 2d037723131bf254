package persons

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
)

// takeOver lets the account of a provisional person speak for the one on file. Of two accounts the one of lower trust loses: a
// mailbox never takes a person away from a citizen account.
func (s *Service) takeOver(ctx context.Context, tx *db.Tx, from, into uuid.UUID) error {
	var newcomer, holder AccountLink
	err := tx.NewSelect().Model(&newcomer).Where("person_id = ? AND state = 'pending'", from).For("UPDATE").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // a family member without an account
	}
	if err != nil {
		return fmt.Errorf("read link: %w", err)
	}
	err = tx.NewSelect().Model(&holder).Where("person_id = ? AND state = 'confirmed'", into).For("UPDATE").Scan(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read link: %w", err)
	}
	held := err == nil
	newcomer.PersonID, newcomer.State = into, LinkConfirmed
	if held && !newcomer.Trust.AtLeast(holder.Trust) {
		newcomer.State = LinkRefused
	}
	list := []*AccountLink{&newcomer}
	if held && newcomer.State == LinkConfirmed {
		holder.State = LinkEnded
		list = []*AccountLink{&holder, &newcomer} // first out, then in: one account at a time
	}
	for _, l := range list {
		l.DecidedAt, l.DecidedBy = &tx.Now, actor(ctx)
		if _, err := tx.NewUpdate().Model(l).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("move link: %w", err)
		}
	}
	if newcomer.State != LinkConfirmed {
		return nil
	}
	return tx.Emit(ctx, Recognised{AccountID: newcomer.AccountID, PersonID: into})
}

// mergeTx turns a provisional person into a signpost to the one on file and moves along what hangs on it.
func (s *Service) mergeTx(ctx context.Context, tx *db.Tx, from, into uuid.UUID) error {
	for _, q := range []string{
		// A relation that both had stays once; nobody becomes their own relative.
		`DELETE FROM persons.relation r WHERE ?0 IN (person_id, other_id) AND (?1 IN (person_id, other_id) OR EXISTS (
		   SELECT FROM persons.relation k WHERE k.kind = r.kind
		     AND k.person_id = CASE r.person_id WHEN ?0 THEN ?1 ELSE r.person_id END
		     AND k.other_id = CASE r.other_id WHEN ?0 THEN ?1 ELSE r.other_id END))`,
		"UPDATE persons.relation SET person_id = ?1 WHERE person_id = ?0",
		"UPDATE persons.relation SET other_id = ?1 WHERE other_id = ?0",
		"UPDATE persons.title SET person_id = ?1 WHERE person_id = ?0",
		"UPDATE persons.consent SET person_id = ?1 WHERE person_id = ?0",
		"UPDATE persons.representative SET person_id = ?1 WHERE person_id = ?0",
		"UPDATE persons.person SET merged_into = ?1 WHERE merged_into = ?0",
	} {
		if _, err := tx.NewRaw(q, from, into).Exec(ctx); err != nil {
			return fmt.Errorf("merge persons: %w", err)
		}
	}
	res, err := tx.NewUpdate().Model((*Person)(nil)).
		Set("state = 'merged', merged_into = ?, version = version + 1, changed_at = ?", into, tx.Now).
		Where("id = ? AND state = 'provisional'", from).Exec(ctx)
	if err := db.One(res, err, ErrConflict, "merge persons"); err != nil {
		return err
	}
	pair := []uuid.UUID{from, into}
	slices.SortFunc(pair, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	for _, id := range pair {
		if err := s.audit.RecordTx(ctx, tx, Record(id), "person.merged",
			audit.Details{"from": from.String(), "into": into.String()}); err != nil {
			return err
		}
	}
	return tx.Emit(ctx, Merged{From: from, Into: into})
}

// compare tells in what two people agree and differ; spelling does not count.
func compare(a, b Details) (agrees, differs []string) {
	say := func(field, x, y string, same bool) {
		switch {
		case x == "" || y == "":
		case same:
			agrees = append(agrees, field)
		default:
			differs = append(differs, field)
		}
	}
	loose := func(field, x, y string) { say(field, x, y, slices.Equal(fold(x), fold(y))) }
	exact := func(field, x, y string) { say(field, x, y, x == y) }
	loose("family_name", a.FamilyName, b.FamilyName)
	loose("given_names", a.GivenNames, b.GivenNames)
	exact("birth_date", a.BirthDate, b.BirthDate)
	say("nationalities", strings.Join(a.Nationalities, " "), strings.Join(b.Nationalities, " "),
		slices.ContainsFunc(a.Nationalities, func(n string) bool { return slices.Contains(b.Nationalities, n) }))
	if a.Sex != SexUnknown && b.Sex != SexUnknown {
		exact("sex", string(a.Sex), string(b.Sex))
	}
	loose("original_name", a.OriginalName, b.OriginalName)
	loose("address", a.Address.line(), b.Address.line())
	return agrees, differs
}

func (a Address) line() string {
	return strings.TrimSpace(a.Street + " " + a.Postcode + " " + a.Place)
}
