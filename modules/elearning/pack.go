package elearning

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Pack makes a package of the files of folders, as they lie there: for those who write one by hand, the demo among them. The same files make the same package.
func Pack(w io.Writer, folders ...fs.FS) error {
	z := zip.NewWriter(w)
	for _, folder := range folders {
		err := fs.WalkDir(folder, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			body, err := fs.ReadFile(folder, path)
			if err != nil {
				return err
			}
			out, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate})
			if err == nil {
				_, err = out.Write(body)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("pack: %w", errors.Join(err, z.Close()))
		}
	}
	return z.Close()
}
