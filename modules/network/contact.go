package network

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// HelpTopic is with what somebody helps.
type HelpTopic string

// HelpTopics are all of them, in the order in which they are shown.
var HelpTopics = []HelpTopic{"residence", "asylum", "family", "work", "school", "german", "health", "trauma", "housing", "money", "violence", "discrimination", "return", "other"}

// Contact is a place to which people can turn.
type Contact struct {
	bun.BaseModel `bun:"table:network.contact,alias:c"`

	ID             uuid.UUID `bun:",pk"`
	OrganisationID *uuid.UUID
	Name           string
	Topics         []HelpTopic       `bun:",array"`
	Languages      []string          `bun:",array"` // ISO 639-1
	Words          map[string]string `bun:"type:jsonb"`
	Hours          []ContactHours    `bun:"type:jsonb"`
	Street         string
	Place          string
	Phone          string
	Email          string
	Website        string
	Public         bool
	Ended          bool
	Version        int
	ChangedAt      time.Time
}

// ContactHours are times of the week at which somebody is there, by the clocks of the city.
type ContactHours struct {
	Weekday    int `json:"weekday"` // ISO 8601: Monday is 1
	FromMinute int `json:"from_minute"`
	ToMinute   int `json:"to_minute"`
}

// In are the words in a language, German where there are none; and the language in which they are.
func (c *Contact) In(language string) (text, written string) {
	for _, l := range []string{language, "de"} {
		if text := c.Words[l]; text != "" {
			return text, l
		}
	}
	return "", "de"
}

// ContactWords is what somebody helps with, in a language.
type ContactWords struct{ Language, Text string }

// KeepContact writes a contact, or changes one: then with its id and the version that was read. What is nil of texts and of its end stays as it was.
type KeepContact struct {
	ID           *uuid.UUID
	Version      *int
	Organisation *uuid.UUID
	Name         string
	Topics       []HelpTopic
	Languages    []string
	Words        []ContactWords // German is needed
	Hours        []ContactHours
	Street       *string
	Place        *string
	Phone        *string
	Email        *string
	Website      *string
	Public       bool
	Ended        *bool
}

var iso6391 = regexp.MustCompile(`^[a-z]{2}$`)

const (
	mostLanguages = 60
	mostHours     = 28
)

func (in KeepContact) into(c *Contact) error {
	var f partners.Form
	c.OrganisationID, c.Public, c.Ended = in.Organisation, in.Public, said(in.Ended)
	c.Name = f.Line(&in.Name, 200, "name", true)
	c.Street, c.Place = f.Line(in.Street, 200, "street", false), f.Line(in.Place, 200, "place", false)
	c.Phone, c.Email, c.Website = f.Line(in.Phone, 40, "phone", false), f.Mail(in.Email, "email"), f.Line(in.Website, 300, "website", false)
	if c.Website != "" {
		u, err := url.Parse(c.Website)
		f.Need(err == nil && u.Scheme == "https" && u.Host != "", "website", "format")
	}
	c.Topics, c.Languages, c.Words, c.Hours = []HelpTopic{}, []string{}, map[string]string{}, []ContactHours{}
	for _, t := range in.Topics {
		f.Need(slices.Contains(HelpTopics, t), "topics", "unknown")
		if !slices.Contains(c.Topics, t) {
			c.Topics = append(c.Topics, t)
		}
	}
	f.Need(len(c.Topics) > 0, "topics", "required")
	f.Need(len(in.Languages) <= mostLanguages, "languages", "too_many")
	for _, l := range in.Languages[:min(len(in.Languages), mostLanguages)] {
		f.Need(iso6391.MatchString(l), "languages", "unknown")
		if !slices.Contains(c.Languages, l) {
			c.Languages = append(c.Languages, l)
		}
	}
	for i, w := range in.Words {
		path := fmt.Sprintf("words[%d]", i)
		f.Need(iso6391.MatchString(w.Language) || w.Language == "de-simple", path, "unknown")
		c.Words[w.Language] = f.Text(&w.Text, 2000, path, true)
	}
	f.Need(c.Words["de"] != "" && len(in.Words) <= mostLanguages, "words", "required")
	f.Need(len(in.Hours) <= mostHours, "hours", "too_many")
	for _, h := range in.Hours[:min(len(in.Hours), mostHours)] {
		f.Need(h.Weekday >= 1 && h.Weekday <= 7 && h.FromMinute >= 0 && h.FromMinute < h.ToMinute && h.ToMinute <= 1440, "hours", "no_time")
		c.Hours = append(c.Hours, h)
	}
	f.Need(in.ID != nil || c.reachable(), "phone", "unreachable")
	return f.As(ErrInput)
}

