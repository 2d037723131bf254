package elearning

import (
	"path"
	"strings"
)

const (
	htmlType = "text/html; charset=utf-8"
	// otherType is that of all that we do not know: browsers keep it or leave it, and show nothing of it.
	otherType = "application/octet-stream"
)

// kinds are the files that a package may show, by their ending: what they are said to be, whatever is in them.
var kinds = map[string]string{
	".html": htmlType, ".htm": htmlType, ".xhtml": "application/xhtml+xml",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".json": "application/json", ".xml": "text/xml", ".txt": "text/plain; charset=utf-8", ".vtt": "text/vtt; charset=utf-8",
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".bmp": "image/bmp",
	".ico": "image/x-icon", ".svg": "image/svg+xml",
	".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf", ".eot": "application/vnd.ms-fontobject",
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".wav": "audio/wav",
	".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg", ".pdf": "application/pdf",
}

func typeOf(name string) string {
	if kind, known := kinds[strings.ToLower(path.Ext(name))]; known {
		return kind
	}
	return otherType
}

// Shown says whether browsers may show a file of the package, not only keep it.
func (f *File) Shown() bool { return f.Type != otherType }
