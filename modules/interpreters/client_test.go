package interpreters_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// An agency is asked as one and answers with whom it sends; it holds nobody's time meanwhile.
func TestAnAgencySendsOneOfItsPeople(t *testing.T) {
	t.Parallel()
	o := open(t)
	agency := &linguists.Interpreter{ID: ids.New(), Kind: linguists.KindAgency, Name: "Agentur", Email: "agentur@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{},
		Language: "de", State: linguists.StateActive, Version: 1, CreatedAt: monday}
	o.insert(t, agency)
	theirs := func(i *linguists.Interpreter, _ *linguists.Skill) { i.AgencyID, i.Email = &agency.ID, "" }
	one, two, stranger := o.person(t, "One", theirs), o.person(t, "Two", theirs), o.person(t, "Stranger")
	o.person(t, "Busy", theirs, func(_ *linguists.Interpreter, k *linguists.Skill) { k.Language = "kmr" })
	if got := o.can(t); len(got) != 2 || !slices.ContainsFunc(got, func(c interpreters.Candidate) bool { return c.Interpreter == agency.ID && len(c.People) == 2 }) {
		t.Fatal(names(got))
	}
	o.ask(t, asked(interpreters.One, agency.ID))
	r := o.ask(t, asked(interpreters.One, agency.ID))
	token := o.offered(t, "Agentur")
	for _, wrong := range []*uuid.UUID{nil, &stranger} {
		if _, err := o.Accept(t.Context(), token, wrong); !errors.Is(err, interpreters.ErrInput) {
			t.Fatal(wrong, err)
		}
	}
	if _, err := o.Accept(t.Context(), token, &one); err != nil {
		t.Fatal(err)
	}
	first := o.mail.Sent("agentur@example.org")[0].Text
	_, rest, _ := strings.Cut(first, "/interpreting/offer#")
	earlier, _, _ := strings.Cut(rest, "\n")
	if _, err := o.Accept(t.Context(), earlier, &one); !errors.Is(err, interpreters.ErrInput) {
		t.Fatal("one person at two places:", err)
	}
	if _, err := o.Accept(t.Context(), earlier, &two); err != nil {
		t.Fatal(err)
	}
	if r = o.request(t, r.ID); r.Assignments[0].InterpreterID != one || o.kept(t) != 2 {
		t.Error(r.Assignments)
	}
}

// Who does not come: the interpreter is paid nothing; whose client does not come keeps what was bound.
func TestWhoDoesNotCome(t *testing.T) {
	t.Parallel()
	for state, paid := range map[interpreters.AssignmentState]bool{interpreters.Missed: false, interpreters.ClientMissed: true} {
		o := open(t)
		o.ask(t, asked(interpreters.One, o.person(t, "Amal")))
		a, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil)
		if err != nil {
			t.Fatal(err)
		}
		in := interpreters.MarkAssignment{Assignment: a.ID, Version: 2, State: state}
		if _, err := o.Mark(o.asLead(t), in); !errors.Is(err, interpreters.ErrInput) {
			t.Error("missing before it began:", err)
		}
		o.Clock.Set(at("2026-12-03 10:30"))
		if r, err := o.Mark(o.asLead(t), in); err != nil || r.State != interpreters.RequestEnded || (o.bound(t) > 0) != paid {
			t.Error(state, states(r), o.bound(t), err)
		}
	}
}

