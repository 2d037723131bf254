// Package documentsgql is documents' part of the schema, and the way to the pictures of pages.
package documentsgql

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
)

// The inputs of the schema that are ids and numbers only.
type (
	// SignParts asks for the addresses of pieces.
	SignParts struct {
		File    uuid.UUID
		Numbers []int
	}
	// CompleteUpload says that all pieces were sent.
	CompleteUpload struct{ File uuid.UUID }
	// CancelUpload gives up an upload.
	CancelUpload struct{ File uuid.UUID }
	// RemoveFile takes a file out of its document.
	RemoveFile struct{ File uuid.UUID }
	// ArrangeFiles puts the files of a document into another order.
	ArrangeFiles struct {
		Document uuid.UUID
		Version  int
		Files    []uuid.UUID
	}
)

// mayRead says whether a member of staff sees papers of others at all: of cases, or of colleagues who learn. Which those are, says what they hang on, in SQL.
func mayRead(v *identity.Viewer) bool {
	return v.Kind == identity.KindStaff && (v.Can("documents.read") || v.Can("training.keep"))
}

// Resolver resolves the part of the schema about papers.
type Resolver struct{ Documents *documents.Service }

// Query resolves its queries.
type Query struct{ Resolver }

// Document is a paper of a case that the viewer may read.
func (q Query) Document(ctx context.Context, id uuid.UUID) (*documents.Document, error) {
	return q.Documents.Read(ctx, id)
}

// MyDocument is the viewer's own paper.
func (q Query) MyDocument(ctx context.Context, id uuid.UUID) (*documents.Document, error) {
	return q.Documents.Own(ctx, account(ctx), id)
}

// OpenUploads lists what the viewer broke off.
func (q Query) OpenUploads(ctx context.Context, kind documents.SubjectKind, subject uuid.UUID) ([]documents.Upload, error) {
	uploads, err := q.Documents.OpenUploads(ctx, account(ctx), kind, subject)
	shown := make([]documents.Upload, len(uploads))
	for i, u := range uploads {
		shown[i] = *u
	}
	return shown, err
}

// ReferralPapers are what somebody signed to be referred.
func (q Query) ReferralPapers(ctx context.Context, referral uuid.UUID) ([]documents.Document, error) {
	list, err := q.Documents.ReadSubject(ctx, audit.Record{Kind: string(documents.SubjectReferral), ID: referral})
	shown := make([]documents.Document, len(list))
	for i, d := range list {
		shown[i] = *d
	}
	return shown, err
}

// Mutation resolves documents' mutations.
type Mutation struct{ Resolver }

// BeginUpload announces a file.
func (m Mutation) BeginUpload(ctx context.Context, input documents.BeginUpload) (*documents.Upload, error) {
	return m.Documents.BeginUpload(ctx, account(ctx), input)
}

// SignParts yields where pieces go.
func (m Mutation) SignParts(ctx context.Context, input SignParts) ([]documents.UploadPart, error) {
	return m.Documents.SignParts(ctx, account(ctx), input.File, input.Numbers)
}

// CompleteUpload puts a file into quarantine.
func (m Mutation) CompleteUpload(ctx context.Context, input CompleteUpload) (*documents.File, error) {
	return m.Documents.CompleteUpload(ctx, account(ctx), input.File)
}

// CancelUpload gives up an upload.
func (m Mutation) CancelUpload(ctx context.Context, input CancelUpload) (*documents.Document, error) {
	return m.Documents.CancelUpload(ctx, account(ctx), input.File)
}

// RemoveFile takes a file out of its document.
func (m Mutation) RemoveFile(ctx context.Context, input RemoveFile) (*documents.Document, error) {
	return m.Documents.RemoveFile(ctx, account(ctx), input.File)
}

// ArrangeFiles puts files into another order.
func (m Mutation) ArrangeFiles(ctx context.Context, input ArrangeFiles) (*documents.Document, error) {
	return m.Documents.ArrangeFiles(ctx, account(ctx), input.Document, input.Version, input.Files)
}

func account(ctx context.Context) uuid.UUID { return identity.ViewerFrom(ctx).AccountID }

// DocumentResolver resolves the fields of a Document that depend on the viewer.
type DocumentResolver struct{}

// Permitted says what the viewer may do with the document now.
func (DocumentResolver) Permitted(ctx context.Context, d *documents.Document) ([]string, error) {
	v := identity.ViewerFrom(ctx)
	if d.AccountID == nil || *d.AccountID != v.AccountID || !d.Open() {
		return []string{}, nil
	}
	return []string{"add_file", "remove_file", "arrange"}, nil
}

// FileResolver resolves the addresses of a File.
type FileResolver struct{}

// PageUrls are where the pictures of the pages are.
func (FileResolver) PageUrls(ctx context.Context, f *documents.File) ([]string, error) {
	urls := []string{}
	if !shown(identity.ViewerFrom(ctx), f) {
		return urls, nil
	}
	for n := 1; n <= f.PageCount; n++ {
		urls = append(urls, fmt.Sprintf("%s%s/pages/%d", root, f.ID, n))
	}
	return urls, nil
}

// ThumbURL is where the small picture of the first page is.
func (FileResolver) ThumbURL(ctx context.Context, f *documents.File) (*string, error) {
	if !shown(identity.ViewerFrom(ctx), f) {
		return nil, nil // null
	}
	url := root + f.ID.String() + "/thumb"
	return &url, nil
}

// OriginalURL is where staff download the file as it was sent.
func (FileResolver) OriginalURL(ctx context.Context, f *documents.File) (*string, error) {
	v := identity.ViewerFrom(ctx)
	if !mayRead(v) || !shown(v, f) {
		return nil, nil // null
	}
	url := root + f.ID.String() + "/original"
	return &url, nil
}

// shown spares the viewer addresses that would not answer; the rights themselves are checked there.
func shown(v *identity.Viewer, f *documents.File) bool {
	if mayRead(v) {
		return f.Visible()
	}
	return f.Visible() && f.AccountID != nil && *f.AccountID == v.AccountID
}
