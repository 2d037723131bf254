package typst_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/integrations/typst"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/letters/letterstest"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/latin"
	"github.com/ankunft/ankunft/platform/testkit"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	keep   = flag.String("pdf", "", "folder in which the PDFs are left for looking at")
)

const city = "../../cities/musterstadt/letters"

// A letter is read back from its PDF as a person's screen reader or search would: the words in the golden file, in their order.
func TestTheCitysLettersReadBackRight(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	sent := map[string]letters.In{}
	for _, kind := range letterstest.Kinds {
		for _, language := range []string{"de", "ar"} {
			sent[string(kind)+"."+language] = letterstest.Sample(kind, language)
		}
	}
	released := o.release(t, slices.Collect(maps.Values(sent))...)
	for name, in := range sent {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pdf, err := o.PDF(t.Context(), in.About, released[in.About.ID].ID)
			if err != nil {
				t.Fatal(err)
			}
			look(t, name, pdf)
			if got := info(t, pdf); got["Tagged"] != "yes" || got["Title"] == "" {
				t.Errorf("not an accessible PDF: %v", got)
			}
			golden(t, filepath.Join("testdata/golden", name+".txt"), readBack(t, pdf))
		})
	}
}

// A code stands on the person's page and on the German one, and whoever does not see it is told what it is.
func TestCodesOfLettersHaveWords(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for kind, words := range map[letters.Kind][]string{
		letters.KindReceipt:  {"رمز QR برقم الملف 2026-000123-4", "QR-Code mit der Fallnummer 2026-000123-4"},
		letters.KindClearing: {"رمز QR لهذا الرابط", "QR-Code mit diesem Link", "QR-Code mit der Fallnummer 2026-000123-4"},
	} {
		pdf, err := o.Preview(t.Context(), letterstest.Sample(kind, "ar"))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(run(t, pdf, "pdfinfo", "-struct", "-"), "Figure:"); n < len(words) {
			t.Errorf("%s: %d figures", kind, n)
		}
		for _, alt := range words {
			if !bytes.Contains(pdf, inPDF(alt)) {
				t.Errorf("%s: no code is called %q", kind, alt)
			}
		}
	}
}

// inPDF is an alternative text as it stands in a PDF (ISO 32000-1, 7.9.2.2).
func inPDF(text string) []byte {
	if !strings.ContainsFunc(text, func(r rune) bool { return r > 126 }) {
		return []byte("/Alt (" + text + ")")
	}
	hex := "/Alt <FEFF"
	for _, unit := range utf16.Encode([]rune(text)) {
		hex += fmt.Sprintf("%04X", unit)
	}
	return []byte(hex + ">")
}

func TestEveryLanguageOfTheLettersCanBeSet(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	languages, err := filepath.Glob("../../web/locales/*/letters.json")
	if err != nil || len(languages) < 2 {
		t.Fatalf("languages %v, %v", languages, err)
	}
	for _, file := range languages {
		language := filepath.Base(filepath.Dir(file))
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			for _, kind := range letterstest.Kinds {
				pdf, err := o.Preview(t.Context(), letterstest.Sample(kind, language))
				if err != nil {
					t.Fatal(err)
				}
				look(t, "preview."+string(kind)+"."+language, pdf)
				if text := readBack(t, pdf); strings.Contains(text, "{{") || strings.Contains(text, "\ufffd") {
					t.Errorf("%s has holes:\n%s", kind, text)
				}
			}
		})
	}
}

