package writing

import (
	"context"
	"slices"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/db"
)

// Words are a text of the service in both languages.
func (w *Writer) Words(key string) letters.Words {
	return letters.Words{w.Language: w.Offer.Text(w.Language, key), catalogue.German: w.Offer.Text(catalogue.German, key)}
}

// ServiceName is the name of the service.
func (w *Writer) ServiceName() letters.Words { return w.Words("service.name") }

// Texts are a text of the office's own in both languages.
func (w *Writer) Texts(namespace, key string) letters.Words {
	return letters.Words{
		w.Language:       w.s.Texts(w.Language, namespace, key, nil),
		catalogue.German: w.s.Texts(catalogue.German, namespace, key, nil),
	}
}

// GoodCopy says what a good copy of an item looks like; nil where the service does not say it.
func (w *Writer) GoodCopy(item string) letters.Words {
	i := slices.IndexFunc(w.Offer.ChecklistRules, func(r catalogue.ChecklistRule) bool { return r.Item == item })
	if i < 0 {
		return nil
	}
	return w.Words("forms." + w.Offer.ChecklistRules[i].Form)
}

// Reachable says that the person reads the portal. Who has no account, or no address for notices, gets paper.
func (w *Writer) Reachable() bool { return w.Account != nil && w.Person.Email != "" }

// Letter is a letter to the person that nothing hangs on: in the portal, or printed for those who cannot be told of it.
func (w *Writer) Letter(content letters.Content) letters.In {
	in := letters.In{
		About: letters.About{Kind: w.About.Kind, ID: w.About.ID}, Language: w.Language, Dispatch: letters.ByPortal,
		Recipient: w.recipient(), Reference: w.Number, Contact: w.contact(), Content: content,
	}
	if !w.Reachable() && len(in.Recipient.Lines) > 0 {
		in.Dispatch = letters.ByPost
	}
	return in
}

// SendTx composes and releases a letter that nobody needs to decide on.
func (w *Writer) SendTx(ctx context.Context, tx *db.Tx, in letters.In) (*letters.Letter, error) {
	l, err := w.s.Letters.ComposeTx(ctx, tx, in)
	if err != nil {
		return nil, err
	}
	return w.s.Letters.ReleaseTx(ctx, tx, l.ID, nil)
}

func (w *Writer) recipient() letters.Recipient {
	a := w.Person.Address
	r := letters.Recipient{Name: w.Person.Name()}
	for _, line := range []string{a.Extra, a.Street, a.Postcode + " " + a.Place} {
		if len(line) > 1 {
			r.Lines = append(r.Lines, line)
		}
	}
	return r
}

// contact is the team that answers questions.
func (w *Writer) contact() letters.Contact {
	t, _ := w.s.Catalogue.City().FindTeam(w.Team)
	return letters.Contact{Name: t.Name, Phone: t.Phone, Email: t.Email, Room: t.Room}
}
