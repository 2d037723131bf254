package persons

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// Resolution says which record stands for someone who applies.
type Resolution struct {
	PersonID uuid.UUID
	Joined   bool // the account speaks for this person beyond doubt: what is on file may be reused
	Pending  bool // a clerk has to say whether this person is already on file
}

// FamilyMember is someone who applies in the same sitting. Relation says what the member is to the principal.
type FamilyMember struct {
	Relation RelationKind
	Details  Details
}

// ResolveTx finds or makes the record of the person who applies through an account. Calling it again with the same words changes
// nothing. See the package comment for when somebody on file is taken.
func (s *Service) ResolveTx(ctx context.Context, tx *db.Tx, a Account, d Details) (Resolution, error) {
	all, err := s.ResolveFamilyTx(ctx, tx, a, d, nil)
	if err != nil {
		return Resolution{}, err
	}
	return all[0], nil
}

// ResolveFamilyTx is ResolveTx for a sitting: the principal first, then the members in their order, related to the principal. Faults of
// details are told for all people at once by their place: "0.family_name".
func (s *Service) ResolveFamilyTx(
	ctx context.Context, tx *db.Tx, a Account, principal Details, members []FamilyMember,
) ([]Resolution, error) {
	people, err := cleanFamily(principal, members)
	if err != nil {
		return nil, err
	}
	// All locks at once and in order: two sittings with the same names wait for one another, and never in a circle.
	locks := []string{a.ID.String()}
	for _, d := range people {
		locks = append(locks, nameKey(d.FamilyName, d.GivenNames))
	}
	if err := lock(ctx, tx, locks...); err != nil {
		return nil, err
	}
	first, err := s.resolvePrincipal(ctx, tx, a, people[0])
	if err != nil {
		return nil, err
	}
	all := []Resolution{first}
	for i, m := range members {
		r, err := s.resolveMember(ctx, tx, first, m.Relation, people[i+1])
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func (s *Service) resolvePrincipal(ctx context.Context, tx *db.Tx, a Account, d Details) (Resolution, error) {
	key, birth := keyOf(d)
	own, link, err := linked(ctx, tx, a.ID)
	if err != nil {
		return Resolution{}, err
	}
	if link != nil && own.NameKey == key && own.BirthDate == d.BirthDate {
		return Resolution{PersonID: own.ID, Joined: link.State == LinkConfirmed, Pending: link.State == LinkPending}, nil
	}
	found, err := candidates(ctx, tx, key, birth)
	if err != nil {
		return Resolution{}, err
	}
	if link != nil && link.State == LinkConfirmed && similar(own, key, birth) {
		found = append(slices.DeleteFunc(found, func(p *Person) bool { return p.ID == own.ID }), own)
		return s.proposeTx(ctx, tx, nil, a.Trust, d, found, OtherDetails)
	}
	if link == nil && s.mayJoin(ctx, tx, a, d, found) {
		return Resolution{PersonID: found[0].ID, Joined: true}, s.linkTx(ctx, tx, a, found[0].ID, LinkConfirmed)
	}
	if len(found) > 0 {
		account := &a
		if link != nil {
			account = nil // it already speaks for somebody else
		}
		return s.proposeTx(ctx, tx, account, a.Trust, d, found, SameAttributes)
	}
	p, err := s.createTx(ctx, tx, d, StateOnFile)
	if err != nil {
		return Resolution{}, err
	}
	if link != nil { // somebody helps another person: the account stays its own person's
		return Resolution{PersonID: p.ID}, nil
	}
	return Resolution{PersonID: p.ID, Joined: true}, s.linkTx(ctx, tx, a, p.ID, LinkConfirmed)
}

// mayJoin is the narrow door to what is on file: see the package comment.
func (s *Service) mayJoin(ctx context.Context, tx *db.Tx, a Account, d Details, found []*Person) bool {
	key, birth, ok := a.vouched()
	typedKey, typedBirth := keyOf(d)
	return ok && key == typedKey && birth == typedBirth && len(found) == 1 && !contradicts(found[0], d) &&
		s.free(ctx, tx, found[0], birth)
}

// contradicts says that a person on file cannot well be the one who is described.
func contradicts(p *Person, d Details) bool {
	if p.Sex != SexUnknown && d.Sex != SexUnknown && p.Sex != d.Sex {
		return true
	}
	if len(p.Nationalities) == 0 || len(d.Nationalities) == 0 {
		return false
	}
	return !slices.ContainsFunc(d.Nationalities, func(n string) bool { return slices.Contains(p.Nationalities, n) })
}

func (s *Service) resolveMember(
	ctx context.Context, tx *db.Tx, principal Resolution, kind RelationKind, d Details,
) (Resolution, error) {
	key, birth := keyOf(d)
	if principal.Joined || principal.Pending {
		known, err := relative(ctx, tx, principal.PersonID, key, d.BirthDate)
		if err != nil {
			return Resolution{}, err
		}
		if known != uuid.Nil {
			return Resolution{PersonID: known, Joined: principal.Joined}, nil
		}
	}
	found, err := candidates(ctx, tx, key, birth)
	if err != nil {
		return Resolution{}, err
	}
	var r Resolution
	if len(found) > 0 {
		r, err = s.proposeTx(ctx, tx, nil, "", d, found, SameAttributes)
	} else {
		var p *Person
		if p, err = s.createTx(ctx, tx, d, StateOnFile); err == nil {
			r.PersonID = p.ID
		}
	}
	if err != nil {
		return Resolution{}, err
	}
	return r, s.RelateTx(ctx, tx, principal.PersonID, r.PersonID, kind, false)
}

func keyOf(d Details) (string, clock.Birth) {
	birth, _ := clock.ParseBirth(d.BirthDate) // checked by cleaned; unknown is the zero Birth
	return nameKey(d.FamilyName, d.GivenNames), birth
}

// similar says that the account's own person may have given other words for itself: a new name after a marriage, a mended date.
func similar(p *Person, key string, birth clock.Birth) bool {
	_, own := keyOf(p.Details)
	return p.NameKey == key || own.Complete() && own == birth
}

// candidates are the people on file with these names whose birth date could be this one.
func candidates(ctx context.Context, tx *db.Tx, key string, birth clock.Birth) ([]*Person, error) {
	var rows, found []*Person
	err := tx.NewSelect().Model(&rows).Where("name_key = ? AND state = 'on_file'", key).OrderExpr("id").Limit(maxNamesakes).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find namesakes: %w", err)
	}
	for _, p := range rows {
		if _, b := keyOf(p.Details); couldBe(b, birth) || b.Year == 0 || birth.Year == 0 {
			found = append(found, p)
		}
	}
	return found, nil
}

// maxNamesakes bounds the work for names that thousands bear.
const maxNamesakes = 500

// lock makes the transaction wait for others that decide about the same accounts and names.
func lock(ctx context.Context, tx *db.Tx, keys ...string) error {
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 7))", "persons "+k).Exec(ctx); err != nil {
			return fmt.Errorf("wait for others: %w", err)
		}
	}
	return nil
}

// couldBe says that two birth dates agree in all parts that both know, and that they share at least the year.
func couldBe(a, b clock.Birth) bool {
	same := func(x, y int) bool { return x == 0 || y == 0 || x == y }
	return a.Year > 0 && a.Year == b.Year && same(a.Month, b.Month) && same(a.Day, b.Day)
}
