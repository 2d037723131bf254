package surveys

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// page is where surveys are answered and their results stand.
const path = "/office/workplace/surveys"

// reached are those who are asked and still work here, all of them: a mail that only some got would tell who has answered.
func (s *Service) reached(ctx context.Context, survey uuid.UUID) ([]messages.Addressee, error) {
	var accounts []uuid.UUID
	err := s.DB.NewSelect().Model((*asked)(nil)).Column("a.account_id").Where("a.survey_id = ?", survey).
		Where("EXISTS (SELECT FROM identity.staff_right_v1 r WHERE r.account_id = a.account_id)").OrderExpr("a.account_id").Scan(ctx, &accounts)
	if err != nil {
		return nil, fmt.Errorf("list who is asked: %w", err)
	}
	list := make([]messages.Addressee, 0, len(accounts))
	for _, id := range accounts {
		a, err := s.Identity.Account(ctx, id)
		if errors.Is(err, identity.ErrNoAccount) || err == nil && a.Email == "" {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, messages.Addressee{AccountID: a.ID, Email: a.Email, Language: "de"})
	}
	return list, nil
}

// tellTx invites on the first day and reminds before the last one, if the two lie apart.
func (s *Service) tellTx(ctx context.Context, tx *db.Tx, survey *Survey, today clock.Date, to []messages.Addressee) error {
	if !survey.Invited {
		survey.Invited = true
		return s.mailTx(ctx, tx, survey, messages.TemplateSurveyAsked, to)
	}
	remind := survey.ClosesOn.AddDays(-remindedBefore)
	if survey.Reminded || today.Before(remind) || !survey.OpensOn.Before(remind) {
		return nil
	}
	survey.Reminded = true
	return s.mailTx(ctx, tx, survey, messages.TemplateSurveyReminder, to)
}

func (s *Service) mailTx(ctx context.Context, tx *db.Tx, survey *Survey, template messages.Template, to []messages.Addressee) error {
	for _, who := range to {
		err := s.Messages.NotifyTx(ctx, tx, messages.Notice{
			Key: template + ":" + survey.ID.String() + ":" + who.AccountID.String(), Template: template, About: Record(survey.ID), To: who, Path: path,
			Params: map[string]string{"title": survey.Title, "date": survey.ClosesOn.Written(who.Language)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
