package oidc_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/modules/identity"
)

// Whatever a provider tells, it becomes roles and levels of ours or nothing; nobody gains a role by the form of a claim.
func FuzzClaims(f *testing.F) {
	for _, s := range []string{
		`{"email":"a@b.c","email_verified":"true","roles":["clerk","boss"],"acr":"high","birthdate":"2001-02-03"}`,
		`{"roles":"clerk"}`, `{"roles":{"clerk":{}}}`, `{"realm":{"roles":[1,null,["clerk"]]}}`, `{"roles":[{"clerk":1}],"acr":["high"],"email_verified":1}`,
		`{"realm.roles":["admin"],"realm":{"roles":["clerk"]},"birthdate":"2001-02-03T00:00","name":"\u0000"}`, `null`, `{"realm":"roles"}`,
	} {
		f.Add([]byte(s))
	}
	config := oidc.Config{
		Claims: oidc.ClaimNames{Roles: "roles", Teams: "realm.roles"}, Roles: map[string]string{"clerk": "clerk", "boss": "lead"},
		Trust: map[string]identity.Trust{"high": identity.TrustHigh},
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var told map[string]any
		if json.Unmarshal(raw, &told) != nil {
			return
		}
		c := oidc.Read(config, told)
		for _, r := range c.Roles {
			if !slices.Contains([]string{"clerk", "lead"}, r) {
				t.Fatalf("role %q", r)
			}
		}
		if c.Trust != identity.TrustEmail && (c.Trust != identity.TrustHigh || told["acr"] != "high") {
			t.Fatalf("trust %q of %v", c.Trust, told["acr"])
		}
		if c.Subject != "subject" || c.Issuer != "https://issuer.example" || c.BirthDate != "" && len(c.BirthDate) != 10 {
			t.Fatalf("%+v", c)
		}
	})
}
