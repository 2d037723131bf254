package seed

import (
	"fmt"
	"strings"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
)

// speaker is somebody in the directory of interpreters.
type speaker struct {
	name      string
	gender    linguists.Gender
	languages string // ISO 639-3, the mother tongue first
	modes     string
	minutes   int // the way
	sworn     bool
	contract  string
	hours     string         // "1-3 8-16": on these days of the week, from and to; none told
	lacks     bool           // has not signed data protection again
	form      linguists.Form // "": spoken, or signed where the language is
}

var speakers = []speaker{
	{"Parwin Sadat", linguists.Female, "prs fas pus", "on_site phone video", 25, true, "", "1-4 8-15", false, ""},
	{"Hamid Rahimi", linguists.Male, "fas prs", "on_site video", 40, false, "", "2-5 9-17", false, ""},
	{"Samira Haddad", linguists.Female, "ara fra", "on_site phone video", 15, true, "", "1-5 8-13", false, ""},
	{"Yusuf Darwish", linguists.Male, "ara kmr", "on_site phone", 30, false, "phone-pool", "1-5 7-18", false, ""},
	{"Rojda Aydın", linguists.Female, "kmr tur", "on_site phone video", 20, true, "", "1-3 8-16", false, ""},
	{"Selam Tesfay", linguists.Female, "tir amh", "on_site", 45, false, "", "", false, ""},
	{"Dmytro Bondar", linguists.Male, "ukr rus", "on_site phone video", 20, true, "", "1-5 9-17", false, ""},
	{"Oksana Shevchuk", linguists.Female, "ukr rus", "phone video", 0, false, "phone-pool", "1-7 7-20", false, ""},
	{"Thu Hà Nguyễn", linguists.Female, "vie", "on_site video", 35, true, "", "3-5 8-14", false, ""},
	{"Amadou Barry", linguists.Male, "fra ful", "on_site phone", 50, false, "", "", true, ""},
	{"Lucía Herrera", linguists.Female, "spa", "on_site phone video", 10, true, "", "1-5 10-18", false, ""},
	{"Abdi Warsame", linguists.Male, "som ara", "phone", 0, false, "phone-pool", "1-7 8-22", false, ""},
	{"Katrin Sommer", linguists.Female, "gsg", "on_site video", 30, false, "", "1-4 9-15", false, ""},
}

// interpret fills the directory of interpreters, sets what the year has for them, and has somebody asked for some of the coming appointments.
func (f *filler) interpret() error {
	h := f.hands[0]
	if h.Interpreters == nil {
		return nil
	}
	h.clock.Set(f.now)
	for _, s := range speakers {
		if err := h.enlist(s); err != nil {
			return fmt.Errorf("enlist an interpreter: %w", err)
		}
	}
	// Nobody leads the team for skilled work in the demo: it has no budget, and the city allows that.
	for _, b := range []struct {
		lead, team string
		euros      int64
	}{{"weber", teamStudy, 6_000}, {"brandt", teamFamily, 12_000}} {
		_, err := h.Budgets.Set(h.by(b.lead), budgets.SetBudget{Purpose: interpreters.Purpose, Year: f.today.Year, Team: b.team, Cents: b.euros * 100})
		if err != nil {
			return fmt.Errorf("set a budget: %w", err)
		}
	}
	return h.askAhead()
}

// enlist puts somebody into the directory, with what they signed and when they can.
func (h *hand) enlist(s speaker) error {
	lead := h.by("brandt")
	address := strings.ToLower(strings.ReplaceAll(ascii(s.name), " ", ".")) + "@dolmetschen.example"
	km, iban := s.minutes/2, account(len(s.name)*100+s.minutes)
	d := linguists.InterpreterDetails{
		Kind: linguists.KindPerson, Name: s.name, Email: &address, Gender: &s.gender, TravelMinutes: &s.minutes, TravelKm: &km, Contract: &s.contract, Iban: &iban,
	}
	for mode := range strings.FieldsSeq(s.modes) {
		d.Modes = append(d.Modes, linguists.Mode(mode))
	}
	form := linguists.Spoken
	if s.languages == "gsg" {
		form = linguists.Signed
	}
	if s.form != "" {
		form = s.form
	}
	for i, language := range strings.Fields(s.languages) {
		level := linguists.Level("C1")
		if i == 0 {
			level = "native"
		}
		d.Skills = append(d.Skills, linguists.SkillDetails{Language: language, Form: form, Level: &level, Sworn: &s.sworn})
	}
	made, err := h.Linguists.Create(lead, d)
	if err != nil {
		return err
	}
	signed := []linguists.ProofKind{"secrecy", "data_protection"}
	if s.sworn {
		signed = append(signed, "oath")
	}
	for _, kind := range signed {
		until := h.today().AddDays(400)
		if s.lacks && kind == "data_protection" {
			until = h.today().AddDays(-20)
		}
		note := linguists.NoteProof{Interpreter: made.ID, Kind: kind, IssuedOn: h.today().AddDays(-300), ValidUntil: until}
		if _, err := h.Linguists.NoteProof(lead, note); err != nil {
			return err
		}
	}
	if s.hours == "" {
		return nil
	}
	_, err = h.Interpreters.SetTimes(lead, interpreters.SetTimes{Interpreter: made.ID, Hours: s.week(h)})
	return err
}

// week are the hours of a speaker.
func (s speaker) week(h *hand) (list []interpreters.Hours) {
	var first, last, from, to int
	if _, err := fmt.Sscanf(s.hours, "%d-%d %d-%d", &first, &last, &from, &to); err != nil {
		return nil
	}
	modes := []linguists.Mode{}
	for mode := range strings.FieldsSeq(s.modes) {
		modes = append(modes, linguists.Mode(mode))
	}
	for day := first; day <= last; day++ {
		list = append(list, interpreters.Hours{Weekday: day, FromMinute: from * 60, ToMinute: to * 60, Modes: modes, ValidFrom: h.today()})
	}
	return list
}

// askAhead has somebody asked for some of the appointments of the coming days.
func (h *hand) askAhead() error {
	languages := []string{"prs", "ara", "ukr"}
	plan, err := h.Appointments.Plan(h.ctx)
	if err != nil {
		return err
	}
	site := plan.Sites[0]
	for n := 2; n < 8 && len(languages) > 0; n++ {
		list, err := h.Appointments.Day(h.ctx, site.Key, h.today().AddDays(n))
		if err != nil {
			return err
		}
		if len(list) == 0 {
			continue
		}
		a := list[0]
		about := appointments.Record(a.ID)
		_, err = h.Interpreters.Ask(h.by("weber"), interpreters.Ask{
			Wanted: interpreters.Wanted{
				Language: languages[0], Form: linguists.Spoken, Mode: linguists.OnSite, Site: site.Key, During: interpreters.Span{From: a.StartsAt, To: a.EndsAt}, About: &about,
			},
			Key: "demo", Place: strings.Join([]string{site.Name, site.Street, site.Place}, ", "), Team: teamStudy, Client: a.Name,
		})
		if err != nil {
			return fmt.Errorf("ask an interpreter: %w", err)
		}
		languages = languages[1:]
	}
	return nil
}
