package seed

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// outsider is somebody of a partner.
type outsider struct{ name, email, task string }

var outside = []struct {
	kind   partners.OrganisationKind
	name   string
	people []outsider
}{
	{partners.Security, "Wachdienst Nordlicht", []outsider{
		{"Jonas Weigel", "jonas.weigel@nordlicht.example", "guard"}, {"Aylin Koç", "aylin.koc@nordlicht.example", "guard"}, {"Bernd Matthes", "bernd.matthes@nordlicht.example", "guard_lead"},
	}},
	{partners.Counselling, "Migrationsberatung Mitte", []outsider{{"Hanna Vogt", "hanna.vogt@beratung-mitte.example", "counsellor"}}},
	{partners.OtherOffice, "Jobcenter Musterstadt", []outsider{{"Markus Thiel", "markus.thiel@jobcenter.example", "office"}}},
	{partners.Association, "Flüchtlingsrat Musterstadt", []outsider{{"Zahra Amiri", "zahra.amiri@fluechtlingsrat.example", "commissioner"}}},
}

// neighbours fills the room of partners: guards with their shifts and a briefing, an incident, who helps, and a round table.
func (f *filler) neighbours() error {
	h := f.hands[0]
	if h.Partners == nil {
		return nil
	}
	h.clock.Set(f.now)
	lead := h.by("brandt")
	members, houses := map[string][]uuid.UUID{}, map[string]uuid.UUID{}
	for _, o := range outside {
		house, err := h.Partners.KeepOrganisation(lead, partners.KeepOrganisation{Kind: o.kind, Name: o.name})
		if err != nil {
			return fmt.Errorf("know a partner: %w", err)
		}
		houses[o.name] = house.ID
		for _, p := range o.people {
			m, err := h.Partners.KeepMember(lead, partners.KeepMember{Organisation: house.ID, Name: p.name, Email: &p.email})
			if err != nil {
				return fmt.Errorf("know somebody of a partner: %w", err)
			}
			from := h.today().AddDays(-40)
			if _, err := h.Partners.GiveAccess(lead, partners.GiveAccess{Member: m.ID, Task: p.task, FromOn: &from}); err != nil {
				return fmt.Errorf("give a task: %w", err)
			}
			members[p.task] = append(members[p.task], m.ID)
		}
	}
	if err := h.watch(members["guard"]); err != nil {
		return err
	}
	if err := h.helpers(houses["Migrationsberatung Mitte"]); err != nil {
		return err
	}
	return h.table(append(append(members["commissioner"], members["counsellor"]...), members["guard_lead"]...))
}

// watch puts guards on duty from now on, gives them something to read, and lets something have happened.
func (h *hand) watch(guards []uuid.UUID) error {
	lead := h.by("brandt")
	sites, err := h.Partners.Sites(h.ctx)
	if err != nil || len(sites) == 0 {
		return err
	}
	for i, m := range guards {
		until := h.today().AddDays(21)
		for n := range 5 {
			in := partners.PlanDuty{Member: m, Site: sites[i%len(sites)].Key, Day: h.today().AddDays(n), FromMinute: 450, ToMinute: 990, Until: &until}
			if n == 0 { // round the clock today, so that somebody is on duty whenever the demo is looked at
				in.FromMinute, in.ToMinute, in.Until = 10, 830, nil
				if i%2 == 1 {
					in.FromMinute, in.ToMinute = 600, 1435
				}
			}
			if h.clock.Now().After(in.Day.Time(clock.Berlin).Add(time.Duration(in.ToMinute) * time.Minute)) {
				continue // over already
			}
			if _, err := h.Partners.PlanDuty(lead, in); err != nil {
				return fmt.Errorf("plan a shift: %w", err)
			}
		}
	}
	for title, body := range map[string]string{
		"Räumung des Hauses":     "Bei Alarm: Türen öffnen, Menschen zum Hof begleiten, niemanden zurücklassen, der nicht allein gehen kann.\n\nSammelplatz ist der Hof. Die Objektleitung zählt und meldet der Feuerwehr.",
		"Umgang im Wartebereich": "Wir sprechen ruhig und auf Augenhöhe. Wir fragen nicht, warum jemand kommt.\n\nWer etwas sucht, den begleiten wir zum Empfang.",
	} {
		in := partners.PublishBriefing{Tasks: []string{"guard", "guard_lead"}, Title: title, Body: body, DueOn: h.today().AddDays(10)}
		if _, err := h.Partners.PublishBriefing(lead, in); err != nil {
			return fmt.Errorf("publish a briefing: %w", err)
		}
	}
	note := "Eine Glastür ging zu Bruch, niemand wurde verletzt."
	_, err = h.Partners.Note(lead, partners.ReportIncident{
		Key: ids.New(), Kind: "damage", Site: sites[0].Key, Place: "entrance", HappenedAt: h.clock.Now().Add(-26 * time.Hour), Done: []partners.IncidentDeed{"calmed"},
		Told: []partners.IncidentTold{"site_lead", "own_company"}, Note: &note,
	}, nil)
	return err
}

