package messages

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// What can be wrong with a message.
var (
	ErrMessage  = errs.New(errs.Invalid, "messages.invalid")
	ErrTooMany  = errs.New(errs.Limited, "messages.too_many")
	ErrKeyTaken = errs.New(errs.Conflict, "messages.key_taken")
)

const (
	maxText    = 10_000 // characters
	maxPerHour = 30     // messages of an applicant in one thread
	maxShown   = 500
)

// Side is who speaks in a thread.
type Side string

// The sides.
const (
	Office    Side = "office"
	Applicant Side = "applicant"
)

// Message is one message of a thread.
type Message struct {
	bun.BaseModel `bun:"table:messages.message,alias:message"`

	ID               uuid.UUID `bun:",pk"`
	Key              string
	ThreadKind       string
	ThreadID         uuid.UUID
	From             Side `bun:"side"`
	AuthorID         *uuid.UUID
	Template         *string
	Original         string
	OriginalLanguage string
	Other            *string // the same in the other language: written by the office, or by a machine
	OtherLanguage    string
	Machine          bool
	SentAt           time.Time
	ReadAt           *time.Time
	AuthorName       *string `bun:"-"` // filled by who knows the accounts
}

// Language is the language of Text: the applicant's, if there is a text in it.
func (m *Message) Language() string {
	if m.OriginalLanguage == german && m.Other != nil {
		return m.OtherLanguage
	}
	return m.OriginalLanguage
}

// Text is the message in the language of the applicant, or as it was written if nobody has translated it.
func (m *Message) Text() string {
	if m.OriginalLanguage == german && m.Other != nil {
		return *m.Other
	}
	return m.Original
}

// German is the message in German; nil if nobody has translated it.
func (m *Message) German() *string {
	switch {
	case m.OriginalLanguage == german:
		return &m.Original
	case m.OtherLanguage == german:
		return m.Other
	}
	return nil
}

// Post asks for a message: either a template, or a text in a language.
type Post struct {
	Key      string // posting the same key again does nothing
	Thread   audit.Record
	From     Side
	Author   uuid.UUID         // uuid.Nil: the office itself
	Template string            // key below "thread" in the namespace "mail"
	Params   map[string]string // in the applicant's language, for the template and the notice
	InGerman map[string]string // the same for the German text; nil means Params
	Text     string            // instead of a template
	German   string            // the same in German, if the caller has it
	Language string            // of Text; the office writes German
	To       Addressee
	Notice   Template // mail that says so to the applicant; empty means "message", and Silent none
	Path     string
	Silent   bool
}

// Posted tells that there is a new message.
type Posted struct {
	MessageID  uuid.UUID
	ThreadKind string
	ThreadID   uuid.UUID
	From       Side
}

// EventName implements events.Event.
func (Posted) EventName() string { return "messages.posted" }

// Topic is the live topic of a thread.
func Topic(thread audit.Record) string { return "messages:" + thread.Kind + ":" + thread.ID.String() }

