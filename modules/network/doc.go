// Package network is about the house's neighbours: whom the office knows that helps, the people it refers to them with their consent, and the tables at which they meet.
//
// Nothing of a person leaves the house without their consent: the table of referrals refuses it. What is passed on is chosen field by field and shown before; a
// withdrawal ends the partner's view in the same moment, and some days after the end it is emptied. Who the members are, and what their tasks let them see, is
// known by partners, below.
package network
