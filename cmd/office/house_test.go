package office_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
)

// house is the town hall on a Tuesday morning with everybody who works there.
type house struct {
	*officetest.Office
	desk, lead, clerk, stranger *officetest.Person
	counters                    map[string]uuid.UUID
}

type placed struct {
	ID                           uuid.UUID
	Number, State, Note, Counter string
	CounterID, ForCounter        *uuid.UUID
	Appointment                  *struct {
		Name, Number string
		Case         *uuid.UUID
	}
}

const place = `{ id number state note counter counterId forCounter appointment { name number case } }`

func openHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Office: officetest.Boot(t), counters: map[string]uuid.UUID{}}
	h.Clock.Set(time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC)) // half past eight in Berlin
	if err := h.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.desk, h.lead = h.Colleague(t, identity.Right{Role: identity.Frontdesk}), h.Colleague(t, officetest.Lead())
	h.clerk, h.stranger = h.Colleague(t, identity.Right{Role: identity.Clerk, Teams: []string{"family"}}), h.Stranger(t)
	var plan struct {
		AppointmentPlan struct {
			Sites []struct {
				Key       string
				Resources []struct {
					ID  uuid.UUID
					Key string
				}
			}
		}
	}
	h.desk.Must(t, `{ appointmentPlan { sites { key resources { id key } } } }`, nil, &plan)
	for _, r := range plan.AppointmentPlan.Sites[0].Resources {
		h.counters[r.Key] = r.ID
	}
	return h
}

func in(fields map[string]any) map[string]any { return map[string]any{"in": fields} }

func (h *house) sit(t *testing.T, who *officetest.Person, counter string, queues ...string) {
	t.Helper()
	who.Must(t, `mutation($in: OpenDesk!) { openDesk(input: $in) { counter } }`, in(map[string]any{"counter": h.counters[counter], "queues": queues}), nil)
}

func (h *house) next(t *testing.T, who *officetest.Person, counter string) *placed {
	t.Helper()
	var got struct{ CallNext *placed }
	who.Must(t, `mutation($in: AtDesk!) { callNext(input: $in) `+place+` }`, in(map[string]any{"counter": h.counters[counter]}), &got)
	return got.CallNext
}

func (h *house) draw(t *testing.T, key string) placed {
	t.Helper()
	var got struct{ DrawTicketFor placed }
	h.desk.Must(t, `mutation($in: DrawTicketFor!) { drawTicketFor(input: $in) `+place+` }`,
		in(map[string]any{"site": "rathaus", "concern": "info", "language": "tr", "key": key}), &got)
	return got.DrawTicketFor
}

// step does something with a ticket; some steps have an input of their own.
func (h *house) step(t *testing.T, name string, fields map[string]any) placed {
	t.Helper()
	input := strings.ToUpper(name[:1]) + name[1:]
	switch name {
	case "callTicket":
		input = "TicketStep"
	case "serveTicket":
		input = "TicketAt"
	}
	var got map[string]placed
	h.desk.Must(t, `mutation($in: `+input+`!) { `+name+`(input: $in) `+place+` }`, in(fields), &got)
	return got[name]
}

