package quality_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/platform/ids"
)

// Whoever reads the tables finds no account, no talk, no token and no time in what was answered.
func TestNothingThatIsKeptSaysWhoAnswered(t *testing.T) {
	t.Parallel()
	o := open(t)
	talk := o.talked(t, "appointment")
	link, logged := o.link(t), &identity.Viewer{AccountID: ids.New(), Kind: identity.KindApplicant}
	trail := o.count(t, "audit.entry")
	if err := o.Give(as(t, logged), link, good(quality.Client, 1), "zu schnell"); err != nil {
		t.Fatal(err)
	}
	o.clerkAnswered(t, talk)
	o.RunJobs(t)
	if o.count(t, "audit.entry") != trail {
		t.Error("the trail tells that somebody answered")
	}
	var rows string
	err := o.NewRaw(`SELECT concat((SELECT jsonb_agg(to_jsonb(t)) FROM quality.tally t), (SELECT jsonb_agg(to_jsonb(r)) FROM quality.remark r))`).Scan(t.Context(), &rows)
	if err != nil {
		t.Fatal(err)
	}
	var request uuid.UUID
	if err := o.NewRaw("SELECT request_id FROM interpreters.assignment WHERE id = ?", talk).Scan(t.Context(), &request); err != nil {
		t.Fatal(err)
	}
	for what, secret := range map[string]string{"the talk": talk.String(), "the request": request.String(), "the clerk": o.clerk.AccountID.String(), "the client": logged.AccountID.String(), "the link": link, "the day": "2026-11-21", "a time": "T0"} {
		if strings.Contains(rows, secret) {
			t.Errorf("%s stands in it: %s", what, rows)
		}
	}
	var marks string
	if err := o.NewRaw("SELECT jsonb_agg(to_jsonb(a) - 'valid_until')::text FROM quality.asked a").Scan(t.Context(), &marks); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(marks, o.clerk.AccountID.String()) || strings.Contains(marks, logged.AccountID.String()) || strings.Contains(marks, "-11-") {
		t.Error("the mark says more than that somebody answered:", marks)
	}
	var version int
	if err := o.NewRaw("SELECT get_byte(uuid_send(id), 6) >> 4 FROM quality.remark LIMIT 1").Scan(t.Context(), &version); err != nil || version != 4 {
		t.Error("the id of a remark tells when it was made:", version, err)
	}
}

// The database itself knows which rows one transaction wrote, and which were written last. After a night it does not.
func TestAfterANightTheDatabaseItselfDoesNotKnow(t *testing.T) {
	t.Parallel()
	o := open(t)
	for i := range 12 {
		o.answered(t, 1+i%4, strings.Repeat("x", i+1))
	}
	joined := "quality.asked a JOIN quality.tally t ON t.xmin = a.xmin"
	if o.count(t, joined) == 0 {
		t.Fatal("the attack does not work even before: the test sees nothing")
	}
	before := o.kept(t)
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := o.kept(t); after != before {
		t.Errorf("the night changed what was said:\n%s\n%s", before, after)
	}
	for _, table := range []string{"asked", "tally", "remark"} {
		if n := o.count(t, "(SELECT DISTINCT xmin::text FROM quality."+table+") x"); n != 1 {
			t.Errorf("%s was written by %d transactions", table, n)
		}
	}
	var first, sorted []string
	if err := o.NewRaw("SELECT id::text FROM quality.remark ORDER BY ctid").Scan(t.Context(), &first); err != nil {
		t.Fatal(err)
	}
	sorted = slices.Clone(first)
	slices.Sort(sorted)
	if !slices.Equal(first, sorted) {
		t.Error("remarks lie in the order in which they were made")
	}
	o.answered(t, 4, "") // and who answers afterwards is counted as before
	if o.count(t, "quality.asked WHERE spent") != 13 {
		t.Error("somebody could not answer")
	}
}

func (o *office) kept(t *testing.T) (all string) {
	t.Helper()
	err := o.NewRaw(`SELECT concat((SELECT jsonb_agg(to_jsonb(a) ORDER BY assignment_id, side) FROM quality.asked a), (SELECT jsonb_agg(to_jsonb(x) ORDER BY question, value) FROM quality.tally x),
 (SELECT jsonb_agg(to_jsonb(r) ORDER BY id) FROM quality.remark r))`).Scan(t.Context(), &all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What is over is forgotten: marks after their time, remarks after three years; figures stay.
func TestWhatIsOverIsForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.answered(t, 3, "pünktlich")
	for _, c := range []struct {
		years, days            int
		asked, tally, remarked int64
	}{{0, 29, 2, 3, 1}, {0, 2, 0, 3, 1}, {2, 0, 0, 3, 1}, {2, 0, 0, 3, 0}} {
		o.Clock.Set(o.Clock.Now().AddDate(c.years, 0, c.days))
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
		if a, n, r := o.count(t, "quality.asked"), o.count(t, "quality.tally"), o.count(t, "quality.remark"); a != c.asked || n != c.tally || r != c.remarked {
			t.Errorf("%s: %d asked, %d counts, %d remarks", o.Clock.Now(), a, n, r)
		}
	}
}
