package clearing

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
)

// aboutOf is what the confirmation of a visit hangs on: the case if there is one.
func (v *Visit) aboutOf() letters.About {
	if v.CaseID != nil {
		return letters.About{Kind: "case", ID: *v.CaseID}
	}
	return letters.About{Kind: Record(v.ID).Kind, ID: v.ID}
}

// letter is the confirmation: who, when, for what, what was handed in, and what is still missing in which form. (VwVfG §25(2))
func (s *Service) letter(ctx context.Context, v *Visit) (letters.In, error) {
	offer, err := s.Catalogue.OfferVersion(ctx, v.Service, v.ServiceVersion)
	if err != nil {
		return letters.In{}, fmt.Errorf("find service of visit: %w", err)
	}
	say := func(key string) letters.Words {
		return letters.Words{v.Language: offer.Text(v.Language, key), catalogue.German: offer.Text(catalogue.German, key)}
	}
	now := s.DB.Clock.Now().In(clock.Berlin)
	c := letters.Clearing{Service: say("service.name"), At: now.Format("2006-01-02T15:04"), KeptUntil: v.KeptUntil}
	for _, i := range v.Checklist {
		title := i.words(offer, v.Language)
		switch {
		case i.State == Taken:
			c.Papers = append(c.Papers, letters.ClearedPaper{Title: title, Pages: pages(i.Document), Original: i.Original != nil})
		case i.Original != nil:
			c.Seen = append(c.Seen, title)
		}
		if i.owed() {
			missing := letters.ChecklistItem{Title: title, Optional: !i.Required}
			if i.Form != "" {
				missing.Form = say("forms." + i.Form)
			}
			c.Missing = append(c.Missing, missing)
		}
	}
	in := letters.In{About: v.aboutOf(), Language: v.Language, Dispatch: letters.ByHand, Recipient: letters.Recipient{Name: v.Name}, Contact: s.contact(v)}
	if v.Matter != nil {
		in.Recipient.Name, in.Reference = v.Matter.Person, v.Matter.Number
		c.StatusCode = letters.Code(letters.StatusURL(s.cfg.BaseURL, v.Matter.Number))
	} else {
		c.TakeOver = s.TakeOverURL(v)
		c.TakeOverCode = letters.Code(c.TakeOver)
	}
	in.Content = c
	return in, nil
}

// words are the title of an item for a letter.
func (i Item) words(o *catalogue.Offer, language string) letters.Words {
	w := letters.Words{catalogue.German: i.Title(o, catalogue.German)}
	if i.Extra == nil || i.Extra.Kind != Other {
		w[language] = i.Title(o, language)
	}
	return w
}

// pages counts those of a paper; a file that nobody has looked at yet is one.
func pages(d *documents.Document) int {
	n := 0
	for _, f := range d.Files {
		n += max(1, f.PageCount)
	}
	return n
}

// contact is who answers questions: the team of the case, else the office.
func (s *Service) contact(v *Visit) letters.Contact {
	city := s.Catalogue.City()
	if v.Matter != nil {
		if t, ok := city.FindTeam(v.Matter.Team); ok {
			return letters.Contact{Name: t.Name, Phone: t.Phone, Email: t.Email, Room: t.Room}
		}
	}
	return letters.Contact{Name: city.Contact.Name, Phone: city.Contact.Phone, Email: city.Contact.Email}
}

// Confirmation is the PDF of a visit's confirmation; before its end, how it would be now, marked as a draft. ErrNotRendered of letters while
// its job is still to run.
func (s *Service) Confirmation(ctx context.Context, id uuid.UUID) ([]byte, error) {
	v, err := s.Visit(ctx, id)
	if err != nil {
		return nil, err
	}
	if v.State == Ended {
		if v.LetterID == nil {
			return nil, ErrNotFound
		}
		pdf, err := s.Letters.PDF(ctx, v.aboutOf(), *v.LetterID)
		if errors.Is(err, letters.ErrNotFound) {
			return nil, ErrNotFound
		}
		return pdf, err
	}
	if v.CaseID == nil {
		v.KeptUntil = clock.Today(s.DB.Clock.Now()).AddDays(s.cfg.KeepDays)
		v.Name = strings.TrimSpace(v.Name)
		if v.Name == "" {
			v.Name = "—"
		}
	}
	draft, err := s.letter(ctx, v)
	if err != nil {
		return nil, err
	}
	return s.Letters.Preview(ctx, draft)
}

// Printable says that the confirmation of an ended visit is set.
func (s *Service) Printable(ctx context.Context, v *Visit) (bool, error) {
	if v.LetterID == nil {
		return false, nil
	}
	l, err := s.Letters.Get(ctx, v.aboutOf(), *v.LetterID)
	if err != nil {
		return false, err
	}
	return l.RenderedAt != nil, nil
}
