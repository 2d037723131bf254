// Package webpush tells browsers something while no page of ours is open: through the push services of their makers (RFC 8030), encrypted for the one
// browser (RFC 8291), in the office's name (VAPID, RFC 8292).
package webpush

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	push "github.com/SherClockHolmes/webpush-go"

	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugin is this integration for a program's list.
var Plugin = plugin.Plugin{
	Kind: "webpush", Port: "frontdesk.Pusher", Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, _ plugin.Deps) (any, error) {
		var config Config
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return New(config)
	},
}

var _ frontdesk.Pusher = (*Pusher)(nil)

// ErrUnavailable says that a push service did not take a message. It holds no address: that would name somebody's browser.
var ErrUnavailable = errs.New(errs.Unavailable, "push.unavailable")

const (
	timeout    = 10 * time.Second
	recordSize = 2048 // all messages look equally long
)

// Config says in whose name is pushed.
type Config struct {
	// PrivateKey is the office's own key: 32 bytes (base64: openssl rand -base64 32). With a new one, who watches must wish it again.
	PrivateKey plugin.Secret `yaml:"privateKey"`
	// Contact is a mail address that makers of browsers write to when something is wrong.
	Contact string `yaml:"contact"`
	// AllowInside lets messages go to addresses inside the house and without https: for tests alone.
	AllowInside bool `yaml:"allowInside"`
}

// Validate returns every fault, joined.
func (c *Config) Validate() error {
	var faults []error
	if _, err := c.key(); err != nil {
		faults = append(faults, fmt.Errorf("privateKey: %w", err))
	}
	if !strings.Contains(c.Contact, "@") {
		faults = append(faults, errors.New("contact: a mail address is needed"))
	}
	return errors.Join(faults...)
}

var errKey = errors.New("must be 32 bytes in base64 (openssl rand -base64 32)")

func (c *Config) key() (*ecdh.PrivateKey, error) {
	text, err := c.PrivateKey.Reveal()
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errKey
	}
	key, err := ecdh.P256().NewPrivateKey(raw)
	if err != nil {
		return nil, errKey
	}
	return key, nil
}

// Pusher pushes; use it from as many goroutines as you like.
type Pusher struct {
	public, private string
	contact         string
	inside          bool
	client          *http.Client
}

// New returns a Pusher; it asks nobody anything yet.
func New(c Config) (*Pusher, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: timeout}
	if !c.AllowInside {
		dialer.Control = outsideOnly
	}
	return &Pusher{
		public: base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()), private: base64.RawURLEncoding.EncodeToString(key.Bytes()),
		contact: c.Contact, inside: c.AllowInside,
		client: &http.Client{
			Timeout: timeout,
			// No proxy: it would look names up itself, past the look at the address.
			Transport: &http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: timeout, MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute},
			// A push service answers itself; whatever sends us on may lead into the house.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

var errInside = errors.New("an address inside the house")

// outsideOnly looks at the address that is really dialled: a name that was public a moment ago may lead inside now.
func outsideOnly(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !public(to.Addr()) {
		return errInside
	}
	return nil
}

// notPublic are networks that netip has no words for: shared addresses of carriers, tests, translation, benchmarks, reserved.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
}

func public(addr netip.Addr) bool {
	addr = addr.Unmap()
	for _, p := range notPublic {
		if p.Contains(addr) {
			return false
		}
	}
	return addr.IsGlobalUnicast() && !addr.IsPrivate()
}

// PublicKey implements frontdesk.Pusher.
func (p *Pusher) PublicKey() string { return p.public }

// Accepts implements frontdesk.Pusher: https on its usual port, a name, no user. What the name leads to is looked at when it is dialled.
func (p *Pusher) Accepts(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	if p.inside {
		return u.Scheme == "https" || u.Scheme == "http"
	}
	if u.Scheme != "https" || (u.Port() != "" && u.Port() != "443") || !strings.Contains(u.Hostname(), ".") {
		return false
	}
	_, err = netip.ParseAddr(u.Hostname())
	return err != nil // push services have names
}

// Push implements frontdesk.Pusher.
func (p *Pusher) Push(ctx context.Context, to frontdesk.Watch, message []byte, keep time.Duration) error {
	if !p.Accepts(to.Endpoint) {
		return frontdesk.ErrGone
	}
	subscription := &push.Subscription{Endpoint: to.Endpoint, Keys: push.Keys{
		P256dh: base64.RawURLEncoding.EncodeToString(to.P256dh), Auth: base64.RawURLEncoding.EncodeToString(to.Auth),
	}}
	resp, err := push.SendNotificationWithContext(ctx, bytes.Clone(message), subscription, &push.Options{
		HTTPClient: p.client, Subscriber: p.contact, TTL: int(keep.Seconds()), Urgency: push.UrgencyHigh, RecordSize: recordSize,
		VAPIDPublicKey: p.public, VAPIDPrivateKey: p.private,
	})
	if err != nil {
		return ErrUnavailable.Because(discreet(err))
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 4096))
	switch {
	case resp.StatusCode >= 200 && resp.StatusCode < 300:
		return nil
	case resp.StatusCode == http.StatusNotFound, resp.StatusCode == http.StatusGone:
		return frontdesk.ErrGone
	default:
		return ErrUnavailable.Because(fmt.Errorf("the push service answered %d", resp.StatusCode))
	}
}

// discreet takes the address out of an error: it names somebody's browser.
func discreet(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
