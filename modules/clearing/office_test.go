package clearing_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/letters/letterstest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/events"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

var city = sync.OnceValues(func() (*catalogue.City, error) { return catalogue.Load(os.DirFS("../../cities/musterstadt")) })

// office is Musterstadt's town hall on a Tuesday morning, when the doors are open to all.
type office struct {
	*testkit.Kit
	*clearing.Service
	docs    *documents.Service
	letters *letters.Service
	hall    *frontdesk.Service
	plan    *capacity.Plan
	cases   *cases

	mu    sync.Mutex
	ended []clearing.VisitEnded
}

// cases stands in for the module that keeps them.
type cases struct {
	mu      sync.Mutex
	matters map[uuid.UUID]clearing.Matter
}

func (c *cases) Matter(ctx context.Context, id uuid.UUID) (*clearing.Matter, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	m, ok := c.matters[id]
	if !ok || !identity.ViewerFrom(ctx).CanInTeam(clearing.Action, m.Team) {
		return nil, clearing.ErrNotFound
	}
	return &m, nil
}

func (c *cases) Find(ctx context.Context, text string) ([]clearing.Found, error) {
	for id, m := range c.matters {
		if m.Number == text && identity.ViewerFrom(ctx).CanInTeam(clearing.Action, m.Team) {
			return []clearing.Found{{ID: id, Number: m.Number, Person: m.Person}}, nil
		}
	}
	return nil, nil
}

var tuesday = time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC) // half past eight in Berlin

func open(t testing.TB) *office {
	t.Helper()
	town, err := city()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{cases: &cases{matters: map[uuid.UUID]clearing.Matter{}}, Kit: testkit.New(t, audit.Migrations, messages.Migrations, catalogue.Migrations,
		documents.Migrations, letters.Migrations, appointments.Migrations, frontdesk.Migrations, clearing.Migrations)}
	o.Clock.Set(tuesday)
	trail := audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	services := catalogue.New(o.DB, town)
	must(t, services.Publish(t.Context()))
	o.docs = documents.New(o.DB, trail, documents.Ports{
		Store: documentstest.NewMemoryStore(t, o.Clock), Scanner: documentstest.NewFakeScanner(1 << 20), PDF: &documentstest.FakePages{}, Pictures: &documentstest.FakePages{},
	}, documents.Config{}, o.Log)
	o.docs.Register(o.Jobs)
	hessen, err := letters.NewCalendar("DE-HE")
	must(t, err)
	o.letters, err = letters.New(letters.Deps{
		DB: o.DB, Audit: trail, Jobs: o.Jobs, Renderer: letterstest.Renderer{}, Store: new(letterstest.Store), Log: o.Log,
		Templates: os.DirFS("../../cities/musterstadt/letters"), Texts: locales.Files(), Sender: letterstest.Sender(), Holidays: hessen,
	})
	must(t, err)
	o.openHall(t, trail)
	o.Service = clearing.New(clearing.Deps{
		DB: o.DB, Audit: trail, Catalogue: services, Documents: o.docs, Letters: o.letters, Frontdesk: o.hall, Log: o.Log,
	}, clearing.Config{BaseURL: "https://amt.example", Secret: []byte("of the test")})
	o.Connect(o.cases)
	o.docs.SetSubject(documents.SubjectVisit, clearing.Subject{Service: o.Service})
	o.Register(o.Jobs)
	events.Subscribe(o.Bus, "test.ended", func(_ context.Context, e clearing.VisitEnded) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.ended = append(o.ended, e)
		return nil
	})
	return o
}

