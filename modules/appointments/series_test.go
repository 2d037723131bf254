package appointments_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
)

// propose are the starts that the rules of a series give now.
func (o *office) propose(t testing.TB, key string, a capacity.Anchors, chosen map[string]string) []capacity.Proposal {
	t.Helper()
	series, ok := o.Rules.FindSeries(key)
	if !ok {
		t.Fatal("no series", key)
	}
	list, err := o.Propose(t.Context(), series, "rathaus", 1, a, chosen)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func choices(list []capacity.Proposal) (in appointments.SeriesIn) {
	in = appointments.SeriesIn{Site: "rathaus", People: 1, Key: "k"}
	for _, p := range list {
		in.Steps = append(in.Steps, appointments.Choice{Step: p.Step.Key, Start: p.Start})
	}
	return in
}

// What law and custom count from: the decision, the end of the title, the step before. Without such a day nothing is made up.
func TestAStepIsProposedOnItsDays(t *testing.T) {
	t.Parallel()
	o := open(t)
	card := o.propose(t, "card", capacity.Anchors{Decision: date("2026-11-20")}, nil)
	if got := card[0]; got.First != date("2026-11-20") || got.Last != date("2026-12-04") || !strings.HasPrefix(got.Start, "2026-11-23T") || got.Why != "" {
		t.Errorf("fingerprints: %+v", got)
	}
	if got := card[1]; got.Anchor != date("2026-11-23") || got.First != date("2026-12-28") || got.Start < "2026-12-28T" {
		t.Errorf("collecting follows the fingerprints: %+v", got)
	}
	later := o.propose(t, "card", capacity.Anchors{Decision: date("2026-11-20")}, map[string]string{"fingerprints": "2026-12-03T08:00"})
	if later[0].Start != "2026-12-03T08:00" || later[1].First != date("2027-01-07") {
		t.Errorf("what was chosen moves what follows it: %+v", later)
	}
	for _, p := range o.propose(t, "card", capacity.Anchors{}, nil) {
		if p.Why != capacity.NoAnchor || p.Start != "" {
			t.Errorf("undecided: %+v", p)
		}
	}
	ends := o.propose(t, "extension", capacity.Anchors{TitleEnd: date("2026-12-10")}, nil)
	if ends[0].First != date("2026-10-15") || ends[0].Last != date("2026-12-09") || ends[0].Why != "" || ends[0].Start == "" {
		t.Errorf("before the title ends: %+v", ends[0])
	}
	if ends[1].Start[:10] == ends[0].Start[:10] && ends[1].Start <= ends[0].Start {
		t.Errorf("nobody is at two counters at once: %+v", ends)
	}
	over := o.propose(t, "extension", capacity.Anchors{TitleEnd: date("2026-11-20")}, nil)
	if over[0].Why != capacity.Late || over[0].Start == "" {
		t.Errorf("the title has ended, and the next free time is proposed: %+v", over[0])
	}
	if far := o.propose(t, "extension", capacity.Anchors{TitleEnd: date("2027-06-01")}, nil); far[0].Why != capacity.TooFar {
		t.Errorf("times that are not open yet: %+v", far[0])
	}
}

// All times of a series are booked at once: one mail, one file with all, one link. Each can be changed alone, and the same click twice is one series.
func TestASeriesIsOneMailAndOneFile(t *testing.T) {
	t.Parallel()
	o := open(t)
	to, clerk := party(), ids.New()
	in := choices(o.propose(t, "card", capacity.Anchors{Decision: date("2026-11-20")}, nil))
	in.Series = "card"
	booked, err := o.BookSeries(t.Context(), to, in, clerk)
	if err != nil || len(booked) != 2 {
		t.Fatal(err, booked)
	}
	if again, err := o.BookSeries(t.Context(), to, in, clerk); err != nil || again[0].ID != booked[0].ID || again[1].ID != booked[1].ID {
		t.Fatal("a click twice is two series:", err)
	}
	o.RunJobs(t)
	mails := o.mail.Sent(to.Email)
	if len(mails) != 1 || len(mails[0].Attachments) != 1 {
		t.Fatalf("%d mails", len(mails))
	}
	file := string(mails[0].Attachments[0].Data)
	for _, want := range []string{"METHOD:PUBLISH\r\n", "UID:" + booked[0].ID.String() + "@", "UID:" + booked[1].ID.String() + "@"} {
		if !strings.Contains(file, want) {
			t.Errorf("the file lacks %q:\n%s", want, file)
		}
	}
	if strings.Count(file, "BEGIN:VEVENT") != 2 || strings.Contains(file, "ATTENDEE") || !strings.Contains(mails[0].Text, booked[1].Number) {
		t.Errorf("%s\n%s", mails[0].Text, file)
	}
	mine, err := o.LookSeries(t.Context(), o.link(t, to.Email, "/appointments/series"))
	if err != nil || len(mine) != 2 || mine[1].Appointment.SeriesStep != "collect" {
		t.Fatal(err, mine)
	}
	if _, err := o.Cancel(t.Context(), mine[1].Token, ""); err != nil {
		t.Fatal(err)
	}
	if about, err := o.About(t.Context(), to.About); err != nil || len(about) != 2 || about[0].State != appointments.Booked || about[1].State != appointments.Cancelled {
		t.Fatal(err, about)
	}
	if _, err := o.LookSeries(t.Context(), mine[0].Token); !errors.Is(err, appointments.ErrNone) {
		t.Error("the link of one opens all:", err)
	}
	o.agree(t)
}

// What is wrong with a wish is told by its step, and nothing is booked.
func TestAWishForASeriesIsChecked(t *testing.T) {
	t.Parallel()
	o := open(t)
	good := choices(o.propose(t, "card", capacity.Anchors{Decision: date("2026-11-20")}, nil))
	for name, test := range map[string]struct {
		change func(*appointments.SeriesIn)
		path   string
	}{
		"no such series":    {func(in *appointments.SeriesIn) { in.Series = "x" }, "steps"},
		"no step":           {func(in *appointments.SeriesIn) { in.Steps = nil }, "steps"},
		"a step twice":      {func(in *appointments.SeriesIn) { in.Steps[1].Step = "fingerprints" }, "steps[1].step"},
		"no time":           {func(in *appointments.SeriesIn) { in.Steps[1].Start = "tomorrow" }, "steps[1].start"},
		"two at once":       {func(in *appointments.SeriesIn) { in.Steps[1].Start = in.Steps[0].Start }, "steps[1].start"},
		"a past day":        {func(in *appointments.SeriesIn) { in.Steps[0].Start = "2026-11-02T08:00" }, "steps[0].start"},
		"a closed day":      {func(in *appointments.SeriesIn) { in.Steps[1].Start = "2026-12-25T08:00" }, "steps[1].start"},
		"too many people":   {func(in *appointments.SeriesIn) { in.People = 50 }, "steps[0].start"},
		"outside the hours": {func(in *appointments.SeriesIn) { in.Steps[0].Start = "2026-11-24T19:00" }, "steps[0].start"},
	} {
		in := good
		in.Series, in.Steps = "card", append([]appointments.Choice{}, good.Steps...)
		test.change(&in)
		_, err := o.BookSeries(t.Context(), party(), in, ids.New())
		if found := errs.Of(err); found == nil || len(found.Fields) == 0 || found.Fields[0].Path != test.path {
			t.Errorf("%s: %v", name, err)
		}
	}
	var n int
	if err := o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM appointments.appointment").Scan(&n); err != nil || n != 0 {
		t.Fatal(err, n)
	}
}

