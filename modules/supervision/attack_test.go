package supervision_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// everything is all that the whole database holds, table by table, as whoever has a console reads it; bytes as hex.
func (o *office) everything(t *testing.T) map[string]string {
	t.Helper()
	var tables []struct{ Schema, Name string }
	must(t, o.NewRaw(`SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`).Scan(t.Context(), &tables))
	all := map[string]string{}
	for _, table := range tables {
		var rows string
		name := fmt.Sprintf("%q.%q", table.Schema, table.Name)
		must(t, o.NewRaw("SELECT coalesce(jsonb_agg(to_jsonb(x))::text, '') FROM "+name+" x").Scan(t.Context(), &rows))
		all[table.Schema+"."+table.Name] = rows
	}
	return all
}

// Whoever books, gives back, is noted and billed leaves the account's id, name and mailbox nowhere in the database but where the account itself is.
func TestTheDatabaseDoesNotSayWhoTookPart(t *testing.T) {
	t.Parallel()
	o := open(t)
	a, amal := o.colleague(t, "amal")
	vera := o.loggedIn(t, leader, true)
	single, group := o.plan(t, supervision.Single, 0, 2), o.plan(t, supervision.Group, 5, 1, at(700))[0]
	before := o.everything(t)
	must(t, o.Book(amal, single[0]))
	must(t, o.Book(amal, single[1]))
	must(t, o.Leave(amal, single[1]))
	must(t, o.Book(amal, group))
	must(t, o.Daily(t.Context()))
	o.RunJobs(t)
	_, err := o.Note(vera, supervision.NoteSession{ID: single[0], Notes: "amal schläft schlecht"})
	must(t, err)
	o.held(t, vera, single[0])
	after := o.everything(t)
	secrets := map[string]string{"the account": a.String(), "its bytes": hex.EncodeToString(a[:]), "the mailbox": "amal@", "the notes": "schläft", "the notes' bytes": hex.EncodeToString([]byte("schläft"))}
	for table, rows := range after {
		if table == "identity.account" {
			continue
		}
		for what, secret := range secrets {
			if strings.Contains(rows, secret) && !strings.Contains(before[table], secret) {
				t.Errorf("%s stands in %s: %s", what, table, rows)
			}
		}
	}
	for _, table := range []string{"audit.opened", "events.event"} {
		if rows, known := after[table]; known && rows != before[table] {
			t.Errorf("%s tells of a booking: %s", table, rows)
		}
	}
	if n := o.count(t, "audit.entry WHERE record_kind LIKE 'supervis%' AND actor_id = '"+a.String()+"'"); n != 0 {
		t.Error("the trail names who booked")
	}
	if log := o.log.String(); strings.Contains(log, a.String()) || strings.Contains(log, single[0].String()) {
		t.Error("the log tells of a booking:", log)
	}
}

// Without the key nothing opens; what is sealed for one session opens for no other; all have one length, and a booking changes them all.
func TestSealedTextsTellNothingByTheirForm(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, amal := o.colleague(t, "amal")
	list := append(o.plan(t, supervision.Single, 0, 3), o.plan(t, supervision.Group, 20, 3, at(700))...)
	sealed := func() map[uuid.UUID]string {
		var rows []struct {
			SessionID     uuid.UUID
			Circle, Notes []byte
		}
		must(t, o.NewRaw("SELECT session_id, circle, notes FROM supervision.sealed").Scan(t.Context(), &rows))
		of := map[uuid.UUID]string{}
		for _, r := range rows {
			of[r.SessionID] = string(r.Circle)
			if len(r.Circle) != len(rows[0].Circle) || len(r.Notes) != len(rows[0].Notes) {
				t.Error("a length tells something")
			}
		}
		return of
	}
	before := sealed()
	must(t, o.Book(amal, list[1]))
	after := sealed()
	for _, id := range list {
		if before[id] == after[id] {
			t.Error("one that did not change tells which did")
		}
	}
	if n := o.count(t, "(SELECT DISTINCT xmin::text FROM supervision.sealed) x"); n != 1 {
		t.Errorf("the database knows %d transactions", n)
	}
	if _, err := o.NewRaw("UPDATE supervision.sealed SET circle = (SELECT circle FROM supervision.sealed WHERE session_id = ?) WHERE session_id = ?", list[1], list[0]).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Offers(amal); err == nil {
		t.Error("what was sealed for one session opens for another")
	}
	if _, err := supervision.New(supervision.Deps{Key: []byte("short")}); err == nil {
		t.Error("a short key is taken")
	}
}

// The database's own columns: which rows were written together, and in what order. After a night they tell nothing.
func TestAfterANightTheDatabaseItselfDoesNotKnow(t *testing.T) {
	t.Parallel()
	o := open(t)
	vera := o.loggedIn(t, leader, true)
	sessions := o.plan(t, supervision.Single, 0, 6)
	source := ids.New()
	for i, name := range []string{"amal", "bela", "cem", "dora"} {
		id, who := o.colleague(t, name)
		must(t, o.Book(who, sessions[3-i]))
		must(t, o.EnterAway(who, o.in(10+i), "morning"))
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			return o.OfferTx(ctx, tx, []uuid.UUID{id}, supervision.AfterIncident, "incident", source)
		})
	}
	must(t, o.Daily(t.Context()))
	for table, key := range map[string]string{"sealed": "session_id", "offer": "mark", "away": "id"} {
		if n := o.count(t, "(SELECT DISTINCT xmin::text FROM supervision."+table+") x"); n != 1 {
			t.Errorf("%s was written by %d transactions", table, n)
		}
		var stored []string
		must(t, o.NewRaw("SELECT "+key+"::text FROM supervision."+table+" ORDER BY ctid").Scan(t.Context(), &stored))
		if !slices.IsSorted(stored) {
			t.Errorf("%s lies in an order that tells something", table)
		}
	}
	if n := o.count(t, "pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'sealed' AND l.locktype = 'tuple'"); n != 0 {
		t.Error("rows stay locked")
	}
	if led := o.led(t, vera); len(led) != 6 || led[0].Members[0] != "dora" {
		t.Error("the night lost who comes:", led)
	}
}

