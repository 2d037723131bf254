package logs_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/platform/logs"
)

func TestNoPersonalDataReachesTheLog(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := logs.New(&out, slog.LevelInfo)
	log.Info("sent", "case", "0199-id", "email", "amal@example.org", "who", logs.Personal("Amal"), slog.Group("g", "familyName", "Haddad"))
	log.Info("failed", "error_code", "cases.conflict")
	for _, secret := range []string{"amal", "Amal", "Haddad"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log tells %q: %s", secret, out.String())
		}
	}
	for _, useful := range []string{"0199-id", "cases.conflict", `"msg":"sent"`} {
		if !strings.Contains(out.String(), useful) {
			t.Errorf("the log lacks %q: %s", useful, out.String())
		}
	}
}
