package linguists

import (
	"context"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

// ownPath is where interpreters find their own entry.
const ownPath = "/interpreting"

// mailSettledTx tells somebody what the office made of what they changed themselves, and why it was refused.
func (s *Service) mailSettledTx(ctx context.Context, tx *db.Tx, i *Interpreter, c *InterpreterChange) error {
	if i.Email == "" {
		return nil
	}
	n := messages.Notice{
		Key: "change:" + c.ID.String(), Template: messages.TemplateInterpreterChangeConfirmed, About: Record(i.ID), To: messages.Addressee{Email: i.Email, Language: i.Language},
		Path: ownPath, Params: map[string]string{},
	}
	if c.State == ChangeRefused {
		n.Template, n.Params["reason"] = messages.TemplateInterpreterChangeRefused, c.Reason
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}
