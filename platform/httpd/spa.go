package httpd

import (
	"bytes"
	"html"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// zeroTime makes ServeContent leave out Last-Modified: the page changes with the program.
var zeroTime time.Time

// App serves a single-page app below prefix: files as they are, index.html for every other page. Files under assets/ carry a
// hash in their name and may be kept for ever. metas are put into index.html's <meta name="…" content="…">.
func App(files fs.FS, prefix string, metas map[string]string) http.Handler {
	serve := http.FileServerFS(files)
	return gzhttp.GzipHandler(http.StripPrefix(strings.TrimSuffix(prefix, "/"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if info, err := fs.Stat(files, name); name != "" && err == nil && !info.IsDir() {
			w.Header().Set("Cache-Control", "no-cache")
			if strings.HasPrefix(name, "assets/") {
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			}
			serve.ServeHTTP(w, r)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			http.NotFound(w, r)
			return
		}
		page, err := fs.ReadFile(files, "index.html")
		if err != nil {
			http.Error(w, "the web app has not been built: make web", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		http.ServeContent(w, r, "", zeroTime, bytes.NewReader(withMetas(page, metas)))
	})))
}

// withMetas fills in what the page tells the app of its city.
func withMetas(page []byte, metas map[string]string) []byte {
	for name, content := range metas {
		mark := regexp.MustCompile(`(<meta name="` + regexp.QuoteMeta(name) + `" content=")[^"]*(")`)
		page = mark.ReplaceAll(page, []byte("${1}"+strings.ReplaceAll(html.EscapeString(content), "$", "$$")+"${2}"))
	}
	return page
}
