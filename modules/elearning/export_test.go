package elearning

import "bytes"

// Judge reads whatever it is given as an archive and as both manifests.
func Judge(body []byte) {
	a := openArchive(bytes.NewReader(body), int64(len(body)))
	a.manifest()
	readManifest(scormManifest, body, map[string]bool{"index.html": true})
	readManifest(xapiManifest, body, map[string]bool{"index.html": true})
}
