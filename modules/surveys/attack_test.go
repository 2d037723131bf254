package surveys_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/platform/clock"
)

// dump is what a thief of the database has: each row of each table, as text.
func (o *office) dump(t *testing.T) map[string][]string {
	t.Helper()
	var tables []string
	err := o.NewRaw(`SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`).Scan(t.Context(), &tables)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, table := range tables {
		var rows []string
		if err := o.NewRaw("SELECT to_jsonb(r)::text FROM "+table+" r ORDER BY 1").Scan(t.Context(), &rows); err != nil {
			t.Fatal(err)
		}
		all[table] = rows
	}
	return all
}

// changed are the tables that differ.
func changed(before, after map[string][]string) (list []string) {
	for _, table := range slices.Sorted(maps.Keys(after)) {
		if !slices.Equal(before[table], after[table]) {
			list = append(list, table)
		}
	}
	return list
}

// An answer writes one sealed row and nothing else anywhere: no trail, no event, no job, no message, no mark; a signature marks that it was given, and nothing else.
func TestAnAnswerLeavesNoOtherTrace(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	s := o.ask(t, pulse("study"))
	o.on(t, today)
	before := o.dump(t)
	in := o.signed(t, s, clerks[0], said(5, 1, "ein Satz von mir"))
	marked := o.dump(t)
	if got := changed(before, marked); !slices.Equal(got, []string{"surveys.asked"}) {
		t.Errorf("a signature changes %v", got)
	}
	o.handsIn(t, in)
	after := o.dump(t)
	if got := changed(marked, after); !slices.Equal(got, []string{"surveys.answer"}) {
		t.Errorf("an answer changes %v", got)
	}
	row := strings.Join(after["surveys.answer"], "\n")
	for what, secret := range map[string]string{
		"who": clerks[0].AccountID.String(), "the words": "ein Satz", "the day": today.String(), "a time": "T0", "the token": fmt.Sprintf("%x", in.Token[:8]), "its signature": fmt.Sprintf("%x", in.Signature[:8]),
	} {
		if strings.Contains(row, secret) {
			t.Errorf("%s stands in the answer: %s", what, row)
		}
	}
	mark := strings.Join(marked["surveys.asked"], "\n")
	if strings.Contains(mark, "-11-") || strings.Contains(mark, fmt.Sprintf("%x", in.Token[:8])) {
		t.Errorf("the mark tells more than that there is one: %s", mark)
	}
}

// A thief of two backups, between which one person took part, has the answer before them and cannot read it: keys and answers are sealed, and all answers have one length.
func TestTwoBackupsDoNotTellWhatOnePersonSaid(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	s := o.ask(t, pulse("study"))
	for i, v := range clerks {
		o.takesPart(t, s, v, 1, 1, []string{"", strings.Repeat("<ÿ\u2028", 166) + "&x"}[i%2])
	}
	var sealed [][]byte
	if err := o.NewRaw("SELECT sealed FROM surveys.answer").Scan(t.Context(), &sealed); err != nil {
		t.Fatal(err)
	}
	looks := map[string]bool{}
	for _, row := range sealed {
		if len(row) != len(sealed[0]) {
			t.Errorf("lengths tell who has written: %d, %d", len(row), len(sealed[0]))
		}
		looks[string(row)] = true
	}
	if len(looks) != 7 {
		t.Error("the same answer looks the same")
	}
	thief := surveys.New(surveys.Deps{DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Secret: []byte("guessed")})
	o.Clock.Set(counting.Time(clock.Berlin))
	if err := thief.Tend(t.Context()); err == nil {
		t.Error("without the secret of the office the answers were read")
	}
	if n := o.count(t, "surveys.answer"); n != 7 {
		t.Error("and they are gone:", n)
	}
}

