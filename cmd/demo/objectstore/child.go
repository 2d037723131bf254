package objectstore

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
	"github.com/versity/versitygw/s3api"
)

const (
	childEnv          = "ANKUNFT_DEMO_OBJECTSTORE_CHILD"
	maxConnections    = 4096
	maxRequests       = 1024
	maxParts          = 10_000  // as S3 has it
	copyLimit         = 5 << 30 // bytes, as S3 has it
	concurrentActions = 256
)

// RunIfChild turns the process into the object store if Start started it for that, and then does not return.
func RunIfChild() {
	if os.Getenv(childEnv) == "" {
		return
	}
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "object store:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serve() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signal.Ignore(syscall.SIGINT) // Ctrl-C reaches the whole group; the parent ends us when it no longer needs us
	input := bufio.NewReader(os.Stdin)
	line, err := input.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("read instructions: %w", err)
	}
	var s spec
	if err := json.Unmarshal(line, &s); err != nil {
		return fmt.Errorf("read instructions: %w", err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, input)
		cancel()
	}()
	files, err := openFiles(s.Dir)
	if err != nil {
		return err
	}
	err = embedgw.RunVersityGW(ctx, files, &embedgw.Config{
		RootUserAccess: s.AccessKey, RootUserSecret: s.SecretKey, Region: Region,
		Ports: []string{s.Address}, MaxConnections: maxConnections, MaxRequests: maxRequests, MultipartMaxParts: maxParts,
		KeepAlive: true, Quiet: true, DisableACLs: true,
		S3Options: []s3api.Option{s3api.WithOnListen(func() { fmt.Println(listening) })},
	})
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// openFiles opens the directory; where its file system has no extended attributes, what S3 knows beside the bytes goes into files.
func openFiles(dir string) (*posix.Posix, error) {
	objects, versions, notes := filepath.Join(dir, "objects"), filepath.Join(dir, "versions"), filepath.Join(dir, "notes")
	for _, d := range []string{objects, versions} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, fmt.Errorf("make directory: %w", err)
		}
	}
	opts := posix.PosixOpts{VersioningDir: versions, Concurrency: concurrentActions, CopyObjectThreshold: copyLimit}
	opts.SetNewDirPerm(0o700)
	opts.SetNewFilePerm(0o600)
	var store meta.MetadataStorer = meta.XattrMeta{}
	_, statErr := os.Stat(notes)
	if (meta.XattrMeta{}).Test(objects) != nil || statErr == nil { // once begun with notes, always with notes
		if err := os.MkdirAll(notes, 0o700); err != nil {
			return nil, fmt.Errorf("make directory: %w", err)
		}
		sideCar, err := meta.NewSideCar(notes)
		if err != nil {
			return nil, fmt.Errorf("open notes: %w", err)
		}
		opts.SideCarDir, store = notes, sideCar
	}
	return posix.New(objects, store, opts)
}
