// Package outlookgql is the outlook's part of the schema: lead times and opening hours for everybody, load and what-if for who plans.
package outlookgql