// Rows of mails: what tells somebody of an offer, of a session that was called off, or anything else is one and the same.
func TestRowsOfMailsAreAlike(t *testing.T) {
	t.Parallel()
	o := open(t)
	a, _ := o.colleague(t, "amal")
	_, bela := o.colleague(t, "bela")
	session := o.plan(t, supervision.Single, 0, 1)[0]
	must(t, o.Book(bela, session))
	_, err := o.Cancel(o.sommer(t), supervision.CancelSession{ID: session, Version: 1})
	must(t, err)
	if o.count(t, "messages.mail") != 0 {
		t.Error("a mail leaves together with the cancellation: the two can be joined")
	}
	must(t, o.Daily(t.Context()))
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		return o.OfferTx(ctx, tx, []uuid.UUID{a}, supervision.AfterHardCase, "decision", ids.New())
	})
	var kinds []string
	must(t, o.NewRaw(`SELECT DISTINCT concat(template, about_kind, path, secret, params, split_part(key, ':', 1), length(key)) FROM messages.mail WHERE account_id IS NOT NULL`).Scan(t.Context(), &kinds))
	if len(kinds) != 1 || strings.Contains(kinds[0], "supervision") {
		t.Error(kinds)
	}
	var jobs string
	must(t, o.NewRaw("SELECT coalesce(jsonb_agg(args)::text, '') FROM river.river_job").Scan(t.Context(), &jobs))
	if strings.Contains(jobs, a.String()) || strings.Contains(jobs, session.String()) {
		t.Error("a job knows:", jobs)
	}
}

// use lets so many colleagues take part in a group session now, and says that it was held.
func (o *office) use(t *testing.T, vera context.Context, day int, names ...string) {
	t.Helper()
	e := o.plan(t, supervision.Group, 20, 1, func(in *supervision.PlanSeries) { in.Day = o.in(day) })[0]
	for _, name := range names {
		_, who := o.colleague(t, name)
		must(t, o.Book(who, e))
	}
	o.held(t, vera, e)
}

func (o *office) usage(t *testing.T) string {
	t.Helper()
	list, err := o.Usage(t.Context())
	must(t, err)
	text := ""
	for _, h := range list {
		n := "few"
		if h.People != nil {
			n = fmt.Sprint(*h.People)
		}
		text += h.HalfYear.String() + "=" + n + " "
	}
	return strings.TrimSpace(text)
}

// Leads see one number for a closed half-year, from seven people on, and it never changes: two reports have no difference that tells of somebody.
func TestFiguresHaveNoDifferences(t *testing.T) {
	t.Parallel()
	o := open(t)
	vera := o.loggedIn(t, leader, true)
	o.use(t, vera, 1, "a", "b", "c", "d", "e", "f")
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "" {
		t.Fatal("an open half-year is told:", is)
	}
	late := o.plan(t, supervision.Group, 20, 1)[0]
	_, g := o.colleague(t, "g")
	must(t, o.Book(g, late))
	o.Clock.Set(time.Date(2027, 1, 14, 12, 0, 0, 0, time.UTC))
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "" {
		t.Fatal("told before supervisors could say what was held:", is)
	}
	o.Clock.Set(time.Date(2027, 1, 16, 12, 0, 0, 0, time.UTC))
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "2026-07-01=few" {
		t.Fatal("six are told:", is)
	}
	if n := o.count(t, "supervision.usage WHERE people IS NOT NULL"); n != 0 {
		t.Error("what is not told is kept all the same")
	}
	o.held(t, vera, late) // the seventh, after the number was told
	o.use(t, vera, 1, "a", "b", "c", "d", "e", "f", "g")
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "2026-07-01=few" {
		t.Error("a second report differs:", is)
	}
	o.use(t, vera, 3, "a", "b")
	o.Clock.Set(time.Date(2027, 7, 16, 12, 0, 0, 0, time.UTC))
	must(t, o.Daily(t.Context()))
	if is := o.usage(t); is != "2027-01-01=7 2026-07-01=few" {
		t.Error("seven, each once:", is)
	}
}

// What is over is forgotten: who came and the notes after the city's months; that there was a session and what it cost stays for accounting.
func TestWhatIsOverIsForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	vera := o.loggedIn(t, leader, true)
	o.use(t, vera, 1, "a")
	o.Clock.Set(o.Clock.Now().AddDate(0, 11, 25))
	must(t, o.Daily(t.Context()))
	if o.count(t, "supervision.sealed") != 1 {
		t.Error("forgotten too early")
	}
	o.Clock.Set(o.Clock.Now().AddDate(0, 0, 10))
	must(t, o.Daily(t.Context()))
	if o.count(t, "supervision.sealed") != 0 || o.count(t, "supervision.session WHERE cents IS NOT NULL") != 1 {
		t.Error("who came is kept for ever, or the bill is gone")
	}
}
