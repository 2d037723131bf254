// Package frontdeskgql is the part of the schema about the house on the day.
package frontdeskgql
