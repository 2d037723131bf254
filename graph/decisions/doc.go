// Package decisionsgql is the part of the schema about decisions: it adds hearing, decision and delivery to the types of a case.
package decisionsgql
