package settlement

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Limits of an invoice's XML.
const (
	largestXML  = 2 << 20
	mostNodes   = 60_000
	deepestNode = 40
)

var errXML = errors.New("no XML that we read")

// node is an element of an invoice: its name without its prefix, its own text, what is in it.
type node struct {
	name   string
	space  string
	text   strings.Builder
	scheme string // of the attribute schemeID
	kids   []*node
}

// readXML reads a document into nodes. It knows no document types and no entities but the five of XML, so that nothing outside is read and nothing grows.
func readXML(body []byte) (*node, error) {
	if len(body) > largestXML {
		return nil, errXML
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errXML } // UTF-8 alone
	g := growing{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errXML
		}
		if !g.take(token) {
			return nil, errXML
		}
	}
	if g.root == nil || len(g.open) > 0 {
		return nil, errXML
	}
	return g.root, nil
}

// growing is a document while it is read.
type growing struct {
	root  *node
	open  []*node
	count int
}

// take takes what comes next; false if it is none of ours.
func (g *growing) take(token xml.Token) bool {
	switch t := token.(type) {
	case xml.Directive: // a document type
		return false
	case xml.StartElement:
		return g.begin(t)
	case xml.EndElement:
		g.open = g.open[:len(g.open)-1]
	case xml.CharData:
		if len(g.open) > 0 {
			g.open[len(g.open)-1].text.Write(t)
		}
	}
	return true
}

func (g *growing) begin(t xml.StartElement) bool {
	if g.count++; g.count > mostNodes || len(g.open) >= deepestNode || len(g.open) == 0 && g.root != nil {
		return false
	}
	n := &node{name: t.Name.Local, space: t.Name.Space}
	for _, a := range t.Attr {
		if a.Name.Local == "schemeID" {
			n.scheme = a.Value
		}
	}
	if len(g.open) == 0 {
		g.root = n
	} else {
		parent := g.open[len(g.open)-1]
		parent.kids = append(parent.kids, n)
	}
	g.open = append(g.open, n)
	return true
}

// all are the elements at a path of names, "Party/TaxScheme".
func (n *node) all(path string) []*node {
	found := []*node{n}
	for name := range strings.SplitSeq(path, "/") {
		var next []*node
		for _, at := range found {
			for _, kid := range at.kids {
				if kid.name == name {
					next = append(next, kid)
				}
			}
		}
		found = next
	}
	return found
}

// first is the first element at a path; nil: there is none.
func (n *node) first(path string) *node {
	if list := n.all(path); len(list) > 0 {
		return list[0]
	}
	return nil
}

// say is the text at a path, "" where there is none.
func (n *node) say(path string) string {
	if found := n.first(path); found != nil {
		return strings.TrimSpace(found.text.String())
	}
	return ""
}
