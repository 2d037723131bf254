package seed

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
)

// hand works on one story at a time, in an office of its own whose clock it moves.
type hand struct {
	*office.Office
	ctx   context.Context // the life of the filling
	clock *clock.Fixed
	http  *http.Client
	staff map[string]*identity.Viewer

	pdf, pictures documents.Pages
	printer       *printer
}

// as is the context in which somebody acts.
func (h *hand) as(v *identity.Viewer) context.Context { return identity.WithViewer(h.ctx, v) }

// by is the context in which a member of staff acts.
func (h *hand) by(username string) context.Context { return h.as(h.staff[username]) }

// pass lets a little time go by.
func (h *hand) pass() { h.clock.Advance(97 * time.Second) }

func (h *hand) today() clock.Date { return clock.Today(h.clock.Now()) }

// language is a person's, where the city speaks it.
func (h *hand) language(lang string) string {
	if slices.Contains(h.Catalogue.City().Languages, lang) {
		return lang
	}
	return catalogue.German
}

// title is what an item is called in German.
func (h *hand) title(service, item string) string {
	o, err := h.Catalogue.Offer(h.ctx, service)
	if err != nil {
		return item
	}
	return o.Text(catalogue.German, "items."+item+".title")
}

// viewer is a member of staff with all that was granted.
func viewer(s Staff, account uuid.UUID) *identity.Viewer {
	var rights []identity.Right
	for _, g := range s.Grants {
		r := identity.Right{Role: g.Role, Teams: g.Teams, Decide: g.Decide, Approve: g.Approve}
		if slices.Contains(g.Teams, identity.EveryTeam) {
			r.Teams, r.AllTeams = nil, true
		}
		rights = append(rights, r)
	}
	v := identity.StaffViewer(account, rights...)
	v.Name = s.Name()
	return v
}
