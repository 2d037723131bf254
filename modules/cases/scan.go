package cases

import "github.com/jackc/pgx/v5"

func (d *Detail) scanHead(row pgx.Row) error {
	c, p := &d.Case, &d.Person
	err := row.Scan(&c.ID, &c.Number, &c.ApplicationID, &c.SittingID, &c.PersonID, &c.AccountID, &c.Role, &c.Service, &c.ServiceVersion, &c.State,
		&c.Team, &c.ClerkID, &c.Urgency, &c.Difficulty, &c.Routing, &c.Language, &c.ReceivedAt, &c.ReceivedOn, &c.TitleEndsOn, &c.ActionDueOn,
		&c.PromiseDueOn, &c.PromiseDays, &c.RiskOn, &c.PausedSince, &c.PausedReason, &c.PausedDays, &c.PapersMissing, &c.PapersToCheck,
		&c.PapersAccepted, &c.PapersTotal, &c.Fee, &c.ReceiptLetter, &c.DecidedAt, &c.ClosedAt, &c.Version,
		&p.FamilyName, &p.GivenNames, &p.NameOriginal, &p.BirthDate, &p.Nationalities, &p.Email, &p.Language, &p.LinkState, &p.Proposal, &d.more.translated,
		&d.UnreachedSince)
	p.ID = c.PersonID
	return err
}

func scanPaper(row pgx.CollectableRow) (p PaperRow, err error) {
	var document int
	err = row.Scan(&p.ID, &p.CaseID, &p.Item, &p.Required, &p.Expires, &p.State, &p.DocumentID, &p.Reused, &p.Reason, &p.ValidUntil, &p.Requested,
		&p.Paper.CheckedBy, &p.CheckedAt, &p.Position, &p.Version, &document)
	p.Version = seen(p.Version, document)
	return p, err
}

func scanRequest(row pgx.CollectableRow) (r RequestRow, err error) {
	err = row.Scan(&r.ID, &r.CaseID, &r.Items, &r.DueOn, &r.Text, &r.State, &r.LetterID, &r.CreatedAt, &r.Request.CreatedBy, &r.AnsweredAt)
	return r, err
}

func scanNote(row pgx.CollectableRow) (n NoteRow, err error) {
	err = row.Scan(&n.ID, &n.CaseID, &n.Note.Author, &n.Channel, &n.Text, &n.At)
	return n, err
}
