// Package s3 keeps files in any object store that speaks S3; the vault of the audit trail lies beside it, so that a program can have one without the other.
package s3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/ankunft/ankunft/integrations/s3/bucket"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugin keeps the documents.
var Plugin = plugin.Plugin{
	Kind: "s3", Port: "documents.Store", Check: plugin.Checker[Config](),
	Open: func(_ context.Context, raw []byte, _ plugin.Deps) (any, error) {
		var config Config
		if err := plugin.Decode(raw, &config); err != nil {
			return nil, err
		}
		return New(config)
	},
}

// Store is a documents.Store in a bucket.
type Store struct{ *bucket.Bucket }

// Config says which bucket holds the files.
type Config = bucket.Config

var _ documents.Store = (*Store)(nil)

// New opens a store; it reaches out at its first use only.
func New(config Config) (*Store, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	b, err := bucket.Open(config, false)
	if err != nil {
		return nil, err
	}
	return &Store{Bucket: b}, nil
}

// Put implements documents.Store. It streams: memory does not grow with size.
func (s *Store) Put(ctx context.Context, key string, r io.Reader, size int64, contentType string) error {
	if size < 0 {
		return fmt.Errorf("put object: size %d", size)
	}
	source := &exactReader{r: r, left: size}
	if size == 0 {
		if _, err := source.Read(nil); err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("put object: %w", err)
		}
	}
	// An empty body has nothing to sign in pieces: a gateway may leave the closing piece unread on a connection that is used again.
	opts := minio.PutObjectOptions{ContentType: contentType, DisableMultipart: true, DisableContentSha256: size == 0}
	_, err := s.Client.Client.PutObject(ctx, s.Config.Bucket, key, source, size, opts)
	if source.err != nil && !errors.Is(source.err, io.EOF) {
		return fmt.Errorf("put object: %w", source.err)
	}
	return mapError("put object", err)
}

// Get implements documents.Store.
func (s *Store) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	return s.get(ctx, key, minio.GetObjectOptions{})
}

// GetRange implements documents.Store.
func (s *Store) GetRange(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	if offset < 0 || length < 1 {
		return nil, fmt.Errorf("get range: offset %d, length %d", offset, length)
	}
	var opts minio.GetObjectOptions
	if err := opts.SetRange(offset, offset+length-1); err != nil {
		return nil, fmt.Errorf("get range: %w", err)
	}
	r, err := s.get(ctx, key, opts)
	if minio.ToErrorResponse(errors.Unwrap(err)).Code == "InvalidRange" { // the object ends before offset
		return io.NopCloser(bytes.NewReader(nil)), nil
	}
	return r, err
}

func (s *Store) get(ctx context.Context, key string, opts minio.GetObjectOptions) (io.ReadCloser, error) {
	r, _, _, err := s.Client.GetObject(ctx, s.Config.Bucket, key, opts)
	if err != nil {
		return nil, mapError("get object", err)
	}
	return r, nil
}

// Stat implements documents.Store.
func (s *Store) Stat(ctx context.Context, key string) (documents.ObjectInfo, error) {
	info, err := s.Client.StatObject(ctx, s.Config.Bucket, key, minio.StatObjectOptions{})
	if err != nil {
		return documents.ObjectInfo{}, mapError("stat object", err)
	}
	return documents.ObjectInfo{Size: info.Size, ContentType: info.ContentType, ModifiedAt: info.LastModified.UTC()}, nil
}

// Delete implements documents.Store.
func (s *Store) Delete(ctx context.Context, key string) error {
	err := mapError("delete object", s.Client.RemoveObject(ctx, s.Config.Bucket, key, minio.RemoveObjectOptions{}))
	if errors.Is(err, documents.ErrNoObject) {
		return nil
	}
	return err
}

// BeginParts implements documents.Store.
func (s *Store) BeginParts(ctx context.Context, key, contentType string) (string, error) {
	id, err := s.Client.NewMultipartUpload(ctx, s.Config.Bucket, key, minio.PutObjectOptions{ContentType: contentType})
	return id, mapError("begin upload", err)
}

const maxPartNumber = 10_000

// SignPart implements documents.Store. The size is part of the signature, so the store itself refuses any other.
func (s *Store) SignPart(ctx context.Context, key, uploadID string, number int, size int64, expires time.Duration) (string, error) {
	if number < 1 || number > maxPartNumber || size < 1 {
		return "", documents.ErrBadParts
	}
	query := url.Values{"uploadId": {uploadID}, "partNumber": {strconv.Itoa(number)}}
	header := http.Header{"Content-Length": {strconv.FormatInt(size, 10)}}
	u, err := s.Signer.PresignHeader(ctx, http.MethodPut, s.Config.Bucket, key, expires, query, header)
	if err != nil {
		return "", fmt.Errorf("sign part: %w", err)
	}
	return u.String(), nil
}

// ListParts implements documents.Store.
func (s *Store) ListParts(ctx context.Context, key, uploadID string) ([]documents.Part, error) {
	var parts []documents.Part
	for marker := 0; ; {
		page, err := s.Client.ListObjectParts(ctx, s.Config.Bucket, key, uploadID, marker, 1000)
		if err != nil {
			return nil, mapError("list parts", err)
		}
		for _, p := range page.ObjectParts {
			parts = append(parts, documents.Part{Number: p.PartNumber, Size: p.Size, ETag: p.ETag})
		}
		if !page.IsTruncated || page.NextPartNumberMarker <= marker {
			return parts, nil
		}
		marker = page.NextPartNumberMarker
	}
}

// CompleteParts implements documents.Store.
func (s *Store) CompleteParts(ctx context.Context, key, uploadID string, parts []documents.Part) error {
	if len(parts) == 0 {
		return documents.ErrBadParts
	}
	complete := make([]minio.CompletePart, len(parts))
	for i, p := range parts {
		complete[i] = minio.CompletePart{PartNumber: p.Number, ETag: p.ETag}
	}
	_, err := s.Client.CompleteMultipartUpload(ctx, s.Config.Bucket, key, uploadID, complete, minio.PutObjectOptions{})
	return mapError("complete upload", err)
}

// AbortParts implements documents.Store.
func (s *Store) AbortParts(ctx context.Context, key, uploadID string) error {
	err := mapError("abort upload", s.Client.AbortMultipartUpload(ctx, s.Config.Bucket, key, uploadID))
	if errors.Is(err, documents.ErrNoObject) {
		return nil
	}
	return err
}

// mapError turns the store's codes into the port's words.
func mapError(doing string, err error) error {
	if err == nil {
		return nil
	}
	switch minio.ToErrorResponse(err).Code {
	case "NoSuchKey", "NoSuchUpload", "NoSuchVersion":
		return documents.ErrNoObject
	case "InvalidPart", "InvalidPartOrder", "EntityTooSmall":
		return documents.ErrBadParts
	case "InvalidRange":
		return fmt.Errorf("%s: %w", doing, err)
	default:
		return documents.ErrStoreUnavailable.Because(fmt.Errorf("%s: %w", doing, err))
	}
}