// helpers are the places to which people can turn.
func (h *hand) helpers(house uuid.UUID) error {
	week := []network.ContactHours{{Weekday: 1, FromMinute: 540, ToMinute: 720}, {Weekday: 3, FromMinute: 780, ToMinute: 1020}}
	street, place, phone, mail, site := "Bahnhofstraße 4", "99999 Musterstadt", "+49 9999 5550123", "info@beratung-mitte.example", "https://beratung-mitte.example"
	for _, c := range []network.KeepContact{
		{
			Organisation: &house, Name: "Migrationsberatung Mitte", Topics: []network.HelpTopic{"residence", "family", "housing"}, Languages: []string{"de", "en", "ar", "fa", "tr"}, Hours: week, Public: true,
			Street: &street, Place: &place, Phone: &phone, Email: &mail, Website: &site, Words: []network.ContactWords{
				{Language: "de", Text: "Wir beraten zum Aufenthalt, zur Familie und beim Wohnen. Kostenlos und vertraulich."},
				{Language: "en", Text: "We advise on residence, family and housing. Free and confidential."},
				{Language: "ar", Text: "نقدم المشورة في الإقامة والأسرة والسكن. مجانًا وبسرية."},
			},
		},
		{
			Name: "Zentrum für seelische Gesundheit Geflüchteter", Topics: []network.HelpTopic{"trauma", "health"}, Languages: []string{"de", "fr", "ti", "fa"}, Public: true, Phone: &phone,
			Words: []network.ContactWords{{Language: "de", Text: "Hilfe nach schlimmen Erlebnissen, mit Dolmetschern."}},
		},
		{
			Name: "Frauenhaus Musterstadt", Topics: []network.HelpTopic{"violence"}, Languages: []string{"de", "en", "uk", "ru"}, Public: true, Phone: &phone,
			Words: []network.ContactWords{{Language: "de", Text: "Schutz für Frauen und ihre Kinder, Tag und Nacht. Die Adresse bleibt geheim."}},
		},
		{
			Name: "Jobcenter, Durchwahl für Rückfragen", Topics: []network.HelpTopic{"work", "money"}, Languages: []string{"de"}, Phone: &phone,
			Words: []network.ContactWords{{Language: "de", Text: "Nur für uns: kurze Wege bei Leistungsfragen."}},
		},
	} {
		if _, err := h.Network.KeepContact(h.by("brandt"), c); err != nil {
			return fmt.Errorf("keep a contact: %w", err)
		}
	}
	return nil
}

// table calls a round table, with a measure from the one before.
func (h *hand) table(guests []uuid.UUID) error {
	lead := h.by("brandt")
	every, times := 8, 3
	list, err := h.Network.Call(lead, network.CallMeeting{
		Kind: "round_table", Title: "Runder Tisch Ankommen", Place: "Rathaus, Saal 2", Day: h.today().AddDays(9), FromMinute: 960, ToMinute: 1080, EveryWeeks: &every, Times: &times, Members: guests,
		Items: []string{"Wartezeiten am Empfang", "Dolmetschen ohne Termin"},
	})
	if err != nil {
		return fmt.Errorf("call a round table: %w", err)
	}
	_, err = h.Network.Agree(lead, network.AgreeMeasure{Meeting: list[0].ID, Title: "Aushang am Eingang in fünf Sprachen", Member: &guests[0], DueOn: h.today().AddDays(20)})
	return err
}
