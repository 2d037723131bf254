// Package idp is the identity provider of the demo: real OpenID Connect, but people who do not exist, whose passwords stand
// on the page. It belongs to the demo program only and refuses any other use.
package idp

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/text/language"

	"github.com/ankunft/ankunft/platform/clock"
)

// Options describe the provider.
type Options struct {
	// ForDemo must be true: whoever sets it knows that anybody can log in as anybody.
	ForDemo bool
	// BaseURL is where Handler is served; its host must be this machine ("http://localhost:8081").
	BaseURL string
	// Realms are the issuers, each at BaseURL/<name>.
	Realms []Realm
	// Clock tells when logins and tokens end; nil is the machine's.
	Clock clock.Clock
}

// Realm is one issuer with its people and the applications that may ask.
type Realm struct {
	Name    string            `yaml:"name"`  // part of the address: "staff", "applicants"
	Title   map[string]string `yaml:"title"` // what the login page calls it, by language ("de", "en")
	People  []Person          `yaml:"people"`
	Clients []Client          `yaml:"clients"`
}

// Person is somebody who can log in.
type Person struct {
	Username   string            `yaml:"username"`
	Password   string            `yaml:"password"`
	Subject    string            `yaml:"subject"` // empty: the user name
	Name       string            `yaml:"name"`
	GivenName  string            `yaml:"givenName"`
	FamilyName string            `yaml:"familyName"`
	BirthDate  string            `yaml:"birthDate"` // YYYY-MM-DD
	Email      string            `yaml:"email"`     // counts as verified
	Locale     string            `yaml:"locale"`
	Roles      []string          `yaml:"roles"`
	Teams      []string          `yaml:"teams"`
	ACR        string            `yaml:"acr"`  // level of trust as the provider calls it
	Note       map[string]string `yaml:"note"` // what this person is for, by language
}

// Client is an application that may ask who somebody is.
type Client struct {
	ID              string   `yaml:"id"`
	Secret          string   `yaml:"secret"`
	RedirectURIs    []string `yaml:"redirectURIs"`
	LogoutURIs      []string `yaml:"logoutURIs"`
	ClaimsInIDToken bool     `yaml:"claimsInIDToken"` // false: only the user info endpoint tells more than the subject, as the standard has it
}

// New returns the handler of the provider.
func New(opts Options) (http.Handler, error) {
	if err := opts.validate(); err != nil {
		return nil, err
	}
	if opts.Clock == nil {
		opts.Clock = clock.System()
	}
	mux := http.NewServeMux()
	for _, realm := range opts.Realms {
		handler, err := newRealm(strings.TrimSuffix(opts.BaseURL, "/"), realm, opts.Clock)
		if err != nil {
			return nil, fmt.Errorf("open realm %s: %w", realm.Name, err)
		}
		mux.Handle("/"+realm.Name+"/", http.StripPrefix("/"+realm.Name, handler))
	}
	mux.Handle("GET /page/", http.FileServerFS(page))
	return mux, nil
}

func newRealm(base string, realm Realm, clk clock.Clock) (http.Handler, error) {
	issuer := base + "/" + realm.Name
	store, err := newStorage(realm, "/"+realm.Name, clk)
	if err != nil {
		return nil, err
	}
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true, SupportedUILocales: languages, DefaultLogoutRedirectURI: issuer + "/bye",
		SupportedScopes: []string{"openid", "profile", "email"}}
	if _, err := rand.Read(config.CryptoKey[:]); err != nil {
		return nil, err
	}
	provider, err := op.NewProvider(config, store, op.StaticIssuer(issuer), op.WithAllowInsecure()) // http is fine on one's own machine
	if err != nil {
		return nil, err
	}
	l := &login{realm: realm, store: store, callback: op.AuthCallbackURL(provider)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login", l.show)
	mux.Handle("POST /login", op.NewIssuerInterceptor(provider.IssuerFromRequest).Handler(http.HandlerFunc(l.submit)))
	mux.HandleFunc("GET /bye", l.bye)
	mux.Handle("/", provider)
	return l.headers(mux), nil
}

var languages = []language.Tag{language.German, language.English}

func (o Options) validate() error {
	if !o.ForDemo {
		return errors.New("the demo's identity provider lets anybody log in as anybody and runs in the demo only")
	}
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Host == "" || (u.Path != "" && u.Path != "/") {
		return fmt.Errorf("base URL %q is not of the form http://localhost:port", o.BaseURL)
	}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() != "localhost" && !strings.HasSuffix(u.Hostname(), ".localhost") && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("the demo's identity provider serves this machine only, not %s", u.Hostname())
	}
	names := map[string]bool{"page": true}
	for _, realm := range o.Realms {
		if realm.Name == "" || strings.ContainsAny(realm.Name, "/ {}") || names[realm.Name] {
			return fmt.Errorf("realm %q: the name is missing, not usable in an address, or taken", realm.Name)
		}
		names[realm.Name] = true
		users := map[string]bool{}
		for _, person := range realm.People {
			if person.Username == "" || users[person.Username] {
				return fmt.Errorf("realm %s: user name %q is missing or taken", realm.Name, person.Username)
			}
			users[person.Username] = true
		}
	}
	return nil
}
