package writing_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/letters/letterstest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

var city = sync.OnceValues(func() (*catalogue.City, error) { return catalogue.Load(os.DirFS("../../cities/musterstadt")) })

func TestAnswersReadAsInAGermanFile(t *testing.T) {
	t.Parallel()
	choice := catalogue.Field{Options: []catalogue.Option{{Value: "single", Label: "ledig"}, {Value: "married", Label: "verheiratet"}}}
	land := catalogue.Field{Source: "countries"}
	for _, c := range []struct {
		field  catalogue.Field
		answer any
		want   string
	}{
		{catalogue.Field{}, nil, ""},
		{catalogue.Field{}, true, "Ja"},
		{catalogue.Field{}, false, "Nein"},
		{catalogue.Field{}, 1200.5, "1200,5"},
		{catalogue.Field{}, 7.0, "7"},
		{catalogue.Field{}, json.Number("12"), "12"},
		{catalogue.Field{}, 12, "12"},
		{catalogue.Field{}, "2001-02-03", "03.02.2001"},
		{catalogue.Field{}, "2001-02", "2001-02"},
		{catalogue.Field{}, "Straße 3", "Straße 3"},
		{choice, "single", "ledig"},
		{choice, "unheard_of", "unheard_of"},
		{choice, []any{"single", "married"}, "ledig, verheiratet"},
		{land, "VN", "Vietnam"},
		{land, "VN", "Vietnam"}, // as it is remembered
		{land, "QQ-nowhere", "QQ-nowhere"},
	} {
		if got := writing.Answer(c.field, c.answer); got != c.want {
			t.Errorf("%v: %q, want %q", c.answer, got, c.want)
		}
	}
}

