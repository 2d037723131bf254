package s3

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"bytes"

	"github.com/minio/minio-go/v7"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

// VaultPlugin keeps the checkpoints of the audit trail.
var VaultPlugin = plugin.Plugin{
	Kind: "s3", Port: "audit.Vault", Check: plugin.Checker[VaultConfig](),
	Open: func(_ context.Context, raw []byte, deps plugin.Deps) (any, error) {
		var config VaultConfig
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return NewVault(config, deps.Clock)
	},
}

// Vault is an audit.Vault in a bucket with object lock. Versions of one name that somebody lays over the first change
// nothing: the first one is what counts, and the lock keeps it.
type Vault struct {
	*bucket
	config VaultConfig
	clk    clock.Clock
}

var _ audit.Vault = (*Vault)(nil)

// NewVault opens a vault; it reaches out at its first use only.
func NewVault(config VaultConfig, clk clock.Clock) (*Vault, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	b, err := openBucket(config.Config, true)
	if err != nil {
		return nil, err
	}
	return &Vault{bucket: b, config: config, clk: clk}, nil
}

func (c *VaultConfig) mode() (minio.RetentionMode, error) {
	switch c.Mode {
	case "compliance":
		return minio.Compliance, nil
	case "governance":
		return minio.Governance, nil
	default:
		return "", fmt.Errorf("mode: %q is neither compliance nor governance", c.Mode)
	}
}

// Put implements audit.Vault.
func (v *Vault) Put(ctx context.Context, name string, body []byte) error {
	mode, err := v.config.mode()
	if err != nil {
		return err
	}
	opts := minio.PutObjectOptions{
		ContentType: "application/octet-stream", DisableMultipart: true, SendContentMd5: true, // S3 wants MD5 beside a lock
		Mode: mode, RetainUntilDate: v.clk.Now().Add(v.config.retention()),
	}
	opts.SetMatchETagExcept("*") // only if the name is free
	_, err = v.client.Client.PutObject(ctx, v.config.Bucket, name, bytes.NewReader(body), int64(len(body)), opts)
	return mapVaultError("put into vault", err)
}

// Get implements audit.Vault.
func (v *Vault) Get(ctx context.Context, name string) ([]byte, error) {
	first, err := v.first(ctx, name)
	if err != nil {
		return nil, err
	}
	held, ok := first[name]
	if !ok {
		return nil, audit.ErrNotInVault
	}
	r, _, _, err := v.client.GetObject(ctx, v.config.Bucket, name, minio.GetObjectOptions{VersionID: held.VersionID})
	if err != nil {
		return nil, mapVaultError("get from vault", err)
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	if err != nil {
		return nil, mapVaultError("get from vault", err)
	}
	return body, nil
}

// List implements audit.Vault.
func (v *Vault) List(ctx context.Context) ([]string, error) {
	first, err := v.first(ctx, "")
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(first)), nil
}

// first finds the oldest version of every name that begins with prefix.
func (v *Vault) first(ctx context.Context, prefix string) (map[string]minio.ObjectInfo, error) {
	ctx, cancel := context.WithCancel(ctx) // ends the listing if we leave early
	defer cancel()
	first := map[string]minio.ObjectInfo{}
	for object := range v.client.Client.ListObjects(ctx, v.config.Bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true, WithVersions: true}) {
		if object.Err != nil {
			return nil, mapVaultError("list vault", object.Err)
		}
		if object.IsDeleteMarker {
			continue
		}
		// The listing runs from the newest version to the oldest, so the last one of a name is the first that was put.
		first[object.Key] = object
	}
	return first, nil
}

func mapVaultError(doing string, err error) error {
	if err == nil {
		return nil
	}
	switch minio.ToErrorResponse(err).Code {
	case "PreconditionFailed", "ConditionalRequestConflict":
		return audit.ErrVaultSealed
	case "NoSuchKey", "NoSuchVersion":
		return audit.ErrNotInVault
	default:
		return audit.ErrVaultUnavailable.Because(fmt.Errorf("%s: %w", doing, err))
	}
}
