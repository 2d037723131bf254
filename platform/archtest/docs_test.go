package archtest_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	markdown = regexp.MustCompile(`\]\(([^()\s]+)\)|(?:src|href)="([^"]+)"`)
	named    = regexp.MustCompile("`((?:bench|cities|cmd|docs|examples|graph|integrations|modules|platform|scripts|tools|web)/[\\w./-]*\\w)`")
	heading  = regexp.MustCompile(`(?m)^#+ (.+)$`)
	noAnchor = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	selector = regexp.MustCompile(`\.[A-Z]\w*$`) // of a package: platform/plugin.Plugin
)

// What the pages of the repository link to is there, and so is each file that they name by its path.
func TestLinksOfThePagesLeadSomewhere(t *testing.T) {
	t.Parallel()
	root := os.DirFS("../..")
	for page, text := range pages(t, root) {
		for _, m := range markdown.FindAllStringSubmatch(text, -1) {
			link := m[1] + m[2]
			if strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:") {
				continue
			}
			file, anchor, _ := strings.Cut(link, "#")
			target := page
			if file != "" {
				target = path.Join(path.Dir(page), file)
			}
			if _, err := fs.Stat(root, target); err != nil {
				t.Errorf("%s links to %s: %v", page, link, err)
			} else if anchor != "" && !anchors(t, root, target)[anchor] {
				t.Errorf("%s links to %s: no such heading", page, link)
			}
		}
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			if _, err := fs.Stat(root, selector.ReplaceAllString(m[1], "")); err != nil {
				t.Errorf("%s names %s: %v", page, m[1], err)
			}
		}
	}
}

// A row before the head of its table is no row, and a term that stands twice is explained in two ways.
func TestTheGlossaryIsOneTable(t *testing.T) {
	t.Parallel()
	text := pages(t, os.DirFS("../.."))["docs/glossary.md"]
	_, table, found := strings.Cut(text, "\n\n| German | What it is | In code |\n| --- | --- | --- |\n")
	if !found {
		t.Fatal("docs/glossary.md does not begin with the head of its table")
	}
	seen := map[string]bool{}
	for row := range strings.Lines(table) {
		cells := strings.Split(row, " | ")
		if len(cells) != 3 || seen[cells[0]] {
			t.Errorf("no row of three cells, or for the second time: %s", row)
		}
		seen[cells[0]] = true
	}
}

func pages(t *testing.T, root fs.FS) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "examples/*/*.md", "bench/*.md"} {
		paths, err := fs.Glob(root, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range paths {
			text, err := fs.ReadFile(root, name)
			if err != nil {
				t.Fatal(err)
			}
			found[name] = string(text)
		}
	}
	return found
}

// anchors are the headings of a page as links name them.
func anchors(t *testing.T, root fs.FS, page string) map[string]bool {
	t.Helper()
	text, err := fs.ReadFile(root, page)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(string(text), -1) {
		found[strings.ReplaceAll(noAnchor.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")] = true
	}
	return found
}
