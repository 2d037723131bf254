package workforce_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

func TestAPostIsNeverFilledBeyondItsShare(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.post(t, "32-101", "family", 75)
	must(t, o.fill(t, id, "Anna", 50, "2024-02-01", "2025-01-31"))
	must(t, o.fill(t, id, "Bela", 50, "2025-02-01", ""))
	for name, c := range map[string]struct {
		who, from, until string
		share            int
		want             error
	}{
		"in the middle":      {"Dora", "2024-06-01", "2024-07-01", 30, workforce.ErrShare},
		"over the change":    {"Emil", "2025-01-31", "2025-02-01", 30, workforce.ErrShare},
		"before it is one":   {"Franz", "2023-12-31", "", 10, workforce.ErrShare},
		"the same again":     {"Bela", "2025-03-01", "", 10, workforce.ErrTwice},
		"what is left of it": {"Cem", "2025-03-01", "", 25, nil},
	} {
		if err := o.fill(t, id, c.who, c.share, c.from, c.until); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := o.row(t, id)
	smaller := workforce.ChangePost{ID: id, Version: p.Version, Title: "x", Grade: "E 9b", Share: 50, Team: "family", From: day(t, "2026-12-01")}
	if err := o.Change(personnel(t), smaller); !errors.Is(err, workforce.ErrShare) {
		t.Errorf("a post that becomes smaller than who fills it: %v", err)
	}
	if err := o.Close(personnel(t), workforce.ClosePost{ID: id, Version: p.Version, LastDay: day(t, "2026-12-31")}); !errors.Is(err, workforce.ErrShare) {
		t.Errorf("a post that ends while it is filled: %v", err)
	}
	if _, err := o.Pool().Exec(t.Context(), "UPDATE workforce.filling AS f SET share = 70 FROM workforce.person AS p WHERE p.id = f.person_id AND p.name = 'Bela'"); err == nil { // not even past the service
		t.Error("filled beyond its share by SQL")
	}
}

func TestNobodyFillsMoreThanAWholePostUnlessItIsWrittenWhy(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, second := o.post(t, "1", "family", 100), o.post(t, "2", "study", 100)
	must(t, o.fill(t, first, "Anna", 80, "2024-02-01", ""))
	if err := o.fill(t, second, "anna", 30, "2026-01-01", ""); !errors.Is(err, workforce.ErrPerson) {
		t.Fatal(err)
	}
	must(t, o.fill(t, second, "Anna", 20, "2026-01-01", "2026-06-30"))
	in := workforce.FillPost{ID: second, Version: o.row(t, second).Version, Name: to("Anna"), Share: 30, From: day(t, "2026-07-01"), Beyond: to("Vertretung, vereinbart")}
	must(t, o.Fill(personnel(t), in))
	in = workforce.FillPost{ID: second, Version: o.row(t, second).Version, Name: to("Bela"), Share: 70, From: day(t, "2026-07-01"), Secondment: true}
	err := o.Fill(personnel(t), in)
	if e := errs.Of(err); !errors.Is(err, workforce.ErrInput) || e.Fields[0].Path != "until" {
		t.Errorf("a secondment without an end: %v", err)
	}
	must(t, o.fill(t, o.post(t, "3", "study", 100), "Bela", 100, "2024-02-01", ""))
	in.Until = day(t, "2027-06-30")
	must(t, o.Fill(personnel(t), in)) // who is seconded leaves the own post for so long
}

func TestOfTwoWhoFillAPostAtOnceOneHearsOfTheOther(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.post(t, "1", "family", 100)
	other := o.post(t, "2", "family", 100)
	try := func(fill ...func() error) (done int, faults []error) {
		faults = make([]error, len(fill))
		var wg sync.WaitGroup
		for i, f := range fill {
			wg.Go(func() { faults[i] = f() })
		}
		wg.Wait()
		for _, err := range faults {
			if err == nil {
				done++
			}
		}
		return done, faults
	}
	person := func(post, name string) func() error {
		on := map[string]uuid.UUID{"1": id, "2": other}[post]
		in := workforce.FillPost{ID: on, Version: o.row(t, on).Version, Name: &name, Share: 60, From: day(t, "2026-01-01")}
		return func() error { return o.Fill(personnel(t), in) }
	}
	if done, faults := try(person("1", "Anna"), person("1", "Bela")); done != 1 || !errors.Is(errors.Join(faults...), workforce.ErrConflict) {
		t.Error("one post:", faults)
	}
	if done, faults := try(person("2", "Cem"), func() error {
		third := o.post(t, "3", "study", 100)
		return o.fill(t, third, "Cem", 60, "2026-01-01", "")
	}); done != 1 || !errors.Is(errors.Join(faults...), workforce.ErrPerson) {
		t.Error("one person:", faults)
	}
}

func TestAChangeKeepsWhatWas(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.post(t, "32-101", "family", 100)
	change := workforce.ChangePost{ID: id, Version: 2, Title: "Teamleitung", Grade: "A 11", Share: 50, Team: "study", From: day(t, "2026-11-01")}
	must(t, o.Change(personnel(t), change))
	if err := o.Change(personnel(t), change); !errors.Is(err, workforce.ErrConflict) {
		t.Error(err)
	}
	p := o.row(t, id)
	if p.Title != "Teamleitung" || p.Grade != "A 11" || p.Share != 50 || p.Team != "study" || len(p.Terms) != 2 || p.Terms[0].UntilOn != day(t, "2026-10-31") || p.Terms[0].Grade != "E 9b" {
		t.Errorf("%+v %+v", p, p.Terms[0])
	}
	change.Version, change.From = p.Version, day(t, "2026-10-01")
	if err := o.Change(personnel(t), change); !errors.Is(err, workforce.ErrInput) {
		t.Errorf("before the last change: %v", err)
	}
	if _, err := o.Open(personnel(t), workforce.OpenPost{Number: "32-101", Title: "x", Grade: "E 9b", Share: 1, Team: "study", From: day(t, "2026-11-01")}); !errors.Is(err, workforce.ErrKnown) {
		t.Error(err)
	}
	must(t, o.Close(personnel(t), workforce.ClosePost{ID: id, Version: o.row(t, id).Version, LastDay: day(t, "2026-11-22")}))
	if _, err := o.Get(personnel(t), id); !errors.Is(err, workforce.ErrNone) {
		t.Errorf("a post that was: %v", err)
	}
}

func TestBadInputIsToldWhole(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, err := o.Open(personnel(t), workforce.OpenPost{Number: " ", Title: "", Grade: "E 99", Share: 101, Team: "moon", From: day(t, "1800-01-01")})
	paths := []string{}
	for _, f := range errs.Of(err).Fields {
		paths = append(paths, f.Path)
	}
	if !slices.Equal(paths, []string{"number", "title", "grade", "share", "team", "from"}) {
		t.Error(paths)
	}
	for text, ok := range map[string]bool{
		"E 9b": true, "EG 9c": true, "E15": true, "E 16": false, "S 11b": true, "A 9 Z": true, "A 13": true, "A 17": false, "B 3": true, "W 2": true, "R 1": true, "9b": false, "E 9b; DROP": false, "": false,
	} {
		_, err := o.Open(personnel(t), workforce.OpenPost{Number: "n" + text, Title: "x", Grade: text, Share: 1, Team: "study", From: day(t, "2026-01-01")})
		if (err == nil) != ok {
			t.Errorf("grade %q: %v", text, err)
		}
	}
	id := o.post(t, "1", "family", 100)
	if err := o.fill(t, id, "Anna", 100, "2026-01-02", "2026-01-01"); !errors.Is(err, workforce.ErrInput) {
		t.Error(err)
	}
	if err := o.Advertise(personnel(t), workforce.AdvertisePost{ID: id, Version: o.row(t, id).Version, From: day(t, "2026-01-02")}); !errors.Is(err, workforce.ErrInput) {
		t.Error(err)
	}
	if err := o.Leave(personnel(t), workforce.LeavePost{ID: id, Filling: ids.New(), Version: o.row(t, id).Version, LastDay: day(t, "2026-01-02")}); !errors.Is(err, workforce.ErrNone) {
		t.Error(err)
	}
}

func TestWhoSeesPostsAndWhoSeesNames(t *testing.T) {
	t.Parallel()
	o := open(t)
	family, study := o.post(t, "1", "family", 100), o.post(t, "2", "study", 100)
	must(t, o.fill(t, family, "Anna", 100, "2024-02-01", "2027-01-31"))
	must(t, o.fill(t, study, "Bela", 50, "2024-02-01", ""))
	for name, c := range map[string]struct {
		ctx   context.Context
		posts []string
		ends  int
	}{
		"personnel": {personnel(t), []string{"1 Anna", "2 Bela"}, 1}, "the lead": {as(t, identity.Lead, "family"), []string{"1 Anna"}, 1},
		"another lead": {as(t, identity.Lead, "study"), []string{"2 Bela"}, 0}, "the council": {as(t, identity.Council), []string{}, 0},
		"a clerk": {as(t, identity.Clerk, "family"), []string{}, 0}, "training": {as(t, identity.Training), []string{}, 0}, "nobody": {t.Context(), []string{}, 0},
	} {
		p, err := o.List(c.ctx, workforce.PostFilter{}, page.Args{})
		must(t, err)
		got := []string{}
		for _, r := range p.Items {
			for _, f := range r.Fillings {
				got = append(got, r.Number+" "+f.Name)
			}
		}
		if !slices.Equal(got, c.posts) {
			t.Errorf("%s: %q", name, got)
		}
		ends, err := o.Ending(c.ctx)
		if err != nil || len(ends) != c.ends {
			t.Errorf("%s: who leaves: %v, %v", name, ends, err)
		}
		if _, err := o.Get(c.ctx, study); (err == nil) != slices.ContainsFunc(c.posts, func(s string) bool { return s[0] == '2' }) {
			t.Errorf("%s: %v", name, err)
		}
		f, err := o.Figures(c.ctx, "")
		must(t, err)
		planned := 0
		for _, m := range f.Months {
			planned = m.Planned
		}
		if planned != 100*len(c.posts) {
			t.Errorf("%s: %d planned", name, planned)
		}
	}
	var looked int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry WHERE action = 'post.opened' AND record_id = $1", study).Scan(&looked))
	if looked == 0 {
		t.Errorf("who reads who fills a post leaves a trail: %d", looked)
	}
	p, err := o.List(personnel(t), workforce.PostFilter{Vacant: to(true)}, page.Args{})
	must(t, err)
	if len(p.Items) != 1 || p.Items[0].Number != "2" || p.Items[0].VacantSince != day(t, "2024-01-01") || p.Items[0].Filled != 50 {
		t.Errorf("%+v", p.Items)
	}
	if p, err := o.List(personnel(t), workforce.PostFilter{Team: to("family"), Text: to("%")}, page.Args{}); err != nil || len(p.Items) != 0 {
		t.Error(p, err)
	}
}

func TestFiguresTellOfAYearAndOfNobodyAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.post(t, "1", "family", 100)
	must(t, o.fill(t, id, "Anna", 100, "2024-02-01", "2026-02-28"))
	must(t, o.fill(t, id, "Bela", 100, "2026-05-10", ""))
	f, err := o.Figures(personnel(t), "")
	must(t, err)
	if len(f.Months) != 13 || f.Months[12].Day != day(t, "2026-11-01") || *f.DaysToFill != 70 || *f.Filled != 1 || f.PerMille != nil {
		t.Errorf("%+v", f)
	}
	if m := f.Months[5]; m.Day != day(t, "2026-04-01") || m.Planned != 100 || m.Filled != 0 || m.Vacant() != 100 {
		t.Errorf("%+v", m)
	}
	for n := range 8 {
		until := ""
		if n == 0 {
			until = "2026-08-31"
		}
		must(t, o.fill(t, o.post(t, "9-"+string(rune('0'+n)), "study", 100), "Person "+string(rune('0'+n)), 100, "2024-02-01", until))
	}
	if f, err = o.Figures(personnel(t), ""); err != nil || f.PerMille == nil || *f.PerMille != 235 { // Anna and one more of nine who were, eight who are
		t.Errorf("%+v, %v", f, err)
	}
	if f, err = o.Figures(personnel(t), "family"); err != nil || f.PerMille != nil {
		t.Errorf("a team of one: %+v, %v", f, err)
	}
}

