package frontdesk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// What a device of a hall may be.
const (
	Kiosk   = "kiosk"   // draws tickets
	Display = "display" // shows who is called
)

// linkFor is how long the link of a new device may be opened.
const linkFor = 24 * time.Hour

const longestName = 80

// Device is a kiosk or a display that stands in a hall.
type Device struct {
	bun.BaseModel `bun:"table:frontdesk.device,alias:v"`

	ID        uuid.UUID `bun:",pk"`
	Site      string
	Kind      string
	Name      string
	Link      []byte
	LinkUntil time.Time
	Secret    []byte
	MadeAt    time.Time
	OpenedAt  *time.Time
	PutOutAt  *time.Time
}

// LetIn makes the link by which a browser becomes a kiosk or a display of a site. Whoever opens it first has it.
func (s *Service) LetIn(ctx context.Context, site, kind, name string) (*Device, string, error) {
	plan, err := s.Appointments.Plan(ctx)
	if err != nil {
		return nil, "", err
	}
	var faults errs.Faults
	_, known := plan.Site(site)
	faults.Need(known, "site", "unknown")
	faults.Need(kind == Kiosk || kind == Display, "kind", "unknown")
	faults.Need(name != "" && len(name) <= longestName, "name", "missing")
	if err := faults.As(ErrInput); err != nil {
		return nil, "", err
	}
	link := ids.Token()
	d := &Device{ID: ids.New(), Site: site, Kind: kind, Name: name, Link: ids.Hash(link)}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		d.MadeAt, d.LinkUntil = tx.Now, tx.Now.Add(linkFor)
		if _, err := tx.NewInsert().Model(d).Exec(ctx); err != nil {
			return fmt.Errorf("let device in: %w", err)
		}
		return s.recordDevice(ctx, tx, d, "device.let_in")
	})
	return d, link, err
}

// OpenDevice makes the browser that opened a link first the device that it was made for; the secret is for its cookie. A link that was used, has ended
// or never was is ErrDeviceLink.
func (s *Service) OpenDevice(ctx context.Context, link string) (*Device, string, error) {
	secret, d := ids.Token(), new(Device)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewRaw(`UPDATE frontdesk.device SET link = NULL, secret = ?0, opened_at = ?1 WHERE link = ?2 AND link_until > ?1 AND put_out_at IS NULL RETURNING *`,
			ids.Hash(secret), tx.Now, ids.Hash(link)).Scan(ctx, d)
		if err := db.NoRows(err, ErrDeviceLink, "open device"); err != nil {
			return err
		}
		return s.recordDevice(ctx, tx, d, "device.opened")
	})
	return d, secret, err
}

// PutOut ends a device, or a link that nobody has opened yet.
func (s *Service) PutOut(ctx context.Context, id uuid.UUID) (*Device, error) {
	d := new(Device)
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewRaw("UPDATE frontdesk.device SET link = NULL, secret = NULL, put_out_at = coalesce(put_out_at, ?) WHERE id = ? RETURNING *", tx.Now, id).Scan(ctx, d)
		if err := db.NoRows(err, ErrNone, "put device out"); err != nil {
			return err
		}
		tx.Notify(Topic(d.Site))
		return s.recordDevice(ctx, tx, d, "device.put_out")
	})
	return d, err
}

// Devices are those of a site that are let in or wait for their link to be opened.
func (s *Service) Devices(ctx context.Context, site string) ([]Device, error) {
	list := []Device{}
	err := s.DB.NewSelect().Model(&list).Where("site = ? AND put_out_at IS NULL AND (opened_at IS NOT NULL OR link_until > ?)", site, s.DB.Clock.Now()).
		OrderExpr("made_at, id").Limit(200).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read devices: %w", err)
	}
	return list, nil
}

// Stands says whether a secret is that of a device of the site.
func (s *Service) Stands(ctx context.Context, site, secret string) (bool, error) {
	_, err := s.deviceOf(ctx, site, secret)
	if errors.Is(err, ErrNotHere) {
		return false, nil
	}
	return err == nil, err
}

// deviceOf is the device of a secret, if it stands at the site; else ErrNotHere.
func (s *Service) deviceOf(ctx context.Context, site, secret string) (*Device, error) {
	if secret == "" {
		return nil, ErrNotHere
	}
	d := new(Device)
	err := s.DB.NewSelect().Model(d).Where("secret = ? AND site = ?", ids.Hash(secret), site).Scan(ctx)
	return d, db.NoRows(err, ErrNotHere, "find device")
}

func (s *Service) recordDevice(ctx context.Context, tx *db.Tx, d *Device, action string) error {
	if err := s.Audit.RecordTx(ctx, tx, audit.Record{Kind: "hall_device", ID: d.ID}, action, audit.Details{"site": d.Site, "kind": d.Kind}); err != nil {
		return fmt.Errorf("record device: %w", err)
	}
	return nil
}
