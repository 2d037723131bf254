// Package vault keeps audit checkpoints under a lock in any object store that speaks S3.
package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/ankunft/ankunft/integrations/s3/bucket"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugin keeps the checkpoints of the audit trail.
var Plugin = plugin.Plugin{
	Kind: "s3", Port: "audit.Vault", Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, deps plugin.Deps) (any, error) {
		var config Config
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return New(config, deps.Clock)
	},
}

// Config says which bucket holds the checkpoints and for how long they are locked.
type Config struct {
	bucket.Config `yaml:",inline"`

	Mode          string `yaml:"mode"`          // "compliance": nobody can remove them before their time; "governance": an administrator of the store with a special right can
	RetentionDays int    `yaml:"retentionDays"` // how long a checkpoint stays locked; at least as long as the audit trail must be provable
}

const maxRetentionDays = 36_500

// Validate returns every fault, joined.
func (c *Config) Validate() error {
	faults := []error{c.Config.Validate()}
	if _, err := c.mode(); err != nil {
		faults = append(faults, err)
	}
	if c.RetentionDays < 1 || c.RetentionDays > maxRetentionDays {
		faults = append(faults, fmt.Errorf("retentionDays: %d is not between 1 and %d", c.RetentionDays, maxRetentionDays))
	}
	return errors.Join(faults...)
}

func (c *Config) retention() time.Duration {
	return time.Duration(c.RetentionDays) * 24 * time.Hour
}

// Vault is an audit.Vault in a bucket with object lock. Versions of one name that somebody lays over the first change
// nothing: the first one is what counts, and the lock keeps it.
type Vault struct {
	*bucket.Bucket
	config Config
	clk    clock.Clock
}

var _ audit.Vault = (*Vault)(nil)

// New opens a vault; it reaches out at its first use only.
func New(config Config, clk clock.Clock) (*Vault, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	b, err := bucket.Open(config.Config, true)
	if err != nil {
		return nil, err
	}
	return &Vault{Bucket: b, config: config, clk: clk}, nil
}

func (c *Config) mode() (minio.RetentionMode, error) {
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
	_, err = v.Client.Client.PutObject(ctx, v.config.Bucket, name, bytes.NewReader(body), int64(len(body)), opts)
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
	r, _, _, err := v.Client.GetObject(ctx, v.config.Bucket, name, minio.GetObjectOptions{VersionID: held.VersionID})
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
	for object := range v.Client.Client.ListObjects(ctx, v.config.Bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true, WithVersions: true}) {
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
