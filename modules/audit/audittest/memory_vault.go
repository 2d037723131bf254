// Package audittest holds what tests of other packages need of audit: a vault in memory and the suite
// that every vault has to pass.
package audittest

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/ankunft/ankunft/modules/audit"
)

// MemoryVault is an audit.Vault in memory.
type MemoryVault struct {
	mu    sync.Mutex
	down  bool
	items map[string][]byte
}

var _ audit.Vault = (*MemoryVault)(nil)

// NewMemoryVault returns an empty vault.
func NewMemoryVault() *MemoryVault { return &MemoryVault{items: map[string][]byte{}} }

// Down makes every call fail with audit.ErrVaultUnavailable until it is called with false.
func (v *MemoryVault) Down(down bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.down = down
}

// Tamper replaces an item behind the vault's back, which a real one makes impossible.
func (v *MemoryVault) Tamper(name string, body []byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.items[name] = bytes.Clone(body)
}

// Put implements audit.Vault.
func (v *MemoryVault) Put(_ context.Context, name string, body []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.down {
		return audit.ErrVaultUnavailable
	}
	if _, taken := v.items[name]; taken {
		return audit.ErrVaultSealed
	}
	v.items[name] = bytes.Clone(body)
	return nil
}

// Get implements audit.Vault.
func (v *MemoryVault) Get(_ context.Context, name string) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.down {
		return nil, audit.ErrVaultUnavailable
	}
	body, ok := v.items[name]
	if !ok {
		return nil, audit.ErrNotInVault
	}
	return bytes.Clone(body), nil
}

// List implements audit.Vault.
func (v *MemoryVault) List(context.Context) ([]string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.down {
		return nil, audit.ErrVaultUnavailable
	}
	return slices.Sorted(maps.Keys(v.items)), nil
}
