package cataloguegql_test

import (
	"context"
	"os"
	"testing"

	cataloguegql "github.com/ankunft/ankunft/graph/catalogue"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/testkit"
)

// took is what the cases would tell.
type took map[string]cataloguegql.ExpectedDuration

func (d took) Expected(context.Context, []string) (map[string]cataloguegql.ExpectedDuration, error) {
	return d, nil
}

func open(t *testing.T, d cataloguegql.Durations) cataloguegql.Query {
	t.Helper()
	kit := testkit.New(t, catalogue.Migrations)
	town, err := catalogue.Load(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	s := catalogue.New(kit.DB, town)
	if err := s.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	return cataloguegql.Query{Catalogue: s, Clock: kit.Clock, Durations: d}
}

func TestEveryServiceIsToldWhole(t *testing.T) {
	t.Parallel()
	q := open(t, nil)
	for _, lang := range []string{"de", "en", "de-simple", "tlh"} {
		all, err := q.Services(t.Context(), lang)
		if err != nil || len(all) != 3 {
			t.Fatal(len(all), err)
		}
		for _, s := range all {
			if s.Title == "" || s.Title == "service.name" || s.Summary == "" || s.Description == "" || s.Version != 1 || len(s.Legal) == 0 {
				t.Errorf("%s in %s: %q", s.Key, lang, s.Title)
			}
			for _, p := range s.Procedure {
				if p.Title == "" || p.Title == "procedure."+p.Key+".title" || p.Actor == "" {
					t.Errorf("%s in %s: step %s", s.Key, lang, p.Key)
				}
			}
			for _, c := range s.Checklist {
				if c.Title == "" || c.Why == "" || c.Form == "" {
					t.Errorf("%s in %s: paper %s", s.Key, lang, c.Item)
				}
			}
			for _, f := range s.Fees {
				if f.Cents == 0 || f.Law == "" || f.Title == "fees."+f.Key {
					t.Errorf("%s in %s: fee %+v", s.Key, lang, f)
				}
			}
			for _, step := range s.Form.Steps {
				if step.Title == "" || len(step.Fields) == 0 || step.Fields[0].Label == "" {
					t.Errorf("%s in %s: step %s", s.Key, lang, step.Key)
				}
			}
		}
	}
}

func TestADurationSaysWhatStandsBehindIt(t *testing.T) {
	t.Parallel()
	real := cataloguegql.ExpectedDuration{Days: 20, DaysUpper: 35, Source: cataloguegql.FromCases, Sample: 41}
	q := open(t, took{"16b-extension": real})
	s, err := q.Service(t.Context(), "16b-extension", "de")
	if err != nil || s.Duration != real {
		t.Fatal(s, err)
	}
	s, err = q.Service(t.Context(), "28-family", "de")
	if err != nil || s.Duration.Source != cataloguegql.FromGoal || s.Duration.Sample != 0 || s.Duration.Days == 0 {
		t.Fatal(s, err)
	}
}

func TestAnUnknownServiceIsNothing(t *testing.T) {
	t.Parallel()
	if s, err := open(t, nil).Service(t.Context(), "none", "de"); s != nil || err != nil {
		t.Fatal(s, err)
	}
}