// A name of any letter of DIN 91379 can be set, and each letter is found again: no font lacks one (Typst tells those that do).
func TestEveryLetterOfANameIsSetAndReadBack(t *testing.T) {
	t.Parallel()
	in := letterstest.Sample(letters.KindRefusal, "de")
	content, ok := in.Content.(letters.Decision)
	if !ok {
		t.Fatalf("%T", in.Content)
	}
	content.Reasons = nil
	for few := range slices.Chunk(latin.NameLetters(), 15) {
		content.Reasons = append(content.Reasons, strings.Join(few, " "))
	}
	in.Content = content
	pdf, err := newOffice(t).Preview(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	look(t, "letters of names", pdf)
	text := norm.NFC.String(readBack(t, pdf))
	for _, letter := range latin.NameLetters() {
		if !strings.Contains(text, norm.NFC.String(letter)) {
			t.Errorf("%q (%U) is not read back", letter, []rune(letter))
		}
	}
}

// What every case knows; a passage that asks for more would leave a hole in somebody's decision.
func TestTheCitysPassagesAskOnlyForWhatEveryCaseKnows(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	known := []string{"title", "service", "received_on", "valid_from", "valid_until", "person", "number"}
	passages := o.TextModules("16b-extension", "grant")
	for _, outcome := range []string{"partial", "refusal"} {
		for _, service := range []string{"16b-extension", "18g-first", "28-family"} {
			passages = append(passages, o.TextModules(service, outcome)...)
		}
	}
	for _, outcome := range []string{"grant", "partial", "refusal"} {
		m, ok := o.TextModule("operative_" + outcome)
		if !ok {
			t.Errorf("no sentence that decides a %s", outcome)
		}
		passages = append(passages, m)
	}
	for _, m := range passages {
		for _, name := range m.Placeholders() {
			if !slices.Contains(known, name) || (strings.HasPrefix(name, "valid_") && slices.Contains(m.Outcomes, "refusal")) {
				t.Errorf("%s asks for %s", m.Key, name)
			}
		}
	}
}

func TestAPreviewIsMarkedAsADraft(t *testing.T) {
	t.Parallel()
	pdf, err := newOffice(t).Preview(t.Context(), letterstest.Sample(letters.KindRefusal, "de"))
	if err != nil {
		t.Fatal(err)
	}
	if text := readBack(t, pdf); !strings.Contains(text, "Entwurf") {
		t.Errorf("no mark:\n%s", text)
	}
}

func TestAReceiptForAMailHidesItsCode(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := letterstest.Sample(letters.KindReceipt, "ar")
	key, err := o.MailCopy(t.Context(), o.release(t, in)[in.About.ID].ID)
	if err != nil {
		t.Fatal(err)
	}
	object, err := o.store.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := io.ReadAll(object)
	if err != nil {
		t.Fatal(err)
	}
	look(t, "receipt.mail", pdf)
	text := readBack(t, pdf)
	if strings.Contains(text, "3CDF") || !strings.Contains(text, "steht der geheime Code hier nicht") || !strings.Contains(text, in.Reference) {
		t.Error(text)
	}
}

func TestABatchForThePrinterHoldsAllPages(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var send []letters.In
	for _, kind := range []letters.Kind{letters.KindRefusal, letters.KindPartial} {
		in := letterstest.Sample(kind, "de")
		in.Dispatch, in.Regime = letters.ByPost, letters.RegimePost
		send = append(send, in)
	}
	var queue []uuid.UUID
	pages := 0
	for _, l := range o.release(t, send...) {
		queue = append(queue, l.ID)
		pages += *l.Pages + *l.Pages%2 // each begins on the front of a sheet
	}
	batch, err := o.BatchPrint(t.Context(), queue)
	if err != nil {
		t.Fatal(err)
	}
	if got := info(t, batch)["Pages"]; got != fmt.Sprint(pages) || pages < 4 {
		t.Errorf("%s pages, want %d", got, pages)
	}
	if text := readBack(t, batch); strings.Count(text, "Rechtsbehelfsbelehrung") < 2 {
		t.Errorf("letters are missing:\n%s", text)
	}
}

type office struct {
	*testkit.Kit
	*letters.Service
	store *letterstest.Store
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{Kit: testkit.New(t, audit.Migrations, letters.Migrations), store: new(letterstest.Store)}
	holidays, err := letters.NewCalendar("DE-HE")
	if err != nil {
		t.Fatal(err)
	}
	o.Service, err = letters.New(letters.Deps{
		DB: o.DB, Audit: audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log), Jobs: o.Jobs,
		Renderer: open(t, typst.Config{}), Store: o.store, Log: slog.New(slog.DiscardHandler),
		Templates: os.DirFS(city), Texts: os.DirFS("../../web/locales"), Sender: letterstest.Sender(), Holidays: holidays,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// release sends letters and works the jobs; it returns them by the record that they are about.
func (o *office) release(t *testing.T, send ...letters.In) map[uuid.UUID]*letters.Letter {
	t.Helper()
	released := map[uuid.UUID]*letters.Letter{}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		for _, in := range send {
			draft, err := o.ComposeTx(ctx, tx, in)
			if err != nil {
				return err
			}
			if released[in.About.ID], err = o.ReleaseTx(ctx, tx, draft.ID, nil); err != nil {
				return err
			}
		}
		return nil
	})
	o.RunJobs(t)
	for _, in := range send {
		l, err := o.Get(t.Context(), in.About, released[in.About.ID].ID)
		if err != nil || l.RenderedAt == nil {
			t.Fatalf("letter %s was not set: %v", released[in.About.ID].ID, err)
		}
		released[in.About.ID] = l
	}
	return released
}

// look leaves the PDF where it can be looked at, if asked to.
func look(t *testing.T, name string, pdf []byte) {
	t.Helper()
	if *keep != "" {
		write(t, filepath.Join(*keep, name+".pdf"), pdf)
	}
}

var number = regexp.MustCompile(`B-2026-\d{6}`)

func golden(t *testing.T, file, got string) {
	t.Helper()
	got = number.ReplaceAllString(got, "B-2026-000000")
	if *update {
		write(t, file, []byte(got))
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; go test -update writes it anew):\n%s", file, diff)
	}
}

func write(t *testing.T, file string, body []byte) {
	t.Helper()
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
}

// readBack extracts the text of a PDF with poppler's pdftotext, which the tests' setup installs.
func readBack(t *testing.T, pdf []byte) string {
	t.Helper()
	return run(t, pdf, "pdftotext", "-layout", "-enc", "UTF-8", "-", "-")
}

func info(t *testing.T, pdf []byte) map[string]string {
	t.Helper()
	found := map[string]string{}
	for line := range strings.Lines(run(t, pdf, "pdfinfo", "-")) {
		if key, value, ok := strings.Cut(line, ":"); ok {
			found[key] = strings.TrimSpace(value)
		}
	}
	return found
}

func run(t *testing.T, input []byte, program string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), io.Discard
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return string(out)
}
