package town

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"

	"github.com/goccy/go-yaml"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Config is what each town's configuration file says. Secrets stand in the environment and are named as "env:NAME".
type Config struct {
	// City is the name under which mails come.
	City string `yaml:"city"`
	// Rules is the folder of the town's rules.
	Rules string `yaml:"rules"`
	// BaseURL is the address that people see; Listen the one of the server, default ":8080".
	BaseURL string `yaml:"base_url"`
	Listen  string `yaml:"listen"`
	// Database is the connection string of PostgreSQL.
	Database plugin.Secret `yaml:"database"`
	// AuditKey signs the checkpoints of the trail: an Ed25519 seed (base64).
	AuditKey plugin.Secret `yaml:"audit_key"`
	// LinkKey signs the links in mails and what else must not be guessed: 32 bytes (base64).
	LinkKey plugin.Secret `yaml:"link_key"`
	// Vault keeps checkpoints of the trail, Staff is the identity provider of the city, Mail sends mails.
	Vault plugin.Section `yaml:"vault"`
	Staff plugin.Section `yaml:"staff_login"`
	Mail  plugin.Section `yaml:"mail"`
}

// Read reads a configuration file; unknown keys are faults.
func Read(path string, into interface{ Check() error }) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	if err := yaml.UnmarshalWithOptions(raw, into, yaml.Strict()); err != nil {
		return fmt.Errorf("read configuration %s:\n%w", path, err)
	}
	return into.Check()
}

// Check tells all faults at once.
func (c *Config) Check() error {
	var faults []error
	need := func(ok bool, text string) {
		if !ok {
			faults = append(faults, errors.New(text))
		}
	}
	u, err := url.Parse(c.BaseURL)
	need(err == nil && u.Host != "" && u.Path == "", "base_url: no address such as https://interpreters.example.org")
	need(c.City != "", "city: missing")
	database, err := c.Database.Reveal()
	need(err == nil && database != "", "database: missing, or its environment variable is not set")
	_, err = c.linkKey()
	faults = append(faults, err)
	_, err = c.keyring()
	return errors.Join(append(faults, err)...)
}

func (c *Config) linkKey() ([]byte, error) {
	text, err := c.LinkKey.Reveal()
	if err != nil {
		return nil, fmt.Errorf("link_key: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) < 32 {
		return nil, errors.New("link_key: must be 32 bytes in base64 (openssl rand -base64 32)")
	}
	return key, nil
}

func (c *Config) keyring() (audit.Keyring, error) {
	text, err := c.AuditKey.Reveal()
	if err != nil {
		return audit.Keyring{}, fmt.Errorf("audit_key: %w", err)
	}
	key, err := audit.ParseKey(text)
	if err != nil {
		return audit.Keyring{}, fmt.Errorf("audit_key: %w", err)
	}
	return audit.Keyring{Signer: key}, nil
}
