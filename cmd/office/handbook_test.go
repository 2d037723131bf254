package office_test

import (
	"bytes"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/integrations/clamav"
	"github.com/ankunft/ankunft/integrations/libretranslate"
	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/integrations/poppler"
	"github.com/ankunft/ankunft/integrations/s3"
	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/integrations/typst"
	"github.com/ankunft/ankunft/platform/telemetry"
	"github.com/ankunft/ankunft/platform/testkit"
)

// What stands in the handbook holds: the example is a configuration without faults, every key is explained, every statement runs.

const (
	example  = "../../ankunft.example.yaml"
	handbook = "../../docs/operations.md"
)

var (
	fromEnv  = regexp.MustCompile(`env:([A-Z0-9_]+)`)
	sqlBlock = regexp.MustCompile("(?s)```sql\n(.*?)```")
)

// The secrets are set for this process only, and the example is read from the folder in which it lies; so it does not run in parallel.
func TestTheExampleHasNoFaults(t *testing.T) {
	for _, name := range fromEnv.FindAllStringSubmatch(read(t, example), -1) {
		t.Setenv(name[1], officetest.AuditKey)
	}
	t.Chdir("../..")
	var out, faults bytes.Buffer
	status := office.Main(office.Plugins(), []string{"check", "--config", "ankunft.example.yaml"}, &out, &faults)
	if status != 0 || !strings.HasSuffix(out.String(), "no faults\n") {
		t.Fatalf("ankunft check says %d: %s%s", status, out.String(), faults.String())
	}
}

func TestTheHandbookExplainsEveryKey(t *testing.T) {
	t.Parallel()
	told := read(t, handbook)
	for section, config := range map[string]any{
		"": office.Config{}, "telemetry": telemetry.Config{}, "s3": s3.Config{}, "vault": s3.VaultConfig{}, "oidc": oidc.Config{}, "claims": oidc.ClaimNames{},
		"smtp": smtp.Config{}, "clamav": clamav.Config{}, "typst": typst.Config{}, "poppler": poppler.Config{}, "libretranslate": libretranslate.Config{},
	} {
		for _, key := range keys(reflect.TypeOf(config)) {
			if !strings.Contains(told, "`"+key+"`") {
				t.Errorf("docs/operations.md does not explain %s of %q", key, section)
			}
		}
	}
}

func TestTheStatementsOfTheHandbookRun(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t, office.Migrations()...)
	blocks := sqlBlock.FindAllStringSubmatch(read(t, handbook), -1)
	if len(blocks) == 0 {
		t.Fatal("docs/operations.md holds no statements")
	}
	for _, block := range blocks {
		for statement := range strings.SplitSeq(block[1], ";") {
			if strings.TrimSpace(statement) == "" {
				continue
			}
			if _, err := kit.Pool().Exec(t.Context(), statement); err != nil {
				t.Errorf("%s: %v", strings.TrimSpace(statement), err)
			}
		}
	}
}

// keys are the names that a configuration's fields have in its file.
func keys(config reflect.Type) []string {
	var found []string
	for i := range config.NumField() {
		name, rest, _ := strings.Cut(config.Field(i).Tag.Get("yaml"), ",")
		if rest != "inline" && name != "" {
			found = append(found, name)
		}
	}
	return found
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
