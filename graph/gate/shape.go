package gate

import "github.com/vektah/gqlparser/v2/ast"

// shape counts while it walks; over names the first limit that was passed and ends the walk.
type shape struct {
	limits   Limits
	doc      *ast.QueryDocument
	visiting map[string]bool

	fields, roots, aliases, directives int
	over                               string
}

func (s *shape) walk(set ast.SelectionSet, depth int) {
	for _, sel := range set {
		if s.over != "" {
			return
		}
		switch sel := sel.(type) {
		case *ast.Field:
			s.field(sel, depth)
		case *ast.InlineFragment:
			s.fragment(sel.Directives, sel.SelectionSet, depth)
		case *ast.FragmentSpread:
			s.spread(sel, depth)
		}
	}
}

func (s *shape) field(f *ast.Field, depth int) {
	s.fields++
	s.directives += len(f.Directives)
	if depth == 1 {
		s.roots++
	}
	if f.Alias != f.Name {
		s.aliases++
	}
	s.check(depth)
	s.walk(f.SelectionSet, depth+1)
}

// fragment counts as a field, so that empty nests of fragments are bounded too.
func (s *shape) fragment(directives ast.DirectiveList, set ast.SelectionSet, depth int) {
	s.fields++
	s.directives += len(directives)
	s.check(depth)
	s.walk(set, depth)
}

func (s *shape) spread(sel *ast.FragmentSpread, depth int) {
	if s.visiting[sel.Name] {
		s.over = "a fragment inside itself"
		return
	}
	f := s.doc.Fragments.ForName(sel.Name)
	if f == nil {
		return // validation will say so
	}
	s.visiting[sel.Name] = true
	s.fragment(sel.Directives, f.SelectionSet, depth)
	delete(s.visiting, sel.Name)
}

func (s *shape) check(depth int) {
	switch l := s.limits; {
	case s.over != "":
	case depth > l.Depth:
		s.over = "too deep"
	case s.fields > l.Fields:
		s.over = "too many fields"
	case s.roots > l.Roots:
		s.over = "too many fields at the root"
	case s.aliases > l.Aliases:
		s.over = "too many aliases"
	case s.directives > l.Directives:
		s.over = "too many directives"
	}
}
