package office

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	appointmentsgql "github.com/ankunft/ankunft/graph/appointments"
	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/feeds"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/invitations"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/web/locales"
)

var errLinkKey = errors.New("link_key: must be 32 bytes in base64 (openssl rand -base64 32)")

// linkKey is the key that signs links.
func (c *Config) linkKey() ([]byte, error) {
	text, err := c.LinkKey.Reveal()
	if err != nil {
		return nil, fmt.Errorf("link_key: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) < 32 {
		return nil, errLinkKey
	}
	return key, nil
}

// optionalLinkKey is linkKey, or nil where none is configured: whoever serves or works needs one (canSign).
func (c *Config) optionalLinkKey() ([]byte, error) {
	if c.LinkKey == "" {
		return nil, nil
	}
	return c.linkKey()
}

// appoint makes the module of appointments, if the city gives any.
func (o *Office) appoint(city *catalogue.City, holidays *letters.Calendar) error {
	rules, err := capacity.LoadRules(os.DirFS(o.Config.City), city.Languages)
	if err != nil {
		return fmt.Errorf("load city:\n%w", err)
	}
	if rules == nil {
		return nil
	}
	key, err := o.Config.optionalLinkKey()
	if err != nil {
		return err
	}
	o.Appointments = appointments.New(appointments.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Rules: rules, Texts: locales.Text, Secret: key, Office: city.Office,
		Domain: o.Config.MailDomain, Log: o.Log,
		Holiday: daysOff(city, holidays), Companions: o.alongTx,
	})
	o.Appointments.Register(o.Jobs, o.DB.Bus)
	o.Invitations = invitations.New(invitations.Deps{DB: o.DB, Audit: o.Audit, Messages: o.Messages, Appointments: o.Appointments})
	o.Feeds = feeds.New(feeds.Deps{DB: o.DB, Audit: o.Audit, Identity: o.Identity, Appointments: o.Appointments, Place: o.placeOf, BaseURL: o.Config.BaseURL})
	hall, err := frontdesk.LoadRules(os.DirFS(o.Config.City), city.Languages)
	if err != nil {
		return fmt.Errorf("load city:\n%w", err)
	}
	if hall != nil {
		o.Frontdesk = frontdesk.New(frontdesk.Deps{
			DB: o.DB, Audit: o.Audit, Appointments: o.Appointments, Rules: hall, Secret: key, Push: o.ports.Pusher, Texts: locales.Text, Drawn: o.drawnTx, Log: o.Log,
		})
		o.Frontdesk.Register(o.Jobs, o.DB.Bus)
	}
	o.lookAhead(city, hall)
	return nil
}

// attached opens what goes with a mail: the entry of an appointment, a meeting or a course, or a file of the store.
func (o *Office) attached(ctx context.Context, key string) (io.ReadCloser, error) {
	if o.Appointments != nil {
		if f, ours, err := o.Appointments.File(ctx, key); ours {
			return f, err
		}
	}
	if o.Network != nil {
		if f, ours, err := o.Network.File(ctx, key); ours {
			return f, err
		}
	}
	if f, ours, err := o.Courses.File(ctx, key); ours {
		return f, err
	}
	return o.ports.Store.Get(ctx, key)
}

// parties tells appointments who the person of a case is.
type parties struct{ *Office }

// Matter implements appointmentsgql.Cases.
func (o parties) Matter(ctx context.Context, caseID uuid.UUID, action string) (*appointmentsgql.Matter, error) {
	c, err := o.Cases.Reach(ctx, caseID, action)
	if err != nil {
		return nil, err
	}
	person, err := o.Persons.Get(ctx, c.PersonID)
	if err != nil {
		return nil, err
	}
	m := &appointmentsgql.Matter{Service: c.Service, Team: c.Team, PersonID: c.PersonID, TitleEnd: c.TitleEndsOn, Party: appointments.Party{
		About: cases.Record(c.ID), AccountID: c.AccountID, Name: strings.TrimSpace(person.GivenNames + " " + person.FamilyName), Email: person.Email, Language: c.Language,
	}}
	if c.DecidedAt != nil {
		m.Decided = clock.Today(*c.DecidedAt)
	}
	return m, nil
}

// Family implements appointmentsgql.Cases. What is told of a case of another team stands in the statement.
func (o parties) Family(ctx context.Context, caseID uuid.UUID) ([]appointmentsgql.FamilyCase, error) {
	v := identity.ViewerFrom(ctx)
	reads, all := v.TeamsFor("cases.read")
	books, everywhere := v.TeamsFor("appointments.book")
	list := []appointmentsgql.FamilyCase{}
	err := o.DB.NewSelect().TableExpr("cases.case_v2 AS c").Join("JOIN cases.case_v2 AS o ON o.sitting_id = c.sitting_id AND o.id <> c.id AND o.closed_at IS NULL").
		Join("LEFT JOIN persons.person_v1 AS p ON p.id = o.person_id AND (? OR o.team IN (?))", all, bun.List(append(reads, ""))).
		ColumnExpr(`CASE WHEN p.id IS NOT NULL THEN o.id END AS "case", o.number, o.role, trim(p.given_names || ' ' || p.family_name) AS name`).
		ColumnExpr("p.id IS NOT NULL AND (? OR o.team IN (?)) AS permitted", everywhere, bun.List(append(books, ""))).
		Where("c.id = ?", caseID).OrderExpr("o.number").Limit(40).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("find family of case: %w", err)
	}
	return list, nil
}

// Readable implements appointmentsgql.Cases.
func (o parties) Readable(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	var found []uuid.UUID
	teams, all := identity.ViewerFrom(ctx).TeamsFor("cases.read")
	err := o.DB.NewSelect().TableExpr("cases.case_v1").Column("id").Where("id IN (?)", bun.List(ids)).
		Where("? OR team IN (?)", all, bun.List(append(teams, ""))).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("find cases of appointments: %w", err)
	}
	readable := make(map[uuid.UUID]bool, len(found))
	for _, id := range found {
		readable[id] = true
	}
	return readable, nil
}

// Owed implements appointmentsgql.Cases.
func (o parties) Owed(ctx context.Context, ids []uuid.UUID) ([]appointmentsgql.OwedPaper, error) {
	var owed []appointmentsgql.OwedPaper
	err := o.DB.NewSelect().TableExpr("cases.owed_v1 AS o").Join("JOIN persons.person_v1 AS p ON p.id = o.person_id").
		ColumnExpr("o.service, o.service_version, o.item, o.required, p.given_names").
		Where("o.case_id IN (?) AND o.state IN (?)", bun.List(ids), bun.List(cases.Undecided)).
		OrderExpr("array_position(?::uuid[], o.case_id), o.position", pgdialect.Array(ids)).Scan(ctx, &owed)
	if err != nil {
		return nil, fmt.Errorf("find papers that cases lack: %w", err)
	}
	return owed, nil
}
