package elearning_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

const contentURL = "https://lernen.example"

// office is one that plays courses.
type office struct {
	*testkit.Kit
	*elearning.Service
	store    *documentstest.MemoryStore
	scanner  *documentstest.FakeScanner
	trail    *audit.Service
	people   *identity.Service
	room     *training.Service
	teach    *courses.Service
	eva      context.Context // plans what staff learn
	training *training.Training
	course   *courses.Course
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{
		Kit:     testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, documents.Migrations, budgets.Migrations, training.Migrations, courses.Migrations, elearning.Migrations),
		scanner: documentstest.NewFakeScanner(0),
	}
	o.store = documentstest.NewMemoryStore(t, o.Clock)
	o.trail = audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	post := messages.New(o.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
	o.people = identity.New(o.DB, o.trail, post, nil, identity.Config{BaseURL: "https://amt.example", Grants: identity.GrantsOptional}, o.Log)
	o.room = training.New(training.Deps{DB: o.DB, Audit: o.trail, Messages: post, Identity: o.people, Log: o.Log})
	o.teach = courses.New(courses.Deps{
		DB: o.DB, Audit: o.trail, Messages: post, Identity: o.people, Training: o.room, Budgets: budgets.New(budgets.Deps{DB: o.DB, Audit: o.trail}), Office: "Amt", Domain: "amt.example", Log: o.Log,
	})
	o.Service = elearning.New(elearning.Deps{
		DB: o.DB, Audit: o.trail, Courses: o.teach, Store: o.store, Scanner: o.scanner, ContentURL: contentURL, TempDir: t.TempDir(), Log: o.Log,
	})
	o.Register(o.Jobs)
	o.eva = o.staff(t, "eva", identity.Training)
	var err error
	o.training, err = o.room.KeepTraining(o.eva, training.KeepTraining{Key: "privacy", Title: "Datenschutz", Kind: training.KindDataProtection, ValidMonths: to(24)})
	must(t, err)
	o.course = o.online(t, nil)
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func to[T any](v T) *T { return &v }

func wants(t testing.TB, err error, sentinel error, fields ...string) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Errorf("%v, want %v", err, sentinel)
		return
	}
	told := map[string]bool{}
	for _, f := range errs.Of(err).Fields {
		told[f.Path+":"+f.Code] = true
	}
	for _, f := range fields {
		if !told[f] {
			t.Errorf("no word of %s in %v", f, err)
		}
	}
}

// staff is a colleague at work, in one role.
func (o *office) staff(t testing.TB, name string, role identity.Role, teams ...string) context.Context {
	t.Helper()
	a, err := o.people.Know(t.Context(), identity.KindStaff, identity.Claims{
		Issuer: "staff", Subject: name, Name: name, Email: name + "@example.org", EmailVerified: true, Trust: identity.TrustHigh, Roles: []string{string(role)}, Teams: teams,
	})
	must(t, err)
	v, err := o.people.StaffViewer(t.Context(), a.ID)
	must(t, err)
	return identity.WithViewer(audit.WithActor(t.Context(), audit.Actor{Kind: audit.Staff, ID: a.ID}), v)
}

func (o *office) clerk(t testing.TB, name string) context.Context {
	t.Helper()
	return o.staff(t, name, identity.Clerk, "family")
}

// online is a course that teaches the training and lies nowhere.
func (o *office) online(t testing.TB, link *string) *courses.Course {
	t.Helper()
	c, err := o.teach.KeepCourse(o.eva, courses.KeepCourse{Training: &o.training.ID, Title: "Datenschutz", Form: courses.Online, Subject: training.KindDataProtection, Link: link})
	must(t, err)
	return c
}

// content is a sound package, by its files; change writes others over them, "" takes one out.
func content(files map[string]string, change map[string]string) []byte {
	all := fstest.MapFS{}
	for _, m := range []map[string]string{files, change} {
		for name, text := range m {
			all[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	maps.DeleteFunc(all, func(name string, f *fstest.MapFile) bool { return len(f.Data) == 0 })
	var out bytes.Buffer
	if err := elearning.Pack(&out, all); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

const manifestHead = `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>`

// manifest is one of SCORM 1.2 with items that begin at these pages.
func manifest(items string, hrefs ...string) string {
	var resources strings.Builder
	for i, href := range hrefs {
		fmt.Fprintf(&resources, `<resource identifier="r%d" type="webcontent" adlcp:scormtype="sco" href="%s"/>`, i+1, href)
	}
	return manifestHead + `<organizations default="o"><organization identifier="o"><title>Datenschutz am Schalter</title>` + items +
		`</organization></organizations><resources>` + resources.String() + `</resources></manifest>`
}

const oneItem = `<item identifier="i1" identifierref="r1"><title>Alles</title></item>`

var scorm = map[string]string{
	"imsmanifest.xml": manifest(oneItem, "index.html"), "index.html": "<!doctype html><title>Datenschutz</title>", "js/play.js": "1+1", "bild.png": "\x89PNG", "Lies mich.docx": "x",
}

const activity = "https://amt.example/telefon"

var xapi = map[string]string{
	"tincan.xml": `<?xml version="1.0" encoding="utf-8"?><tincan xmlns="http://projecttincan.com/tincan.xsd"><activities><activity id="` + activity +
		`" type="http://adlnet.gov/expapi/activities/course"><name>Telefon</name><launch lang="de">start/index.html?a=b</launch></activity></activities></tincan>`,
	"start/index.html": "<!doctype html><title>Telefon</title>",
}

// bring has a package taken in and looked at.
func (o *office) bring(t testing.TB, archive []byte) *elearning.Package {
	t.Helper()
	p, err := o.Import(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "kurs.zip", Size: len(archive)}, bytes.NewReader(archive))
	must(t, err)
	o.RunJobs(t)
	p, err = o.Package(t.Context(), p.ID)
	must(t, err)
	return p
}

func (o *office) ready(t testing.TB, files map[string]string) *elearning.Package {
	t.Helper()
	p := o.bring(t, content(files, nil))
	if p.State != elearning.Ready {
		t.Fatalf("%s: %v", p.State, p.Faults)
	}
	return p
}

// play gives somebody a ticket.
func (o *office) play(t testing.TB, who context.Context) string {
	t.Helper()
	url, err := o.Play(who, o.course.ID)
	must(t, err)
	token, ok := strings.CutPrefix(url, contentURL+"/play/")
	if !ok || len(token) < 44 || !strings.HasSuffix(token, "/") {
		t.Fatalf("the address is %s", url)
	}
	return strings.TrimSuffix(token, "/")
}

func (o *office) playing(t testing.TB, token string) *elearning.Playing {
	t.Helper()
	p, err := o.Playing(t.Context(), token)
	must(t, err)
	return p
}

// done are the records of somebody in their training file.
func (o *office) done(t testing.TB, who context.Context) []*training.Record {
	t.Helper()
	p, err := o.room.Records(who, account(who), page.Args{})
	must(t, err)
	return p.Items
}

// actions is the trail of a thing, oldest first.
func (o *office) actions(t testing.TB, rec audit.Record) []string {
	t.Helper()
	p, err := o.trail.Trail(t.Context(), rec, page.Args{})
	must(t, err)
	var list []string
	for _, e := range p.Items {
		list = append(list, e.Action)
	}
	slices.Reverse(list)
	return list
}

func (o *office) later(d time.Duration) { o.Clock.Advance(d) }

func account(ctx context.Context) uuid.UUID { return identity.ViewerFrom(ctx).AccountID }
