package elearning_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/elearning"
)

// entry is one more file of an archive that is sound else.
type entry struct {
	zip.FileHeader

	body string
	raw  bool // the body is packed already, and the header says what it likes of it
}

func named(name string) entry { return entry{FileHeader: zip.FileHeader{Name: name}, body: "x"} }

func ofMode(name string, mode fs.FileMode) entry {
	e := named(name)
	e.SetMode(mode)
	return e
}

// hostile is a sound package with more in it.
func hostile(t testing.TB, more ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	all := []entry{}
	for name, text := range scorm {
		all = append(all, entry{FileHeader: zip.FileHeader{Name: name, Method: zip.Deflate}, body: text})
	}
	for _, e := range append(all, more...) {
		create := w.CreateHeader
		if e.raw {
			create = w.CreateRaw
			e.CompressedSize64 = uint64(len(e.body))
		}
		f, err := create(&e.FileHeader)
		must(t, err)
		if !strings.HasSuffix(e.Name, "/") {
			_, err = f.Write([]byte(e.body))
			must(t, err)
		}
	}
	must(t, w.Close())
	return out.Bytes()
}

// squeezed is what is left of so many zeros.
func squeezed(n int) string {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.BestCompression) // a level that there is
	_, _ = w.Write(make([]byte, n))
	_ = w.Close()
	return out.String()
}

func lying(says uint64, body string) entry {
	return entry{FileHeader: zip.FileHeader{Name: "lies.bin", Method: zip.Deflate, UncompressedSize64: says}, body: body, raw: true}
}

func zeros(name string, n int) entry {
	return entry{FileHeader: zip.FileHeader{Name: name, Method: zip.Deflate}, body: string(make([]byte, n))}
}

func many(n int, name string) []entry {
	list := make([]entry, n)
	for i := range list {
		list[i] = named(fmt.Sprintf(name, i))
	}
	return list
}

// with is a SCORM package with other files, or another manifest.
func with(change map[string]string) []byte { return content(scorm, change) }

func begins(href string) []byte {
	return with(map[string]string{"imsmanifest.xml": manifest(oneItem, href)})
}

