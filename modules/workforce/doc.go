// Package workforce keeps the posts of the office: what each is worth, who fills it since when, what is vacant and advertised, and whose secondment ends. All of it is
// periods; nothing is overwritten. The personnel office brings its list, sees first what it would change, and names what it saw when it lets that happen.
package workforce