func TestFreeTextStandsBesideItsTranslation(t *testing.T) {
	t.Parallel()
	form := &catalogue.Form{Steps: []catalogue.Step{
		{Title: "Zur Person", Fields: []catalogue.Field{{Key: "name", Label: "Name", Widget: "text"}, {Key: "why", Label: "Warum", Widget: "textarea"}}},
		{Title: "Nicht beantwortet", Fields: []catalogue.Field{{Key: "other", Label: "Anderes"}}},
	}}
	answers := map[string]any{"name": "Linh", "why": "Sebep", "hidden": "x"}
	original, language, german := "Sebep", "tr", "Grund"
	for name, c := range map[string]struct {
		form       *catalogue.Form
		language   string
		translated map[string]string
		why        writing.ContentField
	}{
		"in German":   {form, "de", nil, writing.ContentField{Key: "why", Label: "Warum", Value: "Sebep"}},
		"without one": {form, "tr", nil, writing.ContentField{Key: "why", Label: "Warum", Value: "Sebep", Original: &original, Language: &language}},
		"with one": {form, "tr", map[string]string{"why": german}, writing.ContentField{
			Key: "why", Label: "Warum", Value: "Sebep", Original: &original, Language: &language, Translation: &german, Machine: true,
		}},
	} {
		got := writing.Content(c.form, answers, c.language, c.translated)
		want := []writing.ContentStep{{Title: "Zur Person", Fields: []writing.ContentField{{Key: "name", Label: "Name", Value: "Linh"}, c.why}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := writing.Content(nil, answers, "tr", nil); got == nil || len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestAFeeTellsItsLinesInWords(t *testing.T) {
	t.Parallel()
	town, err := city()
	must(t, err)
	o := town.Offers[0]
	fee := catalogue.Fee{Cents: 4650, Lines: []catalogue.FeeLine{{Key: "extension", Cents: 9300, Law: "§ 45 AufenthV"}, {Key: "minor_half", Cents: -4650, Law: "§ 50 AufenthV"}}}
	for _, language := range []string{"de", "ar"} {
		got := writing.Fee(o, fee, language)
		if got.Cents != 4650 || len(got.Lines) != 2 || got.Lines[0].Text != o.Text(language, "fees.extension") || got.Lines[1].Cents != -4650 || got.Lines[1].Law != "§ 50 AufenthV" {
			t.Errorf("%s: %+v", language, got)
		}
	}
	if told := writing.LetterFee(fee); told == nil || told.Cents != 4650 || told.Law != "§ 45 AufenthV" || writing.LetterFee(catalogue.Fee{}) != nil {
		t.Errorf("%+v", told)
	}
	if free := writing.Fee(o, catalogue.Fee{}, "de"); free.Lines == nil || len(free.Lines) != 0 {
		t.Errorf("%+v", free)
	}
}

func TestParagraphsAreWhatStandsBetweenEmptyLines(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"Eins\nnoch eins", "Zwei"}, writing.Paragraphs("\n\nEins\nnoch eins \n\n\n\n  Zwei\n\n")); diff != "" {
		t.Error(diff)
	}
	if got := writing.Paragraphs(" \n\n "); got == nil || len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// desk is who writes, on a database of its own, and a person to write to.
type desk struct {
	*testkit.Kit
	*writing.Service
	posts  *messages.Service
	people *persons.Service
}

func open(t *testing.T) *desk {
	t.Helper()
	town, err := city()
	must(t, err)
	d := &desk{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, catalogue.Migrations, persons.Migrations, letters.Migrations)}
	trail := audit.New(d.DB, audit.Keyring{}, audittest.NewMemoryVault(), d.Log)
	services := catalogue.New(d.DB, town)
	must(t, services.Publish(t.Context()))
	d.people = persons.New(d.DB, trail)
	d.posts = messages.New(d.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, d.Log)
	holidays, err := letters.NewCalendar("DE-HE")
	must(t, err)
	post, err := letters.New(letters.Deps{
		DB: d.DB, Audit: trail, Jobs: d.Jobs, Renderer: letterstest.Renderer{}, Store: new(letterstest.Store), Log: d.Log,
		Templates: os.DirFS("../../cities/musterstadt/letters"), Texts: locales.Files(), Sender: letterstest.Sender(), Holidays: holidays,
	})
	must(t, err)
	d.posts.Register(d.Jobs)
	d.Service = writing.New(writing.Deps{Catalogue: services, Persons: d.people, Letters: post, Messages: d.posts, Texts: locales.Text})
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// matter is one about a person with this address.
func (d *desk) matter(ctx context.Context, t *testing.T, tx *db.Tx, email string) writing.Matter {
	t.Helper()
	account := persons.Account{ID: ids.New(), Trust: identity.TrustSubstantial, FamilyName: "Nguyễn", GivenNames: "Linh", BirthDate: "2001-02-03"}
	found, err := d.people.ResolveTx(ctx, tx, account, persons.Details{
		FamilyName: "Nguyễn", GivenNames: "Linh", BirthDate: "2001-02-03", Nationalities: []string{"VN"}, Email: email, Language: "ar",
		Address: persons.Address{Street: "Am Weiher 3", Postcode: "60311", Place: "Musterstadt"},
	})
	must(t, err)
	return writing.Matter{
		About: audit.Record{Kind: "case", ID: ids.New()}, Number: "2026-00001-7", Path: "/my/x", Language: "ar", Team: "study",
		Person: found.PersonID, Account: &account.ID, Service: "16b-extension", Version: 1,
	}
}

func TestAPersonIsWrittenToInBothLanguages(t *testing.T) {
	t.Parallel()
	d := open(t)
	var about audit.Record
	d.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		m := d.matter(ctx, t, tx, "linh@example.org")
		about = m.About
		w, err := d.ToTx(ctx, tx, m)
		must(t, err)
		for what, words := range map[string]letters.Words{
			"the service": w.ServiceName(), "a paper": w.Words("items.photo.title"), "the office's own": w.Texts("portal", "case.reason.unreadable"),
			"a good copy": w.GoodCopy("photo"), "papers": w.Items("photo", "passport").Words,
		} {
			if words["ar"] == "" || words["de"] == "" || words["ar"] == words["de"] {
				t.Errorf("%s: %v", what, words)
			}
		}
		if got := w.Items("photo", "passport").Words["de"]; strings.Count(got, "– ") != 2 || strings.Count(got, "\n") != 1 {
			t.Errorf("%q", got)
		}
		if w.GoodCopy("nothing") != nil {
			t.Error("a good copy of nothing")
		}
		if same := w.Same("reason", "Darum."); same.Name != "reason" || same.Words["ar"] != "Darum." || same.Words["de"] != "Darum." {
			t.Errorf("%+v", same)
		}
		day := clock.Date{Year: 2026, Month: 12, Day: 5}
		must(t, w.PostTx(ctx, tx, "request:1", messages.TemplateRequest, day, w.Items("photo")))
		return w.PostTx(ctx, tx, "request:1", messages.TemplateRequest, day, w.Items("photo")) // once
	})
	thread, err := d.posts.Thread(t.Context(), about)
	must(t, err)
	if len(thread) != 1 || thread[0].Language() != "ar" || !strings.Contains(*thread[0].German(), "05.12.2026") || !strings.Contains(*thread[0].German(), "– ") {
		t.Errorf("%+v", thread)
	}
}

func TestDaysAreToldAsTheLanguageTellsThem(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		m := d.matter(ctx, t, tx, "linh@example.org")
		m.Language = "en"
		w, err := d.ToTx(ctx, tx, m)
		must(t, err)
		must(t, w.PostTx(ctx, tx, "request:2", messages.TemplateRequest, clock.Date{Year: 2026, Month: 12, Day: 5}, w.Items("photo")))
		m.Version = 7
		if _, err := d.ToTx(ctx, tx, m); err == nil {
			t.Error("wrote about a version that nobody published")
		}
		m.Version, m.Person = 1, uuid.New()
		if _, err := d.ToTx(ctx, tx, m); err == nil {
			t.Error("wrote to nobody")
		}
		return nil
	})
	var text string
	must(t, d.DB.NewRaw("SELECT string_agg(m::text, ' ') FROM messages.message m").Scan(t.Context(), &text))
	if !strings.Contains(text, "5 December 2026") || !strings.Contains(text, "05.12.2026") {
		t.Error(text)
	}
}