// reachable says whether the public has a way to turn to it.
func (c *Contact) reachable() bool {
	return !c.Public || c.Phone+c.Email+c.Website+c.Street != ""
}

// leave puts back what was not said.
func (in KeepContact) leave(c, old *Contact) {
	for _, text := range []struct {
		said    *string
		is, was *string
	}{
		{in.Street, &c.Street, &old.Street}, {in.Place, &c.Place, &old.Place}, {in.Phone, &c.Phone, &old.Phone}, {in.Email, &c.Email, &old.Email}, {in.Website, &c.Website, &old.Website},
	} {
		if text.said == nil {
			*text.is = *text.was
		}
	}
	if in.Ended == nil {
		c.Ended = old.Ended
	}
}

// KeepContact writes a contact.
func (s *Service) KeepContact(ctx context.Context, in KeepContact) (*Contact, error) {
	c := &Contact{ID: ids.New(), Version: 1}
	if err := in.into(c); err != nil {
		return nil, err
	}
	if in.Organisation != nil {
		if _, err := s.Partners.Organisation(ctx, *in.Organisation); err != nil {
			return nil, ErrInput.With(field("organisation", "unknown")).Because(err)
		}
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		c.ChangedAt = tx.Now
		if in.ID == nil {
			if err := insert(ctx, tx, c, "add contact"); err != nil {
				return err
			}
			return s.record(ctx, tx, ContactRecord(c.ID), "added", audit.Details{"public": fmt.Sprint(c.Public)})
		}
		old := new(Contact)
		if err := lockTx(ctx, tx, old, *in.ID); err != nil {
			return err
		}
		if said(in.Version) != old.Version {
			return ErrConflict
		}
		c.ID, c.Version = old.ID, old.Version+1
		in.leave(c, old)
		if !c.reachable() {
			return ErrInput.With(field("phone", "unreachable"))
		}
		if err := update(ctx, tx, c, "change contact"); err != nil {
			return err
		}
		return s.record(ctx, tx, ContactRecord(c.ID), "changed", audit.Details{"public": fmt.Sprint(c.Public), "ended": fmt.Sprint(c.Ended)})
	})
	return c, err
}

const mostContacts = 500

// Contacts lists all for the office, by name; those that ended last.
func (s *Service) Contacts(ctx context.Context) ([]*Contact, error) { return s.contacts(ctx, nil, "") }

// Help lists the public ones that help with a topic and in a language, where one is named.
func (s *Service) Help(ctx context.Context, topic *HelpTopic, language string) ([]*Contact, error) {
	if language != "" && !iso6391.MatchString(language) {
		return []*Contact{}, nil
	}
	return s.contacts(ctx, topic, language, "c.public AND NOT c.ended")
}

func (s *Service) contacts(ctx context.Context, topic *HelpTopic, language string, also ...string) ([]*Contact, error) {
	list := []*Contact{}
	q := s.DB.NewSelect().Model(&list).OrderExpr("c.ended, c.name, c.id").Limit(mostContacts)
	for _, where := range also {
		q = q.Where(where)
	}
	if topic != nil {
		q = q.Where("c.topics @> ?", pgdialect.Array([]string{string(*topic)}))
	}
	if language != "" {
		q = q.Where("c.languages @> ?", pgdialect.Array([]string{language}))
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list contacts: %w", err)
	}
	return list, nil
}
