package elearning_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/modules/identity"
)

// send puts pieces where the store told, as a browser does.
func (o *office) send(t testing.TB, p *elearning.Package, archive []byte, numbers ...int) {
	t.Helper()
	parts, err := o.SignParts(o.eva, p.ID, numbers)
	must(t, err)
	for _, part := range parts {
		from := (part.Number - 1) * p.PartSize
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, part.URL, bytes.NewReader(archive[from:from+part.Size]))
		must(t, err)
		res, err := http.DefaultClient.Do(req)
		must(t, err)
		must(t, res.Body.Close())
	}
}

func TestAPackageComesInPiecesAndTakesThePlaceOfTheOneBefore(t *testing.T) {
	t.Parallel()
	o := open(t)
	archive := with(map[string]string{"film.mp4": strings.Repeat("0123456789abcdef", 1<<10)})
	in := elearning.BeginUpload{Course: o.course.ID, Name: "Kurs \u202e 1.zip", Size: len(archive)}
	u, err := o.BeginUpload(o.eva, in)
	must(t, err)
	if u.Package.State != elearning.Uploading || u.Package.Name != "Kurs 1.zip" || u.PartCount() != 1 || u.Resumed {
		t.Errorf("%+v", u.Package)
	}
	if _, err := o.CompleteUpload(o.eva, u.Package.ID); !errors.Is(err, elearning.ErrIncomplete) {
		t.Errorf("completed without its piece: %v", err)
	}
	o.send(t, u.Package, archive, 1)
	if again, err := o.BeginUpload(o.eva, in); err != nil || !again.Resumed || again.Package.ID != u.Package.ID || !slices.Equal(again.Received, []int{1}) {
		t.Errorf("broken off and begun again: %+v, %v", again, err)
	}
	for range 2 {
		p, err := o.CompleteUpload(o.eva, u.Package.ID)
		must(t, err)
		if p.State != elearning.Scanning {
			t.Errorf("sent whole, it is %s", p.State)
		}
	}
	o.RunJobs(t)
	first, err := o.Package(t.Context(), u.Package.ID)
	must(t, err)
	if first.State != elearning.Ready || first.Title != "Datenschutz am Schalter" || first.Standard != elearning.SCORM12 || first.Items != 1 || first.Files != 6 || !first.Scanned || len(first.SHA256) != 64 {
		t.Errorf("%+v", first)
	}
	if keys := o.store.Keys(); len(keys) != 6 || slices.ContainsFunc(keys, func(k string) bool { return strings.Contains(k, "html") || strings.Contains(k, "archive") }) {
		t.Errorf("the store holds %q", keys)
	}
	o.later(time.Minute)
	second := o.ready(t, xapi)
	if second.Standard != elearning.XAPI || second.Title != "Telefon" || second.Activity != activity {
		t.Errorf("%+v", second)
	}
	if first, err = o.Package(t.Context(), first.ID); err != nil || first.EndedAt == nil || first.EmptiedAt == nil {
		t.Errorf("the one before is still there: %+v, %v", first, err)
	}
	if keys := o.store.Keys(); len(keys) != 2 {
		t.Errorf("the store holds %q", keys)
	}
	if got := o.actions(t, elearning.PackageRecord(first.ID)); !slices.Equal(got, []string{"learning_package.begun", "learning_package.imported", "learning_package.replaced", "learning_package.emptied"}) {
		t.Errorf("the trail says %q", got)
	}
	list, err := o.Packages(o.eva, o.course.ID)
	if err != nil || len(list) != 2 || list[0].ID != second.ID {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestWhatIsNoPackageIsToldBeforeItIsSent(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, err := o.BeginUpload(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: " ", Size: elearning.LargestPackage + 1})
	wants(t, err, elearning.ErrInput, "name:required", "size:too_large")
	_, err = o.BeginUpload(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "a", Size: 0})
	wants(t, err, elearning.ErrInput, "size:required")
	_, err = o.BeginUpload(o.eva, elearning.BeginUpload{Course: o.online(t, to("https://lernen.example/x")).ID, Name: "a", Size: 1})
	wants(t, err, elearning.ErrInput, "course:not_to_play")
}

