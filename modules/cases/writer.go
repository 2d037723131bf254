package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// writer writes to the person of one case, in their language and in German.
type writer struct {
	s      *Service
	c      *Case
	offer  *catalogue.Offer
	person *persons.Person
	to     messages.Addressee
}

func (s *Service) writerTx(ctx context.Context, tx *db.Tx, c *Case) (*writer, error) {
	offer, err := s.catalogue.OfferVersion(ctx, c.Service, c.ServiceVersion)
	if err != nil {
		return nil, fmt.Errorf("find service of case: %w", err)
	}
	person, err := s.persons.GetTx(ctx, tx, c.PersonID)
	if err != nil {
		return nil, fmt.Errorf("find person of case: %w", err)
	}
	return &writer{s: s, c: c, offer: offer, person: person, to: addressee(c, person)}, nil
}

func addressee(c *Case, p *persons.Person) messages.Addressee {
	to := messages.Addressee{Email: p.Email, Language: c.Language}
	if c.AccountID != nil {
		to.AccountID = *c.AccountID
	}
	return to
}

// words are a text of the service in both languages.
func (w *writer) words(key string) letters.Words {
	return letters.Words{w.c.Language: w.offer.Text(w.c.Language, key), catalogue.German: w.offer.Text(catalogue.German, key)}
}

func (w *writer) name() letters.Words { return w.words("service.name") }

// texts are a text of the office's own in both languages.
func (w *writer) texts(namespace, key string) letters.Words {
	return letters.Words{
		w.c.Language:     w.s.texts(w.c.Language, namespace, key, nil),
		catalogue.German: w.s.texts(catalogue.German, namespace, key, nil),
	}
}

// form is what a good copy of an item looks like.
func (w *writer) form(item string) letters.Words {
	i := slices.IndexFunc(w.offer.ChecklistRules, func(r catalogue.ChecklistRule) bool { return r.Item == item })
	if i < 0 {
		return nil
	}
	return w.words("forms." + w.offer.ChecklistRules[i].Form)
}

// reachable says that the person reads the portal. Who has no account, or no address for notices, gets paper.
func (w *writer) reachable() bool { return w.c.AccountID != nil && w.to.Email != "" }

// letterIn is a letter to the person that nothing hangs on: in the portal, or printed for those who cannot be told of it.
func (w *writer) letterIn(content letters.Content) letters.In {
	in := letters.In{
		About: letters.About{Kind: "case", ID: w.c.ID}, Language: w.c.Language, Dispatch: letters.ByPortal,
		Recipient: w.recipient(), Reference: w.c.Number, Contact: w.contact(), Content: content,
	}
	if !w.reachable() && len(in.Recipient.Lines) > 0 {
		in.Dispatch = letters.ByPost
	}
	return in
}

func (w *writer) recipient() letters.Recipient {
	a := w.person.Address
	r := letters.Recipient{Name: w.person.Name()}
	for _, line := range []string{a.Extra, a.Street, a.Postcode + " " + a.Place} {
		if len(line) > 1 {
			r.Lines = append(r.Lines, line)
		}
	}
	return r
}

// contact is the team that answers questions.
func (w *writer) contact() letters.Contact {
	t, _ := w.s.catalogue.City().FindTeam(w.c.Team)
	return letters.Contact{Name: t.Name, Phone: t.Phone, Email: t.Email, Room: t.Room}
}

// sendLetterTx composes and releases a letter that nobody needs to decide on.
func (s *Service) sendLetterTx(ctx context.Context, tx *db.Tx, w *writer, content letters.Content) (*letters.Letter, error) {
	return s.sendTx(ctx, tx, w.letterIn(content))
}

func (s *Service) sendTx(ctx context.Context, tx *db.Tx, in letters.In) (*letters.Letter, error) {
	l, err := s.letters.ComposeTx(ctx, tx, in)
	if err != nil {
		return nil, err
	}
	return s.letters.ReleaseTx(ctx, tx, l.ID, nil)
}

// postTx writes a message of ours into the case's thread; its notice goes by mail.
// day is told in both languages, and so are the words that the template asks for by name.
func (w *writer) postTx(ctx context.Context, tx *db.Tx, key, template string, day clock.Date, words ...named) error {
	_, err := w.s.messages.PostTx(ctx, tx, messages.Post{
		Key: key, Thread: Record(w.c.ID), From: messages.Office, Template: template, To: w.to, Notice: template,
		Params: params(w.c.Language, day, words), InGerman: params(catalogue.German, day, words), Path: pathOf(w.c.ID),
	})
	return err
}

// named are words under the name by which a template asks for them.
type named struct {
	name  string
	words letters.Words
}

func params(lang string, day clock.Date, words []named) map[string]string {
	p := map[string]string{}
	for _, n := range words {
		p[n.name] = n.words[lang]
	}
	if !day.IsZero() {
		p["date"] = day.German()
		if identity.Language(lang) == "en" {
			p["date"] = day.Time(clock.Berlin).Format("2 January 2006")
		}
	}
	return p
}

// items names papers, one in a line.
func (w *writer) items(keys ...string) named {
	list := letters.Words{}
	for _, lang := range []string{w.c.Language, catalogue.German} {
		lines := make([]string, len(keys))
		for i, key := range keys {
			lines[i] = "– " + w.offer.Text(lang, "items."+key+".title")
		}
		list[lang] = strings.Join(lines, "\n")
	}
	return named{"items", list}
}

// same are words that stand in one language only: the office's own, in German (VwVfG §23(1)).
func (w *writer) same(name, text string) named {
	return named{name, letters.Words{w.c.Language: text, catalogue.German: text}}
}

func optionalID(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
