// Package remuneration is what an interpreter or translator is paid: arithmetic with a law (JVEG, by VwVfG §23(2) sentence 4), and no table of its own.
//
// Tariffs are data of the city with validity and source: the law's, and framework contracts beside it. Each line of a bill says its law and why. Money is
// cents; one function rounds.
package remuneration