// An older package that is unpacked later does not push a newer one out.
func TestTheNewestImportCounts(t *testing.T) {
	t.Parallel()
	o := open(t)
	archive := with(nil)
	old, err := o.Import(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "alt.zip", Size: len(archive)}, bytes.NewReader(archive))
	must(t, err)
	o.later(time.Minute)
	fresh, err := o.Import(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "neu.zip", Size: len(archive)}, bytes.NewReader(archive))
	must(t, err)
	must(t, o.Unpack(t.Context(), elearning.UnpackArgs{Package: fresh.ID}))
	o.RunJobs(t)
	if offer, err := o.Offer(o.eva, o.course.ID); err != nil || offer.Package == nil || offer.Package.ID != fresh.ID {
		t.Errorf("%+v, %v", offer, err)
	}
	if old, err = o.Package(t.Context(), old.ID); err != nil || old.EndedAt == nil || len(o.store.Keys()) != fresh.Files+len(scorm) {
		t.Errorf("%+v, %v, %q", old, err, o.store.Keys())
	}
}

// Who has begun a package plays it to its end, whatever becomes of it meanwhile; then its files go.
func TestABegunAttemptGoesOnWithItsPackage(t *testing.T) {
	t.Parallel()
	o := open(t)
	first, ada := o.ready(t, scorm), o.clerk(t, "ada")
	token := o.play(t, ada)
	o.later(time.Minute)
	o.ready(t, xapi)
	o.later(13 * time.Hour)
	must(t, o.Sweep(t.Context()))
	o.RunJobs(t)
	if p := o.playing(t, o.play(t, ada)); p.Package.ID != first.ID {
		t.Error("another package lies in the attempt")
	}
	if _, err := o.Playing(t.Context(), token); !errors.Is(err, elearning.ErrOver) {
		t.Errorf("a ticket of yesterday: %v", err)
	}
	if p := o.playing(t, o.play(t, o.clerk(t, "bea"))); p.Package.Standard != elearning.XAPI {
		t.Error("who begins now gets the old one")
	}
	o.save(t, o.play(t, ada), 1, 1, "passed", "90")
	o.later(13 * time.Hour)
	must(t, o.Sweep(t.Context()))
	o.RunJobs(t)
	if keys := o.store.Keys(); len(keys) != len(xapi) {
		t.Errorf("of a package that nobody plays is left %q", keys)
	}
}

func TestATakenOutPackageBeginsNoMore(t *testing.T) {
	t.Parallel()
	o := open(t)
	p, ada := o.ready(t, scorm), o.clerk(t, "ada")
	ended, err := o.End(o.eva, p.ID)
	must(t, err)
	if ended.EndedAt == nil {
		t.Error("it has not ended")
	}
	if _, err := o.Play(ada, o.course.ID); !errors.Is(err, elearning.ErrNone) {
		t.Errorf("it still begins: %v", err)
	}
	o.RunJobs(t)
	if keys := o.store.Keys(); len(keys) > 0 {
		t.Errorf("left is %q", keys)
	}
	archive := with(nil)
	u, err := o.BeginUpload(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "a.zip", Size: len(archive)})
	must(t, err)
	o.send(t, u.Package, archive, 1)
	_, err = o.End(o.eva, u.Package.ID)
	must(t, err)
	if _, err := o.CompleteUpload(o.eva, u.Package.ID); !errors.Is(err, elearning.ErrConflict) {
		t.Errorf("given up and completed: %v", err)
	}
	scanning, err := o.Import(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "b.zip", Size: len(archive)}, bytes.NewReader(archive))
	must(t, err)
	_, err = o.End(o.eva, scanning.ID)
	must(t, err)
	o.RunJobs(t)
	if keys := o.store.Keys(); len(keys) > 0 {
		t.Errorf("left is %q", keys)
	}
	u, err = o.BeginUpload(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "c.zip", Size: len(archive)})
	must(t, err)
	o.later(49 * time.Hour)
	must(t, o.Sweep(t.Context()))
	if again, err := o.Package(t.Context(), u.Package.ID); err != nil || again.EndedAt == nil || again.EmptiedAt == nil {
		t.Errorf("an upload without a sign of life: %+v, %v", again, err)
	}
}

// The store may lie: what is unpacked is what was announced.
func TestOtherBytesThanAnnounced(t *testing.T) {
	t.Parallel()
	o := open(t)
	archive := with(nil)
	for name, body := range map[string]string{"more": string(archive) + "x", "fewer": "x"} {
		p, err := o.Import(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "a.zip", Size: len(archive)}, bytes.NewReader(archive))
		must(t, err)
		must(t, o.store.Put(t.Context(), o.store.Keys()[0], strings.NewReader(body), int64(len(body)), ""))
		o.RunJobs(t)
		if p, err = o.Package(t.Context(), p.ID); err != nil || p.State != elearning.Refused || p.Faults[0].Code != elearning.FaultMismatch {
			t.Errorf("%s: %s %v, %v", name, p.State, p.Faults, err)
		}
	}
}

