package training

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

const (
	nearDays  = 14 // before something is due it is said again
	graceDays = 7  // before the grace is over

	ownPath  = "/office/training"
	teamPath = "/office/training/team"
)

// due is a step of the ladder that is still to be told.
type due struct {
	AccountID     uuid.UUID
	RequirementID uuid.UUID
	DueOn         clock.Date
	Step          string
	Title         string
}

// untold are the steps at which duties stand now and which nobody was told. Who is free of one hears of it before that ends.
const untold = `, step AS (SELECT d.*, CASE WHEN d.standing = 'run_out' THEN 'over' WHEN d.standing = 'late' AND d.grace_ends_on - ?0::date <= ?5 THEN 'grace' WHEN d.standing = 'late' THEN 'late'
    WHEN d.standing = 'exempt' THEN CASE WHEN d.exempt_until - ?0::date <= ?4 AND coalesce(d.until <= d.exempt_until, true) THEN 'ahead' END
    WHEN d.due_on - ?0::date <= ?4 THEN 'near' WHEN d.due_on - ?0::date <= ?3 THEN 'ahead' END AS step FROM duty d WHERE d.standing <> 'done')
SELECT s.account_id, s.requirement_id, s.due_on, s.step, s.title FROM step s WHERE s.step IS NOT NULL AND NOT EXISTS (SELECT FROM training.told o WHERE o.account_id = s.account_id AND o.requirement_id = s.requirement_id AND o.due_on = s.due_on AND o.step = s.step)
ORDER BY s.account_id, s.due_on, s.title`

// remind tells everybody of what they must do soon or should have done, in one mail each; and leads how many of their team may not do something any more. Whoever cannot be
// told now keeps nobody else from hearing of it.
func (s *Service) remind(ctx context.Context) error {
	var all []due
	if err := s.reckon(s.DB, everybody, untold, nearDays, graceDays).Scan(ctx, &all); err != nil {
		return fmt.Errorf("find whom to remind: %w", err)
	}
	var faults []error
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].AccountID == all[0].AccountID {
			n++
		}
		faults = append(faults, s.remindOf(ctx, all[:n]))
		all = all[n:]
	}
	return errors.Join(append(faults, s.remindLeads(ctx))...)
}

// remindOf mails one person what is to be told to them, and notes which leads are to hear of it.
func (s *Service) remindOf(ctx context.Context, list []due) error {
	who := list[0].AccountID
	a, err := s.Identity.Account(ctx, who)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var lines []string
		over := false
		for _, d := range list {
			res, err := tx.NewRaw("INSERT INTO training.told (account_id, requirement_id, due_on, step) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
				d.AccountID, d.RequirementID, d.DueOn, d.Step).Exec(ctx)
			if err != nil {
				return fmt.Errorf("note what was told: %w", err)
			}
			if n, err := res.RowsAffected(); err != nil {
				return err
			} else if n > 0 {
				lines, over = append(lines, "· "+d.Title+" ("+d.DueOn.Written(a.Language)+")"), over || d.Step == "over"
			}
		}
		if over {
			if err := noteLeadsTx(ctx, tx, who); err != nil {
				return err
			}
		}
		if a.Email == "" || len(lines) == 0 {
			return nil
		}
		return s.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: "training:" + ids.New().String(), Template: messages.TemplateTrainingDue, About: FileOf(who), To: messages.Addressee{AccountID: who, Email: a.Email, Language: a.Language},
			Path: ownPath, Params: map[string]string{"list": strings.Join(lines, "\n")},
		})
	})
}

func noteLeadsTx(ctx context.Context, tx *db.Tx, who uuid.UUID) error {
	_, err := tx.NewRaw(`INSERT INTO training.lead_untold (lead_id, account_id) SELECT DISTINCT l.account_id, s.account_id
FROM identity.staff_right_v1 s JOIN identity.staff_right_v1 l ON l.role = 'lead' AND l.team = s.team
WHERE s.account_id = ? AND s.team NOT IN ('', '*') AND l.account_id <> s.account_id ON CONFLICT DO NOTHING`, who).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note leads to tell: %w", err)
	}
	return nil
}

// remindLeads tells leads how many people they are to hear of; who, they see in the office.
func (s *Service) remindLeads(ctx context.Context) error {
	var leads []uuid.UUID
	if err := s.DB.NewRaw("SELECT DISTINCT lead_id FROM training.lead_untold ORDER BY 1").Scan(ctx, &leads); err != nil {
		return fmt.Errorf("find leads to tell: %w", err)
	}
	var faults []error
	for _, lead := range leads {
		faults = append(faults, s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.remindLeadTx(ctx, tx, lead) }))
	}
	return errors.Join(faults...)
}

func (s *Service) remindLeadTx(ctx context.Context, tx *db.Tx, lead uuid.UUID) error {
	res, err := tx.NewRaw("DELETE FROM training.lead_untold WHERE lead_id = ?", lead).Exec(ctx)
	if err != nil {
		return fmt.Errorf("take what a lead is told: %w", err)
	}
	people, err := res.RowsAffected()
	if err != nil || people == 0 { // another run was faster
		return err
	}
	to, err := identity.Addresses(ctx, tx, []uuid.UUID{lead})
	if a, reached := to[lead]; err == nil && reached {
		err = s.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: "training_team:" + ids.New().String(), Template: messages.TemplateTrainingTeam, About: FileOf(lead), To: a, Path: teamPath, Params: map[string]string{"people": fmt.Sprint(people)},
		})
	}
	return err
}

// mailbox is where somebody is told what became of their certificate.
func (s *Service) mailbox(ctx context.Context, certificate uuid.UUID) (messages.Addressee, error) {
	var who uuid.UUID
	err := s.DB.NewSelect().Model((*Certificate)(nil)).Column("account_id").Where("c.id = ?", certificate).Scan(ctx, &who)
	if err := db.NoRows(err, ErrNone, "find certificate"); err != nil {
		return messages.Addressee{}, err
	}
	a, err := s.Identity.Account(ctx, who)
	return messages.Addressee{AccountID: a.ID, Email: a.Email, Language: a.Language}, err
}

// tellEndedTx says that an exception ended before its time.
func (s *Service) tellEndedTx(ctx context.Context, tx *db.Tx, x *Exception, title string) error {
	to, err := identity.Addresses(ctx, tx, []uuid.UUID{x.AccountID})
	if a, reached := to[x.AccountID]; err == nil && reached {
		err = s.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: "training_exception:" + x.ID.String(), Template: messages.TemplateTrainingExemptOver, About: FileOf(x.AccountID), To: a, Path: ownPath, Params: map[string]string{"title": title},
		})
	}
	return err
}

// tellTx says that a certificate was judged; how, the page tells.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, c *Certificate, to messages.Addressee) error {
	if to.Email == "" {
		return nil
	}
	return s.Messages.NotifyTx(ctx, tx, messages.Notice{
		Key: "certificate:" + c.ID.String(), Template: messages.TemplateTrainingCertificate, About: FileOf(c.AccountID), To: to, Path: ownPath,
	})
}
