package office

import (
	"errors"
	"fmt"

	"github.com/ankunft/ankunft/modules/audit"
)

// keyring reads the keys of the audit trail and tells all their faults. Without audit_key, a program verifies by the trusted keys and signs
// nothing: an auditor's machine, or a server.
func (c *Config) keyring() (audit.Keyring, error) {
	var ring audit.Keyring
	var faults []error
	text, err := c.AuditKey.Reveal()
	switch {
	case err != nil:
		faults = append(faults, fmt.Errorf("audit_key: %w", err))
	case text != "":
		key, err := audit.ParseKey(text)
		if err != nil {
			faults = append(faults, fmt.Errorf("audit_key: %w", err))
			break
		}
		ring.Signer = key
	case len(c.AuditTrustedKeys) == 0:
		faults = append(faults, errors.New("audit_key: missing, and no audit_trusted_keys to verify by"))
	}
	for i, text := range c.AuditTrustedKeys {
		key, err := audit.ParsePublicKey(text)
		if err != nil {
			faults = append(faults, fmt.Errorf("audit_trusted_keys, number %d: %w", i+1, err))
			continue
		}
		ring.Trusted = append(ring.Trusted, key)
	}
	return ring, errors.Join(faults...)
}

type keyCmd struct{}

var errNoKey = errors.New("audit_key: none is configured")

// Run prints the public half of the signing key, as audit_trusted_keys takes it, and the name under which faults tell it.
func (keyCmd) Run(p *program) error {
	cfg, err := ReadConfig(p.path)
	if err != nil {
		return err
	}
	ring, err := cfg.keyring()
	if err != nil {
		return err
	}
	if ring.Signer == nil {
		return errNoKey
	}
	public := ring.Signer.PublicKey()
	_, _ = fmt.Fprintf(p.out, "%s # %s\n", audit.PublicKeyText(public), audit.KeyID(public))
	return nil
}
