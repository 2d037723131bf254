package s3_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/ankunft/ankunft/cmd/demo/objectstore"
	"github.com/ankunft/ankunft/integrations/s3"
	"github.com/ankunft/ankunft/integrations/s3/vault"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

func TestMain(m *testing.M) {
	objectstore.RunIfChild()
	os.Exit(m.Run())
}

const portal = "http://portal.example.org"

func serve(t *testing.T) *objectstore.Server {
	t.Helper()
	server, err := objectstore.Start(t.Context(), t.TempDir(), objectstore.Options{Log: t.Output()})
	if err != nil {
		t.Fatalf("start object store: %v", err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Errorf("stop object store: %v", err)
		}
	})
	return server
}

func config(server *objectstore.Server, bucket string) s3.Config {
	return s3.Config{
		Endpoint: server.Endpoint, Region: objectstore.Region, Bucket: bucket,
		AccessKey: plugin.Secret(server.AccessKey), SecretKey: plugin.Secret(server.SecretKey),
		CreateBucket: true, AllowedOrigins: []string{portal},
	}
}

func openStore(t *testing.T, server *objectstore.Server) *s3.Store {
	t.Helper()
	store, err := s3.New(config(server, "documents"))
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	for range 2 { // can be repeated
		if err := store.Prepare(t.Context()); err != nil {
			t.Fatalf("prepare: %v", err)
		}
	}
	return store
}

func vaultConfig(server *objectstore.Server) vault.Config {
	return vault.Config{Config: config(server, "checkpoints"), Mode: "governance", RetentionDays: 1}
}

func openVault(t *testing.T, server *objectstore.Server) *vault.Vault {
	t.Helper()
	vault, err := vault.New(vaultConfig(server), clock.System())
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	if err := vault.Prepare(t.Context()); err != nil {
		t.Fatalf("prepare: %v", err)
	}
	return vault
}

func TestStore(t *testing.T) {
	t.Parallel()
	store := openStore(t, serve(t))
	documentstest.ExerciseStore(t, func(*testing.T) documents.Store { return store })
}

func TestVault(t *testing.T) {
	t.Parallel()
	audittest.ExerciseVault(t, openVault(t, serve(t)))
}

func TestVaultSurvivesAnIntruderWithItsKeys(t *testing.T) {
	t.Parallel()
	server := serve(t)
	vault := openVault(t, server)
	if err := vault.Put(t.Context(), "2026-01-01.json", []byte("true")); err != nil {
		t.Fatalf("put: %v", err)
	}
	intruder, err := minio.New(strings.TrimPrefix(server.Endpoint, "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(server.AccessKey, server.SecretKey, ""), Region: objectstore.Region,
	})
	if err != nil {
		t.Fatal(err)
	}
	forged := "forged, and longer"
	if _, err := intruder.PutObject(t.Context(), "checkpoints", "2026-01-01.json", strings.NewReader(forged), int64(len(forged)), minio.PutObjectOptions{SendContentMd5: true}); err != nil {
		t.Fatalf("lay a version over it: %v", err)
	}
	if err := intruder.RemoveObject(t.Context(), "checkpoints", "2026-01-01.json", minio.RemoveObjectOptions{}); err != nil {
		t.Fatalf("hide it behind a delete marker: %v", err)
	}
	for object := range intruder.ListObjects(t.Context(), "checkpoints", minio.ListObjectsOptions{WithVersions: true}) {
		if object.Size == int64(len("true")) {
			if err := intruder.RemoveObject(t.Context(), "checkpoints", object.Key, minio.RemoveObjectOptions{VersionID: object.VersionID}); err == nil {
				t.Fatal("the locked version could be removed")
			}
		}
	}
	body, err := vault.Get(t.Context(), "2026-01-01.json")
	if err != nil || string(body) != "true" {
		t.Fatalf("the vault tells %q, %v", body, err)
	}
	names, err := vault.List(t.Context())
	if err != nil || len(names) != 1 {
		t.Fatalf("the vault lists %v, %v", names, err)
	}
}

