package office_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/pgrun"
)

func TestASubmitSentManyTimesOpensOneCase(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	in := amal.Submit(t, amal.Draft(t, officetest.Answers(nil)))
	answers := make([]*officetest.Answer, 8)
	var g errgroup.Group
	for i := range answers {
		g.Go(func() error { answers[i] = amal.Ask(t, officetest.SubmitDocument, in); return nil })
	}
	_ = g.Wait()
	first := answers[0].Opened(t)
	codes := 0
	for _, a := range append(answers, amal.Ask(t, officetest.SubmitDocument, in)) {
		opened := a.Opened(t)
		if opened.CaseID != first.CaseID || opened.Number != first.Number {
			t.Errorf("another case: %s", a.Raw)
		}
		if opened.Code != "" {
			codes++
		}
	}
	if n := o.Count(t, "cases.case"); n != 1 || codes != 1 {
		t.Fatalf("%d cases, the code shown %d times", n, codes)
	}
	o.Work(t)
	if mails := o.Mailer.Sent(amal.Claims.Email); len(mails) != 1 {
		t.Errorf("%d mails", len(mails))
	}
}

func TestOfTwoClerksAtOnceTheSecondIsTold(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	opened := o.Applicant(t).Apply(t, false, nil)
	anna, ben := o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Clerk())
	seen := look(t, anna, opened.CaseID)
	ask := func(p *officetest.Person, item string) *officetest.Answer {
		return p.Ask(t, `mutation($in: RequestPapers!) { requestPapers(input: $in) { id } }`, map[string]any{"in": map[string]any{
			"case": seen.ID, "version": seen.Version, "items": []string{item}, "dueOn": "2026-12-15"}})
	}
	var g errgroup.Group
	var one, two *officetest.Answer
	g.Go(func() error { one = ask(anna, "passport"); return nil })
	g.Go(func() error { two = ask(ben, "photo"); return nil })
	_ = g.Wait()
	if one.Code() == "" {
		one, two = two, one
	}
	if one.Code() != "cases.conflict" || two.Code() != "" {
		t.Errorf("%s\n%s", one.Raw, two.Raw)
	}
	if n := o.Count(t, "cases.request"); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// The database goes away in the middle of the traffic and comes back: requests say so, nothing is lost; the worker that ran through it works on,
// and who listens is told to read again.
func TestTheDatabaseGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server, err := pgrun.Start(t.Context(), pgrun.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	if err := server.CreateDatabase(t.Context(), "office"); err != nil {
		t.Fatal(err)
	}
	o := officetest.Boot(t, officetest.OnDatabase(server.URL("office")))
	amal := o.Applicant(t)
	s := amal.Draft(t, officetest.Answers(nil))
	in := amal.Submit(t, s)
	visitor := o.Stranger(t)
	endWork := works(t, o)
	await := func(address string) { // a link to log in, which a worker sends
		t.Helper()
		visitor.Must(t, linkTo(address), nil, nil)
		waiting, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		if err := o.Mailer.Await(waiting, address); err != nil {
			t.Errorf("the worker sends nothing: %v", err)
		}
	}
	await("before@post.example") // the worker stands
	hints, endStream := follow(t, o, amal, s)
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	var g errgroup.Group
	for range 4 {
		g.Go(func() error {
			if a := amal.Ask(t, officetest.SubmitDocument, in); a.Status != http.StatusServiceUnavailable {
				t.Errorf("with a session: %d %s", a.Status, a.Raw)
			}
			visitor.Refused(t, "UNAVAILABLE", linkTo("amal@post.example"), nil)
			return nil
		})
	}
	_ = g.Wait()
	if res, _ := visitor.Get(t, "/readyz"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("ready: %d", res.StatusCode)
	}
	if res, _ := visitor.Get(t, "/healthz"); res.StatusCode != http.StatusOK {
		t.Errorf("alive: %d", res.StatusCode)
	}
	for drained := false; !drained; { // hints of before
		select {
		case <-hints:
		default:
			drained = true
		}
	}
	if server, err = pgrun.Start(t.Context(), pgrun.Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	if _, told := <-hints; !told { // before anything else changes: what changed meanwhile may have been missed
		t.Error("who listened through the outage is not told to read again")
	}
	endStream()
	amal.Ask(t, officetest.SubmitDocument, in).Opened(t)
	await("amal@post.example")
	endWork()
	o.Work(t)
	if n, mails := o.Count(t, "cases.case"), o.Mailer.Sent("amal@post.example"); n != 1 || len(mails) != 1 {
		t.Errorf("%d cases, %d mails", n, len(mails))
	}
	if res, _ := visitor.Get(t, "/readyz"); res.StatusCode != http.StatusOK {
		t.Errorf("ready again: %d", res.StatusCode)
	}
}

func linkTo(address string) string {
	return fmt.Sprintf(`mutation { requestLoginLink(input: {email: %q, language: "de"}) { minutes } }`, address)
}

// works runs a worker as `ankunft work` does, until it is ended.
func works(t *testing.T, o *officetest.Office) (end func()) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- o.Jobs.Run(ctx, 2, time.Minute) }()
	return sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("worker: %v", err)
		}
	})
}

