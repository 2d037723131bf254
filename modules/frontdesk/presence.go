package frontdesk

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/seal"
)

const (
	// presenceFor is how long a phone may take from the screen of a hall to our page. Devices show a new one each minute.
	presenceFor = 3 * time.Minute
	// passFor is how long a person may take to say what they come for.
	passFor = 20 * time.Minute
	// What a code is bound to besides its time: the end of the id of the device that shows it.
	deviceBytes = 4
)

// Presence is what the screens of a hall show for phones.
type Presence struct {
	Token string
	Until time.Time
}

// Pass lets a phone that was in the hall draw one ticket.
type Pass struct {
	Pass  string
	Until time.Time
}

// Here is by what somebody shows that they are in a hall.
type Here struct {
	Device string // the secret of a kiosk, from its cookie
	Pass   string // of a phone
}

// Presence makes what a device of a site shows to phones now.
func (s *Service) Presence(ctx context.Context, site, device string) (*Presence, error) {
	d, err := s.deviceOf(ctx, site, device)
	if err != nil {
		return nil, err
	}
	until := s.DB.Clock.Now().Add(presenceFor).Truncate(time.Second)
	body := seal.PutTime(d.ID[len(d.ID)-deviceBytes:], until)
	return &Presence{s.seal(forPresence).Make(body, []byte(site)), until}, nil
}

// Enter gives a phone that has scanned what a hall shows a pass for this site. A stale code is ErrScanAgain, one from which enough have entered ErrCrowded,
// any other ErrNotHere.
func (s *Service) Enter(ctx context.Context, site, presence, network string) (*Pass, error) {
	body := s.seal(forPresence).Open(presence, deviceBytes+seal.TimeBytes, []byte(site))
	if body == nil {
		return nil, ErrNotHere
	}
	now := s.DB.Clock.Now()
	shown := seal.Time(body[deviceBytes:])
	if !now.Before(shown) {
		return nil, ErrScanAgain
	}
	if err := s.countEntry(ctx, site, presence, shown, network); err != nil {
		return nil, err
	}
	id, until := ids.New(), now.Add(passFor).Truncate(time.Second)
	pass := seal.PutTime(id[:], until)
	return &Pass{s.seal(forPass).Make(pass, []byte(site)), until}, nil
}

// Here says how somebody is in a hall ("kiosk" or "phone") and under which key they draw: a pass is good for one ticket, whatever key comes with it.
func (s *Service) Here(ctx context.Context, site string, here Here, key string) (by, drawKey string, err error) {
	if here.Pass != "" {
		pass := s.seal(forPass).Open(here.Pass, 16+seal.TimeBytes, []byte(site))
		if pass == nil {
			return "", "", ErrNotHere
		}
		if !s.DB.Clock.Now().Before(seal.Time(pass[16:])) {
			return "", "", ErrScanAgain
		}
		return "phone", "pass " + hex.EncodeToString(pass[:16]), nil
	}
	d, err := s.deviceOf(ctx, site, here.Device)
	if err != nil {
		return "", "", err
	}
	if d.Kind != Kiosk {
		return "", "", ErrNotHere
	}
	return "kiosk", d.ID.String() + " " + key, nil
}
