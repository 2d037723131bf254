package messages

import (
	"context"

	"github.com/ankunft/ankunft/platform/errs"
)

// ErrMailUnavailable says that the mail server did not take a mail now: try again later, with the same Message-ID.
var ErrMailUnavailable = errs.New(errs.Unavailable, "messages.mail_unavailable")

// ErrAddressRefused says that the mail was refused for good: trying again is pointless.
var ErrAddressRefused = errs.New(errs.Invalid, "messages.address_refused")

// Mailer hands a mail to a mail server.
type Mailer interface {
	// Send returns when the server has accepted the mail. Its errors are ErrMailUnavailable or ErrAddressRefused;
	// an unclear end (connection lost after the data) counts as unavailable: a second copy then bears the same Message-ID.
	Send(ctx context.Context, m Mail) error
}

// Mail is one mail to one address; the sender belongs to the Mailer.
type Mail struct {
	To          string // address only, RFC 5321
	Subject     string
	Text        string // always there
	HTML        string // optional second form of the same text
	MessageID   string // without angle brackets; the same for every attempt
	Language    string // BCP 47, for Content-Language
	Headers     map[string]string
	Attachments []Attachment
}

// Attachment is a file sent with a mail.
type Attachment struct {
	Name string
	Type string // MIME type
	Data []byte
}
