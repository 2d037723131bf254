// Package stand is what the measurements stand on: a PostgreSQL with the settings of a small server, an object store, and the office
// as production wires it.
package stand

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"

	"github.com/ankunft/ankunft/cmd/demo/objectstore"
	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/logs"
	"github.com/ankunft/ankunft/platform/pgrun"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Settings are those of PostgreSQL, told in the report. What a city's own server sets otherwise is fsync: here the disk is not
// what is measured.
var Settings = map[string]string{
	"fsync": "off", "full_page_writes": "off", "shared_buffers": "2GB", "effective_cache_size": "8GB", "work_mem": "16MB",
	"maintenance_work_mem": "512MB", "random_page_cost": "1.1", "max_wal_size": "8GB", "checkpoint_timeout": "30min",
	"max_connections": "100", "wal_compression": "off",
}

// Stand is PostgreSQL and an object store, both running.
type Stand struct {
	PG    *pgrun.Server
	Store *objectstore.Server
}

// Open starts both; what they keep stays in dir for the next time.
func Open(ctx context.Context, dir string, tell io.Writer) (*Stand, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	pg, err := pgrun.Start(ctx, pgrun.Options{Dir: filepath.Join(dir, "postgres"), Settings: Settings, Log: tell})
	if err != nil {
		return nil, err
	}
	store, err := objectstore.Start(ctx, filepath.Join(dir, "objects"), objectstore.Options{})
	if err != nil {
		_ = pg.Stop()
		return nil, err
	}
	return &Stand{pg, store}, nil
}

// Close stops both.
func (s *Stand) Close() { _, _ = s.Store.Stop(), s.PG.Stop() }

// Spec is what one server process is told.
type Spec struct {
	Database, Listen         string
	Endpoint, Access, Secret string // of the object store
	Profile                  string // address for pprof; "" is off
	Site                     string // whose appointments the limit server answers for; "": none
}

// Spec is how a server on one database of the stand starts.
func (s *Stand) Spec(database, listen string) Spec {
	return Spec{Database: s.PG.URL(database), Listen: listen, Endpoint: s.Store.Endpoint, Access: s.Store.AccessKey, Secret: s.Store.SecretKey}
}

func (s Spec) config() office.Config {
	base := "http://" + s.Listen
	store := fmt.Sprintf("endpoint: %s\naccessKey: %s\nsecretKey: %s\ncreateBucket: true\nregion: "+objectstore.Region+"\n", s.Endpoint, s.Access, s.Secret)
	login := func(name string) office.Section {
		return office.Section{Use: "oidc", With: fmt.Appendf(nil, "name: %[1]s\nissuer: http://localhost:1/%[1]s\nclientID: bench\nclientSecret: bench\n"+
			"redirectURL: %[2]s/auth/%[1]s/callback\nclaims: {roles: roles, teams: teams}\n", name, base)}
	}
	return office.Config{
		City: "cities/musterstadt", BaseURL: base, Listen: s.Listen, Database: plugin.Secret(s.Database + os.Getenv("BENCH_PG")), OpenGraphQL: true,
		AuditKey:   plugin.Secret(base64.StdEncoding.EncodeToString(make([]byte, 32))),
		LinkKey:    plugin.Secret(base64.StdEncoding.EncodeToString(make([]byte, 32))),
		Objects:    office.Section{Use: "s3", With: []byte(store + "bucket: bench\n")},
		Vault:      office.Section{Use: "s3", With: []byte(store + "bucket: bench-vault\nretentionDays: 1\nmode: governance\n")},
		Staff:      login("staff"),
		Applicants: login("applicants"),
		Mail:       office.Section{Use: "smtp", With: []byte("host: localhost\nport: 1\ntls: none\nfrom: bench@musterstadt.example\n")},
		MailDomain: "musterstadt.example", Scanner: office.Section{Use: office.None},
		Typst: office.Section{Use: "typst"}, Pages: office.Section{Use: "poppler"}, UploadOrigin: s.Endpoint,
	}
}

// Office wires the office on it. Logs go to the writer at the level of production.
func (s Spec) Office(ctx context.Context, log io.Writer) (*office.Office, error) {
	logger, plugins, cfg := logs.New(log, slog.LevelInfo), office.Plugins(), s.config()
	ports, err := office.OpenPorts(ctx, cfg, plugins, clock.System(), logger)
	if err != nil {
		return nil, err
	}
	o, err := office.Wire(ctx, cfg, ports, clock.System(), logger)
	if err != nil {
		return nil, err
	}
	if o.Appointments != nil { // one network asks for everybody here, and has no browser that works
		l := &o.Appointments.Rules.Limits
		l.Work, l.SearchPerMinute, l.HoldsPerMinute = 0, math.MaxInt32, math.MaxInt32
	}
	return o, nil
}
