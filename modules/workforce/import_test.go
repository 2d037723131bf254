package workforce_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/page"
)

const head = "Stellennummer;Bezeichnung;Entgeltgruppe;Anteil;team;Besetzt mit;Personalnummer;Besetzt zu;Besetzt seit;Befristet bis;Art;Ausgeschrieben ab;Ausgeschrieben bis\n"

const list = head +
	"1;Sachbearbeitung;E 9b;1,0;family;Anna;;0,5;1.4.2021;;;;\n" +
	"1;Sachbearbeitung;E 9b;1;family;Bela;;50 %;2022-01-01;;;;\n" +
	"2;Teamleitung;A 11;100%;study;Cem;4711;;01.01.2020;;;;\n" +
	"3;Sachbearbeitung;E 9b;0,75;study;;;;;;;01.11.2026;15.12.2026\n"

func (o *office) look(t testing.TB, csv string) *workforce.ImportReport {
	t.Helper()
	r, err := o.Import(personnel(t), workforce.ImportPosts{CSV: csv})
	must(t, err)
	return r
}

// bring looks at a list and does what it saw.
func (o *office) bring(t testing.TB, csv string) *workforce.ImportReport {
	t.Helper()
	seen := o.look(t, csv)
	if len(seen.Faults) > 0 || seen.Done || seen.Digest == "" {
		t.Fatalf("%+v", seen)
	}
	r, err := o.Import(personnel(t), workforce.ImportPosts{CSV: csv, Digest: &seen.Digest})
	must(t, err)
	if !r.Done {
		t.Fatalf("%+v", r)
	}
	return r
}

func told(r *workforce.ImportReport) []string {
	list := []string{}
	for _, c := range r.Changes {
		for _, s := range c.Steps {
			list = append(list, strings.Join([]string{c.Number, c.What, s.Field, s.Before, s.After}, "|"))
		}
	}
	return list
}

// standing is who fills what today.
func (o *office) standing(t testing.TB) []string {
	t.Helper()
	p, err := o.List(personnel(t), workforce.PostFilter{}, page.Args{})
	must(t, err)
	list := []string{}
	for _, r := range p.Items {
		line := fmt.Sprintf("%s %s %d/%d", r.Number, r.Team, r.Filled, r.Share)
		for _, f := range r.Fillings {
			line += " " + f.Name
			if !f.UntilOn.IsZero() {
				line += "–" + f.UntilOn.String()
			}
		}
		list = append(list, line)
	}
	return list
}

func TestAListIsSeenThenDoneAndTheNextChangesWhatChanged(t *testing.T) {
	t.Parallel()
	o := open(t)
	seen := o.look(t, list)
	if len(seen.Changes) != 3 || seen.Lines != 4 || len(o.standing(t)) != 0 {
		t.Fatalf("%+v", seen)
	}
	o.bring(t, list)
	if got := o.standing(t); !slices.Equal(got, []string{"1 family 100/100 Anna Bela", "2 study 100/100 Cem", "3 study 0/75"}) {
		t.Fatal(got)
	}
	again := o.look(t, list)
	if len(again.Changes) != 0 || again.Same != 3 {
		t.Fatalf("the same list: %+v", told(again))
	}
	o.Clock.Advance(days(30)) // 23 December
	next := head +
		"1;Sachbearbeitung;E 9c;1;family;Anna;;0,5;1.4.2021;;;;\n" + // another grade; Bela has gone, and Dora has come
		"1;Sachbearbeitung;E 9c;1;family;Dora;;0,5;2026-12-15;2027-06-30;Abordnung;;\n" +
		"4;Springer;E 8;1;family;;;;;;;;\n" + // new; 2 and 3 are no more
		"3;Sachbearbeitung;E 9b;0,75;study;;;;;;;01.11.2026;31.12.2026\n"
	want := []string{
		"1|changed|grade|E 9b|E 9c", "1|changed|person||Dora (0,50)", "1|changed|person|Bela (0,50)|",
		"4|new|title||Springer", "4|new|grade||E 8", "4|new|share||1,00", "4|new|team||family",
		"3|changed|advert|15.12.2026|31.12.2026", "2|ended|person|Cem (1,00)|",
	}
	if got := told(o.look(t, next)); !slices.Equal(got, want) {
		t.Fatalf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	o.bring(t, next)
	if got := o.standing(t); !slices.Equal(got, []string{"1 family 100/100 Anna Bela–2026-12-14 Dora–2027-06-30", "3 study 0/75", "4 family 0/100"}) {
		t.Fatal(got)
	}
	var terms, fillings int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT (SELECT count(*) FROM workforce.term), (SELECT count(*) FROM workforce.filling)").Scan(&terms, &fillings))
	if terms != 5 || fillings != 4 {
		t.Errorf("%d terms, %d fillings: something was forgotten", terms, fillings)
	}
}

func TestAllFaultsAreToldWithTheirLinesAndNothingIsHalfDone(t *testing.T) {
	t.Parallel()
	o := open(t)
	must(t, o.fill(t, o.post(t, "9", "study", 100), "Zoe", 100, "2024-01-01", ""))
	text := head +
		"1;A;E 9b;1;family;Anna;;;01.01.2024;;;;\n" + // 2
		";;E 99;7;moon;Bela;;2;31.02.2026;gestern;Zauber;;\n" + // 3
		"1;B;E 9b;1;family;Cem;;;01.01.2024;;;;\n" + // 4: another title, and the post is full
		"2;A;E 9b;1;study;Anna;;0,5;01.01.2024;;;;\n" + // 5: Anna has a whole post
		"3;A;E 9b;1;study;Dora;;;01.01.2024;;Abordnung;;\n" + // 6: no end
		"4;A;E 9b;1\n" + // 7
		"5;A;E 9b;1;study;;;;;;;02.01.2026;01.01.2026\n" + // 8
		"5;A;E 9b;1;study;;;;;;;;\n" + // 9
		"6;A;E 9b;1;study;Emil;;;01.01.2024;31.12.2023;;;\n" // 10
	seen := o.look(t, text)
	got := []string{}
	for _, f := range seen.Faults {
		got = append(got, fmt.Sprint(f.Line, " ", f.Column, " ", f.Code))
	}
	slices.Sort(got)
	want := []string{
		"10 until too_early", "2 name overfilled", "2 name overworked", "3 filled_share format", "3 grade format", "3 kind unknown", "3 number required", "3 share format", "3 since format", "3 team unknown",
		"3 title required", "3 until format", "4 name overfilled", "4 number contradicts", "5 name overworked", "6 until required", "7  columns", "8 advertised_until too_early", "9 number twice",
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s is not told", w)
		}
	}
	if len(seen.Changes) != 0 || seen.Digest != "" {
		t.Error("a list with faults has something to do")
	}
	r, err := o.Import(personnel(t), workforce.ImportPosts{CSV: text, Digest: to("")})
	if err != nil || r.Done {
		t.Errorf("%+v, %v", r, err)
	}
	for _, text := range []string{"", head, "number;title\n1;x\n"} {
		if r := o.look(t, text); len(r.Faults) == 0 {
			t.Errorf("%q would end all posts", text)
		}
	}
	if got := o.standing(t); !slices.Equal(got, []string{"9 study 100/100 Zoe"}) {
		t.Error(got)
	}
}

