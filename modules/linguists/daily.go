package linguists

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/jobs"
)

// Days before the end of a proof on which its holder is told.
const (
	firstWarning = 60
	lastWarning  = 14
)

// DailyArgs is the job of what is due once a day.
type DailyArgs struct{}

// Kind implements river.JobArgs.
func (DailyArgs) Kind() string { return "linguists.daily" }

// Register hands the work of this module to the workers.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DailyArgs) error { return s.Daily(ctx) })
	jobs.Every(r, "linguists.daily", 24*time.Hour, func() river.JobArgs { return DailyArgs{} })
}

// EndingProof is a proof that ends soon or has ended, and nothing newer stands for it.
type EndingProof struct {
	Proof
	Name  string // of the interpreter
	Email string
	To    string // language of mails
}

const mostEnding = 500

// ending are proofs of people who are asked that end within the first warning, or ended less than a year ago, the earliest first.
const ending = `SELECT p.id, p.interpreter_id, p.kind, p.issued_on, p.valid_until, i.name, i.email, i.language AS "to" FROM linguists.proof p
JOIN linguists.interpreter i ON i.id = p.interpreter_id AND i.state <> 'ended'
WHERE p.valid_until BETWEEN ?0 AND ?1 AND NOT EXISTS (SELECT FROM linguists.proof n WHERE n.interpreter_id = p.interpreter_id AND n.kind = p.kind
  AND (n.kind <> 'certificate' OR n.name = p.name) AND n.id <> p.id AND coalesce(n.valid_until, 'infinity') > p.valid_until)
ORDER BY p.valid_until, p.id LIMIT ?2`

// Ending lists proofs that end within 60 days or have ended, for who keeps the directory.
func (s *Service) Ending(ctx context.Context) ([]EndingProof, error) {
	list := []EndingProof{}
	today := s.today()
	if err := s.DB.NewRaw(ending, today.AddYears(-1), today.AddDays(firstWarning), mostEnding).Scan(ctx, &list); err != nil {
		return nil, fmt.Errorf("find proofs that end: %w", err)
	}
	return list, nil
}

// Daily tells each interpreter whose proof ends within 60 and within 14 days, each once, and forgets needs that were told of a visit a year ago. It may run as
// often as it likes.
func (s *Service) Daily(ctx context.Context) error {
	_, err := s.DB.NewRaw("DELETE FROM linguists.need WHERE subject_kind NOT IN ('person', 'case') AND noted_at < ?", s.DB.Clock.Now().AddDate(-1, 0, 0)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget needs: %w", err)
	}
	list, err := s.Ending(ctx)
	if err != nil {
		return err
	}
	for _, p := range list {
		left := s.today().DaysUntil(p.ValidUntil)
		if left < 0 || p.Email == "" {
			continue
		}
		within := firstWarning
		if left <= lastWarning {
			within = lastWarning
		}
		if err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.warnTx(ctx, tx, p, within) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) warnTx(ctx context.Context, tx *db.Tx, p EndingProof, within int) error {
	until := p.ValidUntil.AddDays(1).Time(time.UTC)
	return s.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: "proof:" + p.ID.String() + ":" + strconv.Itoa(within), Template: messages.TemplateInterpreterProof, About: Record(p.InterpreterID),
		To: messages.Addressee{AccountID: uuid.Nil, Email: p.Email, Language: p.To}, Path: "/", Params: map[string]string{"date": p.ValidUntil.Written(p.To)}, Until: &until,
	})
}