// Who waits in vain says so: not before it should begin, once, and not for a booking that is over. The office says what was; who said it first has signed it with that.
func TestWhoWaitsInVainSaysSo(t *testing.T) {
	t.Parallel()
	for state, paid := range map[interpreters.AssignmentState]bool{interpreters.ClientMissed: true, interpreters.Missed: false} {
		o := open(t)
		o.ask(t, asked(interpreters.One, o.person(t, "Amal")))
		a, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil)
		if err != nil {
			t.Fatal(err)
		}
		link := o.link(t, "Amal", "/interpreting/booking")
		if _, err := o.TellAlone(t.Context(), link); !errors.Is(err, interpreters.ErrOver) {
			t.Error("missing before it began:", err)
		}
		o.Clock.Set(at("2026-12-03 10:20"))
		if m, err := o.Manage(t.Context(), link); err != nil || !slices.Contains(m.Permitted, "reportClientMissing") {
			t.Fatal(m, err)
		}
		for range 2 {
			m, err := o.TellAlone(t.Context(), link)
			if err != nil || m.Assignment.State != interpreters.Booked || m.Assignment.AloneAt == nil || slices.Contains(m.Permitted, "reportClientMissing") {
				t.Fatalf("%+v, %v", m, err)
			}
		}
		o.Clock.Set(at("2026-12-03 11:30"))
		r, err := o.Mark(o.asLead(t), interpreters.MarkAssignment{Assignment: a.ID, Version: 3, State: state})
		if err != nil {
			t.Fatal(err)
		}
		signed := r.Assignments[0].InterpreterSignedAt
		if (signed != nil) != paid || paid && !signed.Equal(at("2026-12-03 10:20")) || (o.bound(t) > 0) != paid {
			t.Error(state, signed, o.bound(t))
		}
		if _, err := o.TellAlone(t.Context(), link); !paid && err != nil {
			t.Error("twice is no fault:", err)
		}
	}
}

// Nothing that reaches an interpreter before they have accepted names the client, and nothing some days after the end.
func TestTheClientIsKnownFromAcceptanceToSomeDaysAfter(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := asked(interpreters.All, o.person(t, "Amal"), o.person(t, "Basil"))
	r := o.ask(t, in)
	tells := func(what any) bool {
		raw, err := json.Marshal(what)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(raw), "Haddad")
	}
	shown, err := o.Look(t.Context(), o.offered(t, "Amal"))
	if err != nil || tells(shown) {
		t.Fatal("an offer tells of the client:", err)
	}
	if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); err != nil {
		t.Fatal(err)
	}
	if shown, err := o.Look(t.Context(), o.offered(t, "Basil")); err != nil || tells(shown) {
		t.Fatal("who was too late is told of the client:", err)
	}
	manage := o.link(t, "Amal", "/interpreting/booking")
	o.Clock.Set(at("2026-12-17 10:59"))
	for _, known := range []bool{true, false} { // whether or not the job has run
		if m, err := o.Manage(t.Context(), manage); err != nil || tells(m) != known {
			t.Error(known, m.Client, err)
		}
		o.Clock.Advance(2 * time.Minute)
	}
	if err := o.Daily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if o.request(t, r.ID).Client != "" {
		t.Error("it is still kept")
	}
	for _, m := range o.mail.Sent("") {
		if strings.Contains(m.Text+m.HTML+m.Subject, "Haddad") {
			t.Error("a mail names the client:", m.Subject)
		}
	}
}

// By phone and video the place is a number of the client, and forgotten with them; a house is not.
func TestTheNumberIsForgottenWithTheClient(t *testing.T) {
	t.Parallel()
	for mode, stays := range map[linguists.Mode]bool{linguists.Phone: false, linguists.Video: false, linguists.OnSite: true} {
		o := open(t)
		person := audit.Record{Kind: "person", ID: ids.New()}
		in := asked(interpreters.One, o.person(t, "Amal"))
		in.Mode, in.Place = mode, "0170 7654321"
		other := in
		other.Key, other.Chosen, other.Subject = ids.Token(), []uuid.UUID{o.person(t, "Basil")}, &person
		other.About = &audit.Record{Kind: "appointment", ID: ids.New()}
		r, erased := o.ask(t, in), o.ask(t, other)
		if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); err != nil {
			t.Fatal(err)
		}
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, person) })
		if got := o.request(t, erased.ID); got.Client != "" || (got.Place != "") != stays {
			t.Errorf("%s, erased: %+v", mode, got)
		}
		manage := o.link(t, "Amal", "/interpreting/booking")
		o.Clock.Set(at("2026-12-17 10:59"))
		for _, known := range []bool{true, false} { // whether or not the job has run
			if m, err := o.Manage(t.Context(), manage); err != nil || (m.Assignment.Request.Place != "") != (known || stays) {
				t.Error(mode, known, m, err)
			}
			o.Clock.Advance(2 * time.Minute)
		}
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := o.request(t, r.ID); got.Client != "" || (got.Place != "") != stays {
			t.Errorf("%s: %+v", mode, got)
		}
	}
}

