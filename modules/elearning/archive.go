package elearning

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of an archive.
const (
	mostFiles    = 5000
	mostUnpacked = 1 << 30 // bytes
	mostGrowth   = 100     // times the archive, once it is more than
	growsFrom    = 10 << 20
	longestPath  = 300
	// largestDirectory bounds what is read of an archive before we know how many files it says to have: each costs memory.
	largestDirectory = 4 << 20
)

// archive is a package before it is unpacked.
type archive struct {
	list   []*zip.File          // what may be unpacked, as it stands in the archive
	paths  map[string]*zip.File // the same
	faults faults
}

// openArchive reads the directory of an archive and notes all that is wrong with it. Nothing is unpacked.
//
// What the directory says of sizes is believed here, for archive/zip holds each file to it: reading one that has more, or less, is an error.
func openArchive(r io.ReaderAt, size int64) *archive {
	a := &archive{paths: map[string]*zip.File{}}
	bounded := &boundedReader{r, largestDirectory}
	z, err := zip.NewReader(bounded, size)
	switch {
	case errors.Is(err, errDirectory) || err == nil && len(z.File) > mostFiles:
		a.faults.add(FaultManyFiles, "")
		return a
	case err != nil:
		a.faults.add(FaultNotZip, "")
		return a
	}
	bounded.left = math.MaxInt64
	seen, unpacked := map[string]bool{}, uint64(0)
	for _, f := range z.File {
		if !a.admits(f) {
			continue
		}
		alike := strings.ToLower(norm.NFC.String(f.Name))
		a.faults.need(!seen[alike], FaultTwice, f.Name)
		seen[alike] = true
		if unpacked += min(f.UncompressedSize64, mostUnpacked+1); grown(f.UncompressedSize64, int64(min(f.CompressedSize64, uint64(size)))) {
			a.faults.add(FaultBomb, f.Name)
		}
		a.list, a.paths[f.Name] = append(a.list, f), f
	}
	a.faults.need(unpacked <= mostUnpacked, FaultTooLarge, "")
	a.faults.need(!grown(unpacked, size), FaultBomb, "") // several that share their bytes
	return a
}

func grown(unpacked uint64, packed int64) bool {
	return unpacked > growsFrom && unpacked/mostGrowth > uint64(max(packed, 0))
}

// Bits of a file's flags: encrypted, strongly so, with a hidden directory.
const encrypted = 1 | 1<<6 | 1<<13

// admits says whether an entry is a file that may be looked at further; a sound folder is none.
func (a *archive) admits(f *zip.File) bool {
	name, folder := strings.CutSuffix(f.Name, "/")
	mode := f.Mode()
	switch {
	case !sound(name):
		a.faults.add(FaultPath, f.Name)
	case f.Flags&encrypted != 0:
		a.faults.add(FaultEncrypted, f.Name)
	case mode&fs.ModeType&^fs.ModeDir != 0 || mode.IsDir() != folder:
		a.faults.add(FaultKind, f.Name)
	case folder:
	case f.Method != zip.Store && f.Method != zip.Deflate:
		a.faults.add(FaultMethod, f.Name)
	default:
		return true
	}
	return false
}

// sound says whether a name is a path inside the package that means the same on each machine.
func sound(name string) bool {
	return fs.ValidPath(name) && name != "." && len(name) <= longestPath && !strings.ContainsAny(name, `\:`) &&
		!strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar })
}

var errDirectory = errors.New("the directory is too large")

// boundedReader reads so many bytes and then no more.
type boundedReader struct {
	io.ReaderAt

	left int64
}

// ReadAt implements io.ReaderAt.
func (b *boundedReader) ReadAt(p []byte, at int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errDirectory
	}
	return b.ReaderAt.ReadAt(p, at)
}
