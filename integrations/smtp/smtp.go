package smtp

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

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
	if !bareAddress(mail.To) {
		return messages.ErrAddressRefused
	}
	msg, err := m.compose(mail)
	if err != nil {
		return messages.ErrAddressRefused.Because(err)
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

var headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

func (m *Mailer) compose(mail messages.Mail) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(msg.FromFormat(oneLine(m.config.FromName), m.config.From), msg.To(mail.To)); err != nil {
		return nil, errors.New("address the mail") // the cause would tell the address
	}
	if m.config.ReplyTo != "" {
		if err := msg.ReplyTo(m.config.ReplyTo); err != nil {
			return nil, errors.New("set the address for answers")
		}
	}
	msg.SetDateWithValue(m.clk.Now())
	msg.SetMessageIDWithValue(oneLine(mail.MessageID))
	msg.Subject(oneLine(mail.Subject))
	if mail.Language != "" {
		msg.SetGenHeader(gomail.HeaderContentLang, oneLine(mail.Language))
	}
	for _, name := range slices.Sorted(maps.Keys(mail.Headers)) {
		if !headerName.MatchString(name) {
			return nil, fmt.Errorf("header of the name %q", name)
		}
		msg.SetGenHeader(gomail.Header(name), oneLine(mail.Headers[name]))
	}
	msg.SetBodyString(gomail.TypeTextPlain, mail.Text)
	if mail.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, mail.HTML)
	}
	for _, attached := range mail.Attachments {
		kind := gomail.WithFileContentType(gomail.ContentType(oneLine(attached.Type)))
		if err := msg.AttachReader(oneLine(attached.Name), bytes.NewReader(attached.Data), kind); err != nil {
			return nil, fmt.Errorf("attach file: %w", err)
		}
	}
	return msg, nil
}

// oneLine keeps input from becoming a header of its own.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' || r == 0 }), " ")
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
