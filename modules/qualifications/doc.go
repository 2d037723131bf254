// Package qualifications knows which languages members of staff speak and what they are qualified for. They say so themselves, a lead or the training office certifies
// it by what they have seen, and it may end. Who sits where, and what a case asks of who works on it, are ports: rooms above know that.
package qualifications
