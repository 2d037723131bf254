package writing

import (
	"context"
	"strings"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// Named are words under the name by which a template of messages asks for them.
type Named struct {
	Name  string
	Words letters.Words
}

// PostTx writes a message of the office into the matter's thread; its notice goes by mail. A key is posted once. The day is told in
// both languages, and so are the words that the template asks for by name.
func (w *Writer) PostTx(ctx context.Context, tx *db.Tx, key, template string, day clock.Date, words ...Named) error {
	_, err := w.s.Messages.PostTx(ctx, tx, messages.Post{
		Key: key, Thread: w.About, From: messages.Office, Template: template, To: w.To(w.Person), Notice: template,
		Params: params(w.Language, day, words), InGerman: params(catalogue.German, day, words), Path: w.Path,
	})
	return err
}

func params(lang string, day clock.Date, words []Named) map[string]string {
	p := map[string]string{}
	for _, n := range words {
		p[n.Name] = n.Words[lang]
	}
	if !day.IsZero() {
		p["date"] = day.German()
		if identity.Language(lang) == "en" {
			p["date"] = day.Time(clock.Berlin).Format("2 January 2006")
		}
	}
	return p
}

// Items names papers, one in a line.
func (w *Writer) Items(keys ...string) Named {
	list := letters.Words{}
	for _, lang := range []string{w.Language, catalogue.German} {
		lines := make([]string, len(keys))
		for i, key := range keys {
			lines[i] = "– " + w.Offer.Text(lang, "items."+key+".title")
		}
		list[lang] = strings.Join(lines, "\n")
	}
	return Named{"items", list}
}

// Same are words that stand in one language only: the office's own, in German (VwVfG §23(1)).
func (w *Writer) Same(name, text string) Named {
	return Named{name, letters.Words{w.Language: text, catalogue.German: text}}
}

// Paragraphs are the parts of a text between empty lines.
func Paragraphs(text string) []string {
	found := []string{}
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			found = append(found, p)
		}
	}
	return found
}
