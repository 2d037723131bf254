package office

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ankunft/ankunft/modules/appointments"
	"github.com/ankunft/ankunft/modules/catalogue"
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

// appoint makes the module of appointments, if the city gives any.
func (o *Office) appoint(city *catalogue.City, holidays *letters.Calendar) error {
	rules, err := appointments.LoadRules(os.DirFS(o.Config.City), city.Languages)
	if err != nil {
		return fmt.Errorf("load city:\n%w", err)
	}
	if rules == nil {
		return nil
	}
	key, err := o.Config.linkKey()
	if err != nil {
		return err
	}
	closed := map[clock.Date]bool{}
	for _, day := range city.Holidays.Closed {
		closed[day.Day] = true
	}
	o.Appointments = appointments.New(appointments.Deps{
		DB: o.DB, Audit: o.Audit, Messages: o.Messages, Rules: rules, Texts: locales.Text, Secret: key, Office: city.Office,
		Domain: o.Config.MailDomain, Log: o.Log,
		Holiday: func(day clock.Date) bool { return closed[day] || holidays.Holiday(day) },
	})
	o.Appointments.Register(o.Jobs, o.DB.Bus)
	return nil
}

// attached opens what goes with a mail: the entry of an appointment, or a file of the store.
func (o *Office) attached(ctx context.Context, key string) (io.ReadCloser, error) {
	if o.Appointments != nil {
		if f, ours, err := o.Appointments.File(ctx, key); ours {
			return f, err
		}
	}
	return o.ports.Store.Get(ctx, key)
}
