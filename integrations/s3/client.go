package s3

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/cors"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const (
	attempts       = 3 // a store that is away should be known as away within seconds; jobs try again later
	dialTimeout    = 5 * time.Second
	headersTimeout = 30 * time.Second
	idleConns      = 64
	corsMaxAge     = 3600 // seconds
)

// bucket is what Store and Vault share: a client and the bucket's name. It opens no connection before its first use.
type bucket struct {
	config Config
	client *minio.Core
	signer *minio.Client // knows the store by the name that browsers use
	locked bool
}

func openBucket(config Config, locked bool) (*bucket, error) {
	pool, err := roots(config.CAFile)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool},
		ResponseHeaderTimeout: headersTimeout,
		MaxIdleConnsPerHost:   idleConns,
		DisableCompression:    true, // else bytes stored as gzip come back unpacked
	}
	client, err := newClient(config, config.Endpoint, transport)
	if err != nil {
		return nil, err
	}
	public := config.PublicEndpoint
	if public == "" {
		public = config.Endpoint
	}
	signer, err := newClient(config, public, transport)
	if err != nil {
		return nil, err
	}
	return &bucket{config: config, client: &minio.Core{Client: client}, signer: signer, locked: locked}, nil
}

func newClient(config Config, endpoint string, transport http.RoundTripper) (*minio.Client, error) {
	access, err := config.AccessKey.Reveal()
	if err != nil {
		return nil, err
	}
	secret, err := config.SecretKey.Reveal()
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		return nil, fmt.Errorf("read endpoint: %w", err)
	}
	return minio.New(u.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(access, secret, ""),
		Secure:       u.Scheme == "https",
		Region:       config.region(), // given, so that signing never asks the network
		BucketLookup: minio.BucketLookupPath,
		Transport:    transport,
		MaxRetries:   attempts,
	})
}

// Prepare brings the bucket into the state that the configuration asks for; it can be repeated.
func (b *bucket) Prepare(ctx context.Context) error {
	exists, err := b.client.BucketExists(ctx, b.config.Bucket)
	if err != nil {
		return fmt.Errorf("look for bucket %s: %w", b.config.Bucket, err)
	}
	if !exists {
		if !b.config.CreateBucket {
			return fmt.Errorf("bucket %s is missing: make it, or set createBucket", b.config.Bucket)
		}
		err := b.client.MakeBucket(ctx, b.config.Bucket, minio.MakeBucketOptions{Region: b.config.region(), ObjectLocking: b.locked})
		if err != nil && minio.ToErrorResponse(err).Code != "BucketAlreadyOwnedByYou" {
			return fmt.Errorf("make bucket %s: %w", b.config.Bucket, err)
		}
	}
	if len(b.config.AllowedOrigins) == 0 {
		return nil
	}
	rule := cors.Rule{
		AllowedOrigin: b.config.AllowedOrigins, AllowedMethod: []string{http.MethodPut}, AllowedHeader: []string{"*"},
		ExposeHeader: []string{"ETag"}, MaxAgeSeconds: corsMaxAge,
	}
	if err := b.client.SetBucketCors(ctx, b.config.Bucket, cors.NewConfig([]cors.Rule{rule})); err != nil {
		return fmt.Errorf("allow the web apps' origins on bucket %s: %w", b.config.Bucket, err)
	}
	return nil
}

// Probe tells whether the bucket answers now; for readiness.
func (b *bucket) Probe(ctx context.Context) error {
	exists, err := b.client.BucketExists(ctx, b.config.Bucket)
	if err != nil {
		return fmt.Errorf("look for bucket %s: %w", b.config.Bucket, err)
	}
	if !exists {
		return fmt.Errorf("bucket %s is missing", b.config.Bucket)
	}
	return nil
}

// roots reads the authorities to trust; nil stands for the machine's own.
func roots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read authority: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("the file holds no certificate in PEM")
	}
	return pool, nil
}