// Who has an account and an address for notices reads the portal; who can't be told gets paper, if there is somewhere to send it.
func TestWhoCannotBeToldGetsPaper(t *testing.T) {
	t.Parallel()
	d := open(t)
	for name, c := range map[string]struct {
		email    string
		account  bool
		dispatch letters.Dispatch
	}{
		"with mail and account": {"linh@example.org", true, letters.ByPortal},
		"without a mailbox":     {"", true, letters.ByPost},
		"without an account":    {"linh@example.org", false, letters.ByPost},
	} {
		d.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			m := d.matter(ctx, t, tx, c.email)
			if !c.account {
				m.Account = nil
			}
			w, err := d.ToTx(ctx, tx, m)
			must(t, err)
			in := w.Letter(letters.Hearing{Service: w.ServiceName(), Intended: "Ablehnung", Reasons: []string{"Darum."}, DueOn: clock.Date{Year: 2026, Month: 12, Day: 5}})
			if in.Dispatch != c.dispatch || in.Reference != m.Number || in.Recipient.Name != "Linh Nguyễn" || len(in.Recipient.Lines) != 2 ||
				in.Recipient.Lines[1] != "60311 Musterstadt" || in.Contact.Name == "" || in.About.ID != m.About.ID {
				t.Errorf("%s: %+v", name, in)
			}
			if to := w.To(w.Person); to.Email != c.email || to.Language != "ar" || (to.AccountID != uuid.Nil) != c.account {
				t.Errorf("%s: %+v", name, to)
			}
			sent, err := w.SendTx(ctx, tx, in)
			if err != nil || sent.ReleasedAt == nil || sent.Dispatch != c.dispatch {
				t.Errorf("%s: %+v %v", name, sent, err)
			}
			return nil
		})
	}
}
