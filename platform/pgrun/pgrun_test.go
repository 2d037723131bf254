package pgrun_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/platform/pgrun"
)

func TestThrowawayServerLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s, err := pgrun.Start(ctx, pgrun.Options{Throwaway: true, Settings: map[string]string{"work_mem": "5MB"}})
	if err != nil {
		t.Fatal(err)
	}
	dir := show(t, s.URL("postgres"), "SHOW data_directory")
	for setting, want := range map[string]string{
		"fsync": "off", "listen_addresses": "", "work_mem": "5MB", "server_encoding": "UTF8", "max_connections": "300",
	} {
		if got := show(t, s.URL("postgres"), "SHOW "+setting); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	if got := show(t, s.URL("postgres"), "SELECT lower('ÄЖ')"); got != "äж" {
		t.Errorf("lower case of letters beyond ASCII: %q", got)
	}
	for range 2 {
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Dir(dir)); !os.IsNotExist(err) {
		t.Errorf("the data are still there: %v", err)
	}
}

func TestPersistentServerKeepsItsData(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	// As long as a folder may be: the socket must move elsewhere by itself.
	dir := filepath.Join(openTempDir(t), strings.Repeat("long", 30), "postgres")
	for start := range 2 {
		var log strings.Builder
		s, err := pgrun.Start(ctx, pgrun.Options{Dir: dir, Log: &log})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.CreateDatabase(ctx, "office"); err != nil {
			t.Fatal(err)
		}
		show(t, s.URL("office"), "CREATE TABLE IF NOT EXISTS seen (n int)")
		show(t, s.URL("office"), "INSERT INTO seen VALUES (1)")
		if got, want := show(t, s.URL("office"), "SELECT count(*)::text FROM seen"), []string{"1", "2"}[start]; got != want {
			t.Errorf("start %d sees %s rows, want %s", start, got, want)
		}
		if created := strings.Contains(log.String(), "creating"); created != (start == 0) {
			t.Errorf("start %d: log %q", start, log.String())
		}
		if start == 1 {
			if _, err := pgrun.Start(ctx, pgrun.Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), "postmaster.pid") {
				t.Errorf("a second server on the same data: %v, want the words of its log", err)
			}
		}
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestClonesAreMadeSideBySide(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s, err := pgrun.Shared(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.CreateDatabase(ctx, "pgrun_template"); err != nil {
		t.Fatal(err)
	}
	show(t, s.URL("pgrun_template"), "CREATE TABLE IF NOT EXISTS welcome AS SELECT 'hello' AS word")
	var all sync.WaitGroup
	for _, name := range []string{`pgrun_a`, `pgrun_"b`, `pgrun c`} {
		all.Go(func() {
			if err := s.Clone(ctx, "pgrun_template", name); err != nil {
				t.Errorf("clone: %v", err)
				return
			}
			if got := show(t, s.URL(name), "SELECT word FROM welcome"); got != "hello" {
				t.Errorf("%s says %q", name, got)
			}
			if err := s.Drop(ctx, name); err != nil {
				t.Errorf("drop: %v", err)
			}
			if found, err := s.Exists(ctx, name); found || err != nil {
				t.Errorf("%s after drop: %v, %v", name, found, err)
			}
		})
	}
	all.Wait()
	if err := s.Drop(ctx, "pgrun_template"); err != nil {
		t.Fatal(err)
	}
}

// A test process ends by os.Exit or is killed; neither may leave a server or its memory behind.
func TestServerDiesWithItsStarter(t *testing.T) {
	t.Parallel()
	if os.Getenv("PGRUN_STARTER") != "" {
		s, err := pgrun.Start(t.Context(), pgrun.Options{Throwaway: true})
		if err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("data: " + show(t, s.URL("postgres"), "SHOW data_directory") + "\n")
		<-t.Context().Done() // until killed
		return
	}
	gone, starterEnds, err := os.Pipe() // the watchdog and the server hold no end of it
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestServerDiesWithItsStarter$", "-test.v")
	cmd.Env = append(os.Environ(), "PGRUN_STARTER=1")
	cmd.Stdout = starterEnds
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	starterEnds.Close()
	data := readUntil(t, gone, "data: ")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	// inotify would be exact; the shell's own loop is at hand and ends by itself.
	wait := `n=0; while [ -e "$1" ] && [ $n -lt 200 ]; do sleep 0.05; n=$((n+1)); done; [ ! -e "$1" ]`
	if err := exec.Command("/bin/sh", "-c", wait, "sh", filepath.Dir(data)).Run(); err != nil {
		t.Errorf("the data in %s outlived their starter", data)
	}
}

func TestAddressMustBeReadable(t *testing.T) {
	t.Setenv("DATABASE_URL", "mysql://root:secret@host/db")
	_, err := pgrun.Start(t.Context(), pgrun.Options{Dir: t.TempDir()})
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v, want an error without the password", err)
	}
	t.Setenv("DATABASE_URL", "postgres://clerk@host:5433/office?sslmode=require")
	s, err := pgrun.Start(t.Context(), pgrun.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.URL("other"), "postgres://clerk@host:5433/other?sslmode=require"; got != want {
		t.Errorf("URL = %s, want %s", got, want)
	}
	if s.Own() || s.Stop() != nil {
		t.Error("a given server is not ours to stop")
	}
}

func TestPersistentServerNeedsAFolder(t *testing.T) {
	t.Parallel()
	if _, err := pgrun.Start(t.Context(), pgrun.Options{}); err == nil {
		t.Error("started without a folder")
	}
}

func show(t *testing.T, url, sql string) string {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Errorf("connect: %v", err)
		return ""
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, sql)
	if err != nil {
		t.Errorf("%s: %v", sql, err)
		return ""
	}
	values, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Errorf("%s: %v", sql, err)
	}
	return strings.Join(values, ",")
}

// openTempDir is a temporary folder that the server's user can pass through, which t.TempDir is not for root.
func openTempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgrun-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func readUntil(t *testing.T, r io.Reader, mark string) string {
	t.Helper()
	var text []byte
	buf := make([]byte, 512)
	for {
		n, err := r.Read(buf)
		text = append(text, buf[:n]...)
		if _, rest, ok := strings.Cut(string(text), mark); ok {
			if line, _, whole := strings.Cut(rest, "\n"); whole {
				return line
			}
		}
		if err != nil {
			t.Fatalf("the starter ended: %v\n%s", err, text)
		}
	}
}
