package images

import (
	"bytes"
	"encoding/binary"
	"io"
)

const (
	markerAPP1        = 0xe1
	markerScan        = 0xda
	tagOrientation    = 0x0112
	mostSegments      = 200 // a photo has a dozen before its picture begins
	mostDirectoryTags = 200
)

// jpegOrientation reads how the camera was held (1 to 8) from a JPEG's EXIF segment; 1 when there is none to be understood.
func jpegOrientation(r io.ReadSeeker) int {
	if _, err := r.Seek(2, io.SeekStart); err != nil {
		return 1
	}
	for range mostSegments {
		var head [4]byte
		if _, err := io.ReadFull(r, head[:]); err != nil || head[0] != 0xff || head[1] == markerScan {
			return 1
		}
		length := int64(binary.BigEndian.Uint16(head[2:])) - 2
		if length < 0 {
			return 1
		}
		if head[1] != markerAPP1 {
			if _, err := r.Seek(length, io.SeekCurrent); err != nil {
				return 1
			}
			continue
		}
		segment := make([]byte, length)
		if _, err := io.ReadFull(r, segment); err != nil {
			return 1
		}
		if tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); ok {
			return orientationIn(tiff)
		}
	}
	return 1
}

// orientationIn looks into the first directory of a TIFF structure.
func orientationIn(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range min(int(order.Uint16(tiff[at:])), mostDirectoryTags) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == tagOrientation {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}
