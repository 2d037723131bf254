package letters

// SweepArgs is the job that looks for letters nobody retrieved.
var SweepArgs = sweepArgs
