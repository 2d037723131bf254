package training

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

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

// remind tells everybody of what they must do soon or should have done, in one mail each; and leads how many of their team may not do something any more.
func (s *Service) remind(ctx context.Context) error {
	var all []due
	if err := s.reckon(s.DB, everybody, untold, nearDays, graceDays).Scan(ctx, &all); err != nil {
		return fmt.Errorf("find whom to remind: %w", err)
	}
	var over []uuid.UUID
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].AccountID == all[0].AccountID {
			n++
		}
		if err := s.remindOf(ctx, all[:n]); err != nil {
			return err
		}
		for _, d := range all[:n] {
			if d.Step == "over" {
				over = append(over, d.AccountID)
				break
			}
		}
		all = all[n:]
	}
	return s.remindLeads(ctx, over)
}

// remindOf mails one person what is to be told to them.
func (s *Service) remindOf(ctx context.Context, list []due) error {
	who := list[0].AccountID
	a, err := s.Identity.Account(ctx, who)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var lines []string
		for _, d := range list {
			res, err := tx.NewRaw("INSERT INTO training.told (account_id, requirement_id, due_on, step) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
				d.AccountID, d.RequirementID, d.DueOn, d.Step).Exec(ctx)
			if err != nil {
				return fmt.Errorf("note what was told: %w", err)
			}
			if n, err := res.RowsAffected(); err != nil {
				return err
			} else if n > 0 {
				lines = append(lines, "· "+d.Title+" ("+d.DueOn.Written(a.Language)+")")
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

// remindLeads tells the leads of these people how many they are; who, they see in the office.
func (s *Service) remindLeads(ctx context.Context, people []uuid.UUID) error {
	if len(people) == 0 {
		return nil
	}
	var leads []struct {
		AccountID uuid.UUID
		People    int
	}
	err := s.DB.NewRaw(`SELECT l.account_id, count(DISTINCT s.account_id) AS people FROM identity.staff_right_v1 s JOIN identity.staff_right_v1 l ON l.role = 'lead' AND l.team = s.team
WHERE s.account_id IN (?) AND s.team NOT IN ('', '*') AND l.account_id <> s.account_id GROUP BY 1 ORDER BY 1`, bun.List(people)).Scan(ctx, &leads)
	if err != nil {
		return fmt.Errorf("find leads to remind: %w", err)
	}
	for _, l := range leads {
		a, err := s.Identity.Account(ctx, l.AccountID)
		if err != nil {
			return err
		}
		if a.Email == "" {
			continue
		}
		err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return s.Messages.NotifyTx(ctx, tx, messages.Notice{
				Key: "training_team:" + l.AccountID.String() + ":" + s.today().String(), Template: messages.TemplateTrainingTeam, About: FileOf(l.AccountID),
				To: messages.Addressee{AccountID: a.ID, Email: a.Email, Language: a.Language}, Path: teamPath, Params: map[string]string{"people": fmt.Sprint(l.People)},
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
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
