package elearning

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// imsManifest is the manifest of SCORM 1.2, as far as we read it.
type imsManifest struct {
	XMLName       xml.Name
	Base          string `xml:"http://www.w3.org/XML/1998/namespace base,attr"`
	Version       string `xml:"metadata>schemaversion"`
	Organizations struct {
		Default string            `xml:"default,attr"`
		List    []imsOrganization `xml:"organization"`
	} `xml:"organizations"`
	Resources struct {
		Base string        `xml:"http://www.w3.org/XML/1998/namespace base,attr"`
		List []imsResource `xml:"resource"`
	} `xml:"resources"`
}

type imsOrganization struct {
	Identifier string    `xml:"identifier,attr"`
	Title      string    `xml:"title"`
	Items      []imsItem `xml:"item"`
}

type imsItem struct {
	Ref        string    `xml:"identifierref,attr"`
	Parameters string    `xml:"parameters,attr"`
	Visible    string    `xml:"isvisible,attr"`
	Title      string    `xml:"title"`
	Mastery    string    `xml:"masteryscore"`
	Launch     string    `xml:"datafromlms"`
	Items      []imsItem `xml:"item"`
}

type imsResource struct {
	Identifier string `xml:"identifier,attr"`
	Href       string `xml:"href,attr"`
	Base       string `xml:"http://www.w3.org/XML/1998/namespace base,attr"`
}

// later is in the namespace of manifests of SCORM 2004.
const later = "imscp_v1p1"

func (m *manifest) scorm(name string, body []byte) {
	var ims imsManifest
	if decoder(body).Decode(&ims) != nil || ims.XMLName.Local != "manifest" {
		m.faults.add(FaultManifestBroken, name)
		return
	}
	version := strings.TrimSpace(ims.Version)
	if version != "1.2" && (version != "" || strings.Contains(ims.XMLName.Space, later)) {
		m.faults.add(FaultStandard, name)
		return
	}
	if len(ims.Organizations.List) == 0 {
		return // nothing begins
	}
	org := ims.Organizations.List[0]
	for _, o := range ims.Organizations.List {
		if o.Identifier == ims.Organizations.Default {
			org = o
		}
	}
	resources := map[string]imsResource{}
	for _, r := range ims.Resources.List {
		resources[r.Identifier] = r
	}
	m.title = cut(org.Title, longestTitle)
	m.take(org.Items, resources, ims.Base, ims.Resources.Base)
	if m.title == "" && len(m.items) > 0 {
		m.title = m.items[0].Title
	}
}

// take takes what begins by itself, in the order of the table of contents.
func (m *manifest) take(items []imsItem, resources map[string]imsResource, bases ...string) {
	for _, in := range items {
		if len(m.items) > mostItems {
			return
		}
		if in.Ref != "" && in.Visible != "false" {
			r, known := resources[in.Ref]
			if !known || strings.TrimSpace(r.Href) == "" {
				m.faults.add(FaultEntryMissing, in.Ref)
			} else {
				m.items = append(m.items, &Item{
					Title: cut(in.Title, longestTitle), Href: withParameters(m.entry(r.Href, append(bases, r.Base)...), in.Parameters), Launch: shortened(in.Launch, longestLaunch), Mastery: percent(in.Mastery),
				})
			}
		}
		m.take(in.Items, resources, bases...)
	}
}

// withParameters hangs an item's parameters to its address, as SCORM 1.2 CAM 2.3.5.1 has it.
func withParameters(href, parameters string) string {
	parameters = strings.TrimLeft(cut(parameters, longestTitle), "?&")
	switch {
	case parameters == "" || href == "":
		return href
	case strings.HasPrefix(parameters, "#"):
		if strings.Contains(href, "#") {
			return href
		}
		return href + parameters
	}
	before, fragment, _ := strings.Cut(href, "#")
	joint := "?"
	if strings.Contains(before, "?") {
		joint = "&"
	}
	if fragment != "" {
		fragment = "#" + fragment
	}
	return before + joint + parameters + fragment
}

// shortened is a text with at most so many bytes, and all its lines.
func shortened(text string, most int) string {
	text = strings.TrimSpace(text)
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}

// percent is a number from 0 to 100, nil for anything else.
func percent(text string) *float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(v >= 0 && v <= 100) {
		return nil
	}
	return &v
}
