package office

import (
	"context"
	"slices"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/workforce"
)

// keepPosts makes what knows the posts of the office.
func (o *Office) keepPosts(city *catalogue.City, _ *letters.Calendar) error {
	teams := make([]string, len(city.Teams))
	for i, team := range city.Teams {
		teams[i] = team.Key
	}
	o.Workforce = workforce.New(workforce.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Teams: teams, Told: o.keepersOfPosts,
	})
	o.Workforce.Register(o.Jobs)
	return nil
}

// keepersOfPosts are the personnel office and those who lead a team.
func (o *Office) keepersOfPosts(ctx context.Context, team string) ([]messages.Addressee, error) {
	names, keeps := workforce.ActionNames, workforce.ActionKeep
	list := []messages.Addressee{}
	for _, f := range []identity.StaffFilter{{Action: &keeps}, {Action: &names, Team: &team}} {
		to, err := o.staffByMail(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, who := range to {
			if !slices.Contains(list, who) {
				list = append(list, who)
			}
		}
	}
	return list, nil
}