func says(text string) []byte { return with(map[string]string{"imsmanifest.xml": text}) }

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><manifest>&b;</manifest>`

// Each kind of evil is refused with its code, and the file that it is in; of none anything is left in the store or on the disk.
func TestAHostilePackageIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	encrypted := named("geheim.html")
	encrypted.Flags = 1
	odd := entry{FileHeader: zip.FileHeader{Name: "odd.bin", Method: 12, UncompressedSize64: 1}, body: "x", raw: true}
	eicar := string(documentstest.EICAR())
	for name, c := range map[string]struct {
		archive []byte
		want    string // code and file
	}{
		"a way up":                     {hostile(t, named("../evil.html")), "bad_path ../evil.html"},
		"a way up in between":          {hostile(t, named("a/../../evil.html")), "bad_path a/../../evil.html"},
		"an absolute path":             {hostile(t, named("/etc/passwd")), "bad_path /etc/passwd"},
		"a backslash":                  {hostile(t, named(`..\evil.html`)), `bad_path ..\evil.html`},
		"a drive":                      {hostile(t, named(`C:/evil.html`)), "bad_path C:/evil.html"},
		"a zero byte":                  {hostile(t, named("evil\x00.html")), "bad_path evil.html"},
		"a sign that turns the text":   {hostile(t, named("evil\u202elmth.js")), "bad_path evillmth.js"},
		"no UTF-8":                     {hostile(t, named("b\xf6se.html")), "bad_path b?se.html"},
		"an empty part":                {hostile(t, named("a//b.html")), "bad_path a//b.html"},
		"a folder above":               {hostile(t, named("../")), "bad_path ../"},
		"a long name":                  {hostile(t, named(strings.Repeat("ä", 200))), "bad_path " + strings.Repeat("ä", 79) + "…"},
		"a link":                       {hostile(t, ofMode("link.html", fs.ModeSymlink|0o777)), "not_a_file link.html"},
		"a device":                     {hostile(t, ofMode("null", fs.ModeDevice|fs.ModeCharDevice)), "not_a_file null"},
		"a pipe":                       {hostile(t, ofMode("pipe", fs.ModeNamedPipe)), "not_a_file pipe"},
		"a password":                   {hostile(t, encrypted), "encrypted geheim.html"},
		"another way of packing":       {hostile(t, odd), "unknown_method odd.bin"},
		"a bomb":                       {hostile(t, zeros("null.bin", 20<<20)), "bomb null.bin"},
		"a bomb in pieces":             {hostile(t, zeros("a.bin", 9<<20), zeros("b.bin", 9<<20), zeros("c.bin", 9<<20)), "bomb "},
		"more than a gigabyte":         {hostile(t, lying(2<<30, squeezed(1<<20))), "too_large_unpacked "},
		"more than it says":            {hostile(t, lying(10, squeezed(1<<20))), "damaged lies.bin"},
		"less than it says":            {hostile(t, lying(1<<20, squeezed(10))), "damaged lies.bin"},
		"what was never packed":        {hostile(t, lying(10, "nothing")), "damaged lies.bin"},
		"too many files":               {hostile(t, many(5001, "%d.txt")...), "too_many_files "},
		"a directory without end":      {hostile(t, many(60_000, "%d/"+strings.Repeat("x", 30)+"/")...), "too_many_files "},
		"the same path twice":          {hostile(t, named("index.html")), "twice index.html"},
		"alike but for case":           {hostile(t, named("BILD.png")), "twice BILD.png"},
		"no archive":                   {[]byte("PK, more or less"), "not_zip "},
		"half an archive":              {with(nil)[:300], "not_zip "},
		"no manifest":                  {with(map[string]string{"imsmanifest.xml": ""}), "manifest_missing "},
		"a manifest in a folder":       {with(map[string]string{"imsmanifest.xml": "", "kurs/imsmanifest.xml": scorm["imsmanifest.xml"]}), "manifest_in_folder kurs/imsmanifest.xml"},
		"no XML":                       {says("{}"), "manifest_broken imsmanifest.xml"},
		"half a manifest":              {says(scorm["imsmanifest.xml"][:400]), "manifest_broken imsmanifest.xml"},
		"another document":             {says("<html/>"), "manifest_broken imsmanifest.xml"},
		"an unknown character set":     {says(`<?xml version="1.0" encoding="utf-7"?><manifest/>`), "manifest_broken imsmanifest.xml"},
		"an entity of nobody":          {says("<manifest>&a;</manifest>"), "manifest_broken imsmanifest.xml"},
		"a document type":              {says("<!DOCTYPE manifest><manifest/>"), "manifest_dtd imsmanifest.xml"},
		"a billion laughs":             {says(laughs), "manifest_dtd imsmanifest.xml"},
		"an entity from outside":       {says(`<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest>&x;</manifest>`), "manifest_dtd imsmanifest.xml"},
		"a deep manifest":              {says(strings.Repeat("<manifest>", 51) + strings.Repeat("</manifest>", 51)), "manifest_too_large imsmanifest.xml"},
		"a long manifest":              {says("<manifest>" + strings.Repeat("<a/>", 100_001) + "</manifest>"), "manifest_too_large imsmanifest.xml"},
		"a huge manifest":              {says("<manifest>" + strings.Repeat(" ", 2<<20) + "</manifest>"), "manifest_too_large imsmanifest.xml"},
		"a later standard":             {says(strings.Replace(scorm["imsmanifest.xml"], ">1.2<", ">2004 4th Edition<", 1)), "standard_unknown imsmanifest.xml"},
		"nothing that begins":          {says(manifest("", "index.html")), "no_items imsmanifest.xml"},
		"no table of contents":         {says(manifestHead + "</manifest>"), "no_items imsmanifest.xml"},
		"too many beginnings":          {says(manifest(strings.Repeat(oneItem, 201), "index.html")), "too_many_items imsmanifest.xml"},
		"an item without a page":       {says(manifest(`<item identifierref="nobody"/>`, "index.html")), "entry_missing nobody"},
		"a beginning that is not":      {begins("nirgends.html"), "entry_missing nirgends.html"},
		"a picture as beginning":       {begins("bild.png"), "entry_type bild.png"},
		"a beginning above":            {begins("../index.html"), "entry_outside ../index.html"},
		"the same, hidden":             {begins("%2e%2e/index.html"), "entry_outside %2e%2e/index.html"},
		"the same, for Windows":        {begins(`..\index.html`), `entry_outside ..\index.html`},
		"a beginning at the root":      {begins("/index.html"), "entry_outside /index.html"},
		"a beginning elsewhere":        {begins("http://evil.example/index.html"), "entry_outside http://evil.example/index.html"},
		"the same without a scheme":    {begins("//evil.example/index.html"), "entry_outside //evil.example/index.html"},
		"a script as beginning":        {begins("javascript:alert(1)"), "entry_outside javascript:alert(1)"},
		"xAPI that begins elsewhere":   {content(xapi, map[string]string{"tincan.xml": strings.Replace(xapi["tincan.xml"], "start/", "https://evil.example/", 1)}), "entry_outside https://evil.example/index.html?a=b"},
		"xAPI without an activity":     {content(xapi, map[string]string{"tincan.xml": strings.Replace(xapi["tincan.xml"], activity, "telefon", 1)}), "activity_id tincan.xml"},
		"xAPI with a document type":    {content(xapi, map[string]string{"tincan.xml": laughs}), "manifest_dtd tincan.xml"},
		"a virus":                      {with(map[string]string{"js/eicar.com": eicar}), "infected js/eicar.com"},
		"a virus that is not packed":   {hostile(t, entry{FileHeader: zip.FileHeader{Name: "eicar.com"}, body: eicar}), "infected "},
		"a manifest of broken deflate": {brokenManifest(t), "damaged imsmanifest.xml"},
	} {
		p := o.bring(t, c.archive)
		told := []string{}
		for _, f := range p.Faults {
			told = append(told, f.Code+" "+f.File)
		}
		if p.State != elearning.Refused || !slices.Contains(told, c.want) {
			t.Errorf("%s: %s, %q; want %q", name, p.State, told, c.want)
		}
		if keys := o.store.Keys(); len(keys) > 0 {
			t.Fatalf("%s leaves %q in the store", name, keys)
		}
		if left, err := os.ReadDir(o.TempDir); err != nil || len(left) > 0 {
			t.Fatalf("%s leaves %v on the disk", name, left)
		}
	}
	if list, err := o.Standings(o.eva); err != nil || len(list) > 0 {
		t.Errorf("something can be played: %+v, %v", list, err)
	}
}

func brokenManifest(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "imsmanifest.xml", Method: zip.Deflate, UncompressedSize64: 100, CompressedSize64: 7})
	must(t, err)
	_, err = f.Write([]byte("nothing"))
	must(t, err)
	must(t, w.Close())
	return out.Bytes()
}

// Whoever made the package hears all that is wrong with it at once, at most fifty things, each once.
func TestAllFaultsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	encrypted := named("geheim.html")
	encrypted.Flags = 1
	p := o.bring(t, hostile(t, named("../a.html"), ofMode("b", fs.ModeSymlink), encrypted, named("BILD.PNG"), zeros("null.bin", 20<<20)))
	var codes []string
	for _, f := range p.Faults {
		codes = append(codes, f.Code)
	}
	for _, code := range []string{elearning.FaultPath, elearning.FaultKind, elearning.FaultEncrypted, elearning.FaultTwice, elearning.FaultBomb} {
		if !slices.Contains(codes, code) {
			t.Errorf("%s is not among %q", code, codes)
		}
	}
	p = o.bring(t, hostile(t, many(80, "../%d.html")...))
	if len(p.Faults) != 50 {
		t.Errorf("%d faults are told", len(p.Faults))
	}
	if got := o.actions(t, elearning.PackageRecord(p.ID)); !slices.Equal(got, []string{"learning_package.begun", "learning_package.refused"}) {
		t.Errorf("the trail says %q", got)
	}
}

// What comes later is found before anybody sees the first file, and takes back what was laid down.
func TestAVirusInTheLastFileTakesAllBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("a%02d.html", i)] = "x"
	}
	files["z.bin"] = string(documentstest.EICAR())
	p := o.bring(t, with(files))
	if p.State != elearning.Refused || len(p.Faults) != 1 || p.Faults[0] != (elearning.Fault{Code: elearning.FaultInfected, File: "z.bin"}) || len(o.store.Keys()) > 0 {
		t.Errorf("%s %v, %q", p.State, p.Faults, o.store.Keys())
	}
}

// A scanner that is away keeps the package waiting; one that takes less than the whole looks at each file.
func TestAPackageWaitsForTheScanner(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.scanner.Down(true)
	archive := with(nil)
	p, err := o.Import(o.eva, elearning.BeginUpload{Course: o.course.ID, Name: "kurs.zip", Size: len(archive)}, bytes.NewReader(archive))
	must(t, err)
	if failed := o.TryJobs(t); len(failed) != 1 {
		t.Errorf("%v", failed)
	}
	if p, err = o.Package(t.Context(), p.ID); err != nil || p.State != elearning.Scanning {
		t.Fatalf("%s, %v", p.State, err)
	}
	o.scanner.Down(false)
	must(t, o.Unpack(t.Context(), elearning.UnpackArgs{Package: p.ID}))
	must(t, o.Unpack(t.Context(), elearning.UnpackArgs{Package: p.ID})) // once more is no matter
	if p, err = o.Package(t.Context(), p.ID); err != nil || p.State != elearning.Ready || !p.Scanned {
		t.Fatalf("%s %v, %v", p.State, p.Faults, err)
	}
	small := documentstest.NewFakeScanner(200)
	o.Scanner = small
	if p := o.bring(t, content(xapi, nil)); p.State != elearning.Refused || p.Faults[0].Code != elearning.FaultScanTooLarge {
		t.Errorf("a file larger than the scanner takes: %s %v", p.State, p.Faults)
	}
	o.Scanner = nil
	if p := o.bring(t, content(xapi, nil)); p.State != elearning.Ready || p.Scanned {
		t.Errorf("without a scanner: %s, scanned %v", p.State, p.Scanned)
	}
}

// Each entry of a directory costs memory before anybody knows how many there are: after four megabytes nobody reads on.
func TestADirectoryIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	body := hostile(t, many(60_000, "%d/"+strings.Repeat("x", 80)+"/")...)
	if n := elearning.Read(body); len(body) < 8<<20 || n > 4<<20 {
		t.Errorf("of %d bytes %d were read", len(body), n)
	}
}

func FuzzManifestsAndArchives(f *testing.F) {
	for _, text := range []string{scorm["imsmanifest.xml"], xapi["tincan.xml"], laughs} {
		f.Add([]byte(text))
	}
	f.Add(with(nil))
	f.Fuzz(func(t *testing.T, body []byte) { elearning.Judge(body) })
}
