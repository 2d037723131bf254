package elearning

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// Limits of a manifest.
const (
	largestManifest = 2 << 20
	deepestManifest = 50
	mostNodes       = 100_000
	mostItems       = 200
)

// The names under which manifests lie.
const (
	scormManifest = "imsmanifest.xml"
	xapiManifest  = "tincan.xml"
)

// manifest is what a package says of itself.
type manifest struct {
	standard, title, activity string
	items                     []*Item

	files  map[string]bool
	faults faults
}

// readManifest reads the manifest of a package with these files, and notes all that is wrong with it.
func readManifest(name string, body []byte, files map[string]bool) *manifest {
	m := &manifest{standard: SCORM12, files: files}
	if code := soundXML(body); code != "" {
		m.faults.add(code, name)
		return m
	}
	read := m.scorm
	if name == xapiManifest {
		m.standard, read = XAPI, m.xapi
	}
	read(name, body)
	for i, item := range m.items {
		item.Number = i + 1
	}
	if len(m.faults) == 0 {
		m.faults.need(len(m.items) > 0, FaultNoItems, name)
	}
	m.faults.need(len(m.items) <= mostItems, FaultManyItems, name)
	return m
}

// soundXML is the fault of a document that we do not read further: encoding/xml knows no entities but the five of XML and fetches nothing, so a document type has no
// use here. It is "" for one that is well-formed, neither deep nor long.
func soundXML(body []byte) string {
	if len(body) > largestManifest {
		return FaultManifestLarge
	}
	d, depth, nodes := decoder(body), 0, 0
	for {
		token, err := d.Token()
		switch t := token.(type) {
		case xml.Directive:
			return FaultManifestDTD
		case xml.StartElement:
			depth, nodes = depth+1, nodes+1+len(t.Attr)
		case xml.EndElement:
			depth--
		}
		switch {
		case errors.Is(err, io.EOF) && nodes > 0:
			return ""
		case err != nil:
			return FaultManifestBroken
		case depth > deepestManifest || nodes > mostNodes:
			return FaultManifestLarge
		}
	}
}

var errCharset = errors.New("a character set that we do not read")

// decoder reads UTF-8, and what older authoring tools on Windows write.
func decoder(body []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "iso-8859-1", "windows-1252", "us-ascii":
			return charmap.Windows1252.NewDecoder().Reader(r), nil
		}
		return nil, errCharset
	}
	return d
}

// tincan is the manifest of xAPI packages.
type tincan struct {
	XMLName    xml.Name
	Activities []struct {
		ID     string   `xml:"id,attr"`
		Names  []string `xml:"name"`
		Launch []string `xml:"launch"`
	} `xml:"activities>activity"`
}

func (m *manifest) xapi(name string, body []byte) {
	var t tincan
	if decoder(body).Decode(&t) != nil || t.XMLName.Local != "tincan" {
		m.faults.add(FaultManifestBroken, name)
		return
	}
	for _, a := range t.Activities {
		if len(a.Launch) == 0 || strings.TrimSpace(a.Launch[0]) == "" {
			continue
		}
		m.activity = strings.TrimSpace(a.ID)
		u, err := url.Parse(m.activity)
		m.faults.need(err == nil && u.Scheme != "" && len(m.activity) <= longestIRI, FaultActivity, name)
		for _, title := range append(a.Names, m.activity) {
			if m.title == "" {
				m.title = cut(title, longestTitle)
			}
		}
		m.items = []*Item{{Title: m.title, Href: m.entry(a.Launch[0])}}
		return
	}
}

// entry is the address of a page of the package, below these folders; what cannot be one is a fault.
func (m *manifest) entry(href string, folders ...string) string {
	u, err := url.Parse(strings.ReplaceAll(strings.TrimSpace(href), `\`, "/"))
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || strings.HasPrefix(u.Path, "/") {
		m.faults.add(FaultEntryOutside, href)
		return ""
	}
	u.Path = path.Join(append(folders, u.Path)...)
	u.RawPath = ""
	switch {
	case !sound(u.Path):
		m.faults.add(FaultEntryOutside, href)
	case !m.files[u.Path]:
		m.faults.add(FaultEntryMissing, u.Path)
	case typeOf(u.Path) != htmlType:
		m.faults.add(FaultEntryType, u.Path)
	}
	return u.String()
}