// Of what was called off nobody needs the number any more; a house stays.
func TestTheNumberIsForgottenWithWhatWasCalledOff(t *testing.T) {
	t.Parallel()
	for mode, stays := range map[linguists.Mode]bool{linguists.Phone: false, linguists.OnSite: true} {
		o := open(t)
		in := asked(interpreters.One, o.person(t, "Amal"))
		in.Mode, in.Place = mode, "0170 7654321"
		r := o.ask(t, in)
		r, err := o.Cancel(o.asLead(t), r.ID, "", 0)
		if err != nil || r.Client != "" || (r.Place != "") != stays {
			t.Errorf("%s: %+v, %v", mode, r, err)
		}
		if got := o.request(t, r.ID); (got.Place != "") != stays {
			t.Errorf("%s, in the table: %q", mode, got.Place)
		}
	}
}

// Times can be signed as long as they can be claimed (JVEG §2: three months), by the link of the booking and on one's own page.
func TestTimesCanBeSignedAsLongAsTheyCanBeClaimed(t *testing.T) {
	t.Parallel()
	o := open(t)
	account := ids.New()
	_, err := o.NewRaw("INSERT INTO identity.account (id, kind, issuer, subject, trust, created_at) VALUES (?, 'applicant', 'email', ?, 'email', ?)", account, account.String(), o.Clock.Now()).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o.ask(t, asked(interpreters.One, o.person(t, "Amal", func(i *linguists.Interpreter, _ *linguists.Skill) { i.AccountID = &account })))
	a, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil)
	if err != nil {
		t.Fatal(err)
	}
	manage := o.link(t, "Amal", "/interpreting/booking")
	for version, state := range []interpreters.AssignmentState{interpreters.Started, interpreters.Ended} {
		o.Clock.Set(at("2026-12-03 11:00"))
		if _, err := o.Mark(o.asLead(t), interpreters.MarkAssignment{Assignment: a.ID, Version: version + 2, State: state}); err != nil {
			t.Fatal(err)
		}
	}
	o.Clock.Set(at("2027-03-05 12:00"))
	mine, err := o.Mine(identity.WithViewer(t.Context(), &identity.Viewer{AccountID: account, Kind: identity.KindApplicant}))
	if err != nil || len(mine.Bookings) != 1 || !slices.Contains(mine.Bookings[0].Permitted, "signInterpreting") {
		t.Fatal(mine, err)
	}
	if _, err := o.SignByLink(t.Context(), manage); err != nil {
		t.Error(err)
	}
}

// Who is erased is forgotten here, too.
func TestWhoIsErasedIsForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	person := audit.Record{Kind: "person", ID: ids.New()}
	in := asked(interpreters.One, o.person(t, "Amal"))
	in.Subject = &person
	r := o.ask(t, in)
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, person) })
	if r = o.request(t, r.ID); r.Client != "" || r.SubjectID != nil || r.State != interpreters.RequestOpen {
		t.Errorf("%+v", r)
	}
}