// Two clerks at two servers want series that share one time, in opposite order, over and over. One gets all of it; the other gets nothing of it, hears which step was lost
// and what is near, and books with that.
func TestTwoClerksForOneStepOfASeries(t *testing.T) {
	t.Parallel()
	o := open(t, oneCounter)
	other, err := db.Open(t.Context(), db.Config{URL: o.URL(), MaxConns: 8}, o.Clock, events.NewBus(), o.Log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	r := rules(t)
	oneCounter(r)
	servers := []*appointments.Service{o.Service, o.second(t, other, r)}
	booked := 0
	for n := range 12 {
		shared := o.propose(t, "card", capacity.Anchors{Decision: date("2026-11-20")}, nil)
		wishes := [2]appointments.SeriesIn{choices(shared), choices(shared)}
		errs2 := [2]error{}
		var both sync.WaitGroup
		for i := range wishes {
			wishes[i].Series, wishes[i].Key = "card", fmt.Sprint(n, i)
			if i == 1 {
				wishes[i].Steps[0], wishes[i].Steps[1] = wishes[i].Steps[1], wishes[i].Steps[0]
			}
			both.Go(func() { _, errs2[i] = servers[i].BookSeries(t.Context(), party(), wishes[i], ids.New()) })
		}
		both.Wait()
		lost := 0
		for i, err := range errs2 {
			if err == nil {
				booked += 2
				continue
			}
			lost++
			found := errs.Of(err)
			if !errors.Is(err, appointments.ErrTaken) || !strings.HasPrefix(found.Fields[0].Path, "steps[") || found.Fields[0].Params["t1"] == "" {
				t.Fatalf("round %d, clerk %d: %v", n, i, err)
			}
		}
		if lost != 1 {
			t.Fatalf("round %d: %d lost (%v)", n, lost, errs2)
		}
	}
	var made, taken int
	if err := o.Pool().QueryRow(t.Context(), "SELECT (SELECT count(*) FROM appointments.appointment), (SELECT count(*) FROM appointments.occupation)").Scan(&made, &taken); err != nil || made != booked || taken != booked {
		t.Fatal("half a series is booked:", err, made, taken, booked)
	}
	o.agree(t)
}
