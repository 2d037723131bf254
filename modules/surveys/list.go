package surveys

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// read is a survey whoever asks.
func read(ctx context.Context, q bun.IDB, id uuid.UUID) (*Survey, error) {
	survey := new(Survey)
	return survey, db.NoRows(q.NewSelect().Model(survey).Where("s.id = ?", id).Scan(ctx), ErrNone, "read survey")
}

// seen are the surveys that the viewer sees: those that ask them, from the first day, those of which a measure is theirs, and every one for who may ask. All see the same of one, but for
// what is their own.
func (s *Service) seen(ctx context.Context, q *bun.SelectQuery) *bun.SelectQuery {
	return q.ColumnExpr("s.*, coalesce(asker.name, '') AS asker, mine.account_id IS NOT NULL AS mine, mine.blinded IS NOT NULL AS signed").
		Join("LEFT JOIN surveys.asked AS mine ON mine.survey_id = s.id AND mine.account_id = ?", identity.ViewerFrom(ctx).AccountID).
		Join("LEFT JOIN identity.account_v1 AS asker ON asker.id = s.asked_by").
		Where("mine.account_id IS NOT NULL AND s.opens_on <= ?0 OR ?1 OR EXISTS (SELECT FROM surveys.measure AS own WHERE own.survey_id = s.id AND own.owner_id = ?2)", s.today(), mayAsk(ctx), identity.ViewerFrom(ctx).AccountID)
}

// Survey is one of those that the viewer sees.
func (s *Service) Survey(ctx context.Context, id uuid.UUID) (*Survey, error) {
	survey := new(Survey)
	err := s.seen(ctx, s.DB.NewSelect().Model(survey).Where("s.id = ?", id)).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read survey"); err != nil {
		return nil, err
	}
	return survey, s.fill(ctx, []*Survey{survey})
}

type newest struct {
	OpensOn clock.Date
	ID      uuid.UUID
}

// Surveys are those that the viewer sees, the newest first.
func (s *Service) Surveys(ctx context.Context, args page.Args) (page.Page[*Survey], error) {
	var after newest
	more, err := page.Decode(args.After, &after)
	if err != nil {
		return page.Page[*Survey]{}, err
	}
	var rows []*Survey
	q := s.seen(ctx, s.DB.NewSelect().Model(&rows)).OrderExpr("s.opens_on DESC, s.id DESC").Limit(int64(args.Size()) + 1)
	if more {
		q = q.Where("(s.opens_on, s.id) < (?, ?)", after.OpensOn, after.ID)
	}
	if err := q.Scan(ctx); err != nil {
		return page.Page[*Survey]{}, fmt.Errorf("list surveys: %w", err)
	}
	list := page.Cut(rows, args.Size(), func(s *Survey) any { return newest{s.OpensOn, s.ID} })
	return list, s.fill(ctx, list.Items)
}

// fill reads what belongs to surveys: questions with their results, and measures.
func (s *Service) fill(ctx context.Context, list []*Survey) error {
	if len(list) == 0 {
		return nil
	}
	of, keys := map[uuid.UUID]*Survey{}, []uuid.UUID{}
	for _, survey := range list {
		of[survey.ID], keys = survey, append(keys, survey.ID)
	}
	if err := s.questions(ctx, of, keys); err != nil {
		return err
	}
	if err := s.results(ctx, of, keys); err != nil {
		return err
	}
	measures, err := s.measures(ctx, keys)
	for _, m := range measures {
		of[m.SurveyID].Measures = append(of[m.SurveyID].Measures, m)
	}
	return err
}

func (s *Service) questions(ctx context.Context, of map[uuid.UUID]*Survey, keys []uuid.UUID) error {
	var list []Question
	if err := s.DB.NewSelect().Model(&list).Where("q.survey_id IN ?", bun.Tuple(keys)).OrderExpr("q.survey_id, q.place").Scan(ctx); err != nil {
		return fmt.Errorf("read questions: %w", err)
	}
	for _, q := range list {
		survey := of[q.SurveyID]
		if survey.Answers != nil && q.Kind != Text {
			q.Shares = make([]int, q.values()+1)
		}
		survey.Questions = append(survey.Questions, q)
	}
	return nil
}

func (s *Service) results(ctx context.Context, of map[uuid.UUID]*Survey, keys []uuid.UUID) error {
	var shares []result
	if err := s.DB.NewSelect().Model(&shares).Where("survey_id IN ?", bun.Tuple(keys)).Scan(ctx); err != nil {
		return fmt.Errorf("read results: %w", err)
	}
	for _, r := range shares {
		of[r.SurveyID].Questions[r.Place-1].Shares[r.Value] = r.Share
	}
	var remarks []remark
	if err := s.DB.NewSelect().Model(&remarks).Where("survey_id IN ?", bun.Tuple(keys)).OrderExpr("id").Scan(ctx); err != nil {
		return fmt.Errorf("read remarks: %w", err)
	}
	for _, r := range remarks {
		q := &of[r.SurveyID].Questions[r.Place-1]
		q.Remarks = append(q.Remarks, r.Text)
	}
	return nil
}
