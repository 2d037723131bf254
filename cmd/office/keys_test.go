package office_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
)

// command runs the command line with changes to the configuration of the test's office.
func command(t *testing.T, o *officetest.Office, changes map[string]any, args ...string) (status int, out string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = office.Main(o.Plugins(), append([]string{"-c", configFile(t, o, changes)}, args...), &stdout, &stderr)
	return status, stdout.String() + stderr.String()
}

// An operator changes the signing key as the handbook says: print the public half, write it into the list, set the new key.
func TestTheSigningKeyIsChangedAndTheTrailStaysVerifiable(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	o.Applicant(t).Apply(t, false, nil)
	if err := o.Audit.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Work(t)
	status, out := command(t, o, nil, "audit", "key")
	public, id, ok := strings.Cut(strings.TrimSpace(out), " # ")
	if status != 0 || !ok || strings.Contains(out, officetest.AuditKey) {
		t.Fatalf("%d %s", status, out)
	}
	next := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{8}, 32))
	for name, c := range map[string]struct {
		changes map[string]any
		status  int
		says    string
	}{
		"the new key and the list":    {map[string]any{"audit_key": next, "audit_trusted_keys": []string{public}}, 0, "not yet sealed"},
		"an auditor with public keys": {map[string]any{"audit_key": "", "link_key": "", "audit_trusted_keys": []string{public}}, 0, "not yet sealed"},
		"the new key alone":           {map[string]any{"audit_key": next}, 1, "key_unknown: checkpoint 1, key " + id},
	} {
		if status, out := command(t, o, c.changes, "audit", "verify"); status != c.status || !strings.Contains(out, c.says) {
			t.Errorf("%s: %d %s", name, status, out)
		}
	}
	status, out = command(t, o, map[string]any{"audit_key": "short", "audit_trusted_keys": []string{"", public, "x"}}, "check")
	for _, fault := range []string{"audit_key: audit key: 32 bytes", "audit_trusted_keys, number 1", "audit_trusted_keys, number 3"} {
		if status != 1 || !strings.Contains(out, fault) {
			t.Errorf("%d, %q is not told: %s", status, fault, out)
		}
	}
	if strings.Contains(out, "number 2") || strings.Contains(out, "short") {
		t.Error(out)
	}
	if status, out := command(t, o, map[string]any{"audit_key": "", "audit_trusted_keys": []string{public}}, "work"); status != 1 || !strings.Contains(out, "audit_key") {
		t.Errorf("a worker without a key: %d %s", status, out)
	}
	for _, name := range []string{"work", "serve", "check"} {
		if status, out := command(t, o, map[string]any{"link_key": ""}, name); status != 1 || !strings.Contains(out, "link_key") {
			t.Errorf("%s without a key to sign links: %d %s", name, status, out)
		}
	}
	if status, out := command(t, o, map[string]any{"audit_key": ""}, "check"); status != 1 || !strings.Contains(out, "audit_key") {
		t.Errorf("no key at all: %d %s", status, out)
	}
}
