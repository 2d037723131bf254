package archtest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// File is one source file of our own: not generated, not somebody else's, not a fixture.
type File struct {
	Path string // from the root, with slashes
	Room string // see RoomOf
	Test bool   // a _test.go file, or a file of a <room>test package
	Text []byte
}

// Lines counts the lines of the file.
func (f File) Lines() int { return bytes.Count(f.Text, []byte("\n")) }

// Tree is what the checks look at.
type Tree struct {
	Module string // the Go module's path
	Files  []File
}

var sources = []string{".go", ".sql", ".ts", ".tsx", ".mjs"}

// Load reads all source files below root, which must hold a go.mod.
func Load(root string) (*Tree, error) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, fmt.Errorf("read the repository: %w", err)
	}
	t := &Tree{Module: moduleOf(string(mod))}
	err = fs.WalkDir(os.DirFS(root), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != "." && skipped(root, p):
			return fs.SkipDir
		case d.IsDir() || p != "README.md" && !slices.Contains(sources, path.Ext(p)):
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, p))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // somebody saved it anew this moment
		}
		if err == nil && !generated(text) && !strings.Contains(p, ".generated.") {
			t.Files = append(t.Files, File{Path: p, Room: RoomOf(path.Dir(p)), Test: isTest(p), Text: text})
		}
		return err
	})
	return t, err
}

// RoomOf names the room that a folder belongs to, which is what the arrow table speaks of: modules, platform packages
// and integrations one by one; all of cmd, graph, web, … as one. The texts are a room of their own.
func RoomOf(dir string) string {
	parts := strings.Split(dir, "/")
	switch parts[0] {
	case "modules", "platform", "integrations":
		return path.Join(parts[:min(2, len(parts))]...)
	case "web":
		if len(parts) > 1 && parts[1] == "locales" {
			return "web/locales"
		}
	}
	return parts[0]
}

func isTest(p string) bool {
	return strings.HasSuffix(p, "_test.go") || strings.HasSuffix(path.Base(path.Dir(p)), path.Base(RoomOf(path.Dir(p)))+"test")
}

// skipped tells which folders hold nothing of ours, among them other Go modules inside this one.
func skipped(root, dir string) bool {
	name := path.Base(dir)
	if strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "testdata", "built", "dist", "generated", "bin"}, name) {
		return true
	}
	_, err := os.Stat(filepath.Join(root, dir, "go.mod"))
	return err == nil
}

func generated(text []byte) bool {
	head := text[:min(len(text), 400)]
	return bytes.Contains(head, []byte("Code generated ")) && bytes.Contains(head, []byte("DO NOT EDIT")) ||
		bytes.Contains(head, []byte("/* eslint-disable */"))
}

func moduleOf(mod string) string {
	for line := range strings.Lines(mod) {
		if name, ok := strings.CutPrefix(line, "module "); ok {
			return strings.TrimSpace(name)
		}
	}
	return ""
}
