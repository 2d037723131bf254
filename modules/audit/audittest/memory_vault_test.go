package audittest_test

import (
	"errors"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
)

func TestMemoryVault(t *testing.T) {
	t.Parallel()
	audittest.ExerciseVault(t, audittest.NewMemoryVault())
}

func TestMemoryVaultCanBeDownAndTamperedWith(t *testing.T) {
	t.Parallel()
	vault := audittest.NewMemoryVault()
	vault.Down(true)
	if err := vault.Put(t.Context(), "a", nil); !errors.Is(err, audit.ErrVaultUnavailable) {
		t.Fatalf("put: %v", err)
	}
	vault.Down(false)
	vault.Tamper("a", []byte("forged"))
	if body, err := vault.Get(t.Context(), "a"); err != nil || string(body) != "forged" {
		t.Fatalf("get: %q, %v", body, err)
	}
}
