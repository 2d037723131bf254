// Package persons knows who someone is: names, family, titles held, consents, representatives, and which account speaks for whom.
//
// A name and a birth date are no secret. Who types them must not learn what the office knows about their bearer. So an account is
// joined to someone already on file without a clerk only when its identity provider vouches for these attributes at the level of
// trust "substantial" or higher, they agree with what was typed, nothing contradicts, exactly one person fits, and nobody else's
// account speaks for that person. In every other case [Service.ResolveFamilyTx] makes a provisional person and asks a clerk by a
// [MatchProposal]; until then nothing on file is reused, shown or even hinted at.
//
// A merge leaves the provisional record behind as a signpost and tells [Merged], so that modules above point to the person on file.
// Events and audit hold ids only; [Service.EraseTx] empties a record without breaking a trail.
package persons
