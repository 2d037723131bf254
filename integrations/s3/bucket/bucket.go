package bucket

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

// Bucket is a bucket and a client for it. It opens no connection before its first use.
type Bucket struct {
	Config Config
	Client *minio.Core
	Signer *minio.Client // knows the store by the name that browsers use
	locked bool
}

// Open opens a bucket; what is put into a locked one can be kept from being removed.
func Open(config Config, locked bool) (*Bucket, error) {
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
	return &Bucket{Config: config, Client: &minio.Core{Client: client}, Signer: signer, locked: locked}, nil
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
func (b *Bucket) Prepare(ctx context.Context) error {
	exists, err := b.Client.BucketExists(ctx, b.Config.Bucket)
	if err != nil {
		return fmt.Errorf("look for bucket %s: %w", b.Config.Bucket, err)
	}
	if !exists {
		if !b.Config.CreateBucket {
			return fmt.Errorf("bucket %s is missing: make it, or set createBucket", b.Config.Bucket)
		}
		err := b.Client.MakeBucket(ctx, b.Config.Bucket, minio.MakeBucketOptions{Region: b.Config.region(), ObjectLocking: b.locked})
		if err != nil && minio.ToErrorResponse(err).Code != "BucketAlreadyOwnedByYou" {
			return fmt.Errorf("make bucket %s: %w", b.Config.Bucket, err)
		}
	}
	if len(b.Config.AllowedOrigins) == 0 {
		return nil
	}
	rule := cors.Rule{
		AllowedOrigin: b.Config.AllowedOrigins, AllowedMethod: []string{http.MethodPut}, AllowedHeader: []string{"*"},
		ExposeHeader: []string{"ETag"}, MaxAgeSeconds: corsMaxAge,
	}
	if err := b.Client.SetBucketCors(ctx, b.Config.Bucket, cors.NewConfig([]cors.Rule{rule})); err != nil {
		return fmt.Errorf("allow the web apps' origins on bucket %s: %w", b.Config.Bucket, err)
	}
	return nil
}

// Probe tells whether the bucket answers now; for readiness.
func (b *Bucket) Probe(ctx context.Context) error {
	exists, err := b.Client.BucketExists(ctx, b.Config.Bucket)
	if err != nil {
		return fmt.Errorf("look for bucket %s: %w", b.Config.Bucket, err)
	}
	if !exists {
		return fmt.Errorf("bucket %s is missing", b.Config.Bucket)
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