func TestWhatEndsIsToldTwiceAndWithoutAName(t *testing.T) {
	t.Parallel()
	o := open(t)
	must(t, o.fill(t, o.post(t, "32-101", "family", 100), "Anna Geheim", 100, "2024-02-01", "2027-03-01"))
	for _, c := range []struct{ days, mails int }{{0, 0}, {10, 1}, {60, 2}, {40, 2}} {
		o.Clock.Advance(days(c.days))
		must(t, o.Daily(t.Context()))
		o.RunJobs(t)
		sent := o.mail.Sent("family@amt.example")
		if len(sent) != c.mails {
			t.Fatalf("%d mails after %d days more, want %d", len(sent), c.days, c.mails)
		}
		for _, m := range sent {
			if text := m.Subject + m.Text; slices.Contains([]bool{contains(text, "Geheim"), !contains(text, "32-101")}, true) {
				t.Error(text)
			}
		}
	}
}

func TestTheCouncilIsToldOfNoGroupBelowSeven(t *testing.T) {
	t.Parallel()
	o := open(t)
	many := func(team string, n int) {
		for i := range n {
			number := team + "-" + string(rune('a'+i))
			must(t, o.fill(t, o.post(t, number, team, 100), "Person "+number, 100, "2024-02-01", ""))
		}
	}
	council := as(t, identity.Council)
	told := func(team string) []int {
		t.Helper()
		f, err := o.Figures(council, team)
		must(t, err)
		if f.Filled != nil {
			t.Errorf("%q: %d were filled", team, *f.Filled)
		}
		list := []int{len(f.Months)}
		if n := len(f.Months); n > 0 {
			list = append(list, f.Months[n-1].Planned)
		}
		return list
	}
	sums := func() (list []string) {
		t.Helper()
		all, err := o.Sums(council)
		must(t, err)
		for _, s := range all {
			list = append(list, fmt.Sprintf("%s %d/%d %s", s.Team, s.Filled, s.Planned, s.VacantSince))
		}
		return list
	}
	many("family", 7)
	many("study", 2)
	o.post(t, "family-vacant", "family", 50)
	if got := sums(); !slices.Equal(got, []string{"family 700/750 2024-01-01"}) {
		t.Errorf("two people beside: %q", got)
	}
	for team, want := range map[string][]int{"family": {13, 750}, "study": {0}, "": {13, 750}} { // the whole would tell of the two
		if got := told(team); !slices.Equal(got, want) {
			t.Errorf("two people beside: %q: %v", team, got)
		}
	}
	for i := range 5 {
		number := "study-more-" + string(rune('a'+i))
		must(t, o.fill(t, o.post(t, number, "study", 100), "Person "+number, 100, "2026-10-15", ""))
	}
	if got := sums(); len(got) != 2 {
		t.Errorf("two large teams: %q", got)
	}
	f, err := o.Figures(council, "study")
	must(t, err)
	if len(f.Months) != 1 || f.Months[0].Day != day(t, "2026-11-01") {
		t.Errorf("months in which they were two: %+v", f.Months)
	}
	if p, err := o.List(council, workforce.PostFilter{}, page.Args{}); err != nil || len(p.Items) != 0 {
		t.Errorf("single posts: %v, %v", p.Items, err)
	}
	if all, err := o.Sums(personnel(t)); err != nil || len(all) != 2 {
		t.Errorf("personnel: %v, %v", all, err)
	}
}