func TestBrowsersMayUploadFromThePortalOnly(t *testing.T) {
	t.Parallel()
	store := openStore(t, serve(t))
	id, err := store.BeginParts(t.Context(), "upload", "image/png")
	if err != nil {
		t.Fatal(err)
	}
	address, err := store.SignPart(t.Context(), "upload", id, 1, 3, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for origin, allowed := range map[string]bool{portal: true, "http://elsewhere.example.org": false} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Origin", origin)
		req.Header.Set("Access-Control-Request-Method", http.MethodPut)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if got := resp.Header.Get("Access-Control-Allow-Origin") == origin; got != allowed {
			t.Errorf("preflight from %s: status %d, headers %v", origin, resp.StatusCode, resp.Header)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, address, strings.NewReader("abc"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", portal)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Access-Control-Allow-Origin") != portal || resp.Header.Get("ETag") == "" {
		t.Errorf("upload from the portal: %d, %v", resp.StatusCode, resp.Header)
	}
}

func TestAddressesAreSignedForTheNameThatBrowsersUse(t *testing.T) {
	t.Parallel()
	c := config(&objectstore.Server{Endpoint: "http://inside:9000", AccessKey: "a", SecretKey: "b"}, "documents")
	c.PublicEndpoint = "https://files.example.org"
	store, err := s3.New(c)
	if err != nil {
		t.Fatal(err)
	}
	address, err := store.SignPart(t.Context(), "k", "id", 1, 3, time.Minute) // asks no network: "inside" does not exist
	if err != nil || !strings.HasPrefix(address, "https://files.example.org/documents/k?") {
		t.Fatalf("%q, %v", address, err)
	}
}

func TestAStoreThatIsGoneIsUnavailableAndComesBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server, err := objectstore.Start(t.Context(), dir, objectstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	store, vault := openStore(t, server), openVault(t, server)
	body := []byte("kept")
	if err := store.Put(t.Context(), "k", bytes.NewReader(body), 4, "text/plain"); err != nil {
		t.Fatal(err)
	}
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := store.Put(t.Context(), "k2", bytes.NewReader(body), 4, "text/plain"); !errors.Is(err, documents.ErrStoreUnavailable) {
		t.Errorf("put: %v", err)
	}
	if _, err := store.Get(t.Context(), "k"); !errors.Is(err, documents.ErrStoreUnavailable) {
		t.Errorf("get: %v", err)
	}
	if err := vault.Put(t.Context(), "c", body); !errors.Is(err, audit.ErrVaultUnavailable) {
		t.Errorf("vault: %v", err)
	}
	if err := store.Probe(t.Context()); err == nil {
		t.Error("probe of a store that is gone succeeded")
	}
	again, err := objectstore.Start(t.Context(), dir, objectstore.Options{Port: server.Port})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Stop() })
	if err := store.Probe(t.Context()); err != nil {
		t.Errorf("probe: %v", err)
	}
	r, err := store.Get(t.Context(), "k")
	if err != nil {
		t.Fatalf("get after its return: %v", err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, body) {
		t.Errorf("after its return the store holds %q, %v", got, err)
	}
}

func TestAMissingBucketIsMadeOnlyIfAskedTo(t *testing.T) {
	t.Parallel()
	c := config(serve(t), "absent")
	c.CreateBucket = false
	store, err := s3.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Prepare(t.Context()); err == nil || !strings.Contains(err.Error(), "createBucket") {
		t.Errorf("prepare: %v", err)
	}
	if _, err := store.Get(t.Context(), "k"); !errors.Is(err, documents.ErrStoreUnavailable) {
		t.Errorf("without a bucket nobody can say that there is no object: %v", err)
	}
}

func TestConfigurationTellsEveryFault(t *testing.T) {
	t.Parallel()
	err := vault.Plugin.Check([]byte(`
endpoint: s3.example.org
publicEndpoint: https://files.example.org/path
bucket: My_Bucket
accessKey: env:ANKUNFT_TEST_ABSENT
allowedOrigins: ["portal"]
caFile: /does/not/exist
mode: strict
`))
	if err == nil {
		t.Fatal("a configuration full of faults was accepted")
	}
	for _, fault := range []string{"endpoint:", "publicEndpoint:", "bucket:", "accessKey:", "ANKUNFT_TEST_ABSENT", "secretKey:", "allowedOrigins:", "caFile:", "mode:", "retentionDays:"} {
		if !strings.Contains(err.Error(), fault) {
			t.Errorf("%s is not told in:\n%v", fault, err)
		}
	}
	if err := s3.Plugin.Check([]byte("endpoint: https://s3.example.org\nbucket: documents\naccessKey: a\nsecretKey: b\n")); err != nil {
		t.Errorf("a good configuration: %v", err)
	}
}

func TestPluginsFillTheirPorts(t *testing.T) {
	t.Parallel()
	list := plugin.List{s3.Plugin, vault.Plugin}
	raw := "endpoint: https://s3.example.org\nbucket: documents\naccessKey: a\nsecretKey: b\n"
	deps := plugin.Deps{Clock: clock.System()}
	if _, err := plugin.Open[documents.Store](t.Context(), list, "documents.Store", "s3", []byte(raw), deps); err != nil {
		t.Error(err)
	}
	if _, err := plugin.Open[audit.Vault](t.Context(), list, "audit.Vault", "s3", []byte(raw+"mode: compliance\nretentionDays: 3650\n"), deps); err != nil {
		t.Error(err)
	}
}