// Who may look, who may serve, who may lead; what is in no house is not there.
func TestTheHouseKnowsWhoMayWhat(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	applicant, approver := h.Applicant(t), h.Colleague(t, officetest.Approver())
	open := in(map[string]any{"counter": h.counters["5"], "queues": []string{"service"}})
	move := in(map[string]any{"from": h.counters["5"], "queues": []string{}})
	closing := in(map[string]any{"site": "rathaus", "reason": "Wasser"})
	const look, sit, shift, shut = `{ hall(site: "rathaus") { permitted } }`, `mutation($in: OpenDesk!) { openDesk(input: $in) { counter } }`,
		`mutation($in: MoveDesk!) { moveDesk(input: $in) { site } }`, `mutation($in: CloseHall!) { closeHall(input: $in) }`
	for _, c := range []struct {
		who                   *officetest.Person
		look, sit, move, shut string
	}{
		{h.stranger, "UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED"},
		{applicant, "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"},
		{approver, "", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"},
		{h.clerk, "", "", "FORBIDDEN", "FORBIDDEN"},
	} {
		c.who.Refused(t, c.look, look, nil)
		c.who.Refused(t, c.sit, sit, open)
		c.who.Refused(t, c.move, shift, move)
		c.who.Refused(t, c.shut, shut, closing)
	}
	h.lead.Refused(t, "frontdesk.desk_taken", sit, open)
	h.lead.Refused(t, "frontdesk.no_desk", shift, in(map[string]any{"from": h.counters["1"], "queues": []string{}}))
	h.lead.Refused(t, "frontdesk.no_site", `{ hall(site: "atlantis") { site } }`, nil)
	h.lead.Refused(t, "frontdesk.no_site", shut, in(map[string]any{"site": "atlantis", "reason": "versunken"}))
	var told struct{ Hall struct{ Permitted []string } }
	h.lead.Must(t, look, nil, &told)
	if strings.Join(told.Hall.Permitted, " ") != "closeHall moveDesk openDesk" {
		t.Error(told.Hall.Permitted)
	}
	approver.Must(t, look, nil, &told)
	if len(told.Hall.Permitted) != 0 {
		t.Error(told.Hall.Permitted)
	}
}

// A day at two counters, and what the display tells of it.
func TestTwoCountersAndTheDisplay(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	h.sit(t, h.desk, "5", "service")
	h.sit(t, h.clerk, "3", "clearing")
	first, same := h.draw(t, "k"), h.draw(t, "k")
	if first.Number != "A001" || first.ID != same.ID {
		t.Fatal(first, same)
	}
	if called := h.next(t, h.desk, "5"); called == nil || called.ID != first.ID || called.Counter != "5" {
		t.Fatal(called)
	}
	display := h.stranger.Ask(t, `{ hallDisplay(site: "rathaus") { closed calls { number counter language awaited } } }`, nil)
	if display.Raw != `{"data":{"hallDisplay":{"closed":null,"calls":[{"number":"A001","counter":"5","language":"","awaited":true}]}}}` {
		t.Error(display.Raw)
	}
	if other := h.next(t, h.clerk, "3"); other != nil {
		t.Fatal("two counters call one person:", other)
	}
	h.step(t, "serveTicket", map[string]any{"id": first.ID, "at": h.counters["5"]})
	if noted := h.step(t, "noteTicket", map[string]any{"id": first.ID, "note": "bringt die Kopie"}); noted.Note != "bringt die Kopie" || noted.State != "serving" {
		t.Fatal(noted)
	}
	if parked := h.step(t, "parkTicket", map[string]any{"id": first.ID, "at": h.counters["5"], "note": "am Kopierer"}); parked.State != "parked" || parked.CounterID != nil {
		t.Fatal(parked)
	}
	h.step(t, "callTicket", map[string]any{"id": first.ID})
	sent := h.step(t, "sendTicketOn", map[string]any{"id": first.ID, "at": h.counters["5"], "counter": h.counters["3"], "note": "zur Klärung"})
	if sent.State != "waiting" || sent.ForCounter == nil || *sent.ForCounter != h.counters["3"] {
		t.Fatal(sent)
	}
	if h.next(t, h.desk, "5") != nil {
		t.Fatal("who is sent to one counter was called by another")
	}
	if called := h.next(t, h.clerk, "3"); called == nil || called.Note != "zur Klärung" || called.Number != "A001" {
		t.Fatal(called)
	}
	const end = `mutation($in: EndTicket!) { endTicket(input: $in) { state } }`
	h.desk.Refused(t, "frontdesk.state", end, in(map[string]any{"id": first.ID, "at": h.counters["5"], "outcome": "papers_taken"})) // a window that was left open
	h.clerk.Refused(t, "frontdesk.input", end, in(map[string]any{"id": first.ID, "at": h.counters["3"], "outcome": "vanished"}))
	h.clerk.Must(t, end, in(map[string]any{"id": first.ID, "at": h.counters["3"], "outcome": "papers_taken"}), nil)
	h.clerk.Refused(t, "frontdesk.state", end, in(map[string]any{"id": first.ID, "at": h.counters["3"], "outcome": "papers_taken"}))
}

// A lead fills a gap: the clerk's old window may call no more, and hears who has moved them. Then the house is closed with its people told.
func TestALeadMovesSomebodyAndClosesTheHouse(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	h.sit(t, h.desk, "5", "service")
	waiting := h.draw(t, "k")
	h.lead.Must(t, `mutation($in: MoveDesk!) { moveDesk(input: $in) { desks { name clerk queues } } }`,
		in(map[string]any{"from": h.counters["5"], "to": h.counters["1"], "queues": []string{"service", "clearing"}}), nil)
	h.desk.Refused(t, "frontdesk.no_desk", `mutation($in: AtDesk!) { callNext(input: $in) { id } }`, in(map[string]any{"counter": h.counters["5"]}))
	var mine struct {
		MyDesk struct {
			Counter uuid.UUID
			MovedBy string
			Queues  []string
		}
	}
	h.desk.Must(t, `{ myDesk { counter movedBy queues } }`, nil, &mine)
	if mine.MyDesk.Counter != h.counters["1"] || mine.MyDesk.MovedBy != h.lead.Claims.Name || len(mine.MyDesk.Queues) != 2 {
		t.Fatal(mine)
	}
	var closed struct{ CloseHall int }
	h.lead.Must(t, `mutation($in: CloseHall!) { closeHall(input: $in) }`, in(map[string]any{"site": "rathaus", "reason": "Wasserschaden"}), &closed)
	if closed.CloseHall != 1 {
		t.Error("how many were told:", closed.CloseHall)
	}
	h.desk.Refused(t, "frontdesk.shut", `mutation($in: DrawTicketFor!) { drawTicketFor(input: $in) { id } }`,
		in(map[string]any{"site": "rathaus", "concern": "info", "language": "de", "key": "late"}))
	h.desk.Refused(t, "frontdesk.state", `mutation($in: TicketStep!) { callTicket(input: $in) { id } }`, in(map[string]any{"id": waiting.ID}))
	if raw := h.stranger.Ask(t, `{ hallDisplay(site: "rathaus") { closed } }`, nil).Raw; !strings.Contains(raw, "Wasserschaden") {
		t.Error(raw)
	}
	const reopen = `mutation($in: ReopenHall!) { reopenHall(input: $in) { waiting { id } } }`
	h.clerk.Refused(t, "FORBIDDEN", reopen, in(map[string]any{"site": "rathaus"}))
	var again struct{ ReopenHall struct{ Waiting []placed } }
	h.lead.Must(t, reopen, in(map[string]any{"site": "rathaus"}), &again)
	if len(again.ReopenHall.Waiting) != 1 || again.ReopenHall.Waiting[0].ID != waiting.ID {
		t.Error("who had waited has lost their place:", again)
	}
}

// Whoever has an appointment is known by name at the counter, and by their case to those who may read it.
func TestWhoHasAnAppointmentIsKnownByWhoMayKnow(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	study := h.Colleague(t, officetest.Clerk())
	opened := h.Applicant(t).Apply(t, true, nil)
	var booked struct {
		BookForCase struct {
			Items []struct{ Number, Counter string }
		}
	}
	study.Must(t, `mutation($in: BookForCase!) { bookForCase(input: $in) { items { number counter } } }`,
		in(map[string]any{"case": opened.CaseID, "site": "rathaus", "concern": "extend", "people": 1, "start": "2026-11-24T09:20", "key": "k"}), &booked)
	number := booked.BookForCase.Items[0].Number
	kiosk := h.Stranger(t)
	var link struct{ LetInDevice struct{ Token string } }
	h.desk.Must(t, `mutation($in: LetInDevice!) { letInDevice(input: $in) { token } }`, in(map[string]any{"site": "rathaus", "kind": "kiosk", "name": "Eingang"}), &link)
	kiosk.Must(t, `mutation($in: OpenDevice!) { openDevice(input: $in) { id } }`, in(map[string]any{"token": link.LetInDevice.Token}), nil)
	raw := kiosk.Ask(t, `mutation($in: CheckIn!) { checkIn(input: $in) { number } }`, in(map[string]any{"site": "rathaus", "code": number})).Raw
	if !strings.Contains(raw, "T001") || strings.Contains(raw, "Haddadin") {
		t.Fatal(raw)
	}
	for who, c := range map[string]struct {
		p     *officetest.Person
		reads bool
	}{"the team's clerk": {study, true}, "the front desk": {h.desk, true}, "another team": {h.clerk, false}} {
		var told struct{ Hall struct{ Waiting []placed } }
		c.p.Must(t, `{ hall(site: "rathaus") { waiting `+place+` } }`, nil, &told)
		if len(told.Hall.Waiting) != 1 || told.Hall.Waiting[0].Appointment == nil || told.Hall.Waiting[0].Appointment.Number != number {
			t.Fatal(who, told)
		}
		if got := told.Hall.Waiting[0].Appointment.Case; (got != nil) != c.reads || c.reads && *got != opened.CaseID {
			t.Errorf("%s: %v", who, got)
		}
	}
}