// The database itself knows which rows one transaction wrote, and which were written last. After the hourly work it does not.
func TestAfterAnHourTheDatabaseItselfDoesNotKnow(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 12)
	s := o.ask(t, pulse("study"))
	o.on(t, today)
	var came [][]byte
	for i, v := range clerks[:9] { // one after the other, each signed and answered within the same second
		o.takesPart(t, s, v, 1+i%5, 0, "")
		if err := o.NewRaw("SELECT token FROM surveys.answer ORDER BY ctid").Scan(t.Context(), &came); err != nil {
			t.Fatal(err)
		}
	}
	// The attack: who was signed for as the third gave the third answer.
	var signed []uuid.UUID
	if err := o.NewRaw("SELECT account_id FROM surveys.asked WHERE blinded IS NOT NULL ORDER BY xmin::text::bigint").Scan(t.Context(), &signed); err != nil {
		t.Fatal(err)
	}
	var answered [][]byte
	if err := o.NewRaw("SELECT token FROM surveys.answer ORDER BY xmin::text::bigint").Scan(t.Context(), &answered); err != nil {
		t.Fatal(err)
	}
	for i, v := range clerks[:9] {
		if signed[i] != v.AccountID || !bytes.Equal(answered[i], came[i]) {
			t.Fatal("the attack does not work even before: the test sees nothing")
		}
	}
	before := o.dump(t)
	o.on(t, today)
	if got := changed(before, o.dump(t)); slices.ContainsFunc(got, func(table string) bool { return strings.HasPrefix(table, "surveys.") }) {
		t.Errorf("the hour changed %v", got)
	}
	for _, table := range []string{"asked", "answer"} {
		if n := o.count(t, "(SELECT DISTINCT xmin::text FROM surveys."+table+") x"); n != 1 {
			t.Errorf("%s was written by %d transactions", table, n)
		}
	}
	var lie [][]byte
	if err := o.NewRaw("SELECT token FROM surveys.answer ORDER BY ctid").Scan(t.Context(), &lie); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(lie, bytes.Compare) {
		t.Error("answers lie in another order than that of chance")
	}
	if slices.EqualFunc(lie, came, bytes.Equal) {
		t.Error("answers lie in the order in which they came")
	}
	o.takesPart(t, s, clerks[10], 4, 0, "") // and who answers afterwards is counted as before
	o.on(t, counting)
	if got := o.read(t, o.council, s.ID); got.Answers == nil || *got.Answers != 10 {
		t.Errorf("%+v", got)
	}
	for _, table := range []string{"result", "asked"} {
		if n := o.count(t, "(SELECT DISTINCT xmin::text FROM surveys."+table+") x"); n > 2 {
			t.Errorf("%s of a counted survey was written by %d transactions", table, n)
		}
	}
}

// What is signed and what is handed in have nothing in common: whoever recorded every signature finds none of them again.
func TestTheSignerDoesNotRecogniseTheToken(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	s := o.ask(t, pulse("study"))
	d := draw(t, s)
	blind, err := o.Sign(as(t, clerks[0]), s.ID, d.blinded)
	if err != nil {
		t.Fatal(err)
	}
	signature := d.finalize(t, blind)
	for what, recorded := range map[string][]byte{"what was signed": d.blinded, "the signature": blind} {
		for part := range slices.Chunk(recorded, 16) {
			if bytes.Contains(signature, part) || bytes.Contains(d.prepared, part) {
				t.Errorf("%s stands in what is handed in", what)
			}
		}
	}
	again, err := o.Sign(as(t, clerks[0]), s.ID, d.blinded)
	if err != nil || !bytes.Equal(again, blind) {
		t.Error("the same again is another signature, so that the two tell of each other:", err)
	}
}

func TestEachPersonHasOneAnswer(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	s := o.ask(t, pulse("study"))
	other := o.ask(t, pulse("study"))
	in := o.signed(t, s, clerks[0], said(5, 1, ""))
	if _, err := o.Sign(as(t, clerks[0]), s.ID, draw(t, s).blinded); !errors.Is(err, surveys.ErrSigned) {
		t.Error("a second token:", err)
	}
	elsewhere, forged, longer := in, in, in
	elsewhere.Survey = other.ID
	forged.Signature = slices.Clone(in.Signature)
	forged.Signature[0] ^= 1
	longer.Token = append(slices.Clone(in.Token), 0)
	for what, bad := range map[string]surveys.HandIn{"of another survey": elsewhere, "forged": forged, "longer": longer, "nothing": {Survey: s.ID}} {
		if err := o.HandIn(nobody(t), bad); !errors.Is(err, surveys.ErrToken) {
			t.Errorf("a token that is %s: %v", what, err)
		}
	}
	if _, err := o.Sign(as(t, clerks[1]), s.ID, []byte("short")); !errors.Is(err, surveys.ErrInput) {
		t.Error("something that is no blinded token:", err)
	}
	if o.count(t, "surveys.asked WHERE blinded IS NOT NULL") != 1 {
		t.Error("what was refused counts as signed")
	}
	var wg sync.WaitGroup
	taken := make([]error, 8)
	for i := range taken {
		wg.Go(func() { taken[i] = o.HandIn(nobody(t), in) })
	}
	wg.Wait()
	in.Answers = said(1, 2, "anders")
	taken = append(taken, o.HandIn(nobody(t), in))
	good := 0
	for _, err := range taken {
		if err == nil {
			good++
		} else if !errors.Is(err, surveys.ErrSpent) {
			t.Error(err)
		}
	}
	if good != 1 || o.count(t, "surveys.answer") != 1 {
		t.Errorf("%d answers of one token", good)
	}
}

// Of eight tokens of one account at once exactly one is signed.
func TestOneAccountIsSignedForOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	s := o.ask(t, pulse("study"))
	var wg sync.WaitGroup
	got := make([]error, 8)
	for i := range got {
		blinded := draw(t, s).blinded
		wg.Go(func() { _, got[i] = o.Sign(as(t, clerks[0]), s.ID, blinded) })
	}
	wg.Wait()
	good := 0
	for _, err := range got {
		if err == nil {
			good++
		} else if !errors.Is(err, surveys.ErrSigned) {
			t.Error(err)
		}
	}
	if good != 1 {
		t.Errorf("%d signatures", good)
	}
}

