package office

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// clear makes the clearing desk. Every city has one, at a counter or on the phone; tickets it knows where there is a hall.
func (o *Office) clear(*catalogue.City, *letters.Calendar) error {
	key, err := o.Config.optionalLinkKey()
	if err != nil {
		return err
	}
	o.Clearing = clearing.New(clearing.Deps{
		DB: o.DB, Audit: o.Audit, Catalogue: o.Catalogue, Documents: o.Documents, Letters: o.Letters, Frontdesk: o.Frontdesk, Log: o.Log,
	}, clearing.Config{KeepDays: o.Config.Retention.VisitDays, BaseURL: o.Config.BaseURL, Secret: key})
	return nil
}

// matters tells the clearing desk of cases.
type matters struct{ *Office }

var _ clearing.Cases = matters{}

// Matter implements clearing.Cases.
func (o matters) Matter(ctx context.Context, id uuid.UUID) (*clearing.Matter, error) {
	c, err := o.Cases.Reach(ctx, id, clearing.Action)
	if err != nil {
		return nil, err
	}
	if err := o.Audit.Opened(ctx, cases.Record(id), "clearing"); err != nil {
		return nil, err
	}
	person, err := o.Persons.Get(ctx, c.PersonID)
	if err != nil {
		return nil, err
	}
	m := &clearing.Matter{
		ID: c.ID, Number: c.Number, Person: person.Name(), BirthDate: person.BirthDate, Language: c.Language, Service: c.Service, ServiceVersion: c.ServiceVersion,
		Team: c.Team, Undecided: slices.Contains(cases.Undecided, c.State), Papers: []clearing.Paper{},
	}
	err = o.DB.NewSelect().TableExpr("cases.paper_v1").Column("item", "required", "state", "reason", "requested", "valid_until").
		Where("case_id = ?", id).OrderExpr("position").Scan(ctx, &m.Papers)
	if err != nil {
		return nil, fmt.Errorf("read list of case: %w", err)
	}
	return m, nil
}

var caseNumber = regexp.MustCompile(`[0-9]{4}-[0-9]{6,}-[0-9]`)

const mostFound = 10

// Find implements clearing.Cases. A scanned code is an address that holds the number.
func (o matters) Find(ctx context.Context, text string) ([]clearing.Found, error) {
	text = strings.TrimSpace(text)
	var by cases.Clause
	if number := caseNumber.FindString(text); ids.ValidCaseNumber(number) {
		by = cases.Clause{SQL: "c.number = %s", Args: []any{number}}
	} else if names, born := persons.Query(text); names != "" && len(text) <= 200 {
		by = cases.Clause{SQL: "c.person_id IN (SELECT id FROM persons.person_v1 WHERE search @@ to_tsquery('simple', %s) AND (%s = '' OR birth_date = %s))", Args: []any{names, born, born}}
	} else {
		return []clearing.Found{}, nil
	}
	list, err := o.Cases.WorkListOf(ctx, clearing.Action, page.Args{First: mostFound}, by)
	if err != nil {
		return nil, err
	}
	found := make([]clearing.Found, len(list.Items))
	for i, c := range list.Items {
		found[i] = clearing.Found{ID: c.ID, Number: c.Number, Person: c.PersonName, Service: c.Service}
		if c.BirthDate != nil {
			found[i].BirthDate = *c.BirthDate
		}
	}
	return found, nil
}