// follow listens to a draft as a browser does, and returns when the stream stands; each hint comes through the channel, which ends with the stream.
func follow(t *testing.T, o *officetest.Office, p *officetest.Person, s *officetest.Sitting) (hints <-chan struct{}, end func()) {
	t.Helper()
	told, enough := make(chan struct{}, 100), make(chan struct{})
	go func() {
		defer close(told)
		seen := 0
		listen(t, o, p, `subscription($id: ID!) { sittingChanged(id: $id) }`, s.ID, func(said string) bool {
			for ; seen < strings.Count(said, `"sittingChanged":`); seen++ {
				told <- struct{}{}
			}
			select {
			case <-enough:
				return true
			default:
				return false
			}
		})
	}()
	for { // nobody knows from when on the stream listens
		o.DB.Live.Notify(applications.Topic(s.ID))
		select {
		case _, stands := <-told:
			if !stands {
				t.Fatal("no stream")
			}
			return told, sync.OnceFunc(func() { close(enough) })
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func TestTheObjectStoreGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	s := amal.Draft(t, officetest.Answers(nil))
	app := s.Applications[0].ID
	amal.Upload(t, "application", app, "photo") // arrived, not yet looked at
	o.Store.Down(true)
	a := amal.Ask(t, `mutation($in: BeginUpload!) { beginUpload(input: $in) { file { id } } }`, map[string]any{"in": map[string]any{
		"subjectKind": "application", "subjectId": app, "item": "passport", "name": "p.pdf", "type": "application/pdf", "size": 1000}})
	if len(a.Errors) == 0 || a.Errors[0].Extensions.Kind != "UNAVAILABLE" || a.Code() == "" {
		t.Errorf("begin: %s", a.Raw)
	}
	o.TryWork(t)
	const state = "documents.file WHERE state = 'ready'"
	if o.Count(t, state) != 0 {
		t.Error("a file was inspected without the store")
	}
	in := amal.Submit(t, s)
	amal.Ask(t, officetest.SubmitDocument, in).Opened(t) // nobody is held up by the store
	o.Store.Down(false)
	o.RetryNow(t)
	o.Work(t)
	if n := o.Count(t, state); n != 1 {
		var states string
		_ = o.DB.NewRaw("SELECT jsonb_agg(jsonb_build_array(state, refusal))::text FROM documents.file").Scan(t.Context(), &states)
		t.Errorf("%d files inspected afterwards: %s; jobs left: %s", n, states, o.Left(t))
	}
}

func TestTheMailServerGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Mailer.Down(true)
	amal := o.Applicant(t)
	in := amal.Submit(t, amal.Draft(t, officetest.Answers(nil)))
	amal.Ask(t, officetest.SubmitDocument, in).Opened(t)
	o.TryWork(t)
	if n := len(o.Mailer.Sent("")); n != 0 {
		t.Fatalf("%d mails by a server that is away", n)
	}
	o.Mailer.Down(false)
	for range 2 {
		o.RetryNow(t)
		o.Work(t)
	}
	if mails := o.Mailer.Sent(amal.Claims.Email); len(mails) != 1 {
		t.Errorf("%d mails", len(mails))
	}
}

// Three starters migrate a filled database at once, as replicas do on an upgrade: nothing is applied twice, nothing is lost.
func TestAnUpgradeOfAFilledDatabaseKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	opened := o.Applicant(t).Apply(t, false, nil)
	const rows = `SELECT jsonb_build_array((SELECT jsonb_agg(to_jsonb(c)) FROM cases.case c), (SELECT jsonb_agg(to_jsonb(p) ORDER BY id) FROM cases.paper p),
 (SELECT jsonb_agg(to_jsonb(e) ORDER BY hash) FROM audit.entry e), (SELECT count(*) FROM river.river_job))::text`
	read := func() (all string) {
		if err := o.DB.NewRaw(rows).Scan(t.Context(), &all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	before := read()
	var g errgroup.Group
	for range 3 {
		g.Go(func() error { return o.Migrate(t.Context()) })
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	if after := read(); after != before {
		t.Error("the upgrade changed what was there")
	}
	for _, m := range office.Migrations() {
		if twice := o.Count(t, "(SELECT FROM "+m.Schema+".migration GROUP BY version_id HAVING count(*) > 1) AS twice"); twice != 0 {
			t.Errorf("%s: applied twice", m.Schema)
		}
	}
	if c := look(t, o.Colleague(t, officetest.Clerk()), opened.CaseID); c.State != "received" {
		t.Error(c.State)
	}
}

func TestARightThatWasTakenAwayIsGoneAtOnce(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	opened := o.Applicant(t).Apply(t, false, nil)
	clerk, admin := o.Colleague(t, officetest.Clerk()), o.Colleague(t, identity.Right{Role: identity.Admin})
	look(t, clerk, opened.CaseID)
	var accounts struct {
		StaffAccounts struct {
			Items []struct{ Grants []struct{ ID, Role string } }
		}
	}
	admin.Must(t, `{ staffAccounts { items { grants { id role } } } }`, nil, &accounts)
	for _, a := range accounts.StaffAccounts.Items {
		for _, grant := range a.Grants {
			if grant.Role == string(identity.Clerk) {
				admin.Must(t, `mutation($id: ID!) { revokeGrant(input: {id: $id}) { id } }`, map[string]any{"id": grant.ID}, nil)
			}
		}
	}
	clerk.Refused(t, "FORBIDDEN", `query($id: ID!) { case(id: $id) { id } }`, map[string]any{"id": opened.CaseID})
}