func (o *office) openHall(t testing.TB, trail *audit.Service) {
	t.Helper()
	dir := os.DirFS("../../cities/musterstadt")
	booking, err := capacity.LoadRules(dir, []string{"de"})
	must(t, err)
	rules, err := frontdesk.LoadRules(dir, []string{"de", "ar"})
	must(t, err)
	mails := messages.New(o.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", Domain: "amt.example"}, o.Log)
	dates := appointments.New(appointments.Deps{
		DB: o.DB, Audit: trail, Messages: mails, Rules: booking, Holiday: func(clock.Date) bool { return false }, Texts: locales.Text, Secret: []byte("of the test"),
		Office: "Amt", Domain: "amt.example", Log: o.Log,
	})
	must(t, dates.Begin(t.Context()))
	o.hall = frontdesk.New(frontdesk.Deps{DB: o.DB, Audit: trail, Appointments: dates, Rules: rules, Secret: []byte("of the test"), Log: o.Log})
	o.plan, err = dates.Plan(t.Context())
	must(t, err)
}

// frontDesk is somebody at the counter; clerk somebody of one team.
func (o *office) frontDesk(t testing.TB) context.Context {
	return identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Frontdesk, AllTeams: true}))
}

func (o *office) clerk(t testing.TB, team string) context.Context {
	return identity.WithViewer(t.Context(), identity.StaffViewer(ids.New(), identity.Right{Role: identity.Clerk, Teams: []string{team}}))
}

// ticket is one that has just been called to the viewer's counter.
func (o *office) ticket(t testing.TB, desk context.Context) *frontdesk.Ticket {
	t.Helper()
	me := identity.ViewerFrom(desk).AccountID
	for _, r := range o.plan.Resources {
		if r.Site == "rathaus" && r.Kind == "counter" {
			if _, err := o.hall.OpenDesk(desk, r.ID, []string{"clearing"}, me); err != nil {
				continue
			}
			_, err := o.hall.Draw(desk, frontdesk.DrawIn{Site: "rathaus", Concern: "papers", Language: "ar", By: "desk"})
			must(t, err)
			called, err := o.hall.Next(desk, r.ID, me)
			must(t, err)
			return called
		}
	}
	t.Fatal("no counter")
	return nil
}

// linh has a case whose passport is there and whose photo is missing.
func (o *office) linh() uuid.UUID {
	id, why := ids.New(), "unreadable"
	o.cases.matters[id] = clearing.Matter{
		ID: id, Number: "2026-000001-7", Person: "Linh Nguyễn", Language: "ar", Service: "16b-extension", ServiceVersion: 1, Team: "study", Undecided: true,
		Papers: []clearing.Paper{
			{Item: "passport", Required: true, State: clearing.Accepted}, {Item: "photo", Required: true, State: clearing.Missing},
			{Item: "rent", State: clearing.Rejected, Reason: &why},
		},
	}
	return id
}

// takeIn scans a page of a paper.
func (o *office) takeIn(t testing.TB, desk context.Context, visit uuid.UUID, item, name string, content []byte) uuid.UUID {
	t.Helper()
	up, err := o.begin(desk, visit, item, name, len(content))
	must(t, err)
	account := identity.ViewerFrom(desk).AccountID
	parts, err := o.docs.SignParts(desk, account, up.File.ID, []int{1})
	must(t, err)
	req, err := http.NewRequestWithContext(desk, http.MethodPut, parts[0].URL, bytes.NewReader(content))
	must(t, err)
	res, err := http.DefaultClient.Do(req)
	must(t, err)
	_ = res.Body.Close()
	_, err = o.docs.CompleteUpload(desk, account, up.File.ID)
	must(t, err)
	o.RunJobs(t)
	return up.File.ID
}

func (o *office) begin(desk context.Context, visit uuid.UUID, item, name string, size int) (*documents.Upload, error) {
	return o.docs.BeginUpload(desk, identity.ViewerFrom(desk).AccountID, documents.BeginUpload{
		SubjectKind: documents.SubjectVisit, SubjectID: visit, Item: item, Name: name, Type: "image/jpeg", Size: size,
	})
}

func item(t testing.TB, v *clearing.Visit, key string) clearing.Item {
	t.Helper()
	for _, i := range v.Checklist {
		if i.Key == key {
			return i
		}
	}
	t.Fatalf("the list has no %s", key)
	return clearing.Item{}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t testing.TB, what string, err error, kind errs.Kind) {
	t.Helper()
	if err == nil || errs.KindOf(err) != kind {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}
