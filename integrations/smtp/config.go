// Package smtp hands mails to a mail server.
package smtp

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"time"

	"github.com/ankunft/ankunft/platform/plugin"
)

// Config says which mail server takes the mails and who they come from.
type Config struct {
	Host     string        `yaml:"host"`
	Port     int           `yaml:"port"`     // 0: 465 with tls "implicit", 587 with "starttls", 25 with "none"
	TLS      string        `yaml:"tls"`      // "starttls" (also when empty: refuses a server without it), "implicit", "none" (own machine or network only)
	CAFile   string        `yaml:"caFile"`   // PEM of the authority that signed the server's certificate; empty: the machine's
	Username string        `yaml:"username"` // empty: the server asks for none
	Password plugin.Secret `yaml:"password"` // "env:NAME"

	From           string `yaml:"from"`           // address of the sender
	FromName       string `yaml:"fromName"`       // what people read as the sender: "Stadt Musterstadt"
	ReplyTo        string `yaml:"replyTo"`        // where answers go; empty: to the sender
	HelloName      string `yaml:"helloName"`      // how the office names itself to the server; empty: the machine's name
	TimeoutSeconds int    `yaml:"timeoutSeconds"` // for one mail as a whole; 0 means 60
}

// The ways to talk to the server.
const (
	startTLS    = "starttls"
	implicitTLS = "implicit"
	noTLS       = "none"
)

const defaultTimeout = 60 * time.Second

// Validate returns every fault, joined.
func (c *Config) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if c.Host == "" {
		fault("host: missing")
	}
	if c.Port < 0 || c.Port > 65535 {
		fault("port: %d is not between 1 and 65535", c.Port)
	}
	switch c.mode() {
	case startTLS, implicitTLS:
	case noTLS:
		if c.Username != "" {
			fault("tls: none would send the password in the clear")
		}
	default:
		fault("tls: %q is none of starttls, implicit, none", c.TLS)
	}
	if _, err := c.roots(); err != nil {
		fault("caFile: %w", err)
	}
	if password, err := c.Password.Reveal(); err != nil {
		fault("password: %w", err)
	} else if (password == "") != (c.Username == "") {
		fault("username, password: one is given without the other")
	}
	if !bareAddress(c.From) {
		fault("from: %q is not an address", c.From)
	}
	if c.ReplyTo != "" && !bareAddress(c.ReplyTo) {
		fault("replyTo: %q is not an address", c.ReplyTo)
	}
	if c.TimeoutSeconds < 0 {
		fault("timeoutSeconds: %d is negative", c.TimeoutSeconds)
	}
	return errors.Join(faults...)
}

func (c *Config) mode() string {
	if c.TLS == "" {
		return startTLS
	}
	return c.TLS
}

func (c *Config) port() int {
	if c.Port != 0 {
		return c.Port
	}
	return map[string]int{startTLS: 587, implicitTLS: 465, noTLS: 25}[c.mode()]
}

func (c *Config) timeout() time.Duration {
	if c.TimeoutSeconds == 0 {
		return defaultTimeout
	}
	return time.Duration(c.TimeoutSeconds) * time.Second
}

// roots reads the authorities to trust; nil stands for the machine's own.
func (c *Config) roots() (*x509.CertPool, error) {
	if c.CAFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(c.CAFile)
	if err != nil {
		return nil, fmt.Errorf("read authority: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("the file holds no certificate in PEM")
	}
	return pool, nil
}

// bareAddress takes an address and nothing around it: no name, no comment, no line break.
func bareAddress(s string) bool {
	parsed, err := mail.ParseAddress(s)
	return err == nil && parsed.Name == "" && parsed.Address == s
}
