package office

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/ankunft/ankunft/integrations/images"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/httpd"
	"github.com/ankunft/ankunft/platform/plugin"
	"github.com/ankunft/ankunft/platform/telemetry"
)

// Config is one city's configuration file. Secrets stand in the environment and are named as "env:NAME".
type Config struct {
	// City is the folder of the city's data (services, texts, letters).
	City string `yaml:"city"`
	// BaseURL is the address that people see, without a slash at its end: links in mails and letters, the login's way back.
	BaseURL string `yaml:"base_url"`
	// ContentURL is the origin on which packages of e-learning are played, without a slash at its end: a host of its own, best in a domain of its own, that leads to the
	// same server. Default none: the city plays none.
	ContentURL string `yaml:"content_url"`
	// Listen is the address of the server; default ":8080".
	Listen string `yaml:"listen"`
	// MetricsListen is where operators find a server's figures (/metrics) and the readiness of every part (/readyz, /healthz); default "" is
	// off. WorkerListen is the same of a worker. Never make them public.
	MetricsListen string `yaml:"metrics_listen"`
	WorkerListen  string `yaml:"worker_listen"`
	// Telemetry sends spans to an OpenTelemetry collector; default off.
	Telemetry telemetry.Config `yaml:"telemetry"`
	// TrustedProxies are the networks (CIDR) whose X-Forwarded-For is believed; default none.
	TrustedProxies []string `yaml:"trusted_proxies"`
	// Database is the connection string of PostgreSQL 15 or later.
	Database plugin.Secret `yaml:"database"`
	// MaxConns bounds the connections of each process; default 16.
	MaxConns int32 `yaml:"max_conns"`
	// Workers is how many jobs one process works at a time; default 8. Scanning and rendering are what costs.
	Workers int `yaml:"workers"`
	// AuditKey is the Ed25519 seed (base64) that signs the checkpoints of the audit trail. Workers need it; others only verify.
	AuditKey plugin.Secret `yaml:"audit_key"`
	// AuditTrustedKeys are public keys (base64) whose signatures count besides the own key's: those of earlier years. Default none.
	AuditTrustedKeys []string `yaml:"audit_trusted_keys"`
	// LinkKey signs the links in mails and the work that browsers do before they may hold a time: 32 bytes (base64). Needed where the city gives
	// appointments or works with interpreters or partners. It also seals the keys of surveys of staff, which there are none without. With a new
	// one, links of before are dead, and running surveys cannot be counted.
	LinkKey plugin.Secret `yaml:"link_key"`
	// SupervisionKey seals who takes part in supervision and what its supervisors note: 32 bytes (base64), used for nothing else. Without it the city offers none;
	// with a new one, who booked before is unreadable for ever. It belongs in no backup of the database.
	SupervisionKey plugin.Secret `yaml:"supervision_key"`
	// Retention says how long cases and addresses of mails are kept.
	Retention Retention `yaml:"retention"`
	// OpenGraphQL answers documents that are not of our own apps; default off. Limits hold either way.
	OpenGraphQL bool `yaml:"open_graphql"`
	// Introspection shows the schema to clients; default off.
	Introspection bool `yaml:"introspection"`
	// GrantsOptional lets staff without a grant do all that their claims allow; default off: claims give the most, grants give it.
	GrantsOptional bool `yaml:"grants_optional"`
	// NoLoginLinks takes the way in by a link to a mailbox away; then applicants need the provider.
	NoLoginLinks bool `yaml:"no_login_links"`
	// Objects keeps papers and letters; Vault keeps the exported checkpoints under a lock.
	Objects Section `yaml:"objects"`
	Vault   Section `yaml:"vault"`
	// Staff and Applicants are the two identity providers.
	Staff      Section `yaml:"staff_login"`
	Applicants Section `yaml:"applicant_login"`
	// Mail sends mails, MailDomain is the right side of their Message-IDs; default the host of BaseURL.
	Mail       Section `yaml:"mail"`
	MailDomain string  `yaml:"mail_domain"`
	// Scanner looks for viruses. "use: none" is an explicit choice: staff then see "not scanned" on each file.
	Scanner Section `yaml:"scanner"`
	// Typst sets letters; Pages looks into PDFs, Pictures into photos (default "images" within its own limits); Translator is optional.
	Typst      Section `yaml:"typst"`
	Pages      Section `yaml:"pages"`
	Pictures   Section `yaml:"pictures"`
	Translator Section `yaml:"translator"`
	// Push tells the phones of people in the hall that they are called; default off.
	Push Section `yaml:"push"`
	// UploadOrigin is the origin that browsers upload to, for the content security policy; default none.
	UploadOrigin string `yaml:"upload_origin"`
	// LoginOrigins are the origins of the identity providers, which logging out leads to; default none.
	LoginOrigins []string `yaml:"login_origins"`
}

