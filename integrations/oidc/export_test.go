package oidc

import "github.com/ankunft/ankunft/modules/identity"

// Read translates claims as they were told into the office's words.
func Read(c Config, told map[string]any) identity.Claims {
	return c.read("https://issuer.example", "subject", told)
}
