package cases

import (
	"context"
	"slices"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/db"
)

// matter is a case as letters and messages speak of it.
func (c *Case) matter() writing.Matter {
	return writing.Matter{
		About: Record(c.ID), Number: c.Number, Path: pathOf(c.ID), Language: c.Language, Team: c.Team, Person: c.PersonID,
		Account: c.AccountID, Service: c.Service, Version: c.ServiceVersion,
	}
}

// WriterTx writes to the person of a case, in their language and in German.
func (s *Service) WriterTx(ctx context.Context, tx *db.Tx, c *Case) (*writing.Writer, error) {
	return s.writing.ToTx(ctx, tx, c.matter())
}

// requestLetter asks for the papers of a request, with what was wrong about those that were rejected.
func requestLetter(w *writing.Writer, r *Request, papers []*Paper) letters.Content {
	content := letters.Request{Service: w.ServiceName(), DueOn: r.DueOn, Note: r.Text}
	for _, p := range papers {
		if !slices.Contains(r.Items, p.Item) {
			continue
		}
		item := letters.RequestItem{Title: w.Words("items." + p.Item + ".title"), Form: w.GoodCopy(p.Item)}
		if p.State == PaperRejected && p.Reason != nil {
			if slices.Contains(Reasons, *p.Reason) {
				item.Reason = w.Texts("portal", "case.reason."+*p.Reason)
			} else {
				item.Note = *p.Reason
			}
		}
		content.Items = append(content.Items, item)
	}
	return content
}