// Section chooses an integration and configures it.
type Section = plugin.Section

// None is the choice of a scanner that isn't there.
const None = "none"

const defaultWorkers = 8

// ReadConfig reads a configuration file; unknown keys are faults.
func ReadConfig(path string) (Config, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fmt.Errorf("read configuration: %w", err)
	}
	c, err := parseConfig(raw)
	if err != nil {
		return c, fmt.Errorf("read configuration %s:\n%w", path, err)
	}
	return c, nil
}

func parseConfig(raw []byte) (Config, error) {
	var c Config
	err := yaml.UnmarshalWithOptions(raw, &c, yaml.Strict())
	return c, err
}

// Check tells all faults at once, those of the integrations included; it opens nothing.
func (c *Config) Check(plugins plugin.List) error {
	var faults []error
	need := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	if info, err := os.Stat(c.City); err != nil || !info.IsDir() {
		need(false, "city: %q is no folder", c.City)
	}
	u, err := url.Parse(c.BaseURL)
	need(err == nil && u.Host != "" && u.Path == "", "base_url: %q is no address such as https://office.example.org", c.BaseURL)
	need(err == nil && (u.Scheme == "https" || u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1"), "base_url: only localhost may go without https")
	faults = append(faults, c.checkContent())
	for _, p := range c.TrustedProxies {
		_, err := netip.ParsePrefix(p)
		need(err == nil, "trusted_proxies: %q is no network such as 10.0.0.0/8", p)
	}
	database, err := c.Database.Reveal()
	need(err == nil && database != "", "database: missing, or its environment variable is not set")
	_, err = c.keyring()
	faults = append(faults, err)
	if err := c.Telemetry.Validate(); err != nil {
		faults = append(faults, fmt.Errorf("telemetry: %w", err))
	}
	faults = append(faults, c.checkSections(plugins)...)
	return errors.Join(faults...)
}

func (c *Config) checkSections(plugins plugin.List) []error {
	var faults []error
	for _, s := range c.sections() {
		if s.Use == "" && s.optional || s.Use == None && s.mayBeNone {
			continue
		}
		if s.Use == "" {
			hint := ""
			if s.mayBeNone {
				hint = `; "use: none" is allowed, but staff then see "not scanned" on each file`
			}
			faults = append(faults, fmt.Errorf("%s: say which integration to use%s", s.name, hint))
			continue
		}
		p, err := plugins.Find(s.port, s.Use)
		if err == nil && p.Check != nil {
			err = p.Check(s.With)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", s.name, err))
		}
	}
	return faults
}

type namedSection struct {
	Section
	name, port          string
	optional, mayBeNone bool
}

func (c *Config) sections() []namedSection {
	return []namedSection{
		{Section: c.Objects, name: "objects", port: "documents.Store"},
		{Section: c.Vault, name: "vault", port: "audit.Vault"},
		{Section: c.Staff, name: "staff_login", port: "identity.Provider"},
		{Section: c.Applicants, name: "applicant_login", port: "identity.Provider"},
		{Section: c.Mail, name: "mail", port: "messages.Mailer"},
		{Section: c.Scanner, name: "scanner", port: "documents.Scanner", mayBeNone: true},
		{Section: c.Typst, name: "typst", port: "letters.Renderer"},
		{Section: c.Pages, name: "pages", port: "documents.Pages"},
		{Section: c.pictures(), name: "pictures", port: "documents.Pages"},
		{Section: c.Translator, name: "translator", port: "cases.Translator", optional: true},
		{Section: c.Push, name: "push", port: "frontdesk.Pusher", optional: true},
	}
}

// pictures is what looks into photos: the program itself, unless a city says otherwise.
func (c *Config) pictures() Section {
	if c.Pictures.Use == "" {
		return Section{Use: images.Plugin.Kind, With: c.Pictures.With}
	}
	return c.Pictures
}

func (c *Config) http() httpd.Config { return httpd.Config{Listen: c.Listen, Drain: 20 * time.Second} }

func (c *Config) grants() identity.GrantMode {
	if c.GrantsOptional {
		return identity.GrantsOptional
	}
	return identity.GrantsRequired
}