func TestWhatIsDoneIsWhatWasSeen(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.bring(t, list)
	next := strings.ReplaceAll(list, "E 9b", "E 9c")
	seen := o.look(t, next)
	try := func(csv, digest string) error {
		_, err := o.Import(personnel(t), workforce.ImportPosts{CSV: csv, Digest: &digest})
		return err
	}
	if err := try(strings.ReplaceAll(list, "E 9b", "E 10"), seen.Digest); !errors.Is(err, workforce.ErrChanged) {
		t.Errorf("another list: %v", err)
	}
	must(t, o.fill(t, o.postOf(t, "3"), "Emil", 50, "2026-11-01", "")) // somebody is faster
	if err := try(next, seen.Digest); !errors.Is(err, workforce.ErrChanged) {
		t.Errorf("other posts: %v", err)
	}
	seen = o.look(t, next)
	faults := make([]error, 4)
	var wg sync.WaitGroup
	for i := range faults {
		wg.Go(func() { faults[i] = try(next, seen.Digest) })
	}
	wg.Wait()
	done := 0
	for _, err := range faults {
		if err == nil {
			done++
		} else if !errors.Is(err, workforce.ErrChanged) {
			t.Error(err)
		}
	}
	if done != 1 {
		t.Errorf("done %d times", done)
	}
}

// A list comes from outside: whatever it is, it is read or its faults are told with lines that it has, and what has none is done.
func FuzzImport(f *testing.F) {
	o := open(f)
	for _, seed := range []string{list, "", head, head + "1;A;E 9b;1;family;\"A\n", strings.ReplaceAll(list, ";", ","), "\xff", head + "1;\u202e;E 9b;99999999999999999999;family;;;;;;;;\n", head + "=1;A;E 9b;0,005;family;A;;-1;0.0.0000;9999-99-99;;;\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := o.Import(personnel(t), workforce.ImportPosts{CSV: text})
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
		for _, fault := range r.Faults {
			if fault.Line < 1 || fault.Line > lines || fault.Code == "" {
				t.Fatalf("%+v", fault)
			}
		}
		if r.Done || (len(r.Faults) == 0) != (r.Digest != "") {
			t.Fatalf("%+v", r)
		}
		if len(r.Faults) > 0 {
			return
		}
		if r, err = o.Import(personnel(t), workforce.ImportPosts{CSV: text, Digest: &r.Digest}); err != nil || !r.Done {
			t.Fatalf("what was without fault is refused: %+v, %v", r, err)
		}
	})
}