func TestWhoIsLoggedInCannotHandIn(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	s := o.ask(t, pulse("study"))
	in := o.signed(t, s, clerks[0], said(5, 1, ""))
	for _, v := range []*identity.Viewer{clerks[0], clerks[1], o.council} {
		if err := o.HandIn(as(t, v), in); !errors.Is(err, surveys.ErrKnown) {
			t.Error(err)
		}
	}
	o.handsIn(t, in)
}

// Signing ends some days before answers do, so that the last who ask are not the last who answer; before and after nothing is taken.
func TestSigningClosesBeforeAnswering(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	ask := pulse("study")
	ask.OpensOn = today.AddDays(1)
	s := o.ask(t, ask)
	if _, err := o.Sign(as(t, clerks[0]), s.ID, draw(t, s).blinded); !errors.Is(err, surveys.ErrOver) {
		t.Error("signed before the first day:", err)
	}
	o.on(t, lastDay)
	early, late := o.signed(t, s, clerks[0], said(5, 1, "")), o.signed(t, s, clerks[1], said(5, 1, ""))
	o.Clock.Set(lastDay.AddDays(1).Time(clock.Berlin)) // whether or not the hourly work was done
	if _, err := o.Sign(as(t, clerks[2]), s.ID, draw(t, s).blinded); !errors.Is(err, surveys.ErrOver) {
		t.Error("signed after the last day:", err)
	}
	o.on(t, counting.AddDays(-1))
	o.handsIn(t, early)
	o.Clock.Set(counting.Time(clock.Berlin))
	if err := o.HandIn(nobody(t), late); !errors.Is(err, surveys.ErrOver) {
		t.Error("taken on the day of counting:", err)
	}
}

func TestEachQuestionIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 7)
	s := o.ask(t, pulse("study"))
	in := o.signed(t, s, clerks[0], nil)
	for name, c := range map[string]struct {
		answers []surveys.Answer
		faults  []string
	}{
		"none":         {nil, []string{"answers.1 required", "answers.2 required"}},
		"one left out": {said(1, 1, "")[:1], []string{"answers.2 required"}},
		"twice":        {append(said(1, 1, ""), surveys.Answer{Place: 1, Value: 2}), []string{"answers unknown"}},
		"elsewhere":    {append(said(1, 1, ""), surveys.Answer{Place: 4}, surveys.Answer{Place: 0}), []string{"answers unknown", "answers unknown"}},
		"out of range": {said(6, -1, ""), []string{"answers.1 out_of_range", "answers.2 out_of_range"}},
		"no option":    {said(1, 4, ""), []string{"answers.2 out_of_range"}},
		"words":        {[]surveys.Answer{{Place: 1, Value: 1, Text: "x"}, {Place: 2}}, []string{"answers.1 unknown"}},
		"too long":     {said(0, 0, strings.Repeat("x", 501)), []string{"answers.3 too_long"}},
		"direction":    {said(0, 0, "\u202e"), []string{"answers.3 forbidden_characters"}},
	} {
		in.Answers = c.answers
		if err := o.HandIn(nobody(t), in); !slices.Equal(faults(err), c.faults) || !errors.Is(err, surveys.ErrInput) {
			t.Errorf("%s: %q, not %q (%v)", name, faults(err), c.faults, err)
		}
	}
	in.Answers = said(0, 0, "")[:2] // who says nothing takes part too
	o.handsIn(t, in)
}

// By the difference of two surveys of the same days nobody finds out fewer people than the minimum, however many are put beside each other.
func TestTheDifferenceOfTwoReportsIsNeverSmall(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.team(t, "study", 8)
	o.team(t, "work", 8)
	o.team(t, "family", 5) // with the council six who are in neither of these teams
	o.hire(t, "both", identity.Clerk, "study", "work")
	refused := func(what string, in surveys.Ask) {
		t.Helper()
		if _, err := o.Ask(as(t, o.council), in); !errors.Is(err, surveys.ErrAlike) {
			t.Errorf("%s: %v", what, err)
		}
	}
	all := o.ask(t, pulse())
	if all.People != 23 {
		t.Fatal(all.People)
	}
	o.ask(t, pulse()) // the same people again: no difference
	o.ask(t, pulse("study"))
	refused("study and work apart leave six others, and one who is in both", pulse("work"))
	refused("all but six", pulse("study", "work"))
	later := pulse("study", "work")
	later.OpensOn, later.ClosesOn = counting, counting.AddDays(3)
	refused("one after the other, people think as they did", later)
	wholly := pulse("study", "work")
	wholly.OpensOn, wholly.ClosesOn = counting.AddDays(28), counting.AddDays(31)
	o.ask(t, wholly) // four weeks later they answer anew
	earlier := pulse("work")
	earlier.OpensOn, earlier.ClosesOn = counting.AddDays(-1), counting
	refused("beside two of different days", earlier)
	gone := o.read(t, o.council, all.ID)
	if _, err := o.Withdraw(as(t, o.council), surveys.WithdrawSurvey{ID: gone.ID, Version: gone.Version}); err != nil {
		t.Fatal(err)
	}
	refused("the second of all is still there", pulse("work"))
}
