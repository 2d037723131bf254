package audittest

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/ids"
)

// ExerciseVault is the suite that every audit.Vault has to pass. The vault may hold other things already.
func ExerciseVault(t *testing.T, vault audit.Vault) {
	t.Helper()
	t.Run("keeps what is put in", func(t *testing.T) {
		t.Parallel()
		name, body := newName(), []byte(`{"checkpoint":1}`)
		if err := vault.Put(t.Context(), name, body); err != nil {
			t.Fatalf("put: %v", err)
		}
		mustHold(t, vault, name, body)
	})
	t.Run("never replaces", func(t *testing.T) {
		t.Parallel()
		name := newName()
		if err := vault.Put(t.Context(), name, []byte("true")); err != nil {
			t.Fatalf("put: %v", err)
		}
		for _, second := range []string{"forged", "true"} {
			if err := vault.Put(t.Context(), name, []byte(second)); !errors.Is(err, audit.ErrVaultSealed) {
				t.Errorf("a second put of %q: %v", second, err)
			}
		}
		mustHold(t, vault, name, []byte("true"))
	})
	t.Run("lets one of many win", func(t *testing.T) {
		t.Parallel()
		name := newName()
		var won [8]bool
		var all sync.WaitGroup
		for i := range won {
			all.Go(func() {
				err := vault.Put(t.Context(), name, []byte{byte(i)})
				won[i] = err == nil
				if err != nil && !errors.Is(err, audit.ErrVaultSealed) {
					t.Errorf("put: %v", err)
				}
			})
		}
		all.Wait()
		held, err := vault.Get(t.Context(), name)
		if err != nil || len(held) != 1 || !won[held[0]] {
			t.Errorf("the vault holds %v (%v), winners: %v", held, err, won)
		}
	})
	t.Run("says when there is nothing", func(t *testing.T) {
		t.Parallel()
		if _, err := vault.Get(t.Context(), newName()); !errors.Is(err, audit.ErrNotInVault) {
			t.Errorf("get: %v", err)
		}
	})
	t.Run("lists all in order", func(t *testing.T) {
		t.Parallel()
		mine := []string{newName(), newName(), newName()}
		for _, name := range slices.Backward(mine) {
			if err := vault.Put(t.Context(), name, []byte(name)); err != nil {
				t.Fatalf("put: %v", err)
			}
		}
		all, err := vault.List(t.Context())
		if err != nil || !slices.IsSorted(all) {
			t.Fatalf("list: %v, sorted: %t", err, slices.IsSorted(all))
		}
		for _, name := range mine {
			if !slices.Contains(all, name) {
				t.Errorf("%s is missing from the list", name)
			}
		}
	})
}

func newName() string { return "exercise-" + ids.New().String() + ".json" }

func mustHold(t *testing.T, vault audit.Vault, name string, want []byte) {
	t.Helper()
	got, err := vault.Get(t.Context(), name)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("the vault holds %q (%v) instead of %q", got, err, want)
	}
}
