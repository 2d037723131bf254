package office

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/events"
)

// fund keeps the money of the teams, for whatever it is spent. Places in courses may be approved before anybody has set a budget; interpret adds what it pays for.
func (o *Office) fund(city *catalogue.City, _ *letters.Calendar) error {
	teams := make([]string, len(city.Teams))
	for i, team := range city.Teams {
		teams[i] = team.Key
	}
	o.Budgets = budgets.New(budgets.Deps{DB: o.DB, Audit: o.Audit, Teams: teams, Unbudgeted: map[string]bool{courses.Purpose: true}})
	events.Subscribe(o.DB.Bus, "office.on_budget_warned", o.onBudgetWarned)
	return nil
}

// teach makes the catalogue of courses.
func (o *Office) teach(city *catalogue.City, _ *letters.Calendar) error {
	key, err := o.Config.optionalLinkKey()
	if err != nil {
		return err
	}
	o.Courses = courses.New(courses.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Training: o.Training, Budgets: o.Budgets, Secret: key, Office: city.Office,
		Domain: o.Config.MailDomain, KeepMonths: o.Config.Retention.CourseMonths, Log: o.Log,
	})
	o.Courses.Register(o.Jobs)
	o.nextSession = o.nextCourse
	return nil
}

// nextCourse is where a training can be done next; nil where nothing is planned.
func (o *Office) nextCourse(ctx context.Context, training uuid.UUID) (*NextSession, error) {
	s, err := o.Courses.NextSession(ctx, training)
	if err != nil || s == nil {
		return nil, err
	}
	return &NextSession{s.StartsAt, cmp.Or(s.Place, s.Video)}, nil
}
