package office_test

import (
	"bytes"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/integrations/clamav"
	"github.com/ankunft/ankunft/integrations/images"
	"github.com/ankunft/ankunft/integrations/libretranslate"
	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/integrations/poppler"
	"github.com/ankunft/ankunft/integrations/s3"
	"github.com/ankunft/ankunft/integrations/s3/vault"
	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/integrations/typst"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
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
		"": office.Config{}, "telemetry": telemetry.Config{}, "retention": office.Retention{}, "s3": s3.Config{}, "vault": vault.Config{}, "oidc": oidc.Config{}, "claims": oidc.ClaimNames{},
		"smtp": smtp.Config{}, "clamav": clamav.Config{}, "typst": typst.Config{}, "poppler": poppler.Config{}, "images": images.Config{}, "libretranslate": libretranslate.Config{},
	} {
		for _, key := range keys(reflect.TypeOf(config)) {
			if !strings.Contains(told, "`"+key+"`") {
				t.Errorf("docs/operations.md does not explain %s of %q", key, section)
			}
		}
	}
}

func TestTheHandbookNamesEveryRole(t *testing.T) {
	t.Parallel()
	told := read(t, handbook)
	for _, role := range identity.Roles {
		if !strings.Contains(told, "\n| `"+string(role)+"` |") {
			t.Errorf("docs/operations.md does not say what %s is for", role)
		}
	}
}

func TestTheHandbookExplainsEveryKeyOfACity(t *testing.T) {
	t.Parallel()
	_, told, _ := strings.Cut(read(t, handbook), "\n## The city's data\n")
	told, _, _ = strings.Cut(told, "\n## ")
	for _, key := range cityKeys(reflect.TypeFor[catalogue.City](), "") {
		if !strings.Contains(told, "`"+key+"`") {
			t.Errorf("docs/operations.md does not explain %s of city.yaml", key)
		}
	}
}

// cityKeys are the keys of what a city's file holds, those of its parts behind a dot.
func cityKeys(of reflect.Type, before string) []string {
	for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || of == reflect.TypeFor[clock.Date]() {
		return []string{strings.TrimSuffix(before, ".")}
	}
	var found []string
	for i := range of.NumField() {
		field := of.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous: // the proof, which is the same everywhere
			found = append(found, cityKeys(field.Type, "")...)
		case name != "-":
			found = append(found, cityKeys(field.Type, before+name+".")...)
		}
	}
	return found
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

// The image and its services are not built here; what can be read of them is that nothing the office needs is left out.
func TestTheContainersBringWhatTheOfficeNeeds(t *testing.T) {
	t.Parallel()
	image := read(t, "../../Dockerfile")
	for _, needed := range []string{"poppler-utils", "util-linux", "ca-certificates", "tzdata", "/srv/ankunft/cities", "/srv/ankunft/integrations/typst/helper"} {
		if !strings.Contains(image, needed) {
			t.Errorf("the image lacks %s", needed)
		}
	}
	var compose struct {
		Services map[string]struct {
			Command     any
			Volumes     []string
			Environment map[string]string
		}
	}
	if err := yaml.UnmarshalWithOptions([]byte(read(t, "../../compose.yaml")), &compose, yaml.AllowDuplicateMapKey()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"migrate", "serve", "work"} {
		s := compose.Services[name]
		if !slices.Contains(s.Volumes, "./ankunft.yaml:/srv/ankunft/ankunft.yaml:ro") || s.Environment["ANKUNFT_DATABASE"] == "" {
			t.Errorf("%s starts without configuration: %+v", name, s)
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
