package clamav

// Verdict reads clamd's answer.
var Verdict = verdict