// The program dies in the middle: nothing is half done, and the same request again is done whole.
func TestADeathBetweenLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	o := open(t)
	in, died := asked(interpreters.One, o.person(t, "Amal")), errors.New("died")
	if err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := o.AskTx(ctx, tx, in)
		return errors.Join(err, died)
	}); !errors.Is(err, died) {
		t.Fatal(err)
	}
	o.RunJobs(t)
	if o.kept(t) != 0 || o.bound(t) != 0 || len(o.mail.Sent("")) != 0 {
		t.Fatal(o.kept(t), o.bound(t), len(o.mail.Sent("")))
	}
	o.ask(t, in)
	token := o.offered(t, "Amal")
	ctx, kill := context.WithCancel(t.Context())
	kill()
	if _, err := o.Accept(ctx, token, nil); err == nil {
		t.Fatal("the dead accepted")
	}
	if a, err := o.Accept(t.Context(), token, nil); err != nil || a.State != interpreters.Booked || o.kept(t) != 1 {
		t.Fatal(a, err)
	}
}

// Two windows: what one has not seen it does not write over.
func TestTimesAreNotWrittenOverUnread(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	set := func(version string, list ...interpreters.Hours) (interpreters.Times, error) {
		return o.SetTimes(o.asLead(t), interpreters.SetTimes{Interpreter: amal, Hours: list, Away: []interpreters.Span{{From: at("2026-12-22 00:00"), To: at("2026-12-28 00:00")}}, Version: version})
	}
	first, err := set("", hours(1, 8, 12, linguists.Phone))
	if err != nil || first.Version == "" {
		t.Fatal(first, err)
	}
	second, err := set(first.Version)
	if err != nil || second.Version == "" || second.Version == first.Version || len(second.Away) != 1 {
		t.Fatal(second, err)
	}
	for _, version := range []string{"", first.Version} {
		if _, err := set(version, hours(2, 8, 12, linguists.Phone)); !errors.Is(err, interpreters.ErrConflict) {
			t.Error(version, err)
		}
	}
}

// Whoever is replaced by anybody keeps the booking unless there is somebody else.
func TestNobodyIsCalledOffForNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	in := asked(interpreters.One, o.person(t, "Amal"))
	r := o.ask(t, in)
	if _, err := o.Accept(t.Context(), o.offered(t, "Amal"), nil); err != nil {
		t.Fatal(err)
	}
	other := asked(interpreters.InTurn)
	other.About, other.Sworn = in.About, true
	if _, err := o.Replace(o.asLead(t), r.ID, "krank", 0, other); !errors.Is(err, interpreters.ErrTaken) {
		t.Fatal("called off for nobody:", err)
	}
	if r = o.request(t, r.ID); r.State != interpreters.RequestFilled || o.kept(t) != 1 {
		t.Fatal(states(r))
	}
	basil := o.person(t, "Basil", func(_ *linguists.Interpreter, k *linguists.Skill) { k.Sworn = true })
	o.insert(t, &linguists.Proof{ID: ids.New(), InterpreterID: basil, Kind: linguists.Oath, IssuedOn: date("2020-01-01"), NotedBy: ids.New(), NotedAt: monday})
	next, err := o.Replace(o.asLead(t), r.ID, "krank", 0, other)
	if err != nil || states(next) != "open offered" || next.Offers[0].Interpreter.Name != "Basil" || !next.Seek || o.request(t, r.ID).State != interpreters.RequestCancelled {
		t.Fatal(next, err)
	}
}

// Who is tied to somebody who turned out to be the person on file is not asked for what was wanted before.
func TestRequestsFollowAMergedPerson(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	in, kept := asked(interpreters.InTurn), audit.Record{Kind: "person", ID: ids.New()}
	in.Subject = &audit.Record{Kind: "person", ID: ids.New()}
	r, err := o.Ask(o.asLead(t), in)
	if err != nil {
		t.Fatal(err)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		if err := o.Linguists.TieTx(ctx, tx, amal, kept, "client"); err != nil {
			return err
		}
		return o.MergeTx(ctx, tx, *in.Subject, kept)
	})
	o.RunJobs(t)
	if r = o.request(t, r.ID); r.State != interpreters.RequestUnfilled || *r.SubjectID != kept.ID {
		t.Error(states(r))
	}
}
