// Package capacity knows what times an office could give: the city's rules, the plan of sites, counters and weeks, and the day as bits. It keeps
// nothing and books nothing.
//
// A day at a counter is 288 cells of five minutes, one bit each (Mask). The plan makes a mask of what is open, cut into the shares of the
// release; whoever keeps what is taken hands in another (Taken). What is free is the difference: free times of sixty days are a few operations
// on words, however many appointments there are. Times are wall time: a counter that opens at eight does so before and after the change of the
// clocks, and the hour that is skipped or comes twice is never given.
package capacity
