package workforce_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/page"
)

func faultsOf(r *workforce.ImportReport) (list []string) {
	for _, f := range r.Faults {
		list = append(list, fmt.Sprint(f.Line, " ", f.Column, " ", f.Code))
	}
	return list
}

func TestEachDayOnWhichSomethingChangesIsJudgedInThePreview(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.bring(t, head+"1;A;E 9b;1;family;Anna;4711;1;01.01.2024;;;;\n2;A;E 9b;1;family;Bela;4712;0,5;01.01.2024;;;01.10.2026;31.10.2026\n3;A;E 9b;0,5;study;Cem;4713;;01.01.2024;;;;\n")
	two := o.postOf(t, "2")
	must(t, o.Leave(personnel(t), workforce.LeavePost{ID: two, Filling: o.row(t, two).Fillings[0].ID, Version: o.row(t, two).Version, LastDay: day(t, "2026-06-30")}))
	three := o.postOf(t, "3")
	must(t, o.Change(personnel(t), workforce.ChangePost{ID: three, Version: o.row(t, three).Version, Title: "A", Grade: "E 9b", Share: 100, Team: "study", From: day(t, "2027-01-01")}))
	must(t, o.fill(t, three, "Dora", 50, "2027-01-01", ""))
	rest := "3;A;E 9b;0,5;study;Cem;4713;;01.01.2024;;;;\n"
	for name, c := range map[string]struct {
		lines string
		want  []string
	}{
		"a post becomes half, and is filled wholly": {"1;A;E 9b;0,5;family;Anna;4711;1;01.01.2024;;;;\n2;A;E 9b;1;family;;;;;;;;\n" + rest, []string{"2 name overfilled"}},
		"an advert overlaps one of another day":     {"1;A;E 9b;1;family;Anna;4711;;01.01.2024;;;;\n2;A;E 9b;1;family;;;;;;;15.10.2026;30.11.2026\n" + rest, []string{"3 advertised_from overlaps"}},
		"who left half a post never left it":        {"1;A;E 9b;1;family;Anna;4711;;01.01.2024;;;;\n2;A;E 9b;1;family;Bela;4712;0,5;01.03.2026;;;;\n" + rest, []string{"3 name overlaps"}},
		"more than fits once the post has grown":    {"1;A;E 9b;1;family;Anna;4711;;01.01.2024;;;;\n2;A;E 9b;1;family;;;;;;;;\n3;A;E 9b;1;study;Cem;4713;;01.01.2024;;;;\n", []string{"4 name overfilled"}},
		"adverts that contradict each other":        {"1;A;E 9b;1;family;Anna;4711;0,5;01.01.2024;;;01.12.2026;31.12.2026\n1;A;E 9b;1;family;Emil;4715;0,5;23.11.2026;;;02.12.2026;31.12.2026\n2;A;E 9b;1;family;;;;;;;;\n" + rest, []string{"3 advertised_from contradicts"}},
		"a number with two names":                   {"1;A;E 9b;1;family;Anna;4711;0,5;01.01.2024;;;;\n2;A;E 9b;1;family;Anne;4711;0,5;23.11.2026;;;;\n" + rest, []string{"3 staff_no other_name"}},
		"somebody whose time is over":               {"1;A;E 9b;1;family;Anna;4711;;01.01.2024;22.11.2026;;;\n2;A;E 9b;1;family;;;;;;;;\n" + rest, []string{"2 until over"}},
		"a post that somebody is planned on ends":   {"1;A;E 9b;1;family;Anna;4711;;01.01.2024;;;;\n2;A;E 9b;1;family;;;;;;;;\n", []string{"1 number planned"}},
	} {
		if got := faultsOf(o.look(t, head+c.lines)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWhatIsPlannedIsNoMatterOfTodaysList(t *testing.T) {
	t.Parallel()
	o := open(t)
	facts := "1;A;E 9b;1;family;"
	o.bring(t, head+facts+"Anna;4711;0,5;01.01.2024;;;;\n")
	id := o.postOf(t, "1")
	must(t, o.Leave(personnel(t), workforce.LeavePost{ID: id, Filling: o.row(t, id).Fillings[0].ID, Version: o.row(t, id).Version, LastDay: day(t, "2026-12-31")}))
	in := workforce.FillPost{ID: id, Version: o.row(t, id).Version, Name: to("Anna"), StaffNo: to("4711"), Share: 100, From: day(t, "2027-01-01"), Until: day(t, "2027-06-30")}
	must(t, o.Fill(personnel(t), in))
	must(t, o.fill(t, id, "Zoe", 100, "2027-07-01", ""))
	stands := []string{"1 family 50/100 Anna–2026-12-31 Anna–2027-06-30 Zoe"}
	if r := o.bring(t, head+facts+"Anna;4711;0,5;01.01.2024;;;;\n"); len(r.Changes) != 0 || !slices.Equal(o.standing(t), stands) {
		t.Fatalf("%q, %q", told(r), o.standing(t))
	}
	if got := told(o.bring(t, head+facts+"Anna;4711;0,4;01.01.2024;;;;\n")); !slices.Equal(got, []string{"1|changed|share|0,50|0,40"}) {
		t.Errorf("today's share: %q", got)
	}
	if got := told(o.bring(t, head+facts+";;;;;;;\n")); !slices.Equal(got, []string{"1|changed|person|Anna (0,40)|"}) {
		t.Errorf("who goes today: %q", got)
	}
	if got := o.standing(t); len(got) != 1 || !strings.HasSuffix(got[0], "Anna–2027-06-30 Zoe") {
		t.Errorf("who was planned is gone: %q", got)
	}
	if got := faultsOf(o.look(t, head+facts+"Zoe;;0,5;01.07.2027;;;;\n")); !slices.Equal(got, []string{"2 since planned"}) {
		t.Errorf("planned otherwise: %q", got)
	}
}

func TestAListKnowsPeopleByTheirNumberAndOnePostByItsName(t *testing.T) {
	t.Parallel()
	o := open(t)
	must(t, o.fill(t, o.post(t, "1", "family", 100), "Anna", 80, "2024-02-01", ""))
	both := head + "1;Sachbearbeitung;E 9b;1;family;Anna;4711;0,8;01.02.2024;;;;\n2;A;E 9b;1;study;%s;4711;%s;01.11.2026;;;;\n"
	if got := faultsOf(o.look(t, fmt.Sprintf(both, "Anna", "0,3"))); !slices.Equal(got, []string{"2 name overworked", "3 name overworked"}) {
		t.Errorf("who was entered by hand, and has a number now: %q", got)
	}
	o.bring(t, fmt.Sprintf(both, "Anna", "0,2"))
	var persons int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM workforce.person").Scan(&persons))
	if persons != 1 {
		t.Errorf("%d persons", persons)
	}
	if got := told(o.bring(t, strings.ReplaceAll(fmt.Sprintf(both, "Anna", "0,2"), "Anna", "Anna Neu"))); !slices.Equal(got, []string{"1|changed|name|Anna|Anna Neu"}) {
		t.Errorf("another name: %q", got)
	}
	if got := o.standing(t); !slices.Equal(got, []string{"1 family 80/100 Anna Neu", "2 study 20/100 Anna Neu"}) {
		t.Errorf("%q", got)
	}
	third := "3;A;E 9b;1;study;Anna Neu;;1;01.11.2026;;;;\n" // of the same name, without a number, on another post: somebody else
	if got := faultsOf(o.look(t, strings.ReplaceAll(fmt.Sprintf(both, "Anna", "0,2"), "Anna", "Anna Neu")+third)); len(got) != 0 {
		t.Errorf("tied by a name: %q", got)
	}
}

// What the preview finds nothing wrong with is done: whatever was entered by hand before, a list never fails on what the table itself allows, and what was planned after its day stays as it was.
func TestAListWithoutFaultsIsAlwaysDone(t *testing.T) {
	t.Parallel()
	o := open(t)
	chance := rand.New(rand.NewPCG(20, 26)) // the same each time
	one := func(of ...string) string { return of[chance.IntN(len(of))] }
	some := func() string { return day(t, "2026-11-23").AddDays(chance.IntN(120) - 60).String() }
	since := func() string {
		if chance.IntN(8) == 0 {
			return some()
		}
		return day(t, "2026-09-01").AddDays(chance.IntN(20)).String()
	}
	people := []string{"Anna;", "Anna;1", "Anna;2", "Bela;", "Bela;3", "Cem;4", "Dora;", "Emil;5", "Fritz;"}
	byHand := func() {
		p, err := o.List(personnel(t), workforce.PostFilter{}, page.Args{First: 50})
		must(t, err)
		if len(p.Items) == 0 {
			return
		}
		post := p.Items[chance.IntN(len(p.Items))]
		name, no, _ := strings.Cut(people[chance.IntN(len(people))], ";")
		from := day(t, some())
		switch n := chance.IntN(5); {
		case n < 2:
			_ = o.Fill(personnel(t), workforce.FillPost{ID: post.ID, Version: post.Version, Name: &name, StaffNo: &no, Share: 25, From: from})
		case n == 2:
			_ = o.Change(personnel(t), workforce.ChangePost{ID: post.ID, Version: post.Version, Title: "B", Grade: "E 8", Share: 50 + 50*chance.IntN(2), Team: "study", From: from})
		case n == 3:
			_ = o.Advertise(personnel(t), workforce.AdvertisePost{ID: post.ID, Version: post.Version, From: from, Until: from.AddDays(20)})
		case len(post.Fillings) > 0:
			_ = o.Leave(personnel(t), workforce.LeavePost{ID: post.ID, Filling: post.Fillings[chance.IntN(len(post.Fillings))].ID, Version: post.Version, LastDay: from})
		}
	}
	list := func() string {
		var b strings.Builder
		b.WriteString(head)
		for _, number := range []string{"1", "2", "3", "4"}[:2+chance.IntN(3)] {
			facts := number + ";A;E 9b;" + one("1", "1", "1", "1", "0,5") + ";" + one("family", "study") + ";"
			advert := one("", "", "", "", "", "", some()+";2027-06-30")
			if advert == "" {
				advert = ";"
			}
			first := chance.IntN(len(people))
			for n := range 1 + chance.IntN(2) {
				person := people[(first+2*n)%len(people)] + ";0,25;" + since() + ";" + one("", "", "", "2027-03-31") + ";"
				if n == 0 && chance.IntN(4) == 0 {
					b.WriteString(facts + ";;;;;;" + advert + "\n")
					break
				}
				b.WriteString(facts + person + ";" + advert + "\n")
			}
		}
		return b.String()
	}
	planned := func(asOf string) (list []string) {
		rows, err := o.Pool().Query(t.Context(), "SELECT f.id::text || f.post_id || f.kind || f.share || f.from_on || coalesce(f.until_on::text, '') FROM workforce.filling AS f WHERE f.from_on > $1::date", asOf)
		must(t, err)
		defer rows.Close()
		for rows.Next() {
			var row string
			must(t, rows.Scan(&row))
			list = append(list, row)
		}
		return list
	}
	done, refused := 0, 0
	for round := range 600 {
		if round%12 == 0 { // another office
			_, err := o.Pool().Exec(t.Context(), "TRUNCATE workforce.post, workforce.person CASCADE")
			must(t, err)
		}
		if round%3 == 0 {
			byHand()
		}
		csv, asOf := list(), some()
		before := planned(asOf)
		seen, err := o.Import(personnel(t), workforce.ImportPosts{CSV: csv, AsOf: day(t, asOf)})
		must(t, err)
		if len(seen.Faults) > 0 {
			for _, f := range seen.Faults {
				if f.Line < 1 || f.Line > strings.Count(csv, "\n") || f.Code == "" {
					t.Fatalf("%+v", f)
				}
			}
			refused++
			continue
		}
		if r, err := o.Import(personnel(t), workforce.ImportPosts{CSV: csv, AsOf: day(t, asOf), Digest: &seen.Digest}); err != nil || !r.Done {
			t.Fatalf("round %d, as of %s: %v\n%s", round, asOf, err, csv)
		}
		for _, row := range before {
			if !slices.Contains(planned(asOf), row) {
				t.Fatalf("round %d, as of %s: what was planned changed: %s\n%s", round, asOf, row, csv)
			}
		}
		done++
	}
	if t.Logf("%d done, %d refused", done, refused); done < 100 || refused < 100 {
		t.Errorf("%d done, %d refused: this says little", done, refused)
	}
}
