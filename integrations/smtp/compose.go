package smtp

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/ankunft/ankunft/modules/messages"
)

var headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

// Sender is who mails come from.
type Sender struct{ From, FromName, ReplyTo string }

// Compose makes a mail as it goes over the wire (RFC 5322), written at a moment. What a stranger put into it becomes no header. It is messages.ErrAddressRefused
// where the mail cannot be addressed.
func (s Sender) Compose(mail messages.Mail, at time.Time) (*gomail.Msg, error) {
	if !bareAddress(mail.To) {
		return nil, messages.ErrAddressRefused
	}
	msg, err := s.compose(mail, at)
	if err != nil {
		return nil, messages.ErrAddressRefused.Because(err)
	}
	return msg, nil
}

func (s Sender) compose(mail messages.Mail, at time.Time) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(msg.FromFormat(oneLine(s.FromName), s.From), msg.To(mail.To)); err != nil {
		return nil, errors.New("address the mail") // the cause would tell the address
	}
	if s.ReplyTo != "" {
		if err := msg.ReplyTo(s.ReplyTo); err != nil {
			return nil, errors.New("set the address for answers")
		}
	}
	msg.SetDateWithValue(at)
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
