package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/cmd/demo/idp"
	"github.com/ankunft/ankunft/cmd/demo/seed"
)

const (
	database = "ankunft"
	staff    = "staff"      // realm of the identity provider
	citizens = "applicants" // the other
)

// filled is what the first start notes in the database: with what it was filled, and whether it came to its end.
type filled struct {
	Port  int
	Cases int
	Done  bool
	seed.Example
}

// clear drops what a first start left that was killed, so that this one is a first start again.
func (s *stage) clear(ctx context.Context) error {
	note, err := s.note(ctx)
	if err != nil || note == nil {
		return err
	}
	if !note.Done {
		_, _ = fmt.Fprint(s.out, " (an unfinished first start is thrown away)")
		return errors.Join(s.postgres.Drop(ctx, database), s.postgres.CreateDatabase(ctx, database),
			os.RemoveAll(filepath.Join(s.dir, "objects")), os.RemoveAll(filepath.Join(s.dir, "mails")))
	}
	if note.Port != s.Port {
		return fmt.Errorf("the data in %s were made for port %d, which stands in logins and links: use --port %d, another --dir, or --reset", s.Dir, note.Port, note.Port)
	}
	return nil
}

// note reads what a start before has noted; nil if there was none.
func (s *stage) note(ctx context.Context) (*filled, error) {
	conn, err := pgx.Connect(ctx, s.postgres.URL(database))
	if err != nil {
		return nil, fmt.Errorf("reach database: %w", err)
	}
	defer conn.Close(ctx)
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('demo.filled') IS NOT NULL").Scan(&there); err != nil || !there {
		return nil, err
	}
	n := &filled{}
	err = conn.QueryRow(ctx, "SELECT port, cases, done, number, code FROM demo.filled").Scan(&n.Port, &n.Cases, &n.Done, &n.Number, &n.Code)
	return n, err
}

// fill gives the city its people and cases at the first start.
func (s *stage) fill(ctx context.Context) error {
	note, err := s.note(ctx)
	if err != nil {
		return err
	}
	if note != nil {
		s.filled = *note
		return nil
	}
	begin := `CREATE SCHEMA demo; CREATE TABLE demo.filled (port int, cases int, done bool, number text, code text)`
	if _, err := s.office.DB.ExecContext(ctx, begin); err != nil {
		return fmt.Errorf("note first start: %w", err)
	}
	s.fresh = true
	s.filled = filled{Port: s.Port, Cases: s.Cases}
	if err := s.write(ctx, "INSERT INTO demo.filled VALUES (?, ?, false, '', '')", s.Port, s.Cases); err != nil {
		return err
	}
	s.filled.Example, err = seed.Fill(ctx, seed.Options{
		Office: s.office, Ports: s.ports, StaffIssuer: s.url(1) + "/" + staff, ApplicantsIssuer: s.url(1) + "/" + citizens, Cases: s.Cases,
		Progress: s.progress(),
	})
	if err != nil {
		return err
	}
	return s.write(ctx, "UPDATE demo.filled SET done = true, number = ?, code = ?", s.filled.Number, s.filled.Code)
}

func (s *stage) write(ctx context.Context, query string, args ...any) error {
	if _, err := s.office.DB.NewRaw(query, args...).Exec(ctx); err != nil {
		return fmt.Errorf("note first start: %w", err)
	}
	return nil
}

// progress shows how far a long step is: on a terminal in place, else by lines now and then.
func (s *stage) progress() func(done, total int) {
	shown := -1
	return func(done, total int) {
		percent := 100 * done / max(total, 1)
		switch {
		case s.terminal:
			_, _ = fmt.Fprintf(s.out, "\r  %-34s %3d/%d", fillStep, done, total)
		case percent/20 > shown:
			shown = percent / 20
			_, _ = fmt.Fprintf(s.out, " %d%%", percent)
		}
	}
}

// realms are who can log in.
func (s *stage) realms() []idp.Realm {
	client := func(name string) []idp.Client {
		return []idp.Client{{
			ID: "ankunft-" + name, Secret: "demo-" + name, RedirectURIs: []string{s.url(0) + "/auth/" + name + "/callback"},
			LogoutURIs: []string{s.url(0) + "/", s.url(0) + "/office/", s.url(0)},
		}}
	}
	office := idp.Realm{Name: staff, Title: map[string]string{"de": "Anmeldung für Beschäftigte der Stadt Musterstadt", "en": "Login for staff of Musterstadt"}, Clients: client(staff)}
	for _, c := range seed.Colleagues() {
		office.People = append(office.People, idp.Person{
			Username: c.Username, Password: seed.Password, Name: c.Name(), GivenName: c.GivenName, FamilyName: c.FamilyName, Email: c.Email(),
			Locale: "de", Roles: c.Roles(), Teams: c.Teams(), ACR: "substantial", Note: map[string]string{"de": c.German, "en": c.English},
		})
	}
	portal := idp.Realm{Name: citizens, Title: map[string]string{"de": "Bürgerkonto Musterstadt", "en": "Citizen account of Musterstadt"}, Clients: client(citizens)}
	for _, a := range append(seed.Applicants(), seed.Supervisor()) {
		portal.People = append(portal.People, idp.Person{
			Username: a.Username, Password: seed.Password, Name: a.Name(), GivenName: a.GivenName(), FamilyName: a.FamilyName(),
			BirthDate: a.BirthDate(), Email: a.Email(), Locale: a.Language(), ACR: string(a.Trust), Note: map[string]string{"de": a.German, "en": a.English},
		})
	}
	return []idp.Realm{office, portal}
}
