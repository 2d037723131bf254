// Package partners is about external people who work with the office: guards, counsellors, members of commissions. Each has a task with its days, and sees what that
// task needs and no more: shifts, briefings to be confirmed as read, today's visitors without their reasons, incidents.
//
// They log in like everybody else, by a link to the mailbox that is kept here; what they are for the office hangs on the task alone. When it ends, nothing is
// left for them. Which tasks there are and what each sees stands in the city's partners.yaml.
package partners
