package audit

import (
	"context"

	"github.com/ankunft/ankunft/platform/errs"
)

// ErrNotInVault says that the vault holds nothing of that name.
var ErrNotInVault = errs.New(errs.NotFound, "audit.not_in_vault")

// ErrVaultSealed says that the vault already holds something of that name: what is in it is never replaced.
var ErrVaultSealed = errs.New(errs.Conflict, "audit.vault_sealed")

// ErrVaultUnavailable says that the vault could not be reached: try again later.
var ErrVaultUnavailable = errs.New(errs.Unavailable, "audit.vault_unavailable")

// Vault is locked storage for checkpoints, outside the database: what was put in cannot be changed or removed
// before its retention has passed, not by us either.
type Vault interface {
	// Put stores body under name; ErrVaultSealed when the name is taken, whatever it holds.
	Put(ctx context.Context, name string, body []byte) error
	// Get returns what was first put under name; ErrNotInVault when nothing was.
	Get(ctx context.Context, name string) ([]byte, error)
	// List names all that is in the vault, in rising order of bytes.
	List(ctx context.Context) ([]string, error)
}
