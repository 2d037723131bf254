package office

import (
	"context"
	"fmt"
	"strconv"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
)

// budgetPages are where the budgets of a purpose are kept, and the mail that warns of one.
var budgetPages = map[string]struct {
	path     string
	template messages.Template
}{
	interpreters.Purpose: {"/office/interpreters/budget", messages.TemplateBudgetWarned},
	courses.Purpose:      {"/office/training/budget", messages.TemplateCourseBudget},
}

// onBudgetWarned hears that a threshold of a budget is reached, and mails those who may set it; with none of them in the house, the team's mailbox.
func (o *Office) onBudgetWarned(ctx context.Context, e budgets.Warned) error {
	b, err := o.Budgets.ByID(ctx, e.BudgetID)
	if err != nil {
		return unlessGone(err)
	}
	page, ok := budgetPages[b.Purpose]
	if !ok {
		return nil // nobody keeps any for that
	}
	city := o.Catalogue.City()
	to, err := o.responsible(ctx, b.Team)
	if err == nil && len(to) == 0 {
		to, err = mailboxes(city)(ctx, b.Team)
	}
	if err != nil {
		return err
	}
	return o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for i, who := range to {
			err := o.Messages.NotifyTx(ctx, tx, messages.Notice{
				Key: fmt.Sprintf("budget:%s:%d:%d:%d", b.ID, b.Version, e.Percent, i), Template: page.template, About: budgets.Record(b.ID), To: who, Path: page.path,
				Params: map[string]string{"percent": strconv.Itoa(e.Percent), "year": strconv.Itoa(b.Year), "team": budgetOf(city, b)},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// responsible are those who may set a team's budget and can be mailed.
func (o *Office) responsible(ctx context.Context, team string) ([]messages.Addressee, error) {
	action := budgets.ActionSet
	return o.staffByMail(ctx, identity.StaffFilter{Team: &team, Action: &action})
}

// staffByMail are members of staff who can be mailed.
func (o *Office) staffByMail(ctx context.Context, f identity.StaffFilter) ([]messages.Addressee, error) {
	staff, err := o.Identity.Staff(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("find whom of the staff to mail: %w", err)
	}
	to := []messages.Addressee{}
	for _, m := range staff {
		a, err := o.Identity.Account(ctx, m.ID)
		if err != nil {
			return nil, err
		}
		if a.Email != "" {
			to = append(to, messages.Addressee{AccountID: a.ID, Email: a.Email, Language: "de"})
		}
	}
	return to, nil
}

// budgetOf names a budget: its team, and the cost centre where it has one of its own.
func budgetOf(city *catalogue.City, b *budgets.Budget) string {
	name := b.Team
	for _, team := range city.Teams {
		if team.Key == b.Team {
			name = team.Name
		}
	}
	if b.CostCentre != "" {
		name += ", " + b.CostCentre
	}
	return name
}
