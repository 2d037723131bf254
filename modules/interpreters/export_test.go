package interpreters

// OfferLink is the link that the mail of an offer brings.
func OfferLink(s *Service, o *Offer) string { return s.links().Link(toAnswer, o.ID, *o.Until) }
