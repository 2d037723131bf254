// Package plugin is how an integration tells what it is, so that a program can list its integrations in one place
// and open the ones its configuration names.
package plugin

import (
	"context"
	"fmt"
	"log/slog"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/ankunft/ankunft/platform/clock"
)

// Plugin is one way to fill one port. Its life: Check at start-up (opens nothing, tells every fault), then Open once;
// what Open returns is closed at the end if it is an io.Closer.
type Plugin struct {
	Kind string // what the configuration calls it: "s3"
	Port string // the port it fills, in the module's words: "documents.Store"

	// Check reads the section of the configuration and returns every fault as one joined error.
	Check func(raw []byte) error
	// Open builds the value that fills the port. It must not block on a partner that is down: reaching out is for the first use.
	Open func(ctx context.Context, raw []byte, deps Deps) (any, error)
}

// Preparer is what Open returned if its partner must first be brought into a state: a bucket made, a rule set.
// `ankunft migrate` and the demo call it; it can be repeated.
type Preparer interface {
	Prepare(ctx context.Context) error
}

// Prober is what Open returned if it can tell, without changing anything, whether its partner answers now: for readiness.
type Prober interface {
	Probe(ctx context.Context) error
}

// Deps is what every integration may ask of the program.
type Deps struct {
	Clock clock.Clock
	Log   *slog.Logger
}

// List is the explicit list of a program's integrations.
type List []Plugin

// Find returns the plug-in of that kind for that port; the error names the kinds there are.
func (l List) Find(port, kind string) (Plugin, error) {
	var kinds []string
	for _, p := range l {
		if p.Port != port {
			continue
		}
		if p.Kind == kind {
			return p, nil
		}
		kinds = append(kinds, p.Kind)
	}
	if len(kinds) == 0 {
		return Plugin{}, fmt.Errorf("nothing fills %s in this program", port)
	}
	sort.Strings(kinds)
	return Plugin{}, fmt.Errorf("%s: unknown kind %q, there are: %s", port, kind, strings.Join(kinds, ", "))
}

// Open finds a plug-in, opens it and returns it as the port's type.
func Open[T any](ctx context.Context, l List, port, kind string, raw []byte, deps Deps) (T, error) {
	var none T
	p, err := l.Find(port, kind)
	if err != nil {
		return none, err
	}
	opened, err := p.Open(ctx, raw, deps)
	if err != nil {
		return none, fmt.Errorf("open %s as %s: %w", kind, port, err)
	}
	filled, ok := opened.(T)
	if !ok {
		return none, fmt.Errorf("open %s as %s: %T does not fill %T", kind, port, opened, &none)
	}
	return filled, nil
}

// Decode reads a section of the configuration (YAML, of which JSON is a part) into a Config; an unknown key is an error,
// with its line. An empty section leaves the zero value.
func Decode(raw []byte, config any) error {
	if len(strings.TrimSpace(string(raw))) == 0 {
		return nil
	}
	if err := yaml.UnmarshalWithOptions(raw, config, yaml.Strict()); err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	return nil
}

// Section of a program's configuration chooses an integration and configures it.
type Section struct {
	Use  string // the kind; "": none
	With []byte // its own section (YAML)
}

// UnmarshalYAML implements yaml.BytesUnmarshaler.
func (s *Section) UnmarshalYAML(raw []byte) error {
	var parts struct {
		Use  string `yaml:"use"`
		With any    `yaml:"with"`
	}
	if err := yaml.UnmarshalWithOptions(raw, &parts, yaml.Strict()); err != nil {
		return err
	}
	with, err := yaml.Marshal(parts.With)
	if err != nil {
		return err
	}
	if parts.With == nil {
		with = nil
	}
	*s = Section{parts.Use, with}
	return nil
}

// Validator is a Config that tells all its faults, joined.
type Validator interface{ Validate() error }

// Checker returns a Plugin's Check for a Config.
func Checker[C any, PC interface {
	*C
	Validator
}]() func(raw []byte) error {
	return func(raw []byte) error {
		config := PC(new(C))
		if err := Decode(raw, config); err != nil {
			return err
		}
		return config.Validate()
	}
}
