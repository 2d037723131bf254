package letters

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is how many modules of light a code has around it, so that cameras find it (ISO/IEC 18004).
const quiet = 4

// Code is a link as a QR code for paper, in SVG: dark on light, whatever the colours of the letter. "" for no link, and for one of more than
// 2,300 bytes, which no code holds.
func Code(link string) string {
	c, err := qr.Encode(link, qr.M)
	if link == "" || err != nil {
		return ""
	}
	var path strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			if !c.Black(x, y) {
				continue
			}
			from := x
			for x < c.Size && c.Black(x, y) {
				x++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
		}
	}
	side := c.Size + 2*quiet
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path d="M0 0h%dv%dh-%dz" fill="#fff"/><path d="%s"/></svg>`,
		side, side, side, side, side, path.String())
}

// StatusURL is where the portal tells how far a case is; the number stands behind the #, so that it reaches no server's log.
func StatusURL(portal, number string) string { return portal + "/status#" + number }
