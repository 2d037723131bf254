package elearning

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// seat is the attempt to which a ticket leads, locked if it is to be changed; ErrOver where it leads nowhere any more. Whoever was locked out, or works here no longer,
// plays no further.
func seat(ctx context.Context, q bun.IDB, token string, now time.Time, lock bool) (*Attempt, error) {
	a := new(Attempt)
	sel := q.NewSelect().Model(a).Join("JOIN elearning.ticket AS t ON t.attempt_id = a.id").Where("t.hash = ? AND t.expires_at > ?", ids.Hash(token), now).
		Where("EXISTS (SELECT FROM identity.staff_right_v1 r WHERE r.account_id = a.account_id)")
	if lock {
		sel = sel.For("UPDATE OF a")
	}
	return a, db.NoRows(sel.Scan(ctx), ErrOver, "find ticket")
}

// change does something with the attempt to which a ticket leads, in its learner's name; others who do so wait.
func (s *Service) change(ctx context.Context, token string, do func(ctx context.Context, tx *db.Tx, a *Attempt) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err := seat(ctx, tx, token, tx.Now, true)
		if err != nil {
			return err
		}
		return do(audit.WithActor(ctx, audit.Actor{Kind: audit.Staff, ID: a.AccountID}), tx, a)
	})
}

// Playing is an attempt with all that is needed to play it.
type Playing struct {
	*Attempt
	Package *Package
	Items   []ItemState
}

// ItemState is an item with how far the learner is in it.
type ItemState struct {
	Item `bun:",extend"`

	CMI     json.RawMessage `bun:"cmi,nullzero"` // what it has last said; nil: nothing yet
	Status  string          // "" while it has said nothing
	Seconds int
}

// Learner is how packages know whoever plays: a word that tells nobody anything, another one in each attempt.
func (a *Attempt) Learner() string {
	return hex.EncodeToString(ids.Hash("learner " + a.ID.String())[:8])
}

// Playing is what a ticket leads to.
func (s *Service) Playing(ctx context.Context, token string) (*Playing, error) {
	a, err := seat(ctx, s.DB, token, s.DB.Clock.Now(), false)
	if err != nil {
		return nil, err
	}
	return s.playing(ctx, s.DB, a)
}

func (s *Service) playing(ctx context.Context, q bun.IDB, a *Attempt) (*Playing, error) {
	p := &Playing{Attempt: a, Package: &Package{ID: a.PackageID}, Items: []ItemState{}}
	if err := q.NewSelect().Model(p.Package).WherePK().Scan(ctx); err != nil {
		return nil, fmt.Errorf("read package: %w", err)
	}
	err := q.NewSelect().TableExpr("elearning.item AS i").ColumnExpr("i.*, st.cmi, coalesce(st.status, '') AS status, coalesce(st.seconds, 0) AS seconds").
		Join("LEFT JOIN elearning.state AS st ON st.attempt_id = ? AND st.item = i.number", a.ID).Where("i.package_id = ?", a.PackageID).OrderExpr("i.number").Scan(ctx, &p.Items)
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	return p, nil
}

// Piece is a file of a package on its way to a browser.
type Piece struct {
	*File

	ctx   context.Context // of the one request that reads it
	store documents.Store
	at    int64
	open  io.ReadCloser
}

// Piece is a file of the package to which a ticket leads. The caller closes.
func (s *Service) Piece(ctx context.Context, token, path string) (*Piece, error) {
	now := s.DB.Clock.Now()
	f := new(File)
	err := s.DB.NewSelect().Model(f).Join("JOIN elearning.attempt AS a ON a.package_id = f.package_id").Join("JOIN elearning.ticket AS t ON t.attempt_id = a.id").
		Where("f.path = ? AND t.hash = ? AND t.expires_at > ?", path, ids.Hash(token), now).
		Where("EXISTS (SELECT FROM identity.staff_right_v1 r WHERE r.account_id = a.account_id)").Scan(ctx)
	if err := db.NoRows(err, ErrNone, "find file of package"); err != nil {
		if errors.Is(err, ErrNone) {
			if _, over := seat(ctx, s.DB, token, now, false); over != nil {
				return nil, over
			}
		}
		return nil, err
	}
	return &Piece{File: f, ctx: ctx, store: s.Store}, nil
}

var errSeek = errors.New("seek before the beginning")

// Seek implements io.Seeker.
func (p *Piece) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += p.at
	case io.SeekEnd:
		offset += p.Bytes
	}
	if offset < 0 {
		return 0, errSeek
	}
	if offset != p.at {
		if err := p.Close(); err != nil {
			return 0, err
		}
		p.at = offset
	}
	return offset, nil
}

// Read implements io.Reader: the store is asked once something is read, from there on.
func (p *Piece) Read(b []byte) (n int, err error) {
	if p.at >= p.Bytes {
		return 0, io.EOF
	}
	if p.open == nil {
		if p.open, err = p.store.GetRange(p.ctx, fileKey(p.PackageID, p.Number), p.at, p.Bytes-p.at); err != nil {
			return 0, fmt.Errorf("read file of package: %w", err)
		}
	}
	n, err = p.open.Read(b)
	p.at += int64(n)
	return n, err
}

// Close implements io.Closer.
func (p *Piece) Close() error {
	if p.open == nil {
		return nil
	}
	open := p.open
	p.open = nil
	return open.Close()
}

// ETag tells one file from all others, for ever.
func (p *Piece) ETag() string { return fmt.Sprintf(`"%s-%d"`, p.PackageID, p.Number) }
