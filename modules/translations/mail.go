package translations

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// Mails name neither the client nor the paper.
const (
	mailOffer     = messages.TemplateTranslationOffer
	mailGiven     = messages.TemplateTranslationGiven
	mailReturned  = messages.TemplateTranslationReturned
	mailDue       = messages.TemplateTranslationDue
	mailCancelled = messages.TemplateTranslationCancelled
	mailDelivered = messages.TemplateTranslationDelivered // to the team, as the next
	mailUnfilled  = messages.TemplateTranslationUnfilled

	workPath   = "/interpreting/translation"
	officePath = "/office/interpreters/translations"
)

// notice is what a mail about an order says: from or into which language, until when.
func (s *Service) notice(template messages.Template, o *Order, to messages.Addressee) messages.Notice {
	name, _ := linguists.Name(o.Language, to.Language)
	return messages.Notice{
		Template: template, About: Record(o.ID), To: to, Path: "/", Key: fmt.Sprintf("%s:%s", template, o.ID),
		Params: map[string]string{"language": name, "date": o.DueOn.Written(to.Language)},
	}
}

// addressTx is where somebody is mailed, or the agency for which they work.
func addressTx(ctx context.Context, tx *db.Tx, who uuid.UUID) (messages.Addressee, error) {
	var to messages.Addressee
	err := tx.NewRaw(`SELECT coalesce(a.email, p.email), coalesce(a.language, p.language) FROM linguists.interpreter_v1 p
LEFT JOIN linguists.interpreter_v1 a ON a.id = p.agency_id WHERE p.id = ?`, who).Scan(ctx, &to.Email, &to.Language)
	return to, db.NoRows(err, ErrNone, "find whom to mail")
}

// mailTx has a mail sent to whom something was offered, with the link to it.
func (s *Service) mailTx(ctx context.Context, tx *db.Tx, template messages.Template, o *Order, of *Offer, more ...func(*messages.Notice)) error {
	to, err := addressTx(ctx, tx, of.InterpreterID)
	if err != nil {
		return err
	}
	n := s.notice(template, o, to)
	n.Key = fmt.Sprintf("%s:%s:%d", template, of.ID, o.SentBack)
	if template != mailCancelled {
		n.Path, n.Secret = workPath, s.Link(o, of)
	}
	for _, change := range more {
		change(&n)
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}

// mailOfferTx asks somebody: with what it would be paid, and until when they can answer.
func (s *Service) mailOfferTx(ctx context.Context, tx *db.Tx, o *Order, of *Offer) error {
	return s.mailTx(ctx, tx, mailOffer, o, of, func(n *messages.Notice) {
		until := of.Until.In(clock.Berlin)
		n.Until, n.Params["pay"] = of.Until, remuneration.Euros(of.Cents)
		n.Params["until"] = clock.DateOf(until).Written(n.To.Language) + ", " + until.Format("15:04")
	})
}

// mailTeamTx tells the team that ordered.
func (s *Service) mailTeamTx(ctx context.Context, tx *db.Tx, o *Order, template messages.Template) error {
	if s.Team == nil {
		return nil
	}
	team, err := s.Team(ctx, o.Team)
	if err != nil {
		return fmt.Errorf("find team: %w", err)
	}
	for i, to := range team {
		n := s.notice(template, o, to)
		n.Key, n.Path = fmt.Sprintf("%s:%s:%d:%d", template, o.ID, o.Version, i), officePath
		if err := s.Messages.NotifyTx(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

type (
	// DailyArgs is the job of what is due once a day.
	DailyArgs struct{}
	// SweepArgs is the job that ends what was not answered in time.
	SweepArgs struct{}
)

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "translations.daily" }

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "translations.sweep" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Handle(r, func(ctx context.Context, _ SweepArgs) error { return s.Sweep(ctx) })
	jobs.Every(r, "translations.daily", time.Hour, func() river.JobArgs { return DailyArgs{} })
	jobs.Every(r, "translations.sweep", time.Minute, func() river.JobArgs { return SweepArgs{} })
}

// Daily reminds who works on something that is due tomorrow, and who is late. It may run as often as it likes: a mail of a key is sent once.
func (s *Service) Daily(ctx context.Context) error {
	today := s.today()
	var due []*Order
	err := s.DB.NewSelect().Model(&due).Relation("Offers").Where("r.state = ? AND r.due_on <= ? AND r.due_on > ?", Given, today.AddDays(1), today.AddDays(-linkDays)).
		OrderExpr("r.due_on, r.id").Scan(ctx)
	if err != nil {
		return fmt.Errorf("find what is due: %w", err)
	}
	for _, o := range due {
		when := "due"
		if o.Overdue(today) {
			when = "late"
		}
		for _, of := range o.Offers {
			if of.State != OfferAccepted {
				continue
			}
			err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
				return s.mailTx(ctx, tx, mailDue, o, of, func(n *messages.Notice) { n.Key += ":" + when + ":" + o.DueOn.String() })
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
