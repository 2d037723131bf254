package frontdeskgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
)

// The types of who is in a hall.
type (
	// DeviceLink makes a browser a device.
	DeviceLink struct {
		Token  string
		Until  time.Time
		Device *frontdesk.Device
	}
	// OpenDevice opens such a link.
	OpenDevice struct{ Token string }
	// EnterHall brings what a phone has scanned.
	EnterHall struct{ Site, Token string }
	// LetInDevice makes a link.
	LetInDevice struct{ Site, Kind, Name string }
	// PutOutDevice names a device.
	PutOutDevice struct{ ID uuid.UUID }
)

// deviceDays is how long a device is known without being let in again: browsers keep no cookie longer.
const deviceDays = 400

// cookieOf names the cookie of a device; one browser may be the kiosk and the display, where there is only one machine.
func cookieOf(kind string) string { return "ankunft-" + kind }

// inTheHall is the service for somebody who is in a hall: at a kiosk, or with the pass of a phone; and how they draw, under which key. All but a kiosk that was
// let in share the rate of their network, so that nobody beside it stops it.
func (r Resolver) inTheHall(ctx context.Context, site string, pass *string, key string) (s *frontdesk.Service, by, drawKey string, err error) {
	if s, err = r.service(); err != nil {
		return nil, "", "", err
	}
	here := frontdesk.Here{Device: r.Identity.CookieFrom(ctx, cookieOf(frontdesk.Kiosk)), Pass: text(pass)}
	by, drawKey, err = s.Here(ctx, site, here, key)
	if by != frontdesk.Kiosk {
		if limit := s.MayAsk(identity.NetworkFrom(ctx)); limit != nil {
			return nil, "", "", limit
		}
	}
	return s, by, drawKey, err
}

// onDevice says whether a device of the site asks.
func (r Resolver) onDevice(ctx context.Context, s *frontdesk.Service, site string) (bool, error) {
	for _, kind := range []string{frontdesk.Display, frontdesk.Kiosk} {
		if known, err := s.Stands(ctx, site, r.Identity.CookieFrom(ctx, cookieOf(kind))); known || err != nil {
			return known, err
		}
	}
	return false, nil
}

// HallPresence is what a device of the hall shows to phones.
func (q Query) HallPresence(ctx context.Context, site string) (*frontdesk.Presence, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	for _, kind := range []string{frontdesk.Display, frontdesk.Kiosk} {
		if secret := q.Identity.CookieFrom(ctx, cookieOf(kind)); secret != "" {
			if p, err := s.Presence(ctx, site, secret); err == nil || kind == frontdesk.Kiosk {
				return p, err
			}
		}
	}
	return nil, frontdesk.ErrNotHere
}

// EnterHall gives a phone that has scanned it a pass.
func (m Mutation) EnterHall(ctx context.Context, in EnterHall) (*frontdesk.Pass, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	if err := s.MayAsk(identity.NetworkFrom(ctx)); err != nil {
		return nil, err
	}
	return s.Enter(ctx, in.Site, in.Token, identity.NetworkFrom(ctx))
}

// OpenDevice makes the browser that asks the device of a link.
func (m Mutation) OpenDevice(ctx context.Context, in OpenDevice) (*frontdesk.Device, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	if err := s.MayAsk(identity.NetworkFrom(ctx)); err != nil {
		return nil, err
	}
	d, secret, err := s.OpenDevice(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	m.Identity.KeepCookie(ctx, cookieOf(d.Kind), secret, deviceDays*24*60*60)
	return d, nil
}

// HallDevices are the kiosks and displays of a site.
func (q Query) HallDevices(ctx context.Context, site string) ([]frontdesk.Device, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s.Devices(ctx, site)
}

// LetInDevice makes a link for a new one.
func (m Mutation) LetInDevice(ctx context.Context, in LetInDevice) (*DeviceLink, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	d, token, err := s.LetIn(ctx, in.Site, in.Kind, in.Name)
	if err != nil {
		return nil, err
	}
	return &DeviceLink{token, d.LinkUntil, d}, nil
}

// PutOutDevice ends one.
func (m Mutation) PutOutDevice(ctx context.Context, in PutOutDevice) (*frontdesk.Device, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	return s.PutOut(ctx, in.ID)
}
