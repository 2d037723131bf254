package identity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ErrTooOften says that something was tried too often; it may be tried again later.
var ErrTooOften = errs.New(errs.Limited, "identity.too_often")

// Limit is how often something may be tried.
type Limit struct {
	Times int
	Per   time.Duration
}

// Shelters and town halls put many people behind one address; a limit per network is therefore wide.
var (
	linksPerAddress  = Limit{5, time.Hour}
	linksPerNetwork  = Limit{60, time.Hour}
	redeemPerNetwork = Limit{120, time.Hour}
	loginsPerNetwork = Limit{600, time.Hour}
)

// Bucket is where tries of who at what are counted: a hash, so that who is not kept.
func Bucket(what, who string) []byte { return ids.Hash(what + "\x00" + who) }

// Until is the end of the window in which a try at this moment is counted. With Bucket it finds the count in identity.attempt_v1.
func (l Limit) Until(now time.Time) time.Time { return now.Truncate(l.Per).Add(l.Per) }

// Allow counts one try of who at what and refuses with ErrTooOften when there were too many in the present window. The count
// lies in the database, so that it holds across replicas, and for tries side by side. Past the limit nothing is written any more.
func (s *Service) Allow(ctx context.Context, what, who string, l Limit) error {
	var n int
	err := s.db.NewRaw(`INSERT INTO identity.attempt AS a (bucket, until, count) VALUES (?, ?, 1)
ON CONFLICT (bucket, until) DO UPDATE SET count = a.count + 1 WHERE a.count <= ? RETURNING count`,
		Bucket(what, who), l.Until(s.db.Clock.Now()), l.Times).Scan(ctx, &n)
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && n > l.Times:
		return ErrTooOften
	case err != nil:
		return fmt.Errorf("count tries: %w", err)
	}
	return nil
}

type networkKey struct{}

// WithNetwork says from which address something is asked that no request of a browser brought (NetworkFrom).
func WithNetwork(ctx context.Context, addr netip.Addr) context.Context {
	return context.WithValue(ctx, networkKey{}, network(addr))
}

// NetworkFrom names the network a request came from: the address itself for IPv4, the /64 for IPv6, where each household has
// many addresses; "" if unknown.
func NetworkFrom(ctx context.Context) string {
	if n, ok := ctx.Value(networkKey{}).(string); ok {
		return n
	}
	if e, ok := ctx.Value(browserKey{}).(*exchange); ok {
		return network(e.from)
	}
	return ""
}

func network(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() {
		return ""
	}
	if addr.Is4() {
		return addr.String()
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return addr.String()
	}
	return prefix.String()
}
