package linguists_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/linguists"
)

// Today is 21 November 2026 (testkit.Start).
func TestWithoutTheProofsNobodyIsAsked(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	if !slices.Equal(i.Missing, []linguists.ProofKind{linguists.Secrecy, linguists.DataProtection, linguists.Oath}) {
		t.Fatal("nothing was proved, and the oath of who is sworn neither:", i.Missing)
	}
	o.note(t, i.ID, linguists.Secrecy, "2026-11-21", "")
	o.note(t, i.ID, linguists.DataProtection, "2020-01-01", "2026-11-20") // ended yesterday
	i = o.note(t, i.ID, linguists.Oath, "2020-01-01", "2026-11-21")       // today is its last day
	if !slices.Equal(i.Missing, []linguists.ProofKind{linguists.DataProtection}) || !slices.Equal(o.names(t, linguists.InterpreterFilter{ProofMissing: to(true)}), []string{i.Name}) {
		t.Fatal(i.Missing)
	}
	i = o.note(t, i.ID, linguists.DataProtection, "2026-11-20", "2030-01-01")
	if len(i.Missing) != 0 || len(o.names(t, linguists.InterpreterFilter{ProofMissing: to(true)})) != 0 {
		t.Fatal(i.Missing)
	}
	o.Clock.Set(time.Date(2026, 11, 21, 23, 30, 0, 0, time.UTC)) // half past midnight in Berlin
	i, err := o.Get(lead(t), i.ID)
	must(t, err)
	if !slices.Equal(i.Missing, []linguists.ProofKind{linguists.Oath}) || len(o.names(t, linguists.InterpreterFilter{ProofMissing: to(true)})) != 1 {
		t.Fatal("the oath's last day was yesterday:", i.Missing)
	}
	_, err = o.NoteProof(lead(t), linguists.NoteProof{Interpreter: i.ID, Kind: "wish", Name: to(strings.Repeat("x", 201) + "\x00"), IssuedOn: day(t, "2026-12-01"), ValidUntil: day(t, "2026-11-30")})
	wants(t, err, linguists.ErrInput, "kind", "name", "issuedOn", "validUntil")
	_, err = o.NoteProof(lead(t), linguists.NoteProof{Interpreter: i.ID, Kind: linguists.Oath})
	wants(t, err, linguists.ErrInput, "issuedOn")
	_, err = o.NoteProof(lead(t), linguists.NoteProof{Interpreter: uuid.New(), Kind: linguists.Oath, IssuedOn: day(t, "2026-11-01")})
	wants(t, err, linguists.ErrNone)
}

func TestProofsThatEndAreToldTwiceAndNoMore(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	o.note(t, i.ID, linguists.Oath, "2021-01-01", "2027-01-21") // in 61 days
	o.note(t, i.ID, linguists.Secrecy, "2020-01-01", "2026-12-01")
	o.note(t, i.ID, linguists.Secrecy, "2026-11-01", "2030-01-01") // renewed: nothing to tell
	quiet := parwana()
	quiet.Email, quiet.Name, quiet.State = nil, "Ended", to(linguists.StateEnded)
	o.note(t, o.create(t, quiet).ID, linguists.Oath, "2021-01-01", "2026-12-01")
	unreachable := parwana()
	unreachable.Email, unreachable.Name = nil, "Without mail"
	o.note(t, o.create(t, unreachable).ID, linguists.Oath, "2021-01-01", "2026-12-24")

	told := func() int {
		must(t, o.Daily(t.Context()))
		must(t, o.Daily(t.Context())) // however often it runs
		o.RunJobs(t)
		return len(o.mails.Sent("parwana@example.org"))
	}
	if n := told(); n != 0 {
		t.Fatal("too early:", n)
	}
	o.Clock.Advance(24 * time.Hour) // 60 days left
	if n := told(); n != 1 {
		t.Fatal("not told 60 days before:", n)
	}
	o.Clock.Advance(45 * 24 * time.Hour) // 15 days left
	if n := told(); n != 1 {
		t.Fatal("told again without need:", n)
	}
	o.Clock.Advance(24 * time.Hour) // 14 days left
	if n := told(); n != 2 {
		t.Fatal("not told 14 days before:", n)
	}
	mail := o.mails.Sent("parwana@example.org")[0]
	if mail.Language != "en" || !strings.Contains(mail.Text, "21 January 2027") || strings.Contains(mail.Text, "Parwana") {
		t.Error(mail.Text)
	}
	list, err := o.Ending(lead(t))
	must(t, err)
	if len(list) != 2 || list[0].Name != "Without mail" || list[1].Name != "Parwana Ahmadzai" || list[1].Kind != linguists.Oath {
		t.Errorf("%+v", list)
	}
	o.Clock.Advance(20 * 24 * time.Hour) // it has ended: the lead still sees it, nobody is mailed
	if n := told(); n != 2 {
		t.Fatal(n)
	}
	if list, err = o.Ending(lead(t)); err != nil || len(list) != 2 {
		t.Errorf("%+v %v", list, err)
	}
}
