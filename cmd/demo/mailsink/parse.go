package mailsink

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

const (
	envelopeHeader = "X-Envelope-To"
	arrivedHeader  = "X-Arrived-At"
	maxDepth       = 8   // of parts within parts
	maxParts       = 200 // in one mail
)

// Mail is a mail as a reader sees it.
type Mail struct {
	ID          string            `json:"id"`
	From        string            `json:"from"`
	To          string            `json:"to"` // whom the envelope named
	Subject     string            `json:"subject"`
	Language    string            `json:"language"`
	MessageID   string            `json:"messageId"`
	ArrivedAt   time.Time         `json:"arrivedAt"`
	Text        string            `json:"text"`
	HTML        string            `json:"html"`
	Headers     map[string]string `json:"headers"` // the first of each name
	Attachments []Attachment      `json:"attachments"`
	Fault       string            `json:"fault,omitempty"` // why the mail could not be read, as far as it could not
}

// Attachment is a file in a mail.
type Attachment struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Data []byte `json:"data"`
}

// Parse reads a mail as far as it can be read; it never fails, for a sink shows what came.
func Parse(raw []byte) Mail {
	m := Mail{Headers: map[string]string{}, Attachments: []Attachment{}}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		m.Fault, m.Text = err.Error(), string(raw)
		return m
	}
	for name, values := range message.Header {
		m.Headers[name] = decode(values[0])
	}
	m.From, m.Subject, m.Language = m.Headers["From"], m.Headers["Subject"], m.Headers["Content-Language"]
	m.To = strings.Join(message.Header[envelopeHeader], ", ")
	if m.To == "" {
		m.To = m.Headers["To"]
	}
	m.MessageID = strings.Trim(m.Headers["Message-Id"], "<>")
	m.ArrivedAt, _ = time.Parse(time.RFC3339Nano, m.Headers[arrivedHeader])
	parts := maxParts
	if err := m.read(message.Header, message.Body, 0, &parts); err != nil {
		m.Fault = err.Error()
	}
	return m
}

// header is what a mail's head and a part's head have in common.
type header interface{ Get(key string) string }

func (m *Mail) read(head header, body io.Reader, depth int, parts *int) error {
	kind, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil {
		kind, params = "text/plain", nil
	}
	if strings.HasPrefix(kind, "multipart/") && depth < maxDepth {
		return m.readParts(multipart.NewReader(body, params["boundary"]), depth+1, parts)
	}
	data, err := io.ReadAll(unwrap(head.Get("Content-Transfer-Encoding"), body))
	disposition, names, _ := mime.ParseMediaType(head.Get("Content-Disposition"))
	name := names["filename"]
	if name == "" {
		name = params["name"]
	}
	switch {
	case disposition != "attachment" && kind == "text/plain" && m.Text == "":
		m.Text = string(data)
	case disposition != "attachment" && kind == "text/html" && m.HTML == "":
		m.HTML = string(data)
	default:
		m.Attachments = append(m.Attachments, Attachment{Name: decode(name), Type: kind, Data: data})
	}
	return err
}

func (m *Mail) readParts(reader *multipart.Reader, depth int, parts *int) error {
	for ; *parts > 0; *parts-- {
		part, err := reader.NextRawPart()
		if err == io.EOF { // as multipart documents it
			return nil
		}
		if err != nil {
			return err
		}
		if err := m.read(part.Header, part, depth, parts); err != nil {
			return err
		}
	}
	return nil
}

func unwrap(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	default:
		return body
	}
}

// decode reads the encoded words of a header.
func decode(value string) string {
	var words mime.WordDecoder
	if decoded, err := words.DecodeHeader(value); err == nil {
		return decoded
	}
	return value
}
