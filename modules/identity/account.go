package identity

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"golang.org/x/text/language"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ErrNoAccount says that there is no such account, or none for this viewer.
var ErrNoAccount = errs.New(errs.NotFound, "identity.no_account")

// ErrDisabled says that an account may not log in any more.
var ErrDisabled = errs.New(errs.Forbidden, "identity.disabled")

// ErrLanguage says that a text is no language tag.
var ErrLanguage = errs.New(errs.Invalid, "identity.language")

// EmailIssuer is the issuer of accounts that a login link made; their subject is the address.
const EmailIssuer = "email"

// Account is one way in which somebody is known: by a provider (issuer, subject), or by a mailbox.
type Account struct {
	bun.BaseModel `bun:"table:identity.account,alias:account"`

	ID            uuid.UUID `bun:",pk"`
	Kind          AccountKind
	Issuer        string
	Subject       string
	Email         string
	EmailVerified bool
	Name          string
	GivenName     string
	FamilyName    string
	BirthDate     string // as claimed: YYYY-MM-DD, the year may be 0000
	Trust         Trust  // of the newest login
	Language      string
	ClaimedRoles  []string `bun:",array"`
	ClaimedTeams  []string `bun:",array"`
	CreatedAt     time.Time
	LastLoginAt   *time.Time
	DisabledAt    *time.Time
}

// LogValue keeps who it is out of logs.
func (a *Account) LogValue() slog.Value { return slog.StringValue("account " + a.ID.String()) }

// Account reads an account by its id.
func (s *Service) Account(ctx context.Context, id uuid.UUID) (Account, error) {
	var a Account
	err := s.db.NewSelect().Model(&a).Where("id = ?", id).Scan(ctx)
	return a, db.NoRows(err, ErrNoAccount, "read account")
}

// Names gives the names of accounts, for showing who did something.
func (s *Service) Names(ctx context.Context, accounts []uuid.UUID) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	if len(accounts) == 0 {
		return names, nil
	}
	var rows []Account
	err := s.db.NewSelect().Model(&rows).Column("id", "name").Where("id IN ?", bun.Tuple(accounts)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	for _, a := range rows {
		names[a.ID] = a.Name
	}
	return names, nil
}

// Know makes an account known, or brings its claims up to date, without a login: so that a city can grant before the first day.
func (s *Service) Know(ctx context.Context, kind AccountKind, c Claims) (Account, error) {
	var a Account
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		a, err = s.knowTx(ctx, tx, kind, c)
		return err
	})
	return a, err
}

// knowTx writes what a provider vouches for. What the person chose here, the language, stays.
func (s *Service) knowTx(ctx context.Context, tx *db.Tx, kind AccountKind, c Claims) (Account, error) {
	if c.Issuer == "" || c.Subject == "" || !c.Trust.Known() {
		return Account{}, ErrLoginRefused
	}
	a := Account{
		ID: ids.New(), Kind: kind, Issuer: c.Issuer, Subject: c.Subject, Email: c.Email, EmailVerified: c.EmailVerified,
		Name: c.Name, GivenName: c.GivenName, FamilyName: c.FamilyName, BirthDate: c.BirthDate, Trust: c.Trust,
		Language: Language(c.Locale), ClaimedRoles: []string{}, ClaimedTeams: []string{}, CreatedAt: tx.Now,
	}
	if kind == KindStaff { // nobody else has roles, whatever a provider says
		a.ClaimedRoles, a.ClaimedTeams = append(a.ClaimedRoles, c.Roles...), append(a.ClaimedTeams, c.Teams...)
	}
	if a.Name == "" {
		a.Name = joinName(c.GivenName, c.FamilyName)
	}
	err := tx.NewInsert().Model(&a).On("CONFLICT ON CONSTRAINT account_identity DO UPDATE").
		Set("email = EXCLUDED.email, email_verified = EXCLUDED.email_verified, name = EXCLUDED.name").
		Set("given_name = EXCLUDED.given_name, family_name = EXCLUDED.family_name, birth_date = EXCLUDED.birth_date").
		Set("trust = EXCLUDED.trust, claimed_roles = EXCLUDED.claimed_roles, claimed_teams = EXCLUDED.claimed_teams").
		Returning("*").Scan(ctx)
	if err != nil {
		return Account{}, fmt.Errorf("write account: %w", err)
	}
	if kind != KindStaff {
		return a, nil
	}
	return a, s.standTx(ctx, tx, a.ID)
}

// SetLanguage keeps in which language the viewer wants to be spoken to.
func (s *Service) SetLanguage(ctx context.Context, in SetLanguage) error {
	if Language(in.Language) != in.Language {
		return ErrLanguage.With(errs.Field{Path: "language", Code: "format"})
	}
	res, err := s.db.NewUpdate().Model((*Account)(nil)).Set("language = ?", in.Language).
		Where("id = ?", ViewerFrom(ctx).AccountID).Exec(ctx)
	return db.One(res, err, ErrNoAccount, "set language")
}

// SetLanguage asks for a language.
type SetLanguage struct{ Language string }

// Language makes a tag of ours from what a browser or provider says: "de-DE" is "de"; what is none is "de".
func Language(tag string) string {
	if tag == "de-simple" {
		return tag
	}
	t, err := language.Parse(tag)
	if err != nil {
		return "de"
	}
	base, confidence := t.Base()
	if confidence == language.No {
		return "de"
	}
	return base.String()
}

func joinName(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	name := ""
	for i, p := range parts {
		if i > 0 {
			name += " "
		}
		name += p
	}
	return name
}
