package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"

	gomail "github.com/wneessen/go-mail"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugin sends mails.
var Plugin = plugin.Plugin{
	Kind: "smtp", Port: "messages.Mailer", Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, deps plugin.Deps) (any, error) {
		var config Config
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return New(config, deps.Clock)
	},
}

// Mailer is a messages.Mailer that speaks SMTP.
type Mailer struct {
	config Config
	clk    clock.Clock
	opts   []gomail.Option
}

var _ messages.Mailer = (*Mailer)(nil)

// New returns a mailer; it connects anew for each mail.
func New(config Config, clk clock.Clock) (*Mailer, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	roots, err := config.roots()
	if err != nil {
		return nil, err
	}
	opts := []gomail.Option{
		gomail.WithTimeout(config.timeout()),
		gomail.WithTLSConfig(&tls.Config{ServerName: config.Host, MinVersion: tls.VersionTLS12, RootCAs: roots}),
	}
	switch config.mode() {
	case implicitTLS:
		opts = append(opts, gomail.WithSSL())
	case startTLS:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	opts = append(opts, gomail.WithPort(config.port())) // after the policy, which sets ports of its own
	if config.HelloName != "" {
		opts = append(opts, gomail.WithHELO(config.HelloName))
	}
	if config.Username != "" {
		password, err := config.Password.Reveal()
		if err != nil {
			return nil, err
		}
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(config.Username), gomail.WithPassword(password))
	}
	return &Mailer{config: config, clk: clk, opts: opts}, nil
}

// Send implements messages.Mailer.
func (m *Mailer) Send(ctx context.Context, mail messages.Mail) error {
	sender := Sender{From: m.config.From, FromName: m.config.FromName, ReplyTo: m.config.ReplyTo}
	msg, err := sender.Compose(mail, m.clk.Now())
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(m.config.Host, m.opts...)
	if err != nil {
		return messages.ErrMailUnavailable.Because(fmt.Errorf("prepare connection: %w", err))
	}
	ctx, cancel := context.WithTimeout(ctx, m.config.timeout())
	defer cancel()
	return mapError(client.DialAndSendWithContext(ctx, msg))
}

// Probe tells whether the mail server answers and lets us in; for readiness.
func (m *Mailer) Probe(ctx context.Context) error {
	client, err := gomail.NewClient(m.config.Host, m.opts...)
	if err != nil {
		return fmt.Errorf("prepare connection: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return mapError(err)
	}
	return client.Close()
}

// mapError tells what is refused for good from what can be tried again. It drops the server's words: they tend to repeat
// the address.
func mapError(err error) error {
	if err == nil {
		return nil
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return messages.ErrMailUnavailable.Because(err) // the connection: host and port, no address
	}
	cause := fmt.Errorf("mail server: %s, code %d %s", refused.Reason, refused.ErrorCode(), refused.EnhancedStatusCode())
	if refused.ErrorCode() < 500 {
		return messages.ErrMailUnavailable.Because(cause)
	}
	switch refused.Reason {
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return messages.ErrAddressRefused.Because(cause)
	default: // what the server has against the sender is ours to mend, not the addressee's fault
		return messages.ErrMailUnavailable.Because(cause)
	}
}
