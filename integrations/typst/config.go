package typst

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// Config says where Typst is; the zero value looks for it.
type Config struct {
	// Command is the typst program. Empty: the one on the PATH if it can write PDF/UA-1 (0.14 and later), else the helper.
	// "none": the helper, always.
	Command string `yaml:"command" json:"command"`
	// Helper is the folder of the Node helper, with its node_modules. Empty: integrations/typst/helper under the working folder.
	Helper string `yaml:"helper" json:"helper"`
	// Node is the Node program (20 and later) that runs the helper. Empty: node on the PATH.
	Node string `yaml:"node" json:"node"`
	// Fonts is a folder searched for fonts. Empty: those that came with the helper; the system's fonts stand in for the rest.
	Fonts string `yaml:"fonts" json:"fonts"`
	// Concurrency is how many letters are set at once. Zero: 2. Each costs a core while it works and about 150 MB in the helper.
	Concurrency int `yaml:"concurrency" json:"concurrency"`
	// TimeoutSeconds ends a letter that takes longer. Zero: 20. A usual letter takes a fiftieth of a second.
	TimeoutSeconds int `yaml:"timeoutSeconds" json:"timeoutSeconds"`
	// MaxBytes is the largest PDF that is taken. Zero: 20 MiB.
	MaxBytes int `yaml:"maxBytes" json:"maxBytes"`
}

const defaultHelper = "integrations/typst/helper"

// Validate returns every fault, joined; it starts nothing.
func (c Config) Validate() error {
	var faults []error
	for name, value := range map[string]int{
		"concurrency": c.Concurrency, "timeoutSeconds": c.TimeoutSeconds, "maxBytes": c.MaxBytes,
	} {
		if value < 0 {
			faults = append(faults, fmt.Errorf("%s: must not be negative", name))
		}
	}
	if c.Command != "" && c.Command != "none" {
		if _, err := exec.LookPath(c.Command); err != nil {
			faults = append(faults, fmt.Errorf("command: %w", err))
		}
	}
	for name, dir := range map[string]string{"helper": c.Helper, "fonts": c.Fonts} {
		if dir == "" {
			continue
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			faults = append(faults, fmt.Errorf("%s: %s is not a folder", name, dir))
		}
	}
	return errors.Join(faults...)
}

// New finds Typst and returns a renderer; it starts no process yet. Close it at the end.
func New(c Config, log *slog.Logger) (*Renderer, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	slots := cmp.Or(c.Concurrency, 2)
	r := &Renderer{
		slots:   make(chan struct{}, slots),
		timeout: time.Duration(cmp.Or(c.TimeoutSeconds, 20)) * time.Second,
		maxPDF:  cmp.Or(c.MaxBytes, 20<<20),
	}
	helper := cmp.Or(c.Helper, defaultHelper)
	fonts := fontFolders(c.Fonts, helper)
	if program := command(c.Command); program != "" {
		r.engine = &commandEngine{program: program, fonts: fonts, timeout: r.timeout, maxPDF: r.maxPDF}
		log.Info("letters are set by the typst command", "program", program)
		return r, nil
	}
	node, err := exec.LookPath(cmp.Or(c.Node, "node"))
	if err != nil {
		return nil, fmt.Errorf("no typst command of version 0.14 or later, and no Node to run the helper: %w", err)
	}
	if _, err := os.Stat(filepath.Join(helper, "node_modules")); err != nil {
		return nil, fmt.Errorf("no typst command of version 0.14 or later, and the helper is not installed: run npm ci --prefix %s", helper)
	}
	r.engine = newHelperEngine(node, helper, fonts, slots, r, log)
	log.Info("letters are set by the Node helper", "folder", helper)
	return r, nil
}

// command returns the program to use, or "" for the helper. A program named in the configuration is used as it is.
func command(configured string) string {
	switch configured {
	case "none":
		return ""
	case "":
		program, err := exec.LookPath("typst")
		if err != nil || !writesUA(program) {
			return ""
		}
		return program
	default:
		return configured
	}
}

var version = regexp.MustCompile(`^typst (\d+)\.(\d+)\.`)

// writesUA tells whether the program is new enough for PDF/UA-1, which came with Typst 0.14.
func writesUA(program string) bool {
	var out bytes.Buffer
	cmd := exec.Command(program, "--version")
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		return false
	}
	watchdog := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
	defer watchdog.Stop()
	if err := cmd.Wait(); err != nil {
		return false
	}
	m := version.FindSubmatch(out.Bytes())
	if m == nil {
		return false
	}
	major, _ := strconv.Atoi(string(m[1]))
	minor, _ := strconv.Atoi(string(m[2]))
	return major > 0 || minor >= 14
}

// fontFolders names the folders of exactly the cuts that letters use, so that both engines set the same letter.
func fontFolders(configured, helper string) []string {
	if configured != "" {
		return absolute([]string{configured})
	}
	var found []string
	for _, family := range []string{"noto-sans", "vazirmatn"} {
		for _, cut := range []string{"400Regular", "400Regular_Italic", "600SemiBold", "700Bold"} {
			dir := filepath.Join(helper, "node_modules", "@expo-google-fonts", family, cut)
			if info, err := os.Stat(dir); err == nil && info.IsDir() {
				found = append(found, dir)
			}
		}
	}
	return absolute(found)
}

// absolute makes the folders independent of where a process works.
func absolute(dirs []string) []string {
	full := make([]string, 0, len(dirs))
	for _, dir := range dirs {
		if abs, err := filepath.Abs(dir); err == nil {
			full = append(full, abs)
		}
	}
	return full
}
