package main

import (
	"fmt"
	"net"

	"github.com/ankunft/ankunft/cmd/demo/objectstore"
	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/platform/plugin"
)

// config is what a city's file would say.
func (s *stage) config(auditKey, pushKey string) office.Config {
	base := s.url(0)
	store := fmt.Sprintf("endpoint: %s\npublicEndpoint: %s\naccessKey: %s\nsecretKey: %s\nregion: %s\ncreateBucket: true\n",
		s.store.Endpoint, s.url(3), s.store.AccessKey, s.store.SecretKey, objectstore.Region)
	scanner := office.Section{Use: office.None}
	if s.scanner != nil {
		scanner = office.Section{Use: "clamav", With: []byte("address: " + s.scanner.Socket)}
	}
	return office.Config{
		City: s.City, BaseURL: base, ContentURL: fmt.Sprintf("http://content.localhost:%d", s.Port), Listen: fmt.Sprintf("localhost:%d", s.Port), Database: plugin.Secret(s.postgres.URL(database)),
		Workers: 4, AuditKey: plugin.Secret(auditKey), LinkKey: plugin.Secret(auditKey), SupervisionKey: plugin.Secret(auditKey), OpenGraphQL: s.Open, Introspection: s.Open,
		Objects:    office.Section{Use: "s3", With: []byte(store + "bucket: ankunft\nallowedOrigins: [" + base + "]\n")},
		Vault:      office.Section{Use: "s3", With: []byte(store + "bucket: ankunft-vault\nretentionDays: 1\nmode: governance\n")},
		Staff:      s.login(staff),
		Applicants: s.login(citizens),
		Mail:       office.Section{Use: "smtp", With: []byte(mailSection(s.mail.Address))},
		MailDomain: "musterstadt.example", Scanner: scanner,
		Typst: office.Section{Use: "typst"}, Pages: office.Section{Use: "poppler"},
		Push:         office.Section{Use: "webpush", With: []byte("privateKey: " + pushKey + "\ncontact: auslaenderbehoerde@musterstadt.example\n")},
		UploadOrigin: s.url(3), LoginOrigins: []string{s.url(1)},
	}
}

func (s *stage) login(name string) office.Section {
	return office.Section{Use: "oidc", With: fmt.Appendf(nil, `name: %[1]s
issuer: %[2]s/%[1]s
clientID: ankunft-%[1]s
clientSecret: demo-%[1]s
redirectURL: %[3]s/auth/%[1]s/callback
claims: {roles: roles, teams: teams}
trust: {email: email, basic: basic, substantial: substantial, high: high}
`, name, s.url(1), s.url(0))}
}

func mailSection(address string) string {
	return fmt.Sprintf("host: %s\nport: %s\ntls: none\nfrom: auslaenderbehoerde@musterstadt.example\nfromName: Stadt Musterstadt\n",
		hostOf(address), portOf(address))
}

func hostOf(address string) string { host, _, _ := net.SplitHostPort(address); return host }
func portOf(address string) string { _, port, _ := net.SplitHostPort(address); return port }
