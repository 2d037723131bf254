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
	line   int
}

// readXML reads a document into nodes. It knows no document types and no entities but the five of XML, so that nothing outside is read and nothing grows.
func readXML(body []byte) (*node, error) {
	if len(body) > largestXML {
		return nil, errXML
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errXML } // UTF-8 alone
	root, stack, count := (*node)(nil), []*node{}, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errXML
		}
		switch t := token.(type) {
		case xml.Directive: // a document type
			return nil, errXML
		case xml.StartElement:
			line, _ := d.InputPos()
			n := &node{name: t.Name.Local, space: t.Name.Space, line: line}
			for _, a := range t.Attr {
				if a.Name.Local == "schemeID" {
					n.scheme = a.Value
				}
			}
			if count++; count > mostNodes || len(stack) >= deepestNode || len(stack) == 0 && root != nil {
				return nil, errXML
			}
			if len(stack) == 0 {
				root = n
			} else {
				parent := stack[len(stack)-1]
				parent.kids = append(parent.kids, n)
			}
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].text.Write(t)
			}
		}
	}
	if root == nil || len(stack) > 0 {
		return nil, errXML
	}
	return root, nil
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