// What real authoring tools write: folders, bases, parameters, several items in chapters, old character sets, a mark of byte order.
func TestManifestsAsToolsWriteThem(t *testing.T) {
	t.Parallel()
	o := open(t)
	items := `<item identifier="c"><title>Kapitel</title><item identifierref="r1" parameters="?teil=1"><title>Gr` + "\xfc" + `ße</title><adlcp:masteryscore>80</adlcp:masteryscore><adlcp:datafromlms>a=1
b=2</adlcp:datafromlms></item></item><item identifierref="r2" parameters="x=y"/><item identifierref="r1" isvisible="false"/>`
	text := strings.Replace(manifest(items, "teil 1.html", `b\index.html?q=1#s`), "<resources>", `<resources xml:base="kurs/">`, 1)
	text = strings.NewReplacer("UTF-8", "iso-8859-1", "ß", "\xdf").Replace(text)
	o.bring(t, content(map[string]string{"imsmanifest.xml": text, "kurs/teil 1.html": "x", "kurs/b/index.html": "x"}, nil))
	p := o.playing(t, o.play(t, o.clerk(t, "ada")))
	if len(p.Items) != 2 || p.Items[0].Href != "kurs/teil%201.html?teil=1" || p.Items[0].Title != "Grüße" || p.Items[0].Launch != "a=1\nb=2" || *p.Items[0].Mastery != 80 ||
		p.Items[1].Href != "kurs/b/index.html?q=1&x=y#s" || p.Items[1].Title != "Datenschutz am Schalter" {
		t.Errorf("%+v", p.Items)
	}
	o.later(time.Minute)
	if marked := o.bring(t, content(xapi, map[string]string{"tincan.xml": "\ufeff" + xapi["tincan.xml"]})); marked.State != elearning.Ready {
		t.Errorf("%v", marked.Faults)
	}
}

// Whoever asks for what the path names gets that file, read from wherever they like, and nothing that lies beside it.
func TestAFileIsReadByItsPathAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, scorm)
	token := o.play(t, o.clerk(t, "ada"))
	f, err := o.Piece(t.Context(), token, "js/play.js")
	must(t, err)
	defer f.Close()
	if f.Type != "text/javascript; charset=utf-8" || !f.Shown() {
		t.Errorf("it is said to be %s", f.Type)
	}
	_, err = f.Seek(1, io.SeekStart)
	must(t, err)
	if rest, err := io.ReadAll(f); err != nil || string(rest) != "+1" {
		t.Errorf("%q, %v", rest, err)
	}
	if word, err := o.Piece(t.Context(), token, "Lies mich.docx"); err != nil || word.Shown() {
		t.Errorf("a file of no kind that we know: %+v, %v", word, err)
	}
	for _, path := range []string{"", "nirgends.html", "../index.html", "js/../index.html", "/index.html", "INDEX.HTML", "imsmanifest.xml\x00"} {
		if _, err := o.Piece(t.Context(), token, path); err == nil {
			t.Errorf("%q is there", path)
		}
	}
	if _, err := o.Piece(t.Context(), "x"+token[1:], "index.html"); !errors.Is(err, elearning.ErrOver) {
		t.Errorf("another ticket: %v", err)
	}
}

// Who is locked out, or works here no longer, plays no further with the ticket that they have.
func TestALockedAccountPlaysNoFurther(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, scorm)
	ada := o.clerk(t, "ada")
	token := o.play(t, ada)
	admin := o.staff(t, "admin", identity.Admin)
	o.staff(t, "admin2", identity.Admin)
	_, err := o.people.Lock(admin, identity.LockAccount{Account: account(ada)})
	must(t, err)
	for name, do := range map[string]func(context.Context) error{
		"plays":  func(ctx context.Context) error { _, err := o.Playing(ctx, token); return err },
		"reads":  func(ctx context.Context) error { _, err := o.Piece(ctx, token, "index.html"); return err },
		"saves":  func(ctx context.Context) error { _, err := o.Save(ctx, token, save(1, 1, "passed", "")); return err },
		"states": func(ctx context.Context) error { _, err := o.Said(ctx, token, elearning.Ask{}); return err },
	} {
		if err := do(t.Context()); !errors.Is(err, elearning.ErrOver) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
