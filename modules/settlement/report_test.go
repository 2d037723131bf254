package settlement_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// The year by team, language, manner and month: nobody's name, and no other team's money.
func TestTheYearsReport(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal Secret")
	first := o.owed(t, amal, "2026-11-19")
	o.work(t, amal, "2026-11-17")
	o.work(t, amal, "2026-10-01", func(_ *interpreters.Request, a *interpreters.Assignment) { a.State, a.Cents = interpreters.Missed, 0 })
	o.work(t, amal, "2026-01-01", func(_ *interpreters.Request, a *interpreters.Assignment) {
		told := at("2025-12-31 12:00")
		a.State, a.CancelledAt = interpreters.AssignmentCancelled, &told
	})
	open := o.claims(t)
	ctx, n := db.CountStatements(o.as(t, o.lead))
	list, err := o.Year(ctx, 2026)
	if err != nil || len(list) != 3 || n.Load() != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	if f := list[0]; f.Month != 1 || f.Cancelled != 1 || f.Number != 0 || f.UnconfirmedCents != open[0].TotalCents {
		t.Errorf("%+v", f)
	}
	if f := list[1]; f.Month != 10 || f.Missed != 1 || f.Cents != 0 {
		t.Errorf("%+v", f)
	}
	if f := list[2]; f.Month != 11 || f.Number != 2 || f.Cents != first.TotalCents || f.Minutes != 150 || f.Language != "ara" || f.Mode != "on_site" || f.Team != team {
		t.Errorf("%+v", f)
	}
	file, err := o.YearCSV(ctx, 2026)
	if err != nil || strings.Contains(string(file), "Secret") || !strings.Contains(string(file), "2026;11;familie;ara;on_site;2;0;0;0;2,50;286,67;0,00;0,00;286,67\r\n") {
		t.Error(string(file), err)
	}
	study := identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{"studium"}})
	if list, err := o.Year(o.as(t, study), 2026); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	if _, err := o.Year(o.as(t, o.clerk), 2026); !errors.Is(err, settlement.ErrNone) {
		t.Error(err)
	}
	for _, year := range []int{1, -5, 1 << 40} {
		if _, err := o.Year(o.as(t, o.lead), year); !errors.Is(err, settlement.ErrInput) {
			t.Error(year, err)
		}
	}
}

// BenchmarkYear is the year over 200,000 bookings with as many claims.
func BenchmarkYear(b *testing.B) {
	o := open(b)
	who := o.person(b, "Amal")
	for _, statement := range []string{
		`INSERT INTO interpreters.request (id, key, about_kind, about_id, language, form, mode, during, manner, offer_minutes, team, state, asked_at)
SELECT md5('r' || n)::uuid, decode(md5('k' || n), 'hex'), 'appointment', md5('a' || n)::uuid, (ARRAY['ara','prs','ukr','tir','kmr','tur','vie','spa','fra','som'])[1 + n % 10], 'spoken',
  (ARRAY['on_site','phone','video'])[1 + n % 3], tstzrange(t, t + interval '1 minute'), 'one', 60, (ARRAY['familie','studium','fachkraefte','humanitaer'])[1 + n % 4], 'ended', t
FROM (SELECT n, timestamptz '2026-01-01' + n * interval '2 minutes' AS t FROM generate_series(1, 200000) n) x`,
		`INSERT INTO interpreters.assignment (id, request_id, interpreter_id, state, during, blocked, cents, team, created_at)
SELECT md5('b' || id)::uuid, id, ?, CASE WHEN get_byte(key, 0) < 20 THEN 'cancelled' ELSE 'ended' END, during, during, 9300, team, asked_at FROM interpreters.request`,
		`INSERT INTO settlement.claim (id, about_kind, about_id, kind, interpreter_id, payee_id, team, language, mode, ended_on, lapses_on, bill, net_cents, vat_cents, total_cents, minutes, state, confirmed_at, created_at, budget_year)
SELECT a.id, 'assignment', a.id, 'interpreting', a.interpreter_id, a.interpreter_id, a.team, 'ara', 'on_site', lower(a.during)::date, lower(a.during)::date + 90, '{"Lines": []}', 9300, 1767, 11067, 60, 'confirmed', now(), now(), 2026
FROM interpreters.assignment a`,
		"ANALYZE interpreters.request", "ANALYZE interpreters.assignment", "ANALYZE settlement.claim",
	} {
		args := []any{}
		if strings.Contains(statement, "?") {
			args = append(args, who)
		}
		if _, err := o.NewRaw(statement, args...).Exec(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	all := identity.StaffViewer(ids.New(), identity.Right{Role: identity.Auditor, AllTeams: true})
	for b.Loop() {
		list, err := o.Year(o.as(b, all), 2026)
		if err != nil || len(list) < 100 {
			b.Fatal(len(list), err)
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(time.Millisecond), "ms/year")
}
