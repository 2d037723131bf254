// Package workforcegql is the part of the schema about posts.
package workforcegql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/sheet"
)

// Resolver resolves the part of posts.
type Resolver struct{ Workforce *workforce.Service }

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// The types of this part.
type (
	// PostPage is one page of posts.
	PostPage struct {
		Items []Post
		Next  *string
	}
	// Post is a post as it stands.
	Post struct {
		ID                   uuid.UUID
		Number, Title, Grade string
		Share, Filled        int
		Team                 string
		VacantSince          clock.Date
		From, Until          clock.Date
		Fillings             []PostFilling
		Adverts              []PostAdvert
		Terms                []PostTerm
		Version              int
		Permitted            []string
	}
	// PostFilling is that somebody fills it.
	PostFilling struct {
		ID          uuid.UUID
		Name        string
		Kind        workforce.FillingKind
		Share       int
		From, Until clock.Date
		Now         bool
		Beyond      string
	}
	// PostAdvert is when it was advertised.
	PostAdvert struct{ From, Until clock.Date }
	// PostTerm is what it was.
	PostTerm struct {
		From, Until  clock.Date
		Title, Grade string
		Share        int
		Team         string
	}
	// EndingPost is a filling that ends.
	EndingPost struct {
		ID, Post            uuid.UUID
		Number, Title, Team string
		Name                string
		Kind                workforce.FillingKind
		Share               int
		Until               clock.Date
	}
	// PostFigures is how posts were filled.
	PostFigures struct {
		Months      []workforce.Month
		DaysToFill  *int
		Filled      *int
		Fluctuation *int
	}
	// PostImport tells what a list changes.
	PostImport struct {
		AsOf      clock.Date
		Lines     int
		Faults    []sheet.CellFault
		Changes   []workforce.PostChange
		Unchanged int
		Digest    string
		Done      bool
	}
)

// Posts lists posts.
func (q Query) Posts(ctx context.Context, filter *workforce.PostFilter, first *int, after *string) (*PostPage, error) {
	if filter == nil {
		filter = &workforce.PostFilter{}
	}
	args := page.Args{}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	p, err := q.Workforce.List(ctx, *filter, args)
	if err != nil {
		return nil, err
	}
	out := &PostPage{Items: []Post{}}
	for _, row := range p.Items {
		out.Items = append(out.Items, *q.shown(ctx, row))
	}
	if p.Next != "" {
		out.Next = &p.Next
	}
	return out, nil
}

func (r Resolver) shown(ctx context.Context, row *workforce.PostRow) *Post {
	p := &Post{
		ID: row.ID, Number: row.Number, Title: row.Title, Grade: row.Grade, Share: row.Share, Filled: row.Filled, Team: row.Team, VacantSince: row.VacantSince,
		From: row.FromOn, Until: row.UntilOn, Fillings: []PostFilling{}, Adverts: []PostAdvert{}, Terms: []PostTerm{}, Version: row.Version, Permitted: []string{},
	}
	today := clock.Today(r.Workforce.DB.Clock.Now())
	for _, f := range row.Fillings {
		now := !today.Before(f.FromOn) && (f.UntilOn.IsZero() || !f.UntilOn.Before(today))
		p.Fillings = append(p.Fillings, PostFilling{f.ID, f.Name, f.Kind, f.Share, f.FromOn, f.UntilOn, now, f.Beyond})
	}
	for _, a := range row.Adverts {
		p.Adverts = append(p.Adverts, PostAdvert{a.FromOn, a.UntilOn})
	}
	for _, t := range row.Terms {
		p.Terms = append(p.Terms, PostTerm{t.FromOn, t.UntilOn, t.Title, t.Grade, t.Share, t.Team})
	}
	if identity.ViewerFrom(ctx).CanInTeam(workforce.ActionKeep, row.Team) {
		p.Permitted = append(p.Permitted, "changePost")
	}
	return p
}

// PostFigures tells how posts were filled.
func (q Query) PostFigures(ctx context.Context, team *string) (*PostFigures, error) {
	of := ""
	if team != nil {
		of = *team
	}
	f, err := q.Workforce.Figures(ctx, of)
	if err != nil {
		return nil, err
	}
	return &PostFigures{f.Months, f.DaysToFill, f.Filled, f.PerMille}, nil
}

// PostSums tells how the posts of teams stand.
func (q Query) PostSums(ctx context.Context) ([]workforce.Sum, error) { return q.Workforce.Sums(ctx) }

// EndingPosts tells who leaves.
func (q Query) EndingPosts(ctx context.Context) ([]EndingPost, error) {
	list, err := q.Workforce.Ending(ctx)
	shown := make([]EndingPost, len(list))
	for i, e := range list {
		shown[i] = EndingPost{e.ID, e.PostID, e.Number, e.Title, e.Team, e.Name, e.Kind, e.Share, e.UntilOn}
	}
	return shown, err
}

// OpenPost makes a post.
func (m Mutation) OpenPost(ctx context.Context, input workforce.OpenPost) (*Post, error) {
	id, err := m.Workforce.Open(ctx, input)
	return m.after(ctx, id, err)
}

// ChangePost says what a post is from a day on.
func (m Mutation) ChangePost(ctx context.Context, input workforce.ChangePost) (*Post, error) {
	return m.after(ctx, input.ID, m.Workforce.Change(ctx, input))
}

// ClosePost ends a post.
func (m Mutation) ClosePost(ctx context.Context, input workforce.ClosePost) (bool, error) {
	err := m.Workforce.Close(ctx, input)
	return err == nil, err
}

// FillPost puts somebody on a post.
func (m Mutation) FillPost(ctx context.Context, input workforce.FillPost) (*Post, error) {
	return m.after(ctx, input.ID, m.Workforce.Fill(ctx, input))
}

// LeavePost says until when somebody fills a post.
func (m Mutation) LeavePost(ctx context.Context, input workforce.LeavePost) (*Post, error) {
	return m.after(ctx, input.ID, m.Workforce.Leave(ctx, input))
}

// AdvertisePost says when a post is advertised.
func (m Mutation) AdvertisePost(ctx context.Context, input workforce.AdvertisePost) (*Post, error) {
	return m.after(ctx, input.ID, m.Workforce.Advertise(ctx, input))
}

// ImportPosts compares a list, and does what was seen.
func (m Mutation) ImportPosts(ctx context.Context, input workforce.ImportPosts) (*PostImport, error) {
	r, err := m.Workforce.Import(ctx, input)
	if err != nil {
		return nil, err
	}
	return &PostImport{r.AsOf, r.Lines, append([]sheet.CellFault{}, r.Faults...), r.Changes, r.Same, r.Digest, r.Done}, nil
}

// after reads a post that was changed.
func (r Resolver) after(ctx context.Context, id uuid.UUID, err error) (*Post, error) {
	if err != nil {
		return nil, err
	}
	row, err := r.Workforce.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return r.shown(ctx, row), nil
}