func TestWhoIsPlannedMayStayAway(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.post(t, "1", "family", 100)
	must(t, o.fill(t, id, "Anna", 100, "2026-12-01", ""))
	must(t, o.Leave(personnel(t), workforce.LeavePost{ID: id, Filling: o.row(t, id).Fillings[0].ID, Version: o.row(t, id).Version, LastDay: day(t, "2026-11-30")}))
	if p := o.row(t, id); len(p.Fillings) != 0 {
		t.Errorf("%+v", p.Fillings)
	}
	must(t, o.fill(t, id, "Bela", 100, "2026-11-01", ""))
	err := o.Leave(personnel(t), workforce.LeavePost{ID: id, Filling: o.row(t, id).Fillings[0].ID, Version: o.row(t, id).Version, LastDay: day(t, "2026-10-31")})
	if !errors.Is(err, workforce.ErrInput) {
		t.Errorf("who has begun never was: %v", err)
	}
}

func TestOnePersonHasAllTheirKeys(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, second := o.post(t, "1", "family", 100), o.post(t, "2", "study", 100)
	account := ids.New()
	_, err := o.Pool().Exec(t.Context(), "INSERT INTO identity.account (id, kind, issuer, subject, name, email, language, trust, created_at) VALUES ($1, 'staff', 'staff', 'anna', 'Anna', 'anna@amt.example', 'de', 'high', now())", account)
	must(t, err)
	put := func(post uuid.UUID, share int, in workforce.FillPost) error {
		in.ID, in.Version, in.Share, in.From = post, o.row(t, post).Version, share, day(t, "2026-01-01")
		return o.Fill(personnel(t), in)
	}
	must(t, put(first, 80, workforce.FillPost{Account: &account}))
	must(t, put(second, 20, workforce.FillPost{Name: to("Anna"), StaffNo: to("4711")})) // nobody knows that they are one
	third := o.post(t, "3", "study", 100)
	if err := put(third, 50, workforce.FillPost{Account: &account, StaffNo: to("4711")}); !errors.Is(err, workforce.ErrPerson) {
		t.Errorf("one person with half a post too much: %v", err)
	}
	if err := put(third, 10, workforce.FillPost{Name: to("Bela"), StaffNo: to("4711")}); !errors.Is(err, workforce.ErrInput) {
		t.Errorf("another's number: %v", err)
	}
	must(t, put(o.post(t, "4", "study", 100), 100, workforce.FillPost{Name: to("Anna")})) // by name she is tied to nobody
	must(t, o.Leave(personnel(t), workforce.LeavePost{ID: second, Filling: o.row(t, second).Fillings[0].ID, Version: o.row(t, second).Version, LastDay: day(t, "2026-06-30")}))
	must(t, o.Fill(personnel(t), workforce.FillPost{ID: third, Version: o.row(t, third).Version, Account: &account, StaffNo: to("4711"), Share: 20, From: day(t, "2026-07-01")}))
	var persons int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM workforce.person WHERE staff_no = '4711' OR account_id IS NOT NULL").Scan(&persons))
	if persons != 1 {
		t.Errorf("%d persons", persons)
	}
}