// PostTx writes a message into a thread. The applicant gets a notice by mail of what the office writes. What was written
// freely in another language than German is translated afterwards, if a translation is configured.
func (s *Service) PostTx(ctx context.Context, tx *db.Tx, p Post) (Message, error) {
	m, err := s.message(p, tx.Now)
	if err != nil {
		return Message{}, err
	}
	if p.From == Applicant {
		if err := slowDown(ctx, tx, p.Thread); err != nil {
			return Message{}, err
		}
	}
	res, err := tx.NewInsert().Model(&m).On("CONFLICT ON CONSTRAINT message_key DO NOTHING").Exec(ctx)
	if err != nil {
		return Message{}, fmt.Errorf("post message: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return s.posted(ctx, tx, p, err)
	}
	if m.Other == nil && m.OriginalLanguage != m.OtherLanguage && s.translate != nil {
		if err := tx.Enqueue(ctx, TranslateArgs{MessageID: m.ID}, nil); err != nil {
			return Message{}, err
		}
	}
	if p.From == Office && !p.Silent {
		n := Notice{Key: "message:" + p.Key, Template: TemplateMessage, About: p.Thread, To: p.To, Path: p.Path, Params: p.Params}
		if p.Notice != "" {
			n.Template = p.Notice
		}
		if err := s.NotifyTx(ctx, tx, n); err != nil {
			return Message{}, err
		}
	}
	tx.Notify(Topic(p.Thread))
	return m, tx.Emit(ctx, Posted{m.ID, m.ThreadKind, m.ThreadID, m.From})
}

func (s *Service) message(p Post, now time.Time) (Message, error) {
	m := Message{
		ID: ids.New(), Key: p.Key, ThreadKind: p.Thread.Kind, ThreadID: p.Thread.ID, From: p.From, SentAt: now,
		OriginalLanguage: p.Language, OtherLanguage: p.To.Language,
	}
	if p.Author != uuid.Nil {
		m.AuthorID = &p.Author
	}
	if p.Template != "" {
		m.Template = &p.Template
		params := p.InGerman
		if params == nil {
			params = p.Params
		}
		m.OriginalLanguage, m.Original = german, s.texts(german, namespace, "thread."+p.Template, params)
		if p.To.Language != "" && p.To.Language != german {
			other := s.texts(p.To.Language, namespace, "thread."+p.Template, p.Params)
			m.Other = &other
		}
		return m, nil
	}
	m.Original = clean(p.Text)
	if m.OriginalLanguage == "" {
		m.OriginalLanguage = german
	}
	if m.OriginalLanguage != german {
		m.OtherLanguage = german
	}
	if m.OtherLanguage == "" {
		m.OtherLanguage = german
	}
	if p.German != "" && m.OtherLanguage == german && m.OriginalLanguage != german {
		m.Other = &p.German
	}
	return m, checkText(p, m.Original)
}

func checkText(p Post, text string) error {
	switch {
	case p.Key == "" || len(p.Key) > 200:
		return ErrMessage.With(errs.Field{Path: "key", Code: "required"})
	case text == "":
		return ErrMessage.With(errs.Field{Path: "text", Code: "required"})
	case utf8.RuneCountInString(text) > maxText:
		return ErrMessage.With(errs.Field{Path: "text", Code: "too_long", Params: map[string]string{"max": fmt.Sprint(maxText)}})
	case tag(p.Language) == "und" || len(p.Language) > 35:
		return ErrMessage.With(errs.Field{Path: "language", Code: "format"})
	}
	return nil
}

// posted answers a key that was there before with what was posted under it.
func (s *Service) posted(ctx context.Context, tx *db.Tx, p Post, err error) (Message, error) {
	if err != nil {
		return Message{}, fmt.Errorf("post message: %w", err)
	}
	var m Message
	if err := tx.NewSelect().Model(&m).Where("key = ?", p.Key).Scan(ctx); err != nil {
		return Message{}, fmt.Errorf("read message: %w", err)
	}
	if m.ThreadKind != p.Thread.Kind || m.ThreadID != p.Thread.ID || m.From != p.From {
		return Message{}, ErrKeyTaken
	}
	return m, nil
}

func slowDown(ctx context.Context, tx *db.Tx, thread audit.Record) error {
	n, err := tx.NewSelect().Model((*Message)(nil)).Where("thread_kind = ? AND thread_id = ? AND side = ?", thread.Kind, thread.ID, Applicant).
		Where("sent_at > ?", tx.Now.Add(-time.Hour)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count messages: %w", err)
	}
	if n >= maxPerHour {
		return ErrTooMany
	}
	return nil
}

// clean takes out what is neither text nor a line break: control characters and switches of direction that outlive the text.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return -1
		}
		return r
	}, text))
}

// Thread lists the messages of a record, oldest first, at most the newest 500. The caller has checked that the viewer may read it.
func (s *Service) Thread(ctx context.Context, thread audit.Record) ([]Message, error) {
	messages := []Message{}
	err := s.db.NewSelect().Model(&messages).Where("thread_kind = ? AND thread_id = ?", thread.Kind, thread.ID).
		OrderExpr("id DESC").Limit(maxShown).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read thread: %w", err)
	}
	slices.Reverse(messages)
	return messages, nil
}

// MarkRead notes that a side has read all that the other wrote, up to a message.
func (s *Service) MarkRead(ctx context.Context, thread audit.Record, reader Side, upTo uuid.UUID) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewUpdate().Model((*Message)(nil)).Set("read_at = ?", tx.Now).
			Where("thread_kind = ? AND thread_id = ? AND side <> ? AND read_at IS NULL AND id <= ?", thread.Kind, thread.ID, reader, upTo).
			Exec(ctx)
		if err != nil {
			return fmt.Errorf("mark thread read: %w", err)
		}
		tx.Notify(Topic(thread))
		return nil
	})
}
