package images

import (
	"errors"
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
)

// childSwitch is set for the process that decodes one picture.
const childSwitch = "ANKUNFT_PICTURE_CHILD"

// How a child ends.
const (
	exitDamaged  = 10
	exitTooLarge = 11
	exitNotOurs  = 12 // the file could not be read, or the child was called wrongly
)

var hooked atomic.Bool

// Child does the work and ends the process if this process was started to decode a picture; otherwise it returns at once.
// Call it first thing in main, and in TestMain of tests that use New.
func Child() {
	hooked.Store(true)
	if os.Getenv(childSwitch) == "" {
		return
	}
	os.Exit(work(os.Args[1:]))
}

func work(args []string) int {
	if len(args) != 6 {
		return exitNotOurs
	}
	var numbers [4]int // edge, megapixels, memory, seconds
	for i := range numbers {
		n, err := strconv.Atoi(args[2+i])
		if err != nil {
			return exitNotOurs
		}
		numbers[i] = n
	}
	if err := confine(numbers[2], numbers[3]); err != nil {
		return exitNotOurs
	}
	file, err := os.Open(args[1])
	if err != nil {
		return exitNotOurs
	}
	defer file.Close()
	maxPixels := numbers[1] * 1_000_000
	if args[0] == "look" {
		_, err = Measure(file, maxPixels)
	} else {
		err = Paint(file, os.Stdout, numbers[0], maxPixels)
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errTooLarge):
		return exitTooLarge
	default:
		return exitDamaged
	}
}

// confine takes from this process what it could harm others with. No core is left behind: it would hold the picture.
func confine(memoryMB, seconds int) error {
	limit := func(what int, value uint64) error {
		return syscall.Setrlimit(what, &syscall.Rlimit{Cur: value, Max: value})
	}
	err := errors.Join(limit(syscall.RLIMIT_CPU, uint64(seconds)), limit(syscall.RLIMIT_CORE, 0), limit(syscall.RLIMIT_FSIZE, maxPicture))
	if !underRace { // the race detector maps terabytes that it never uses
		err = errors.Join(err, limit(syscall.RLIMIT_AS, uint64(memoryMB)<<20))
	}
	return err
}
