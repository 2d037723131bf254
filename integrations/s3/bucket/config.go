// Package bucket opens a bucket of any object store that speaks S3: what the store of files and the vault share.
package bucket

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"

	"github.com/ankunft/ankunft/platform/plugin"
)

// Config says which bucket.
type Config struct {
	Endpoint       string        `yaml:"endpoint"`       // URL by which the office reaches the store; https in production
	PublicEndpoint string        `yaml:"publicEndpoint"` // URL by which browsers reach it, for uploads; empty: the same
	Region         string        `yaml:"region"`         // part of every signature; empty: "us-east-1", which most own stores expect
	Bucket         string        `yaml:"bucket"`
	AccessKey      plugin.Secret `yaml:"accessKey"` // "env:NAME"
	SecretKey      plugin.Secret `yaml:"secretKey"` // "env:NAME"
	CAFile         string        `yaml:"caFile"`    // PEM of the authority that signed the store's certificate; empty: the machine's

	CreateBucket   bool     `yaml:"createBucket"`   // Prepare makes the bucket when it is missing; needs the right to
	AllowedOrigins []string `yaml:"allowedOrigins"` // origins of the web apps, "https://portal.example.org"; Prepare writes them as the bucket's CORS rule, empty: leaves CORS alone
}

const defaultRegion = "us-east-1"

var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// Validate returns every fault, joined.
func (c *Config) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if err := checkURL(c.Endpoint); err != nil {
		fault("endpoint: %w", err)
	}
	if c.PublicEndpoint != "" {
		if err := checkURL(c.PublicEndpoint); err != nil {
			fault("publicEndpoint: %w", err)
		}
	}
	if !bucketName.MatchString(c.Bucket) {
		fault("bucket: %q is not a bucket's name (3 to 63 of a-z, 0-9, '-', '.')", c.Bucket)
	}
	for key, secret := range map[string]plugin.Secret{"accessKey": c.AccessKey, "secretKey": c.SecretKey} {
		if revealed, err := secret.Reveal(); err != nil {
			fault("%s: %w", key, err)
		} else if revealed == "" {
			fault("%s: missing", key)
		}
	}
	for _, origin := range c.AllowedOrigins {
		if err := checkURL(origin); err != nil {
			fault("allowedOrigins: %w", err)
		}
	}
	if _, err := roots(c.CAFile); err != nil {
		fault("caFile: %w", err)
	}
	return errors.Join(faults...)
}

func (c *Config) region() string {
	if c.Region == "" {
		return defaultRegion
	}
	return c.Region
}

// checkURL takes scheme, host and port; a path would silently be lost.
func checkURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || (u.Path != "" && u.Path != "/") || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q is not of the form https://host or https://host:port", raw)
	}
	return nil
}
