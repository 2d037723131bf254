package documents

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/gabriel-vasile/mimetype"
)

const (
	headLength = 3072       // what mimetype looks at
	tailLength = 22 + 65535 // an archive's closing record with the longest comment
)

// Sniff tells one of Types by the content of a file of size bytes, or "" when it is something else or several things at once.
// Sniffing is no proof: whatever it says, the file is shown only as pictures that the office painted.
func Sniff(r io.ReaderAt, size int64) (string, error) {
	head, err := readAt(r, 0, min(size, headLength))
	if err != nil {
		return "", err
	}
	tailSize := min(size, tailLength)
	tail, err := readAt(r, size-tailSize, tailSize)
	if err != nil {
		return "", err
	}
	if endsAsArchive(tail) {
		return "", nil // a picture that is a ZIP or JAR as well ("GIFAR")
	}
	return sniffHead(head), nil
}

func sniffHead(head []byte) string {
	switch kind := mimetype.Detect(head); {
	case kind.Is(typePDF):
		// The standard lets a PDF begin later; then the beginning is something else, and we would be two minded about it.
		if bytes.HasPrefix(head, []byte("%PDF-")) {
			return typePDF
		}
		return ""
	case kind.Is("image/jpeg"):
		return "image/jpeg"
	case kind.Is("image/png"):
		return "image/png"
	case kind.Is("image/heic"), kind.Is("image/heif"), kind.Is("image/heic-sequence"), kind.Is("image/heif-sequence"):
		return typeHEIC
	}
	return ""
}

// endsAsArchive finds the closing record of a ZIP whose comment ends exactly with the file: readers of archives start there.
func endsAsArchive(tail []byte) bool {
	mark := []byte("PK\x05\x06")
	for end := len(tail); ; {
		i := bytes.LastIndex(tail[:end], mark)
		if i < 0 {
			return false
		}
		if rest := tail[i:]; len(rest) >= 22 && int(binary.LittleEndian.Uint16(rest[20:])) == len(rest)-22 {
			return true
		}
		end = i + len(mark) - 1
	}
}

func readAt(r io.ReaderAt, offset, length int64) ([]byte, error) {
	b := make([]byte, length)
	n, err := r.ReadAt(b, offset)
	if int64(n) == length {
		err = nil
	}
	return b, err
}
