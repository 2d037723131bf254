package identity

import (
	"context"
	"fmt"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// What can be wrong with a login link.
var (
	ErrEmail    = errs.New(errs.Invalid, "identity.email")
	ErrNoLinks  = errs.New(errs.NotFound, "identity.no_links")
	ErrLinkDead = errs.New(errs.Unauthenticated, "identity.link_dead") // used, too old, or never ours: one answer for all
)

const linkTime = 30 * time.Minute

type storedLink struct {
	bun.BaseModel `bun:"table:identity.login_link,alias:login_link"`

	TokenHash []byte `bun:",pk"`
	Email     string
	Language  string
	Next      string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// RequestLoginLink asks for a link to a mailbox.
type RequestLoginLink struct {
	Email    string
	Language string
	Next     *string
}

// LoginLinkSent says how long a link works.
type LoginLinkSent struct{ Minutes int }

// RequestLoginLink sends a link. Whether the address is known here shows neither in the answer nor in how long it takes: the
// account is made when the link is used.
func (s *Service) RequestLoginLink(ctx context.Context, in RequestLoginLink) (LoginLinkSent, error) {
	if s.cfg.NoEmailLink {
		return LoginLinkSent{}, ErrNoLinks
	}
	address, ok := normalAddress(in.Email)
	if !ok {
		return LoginLinkSent{}, ErrEmail.With(errs.Field{Path: "email", Code: "format"})
	}
	if err := s.Allow(ctx, "link.network", NetworkFrom(ctx), linksPerNetwork); err != nil {
		return LoginLinkSent{}, err
	}
	if err := s.Allow(ctx, "link.address", address, linksPerAddress); err != nil {
		return LoginLinkSent{}, err
	}
	minutes := int(linkTime / time.Minute)
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		token := ids.Token()
		row := storedLink{
			TokenHash: ids.Hash(token), Email: address, Language: Language(in.Language), Next: "/", CreatedAt: tx.Now, ExpiresAt: tx.Now.Add(linkTime),
		}
		if in.Next != nil {
			row.Next = LocalPath(*in.Next)
		}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return fmt.Errorf("make login link: %w", err)
		}
		id := ids.New()
		return s.messages.NotifyTx(ctx, tx, messages.Notice{
			Key: "login_link:" + id.String(), Template: messages.TemplateLoginLink, About: audit.Record{Kind: "login_link", ID: id},
			To: messages.Addressee{Email: address, Language: row.Language}, Path: "/login/link", Secret: token,
			Params: map[string]string{"minutes": strconv.Itoa(minutes)}, Until: &row.ExpiresAt,
		})
	})
	return LoginLinkSent{minutes}, err
}

// RedeemLoginLink carries the token of a link. It comes from a page with a button, because mail scanners open links.
type RedeemLoginLink struct{ Token string }

// RedeemLoginLink logs in whoever holds the token, once.
func (s *Service) RedeemLoginLink(ctx context.Context, in RedeemLoginLink, b Browser) (LoggedIn, error) {
	if err := s.Allow(ctx, "link.redeem", NetworkFrom(ctx), redeemPerNetwork); err != nil {
		return LoggedIn{}, err
	}
	var done LoggedIn
	err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var row storedLink
		err := tx.NewUpdate().Model(&row).Set("used_at = ?", tx.Now).
			Where("token_hash = ? AND used_at IS NULL AND expires_at > ?", ids.Hash(in.Token), tx.Now).Returning("*").Scan(ctx)
		if err := db.NoRows(err, ErrLinkDead, "take login link"); err != nil {
			return err
		}
		claims := Claims{
			Issuer: EmailIssuer, Subject: row.Email, Email: row.Email, EmailVerified: true, Trust: TrustEmail, Locale: row.Language,
		}
		if done.Account, err = s.knowTx(ctx, tx, KindApplicant, claims); err != nil {
			return err
		}
		done.Next = row.Next
		done.Token, err = s.openTx(ctx, tx, &done.Account, "", b)
		return err
	})
	return done, err
}

// normalAddress makes one of the ways to write an address: two spellings of a mailbox are one account.
func normalAddress(typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	parsed, err := mail.ParseAddress(typed)
	if err != nil || parsed.Address != typed || parsed.Name != "" || len(typed) > 254 || strings.ContainsAny(typed, "\r\n\x00 ,;<>\"") {
		return "", false
	}
	at := strings.LastIndexByte(typed, '@')
	if at < 1 || !strings.Contains(typed[at:], ".") && typed[at:] != "@localhost" {
		return "", false
	}
	return strings.ToLower(typed), true
}
