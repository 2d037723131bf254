package office

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Ports are the outside worlds, opened. A test fills them with fakes; a city's program with its own.
type Ports struct {
	Store      documents.Store
	Vault      audit.Vault
	Scanner    documents.Scanner // nil: the city has configured "scanner: none"
	PDF        documents.Pages
	Pictures   documents.Pages
	Mailer     messages.Mailer
	Renderer   letters.Renderer
	Translator cases.Translator // nil: none is configured
	Pusher     frontdesk.Pusher // nil: none is configured
	Doors      []identity.Door

	keys audit.Keyring
}

// OpenPorts opens what the configuration names.
func OpenPorts(ctx context.Context, cfg Config, plugins plugin.List, clk clock.Clock, log *slog.Logger) (*Ports, error) {
	p := &Ports{}
	deps := plugin.Deps{Clock: clk, Log: log}
	var faults []error
	fill(ctx, &p.Store, cfg.Objects, "documents.Store", plugins, deps, &faults)
	fill(ctx, &p.Vault, cfg.Vault, "audit.Vault", plugins, deps, &faults)
	fill(ctx, &p.PDF, cfg.Pages, "documents.Pages", plugins, deps, &faults)
	fill(ctx, &p.Mailer, cfg.Mail, "messages.Mailer", plugins, deps, &faults)
	fill(ctx, &p.Renderer, cfg.Typst, "letters.Renderer", plugins, deps, &faults)
	if cfg.Scanner.Use != None {
		fill(ctx, &p.Scanner, cfg.Scanner, "documents.Scanner", plugins, deps, &faults)
	}
	if cfg.Translator.Use != "" {
		fill(ctx, &p.Translator, cfg.Translator, "cases.Translator", plugins, deps, &faults)
	}
	if cfg.Push.Use != "" {
		fill(ctx, &p.Pusher, cfg.Push, "frontdesk.Pusher", plugins, deps, &faults)
	}
	for _, door := range []struct {
		section Section
		kind    identity.AccountKind
	}{{cfg.Staff, identity.KindStaff}, {cfg.Applicants, identity.KindApplicant}} {
		var provider identity.Provider
		fill(ctx, &provider, door.section, "identity.Provider", plugins, deps, &faults)
		p.Doors = append(p.Doors, identity.Door{Provider: provider, Kind: door.kind})
	}
	fill(ctx, &p.Pictures, cfg.pictures(), "documents.Pages", plugins, deps, &faults)
	var err error
	if p.keys, err = cfg.keyring(); err != nil {
		faults = append(faults, err)
	}
	return p, errors.Join(faults...)
}

func fill[T any](ctx context.Context, port *T, s Section, name string, plugins plugin.List, deps plugin.Deps, faults *[]error) {
	opened, err := plugin.Open[T](ctx, plugins, name, s.Use, s.With, deps)
	if err != nil {
		*faults = append(*faults, err)
		return
	}
	*port = opened
}

func (p *Ports) translate() messages.Translate {
	if p.Translator == nil {
		return nil
	}
	return p.Translator.Translate
}

// closers are the ports that must be closed at the end.
func (p *Ports) closers() []io.Closer {
	var found []io.Closer
	for _, port := range p.all() {
		if c, ok := port.(io.Closer); ok {
			found = append(found, c)
		}
	}
	return found
}

// Prepare brings the partners into the state that the office needs: buckets, rules. It can be repeated.
func (p *Ports) Prepare(ctx context.Context) error {
	var faults []error
	for _, port := range p.all() {
		if preparer, ok := port.(plugin.Preparer); ok {
			faults = append(faults, preparer.Prepare(ctx))
		}
	}
	return errors.Join(faults...)
}

func (p *Ports) all() []any {
	return []any{p.Store, p.Vault, p.Scanner, p.PDF, p.Pictures, p.Mailer, p.Renderer, p.Translator, p.Pusher}
}
