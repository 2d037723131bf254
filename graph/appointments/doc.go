// Package appointmentsgql is the part of the schema about appointments.
package appointmentsgql
