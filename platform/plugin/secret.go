package plugin

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
)

// Secret is a password or key in a configuration. Written as "env:NAME" it stands for the environment variable NAME,
// which is where secrets belong; it shows itself nowhere.
type Secret string

const envPrefix = "env:"

// Reveal returns the secret itself; an "env:" name without a value is an error that names the variable.
func (s Secret) Reveal() (string, error) {
	name, fromEnv := strings.CutPrefix(string(s), envPrefix)
	if !fromEnv {
		return string(s), nil
	}
	value, ok := os.LookupEnv(name)
	if !ok || value == "" {
		return "", fmt.Errorf("environment variable %s is not set", name)
	}
	return value, nil
}

// String hides the secret in texts.
func (s Secret) String() string { return "[secret]" }

// GoString hides the secret in %#v.
func (s Secret) GoString() string { return "[secret]" }

// LogValue hides the secret in logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue("[secret]") }

// MarshalText hides the secret in printed configurations.
func (s Secret) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }
