package elearning

import (
	"bytes"
	"io"
)

// Judge reads whatever it is given as an archive and as both manifests.
func Judge(body []byte) {
	a := openArchive(bytes.NewReader(body), int64(len(body)))
	a.manifest()
	readManifest(scormManifest, body, map[string]bool{"index.html": true})
	readManifest(xapiManifest, body, map[string]bool{"index.html": true})
}

// Read counts what is read of an archive to know its directory.
func Read(body []byte) int {
	r := &counting{ReaderAt: bytes.NewReader(body)}
	openArchive(r, int64(len(body)))
	return r.n
}

type counting struct {
	io.ReaderAt

	n int
}

func (c *counting) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, at)
	c.n += n
	return n, err
}
