package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ankunft/ankunft/cmd/demo/seed"
)

// playbill is what programs read of a demo that stands: <dir>/demo.json, and one line on stdout with --json.
type playbill struct {
	Portal string `json:"portal"`
	Office string `json:"office"`
	Mails  string `json:"mails"`
	Logins string `json:"logins"`
	Jobs   string `json:"jobs"`
	// Of the hall that is open round the clock: each makes the first browser that opens it that machine.
	Kiosk   string      `json:"kiosk"`
	Display string      `json:"display"`
	Ready   string      `json:"ready"`
	Log     string      `json:"log"`
	Status  seedExample `json:"status"`
	Staff   []login     `json:"staff"`
	People  []login     `json:"applicants"`
}

type seedExample struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

type login struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Name     string `json:"name"`
	Note     string `json:"note"`
}

func (s *stage) playbill() playbill {
	p := playbill{
		Portal: s.url(0) + "/", Office: s.url(0) + "/office/", Mails: s.url(2) + "/", Logins: s.url(1) + "/", Jobs: s.url(0) + "/admin/jobs/",
		Ready: s.url(0) + "/readyz", Log: filepath.Join(s.dir, logName), Status: seedExample{s.filled.Number, s.filled.Code},
	}
	for _, c := range seed.Colleagues() {
		p.Staff = append(p.Staff, login{c.Username, seed.Password, c.Name(), c.English})
	}
	for _, a := range append(seed.Applicants(), seed.Supervisor()) {
		p.People = append(p.People, login{a.Username, seed.Password, a.Name(), a.English})
	}
	return p
}

// announce writes down where everything is, for programs.
func (s *stage) announce(p playbill) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.dir, "demo.json"), append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("write demo.json: %w", err)
	}
	if s.JSON {
		_, _ = fmt.Fprintf(s.out, "%s\n", raw)
	}
	return nil
}

// welcome tells people where everything is.
func (s *stage) welcome(p playbill) {
	var b strings.Builder
	line := func(name, value string) { fmt.Fprintf(&b, "  %-22s %s\n", name, value) }
	b.WriteString("\nThe office is open.\n\n")
	line("Portal", p.Portal)
	line("Staff app", p.Office)
	line("Mails that were sent", p.Mails)
	line("Jobs (as berger)", p.Jobs)
	if p.Kiosk != "" {
		line("Kiosk of the hall", p.Kiosk)
		line("Display of the hall", p.Display)
	}
	if p.Status.Number != "" {
		line("Public status page", fmt.Sprintf("%sstatus   number %s   code %s", p.Portal, p.Status.Number, p.Status.Code))
	}
	for _, group := range []struct {
		title string
		list  []login
	}{{"Logins of staff", p.Staff}, {"Logins of applicants", p.People}} {
		fmt.Fprintf(&b, "\n%s (password of all: %s)\n", group.title, seed.Password)
		for _, l := range group.list {
			fmt.Fprintf(&b, "  %-10s %s %s\n", l.Username, pad(l.Name, 22), l.Note)
		}
	}
	fmt.Fprintf(&b, "\n  Data and log: %s (log in %s)\n", s.Dir, logName)
	if s.scanner == nil {
		b.WriteString("  No virus scanner is installed: papers are marked as not scanned.\n")
	}
	if s.fresh {
		b.WriteString("  Letters of the past are still being set in the background.\n")
	}
	b.WriteString("  Ctrl-C ends it.\n\n")
	_, _ = fmt.Fprint(s.out, b.String())
}

// pad fills up to a width in letters, not bytes.
func pad(text string, to int) string {
	return text + strings.Repeat(" ", max(0, to-len([]rune(text))))
}
