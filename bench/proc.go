package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// ticks is how many of the kernel's clock ticks make a second: 100 on every Linux that Go runs on.
const ticks = 100

// cpu is the time that a process has used, in seconds; ended children of it included.
func cpu(pid int) float64 {
	fields := stat(pid)
	if len(fields) < 17 {
		return 0
	}
	sum := 0.0
	for _, f := range fields[11:15] { // utime, stime, cutime, cstime
		n, _ := strconv.ParseFloat(f, 64)
		sum += n
	}
	return sum / ticks
}

// stat are the fields of /proc/pid/stat after the name, the state first.
func stat(pid int) []string {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
}

// cpuOfChildren is the time of a process and of those that it started: PostgreSQL with its backends.
func cpuOfChildren(parent int) float64 {
	sum := cpu(parent)
	dirs, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well-formed
	for _, d := range dirs {
		pid, _ := strconv.Atoi(filepath.Base(d))
		if f := stat(pid); len(f) > 1 && f[1] == strconv.Itoa(parent) {
			sum += cpu(pid)
		}
	}
	return sum
}

// memory is what a process holds and the most that it ever held, in MB.
func memory(pid int) (now, peak float64) {
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // a process that is gone holds nothing
	for line := range strings.Lines(string(raw)) {
		name, value, _ := strings.Cut(line, ":")
		f := strings.Fields(value)
		if len(f) == 0 {
			continue
		}
		kB, _ := strconv.ParseFloat(f[0], 64)
		switch name {
		case "VmRSS":
			now = kB / 1024
		case "VmHWM":
			peak = kB / 1024
		}
	}
	return now, peak
}

// machine names what was measured on.
func machine() string {
	model, ram := "unknown processor", 0.0
	raw, _ := os.ReadFile("/proc/cpuinfo") // elsewhere the name is missing
	for line := range strings.Lines(string(raw)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	raw, _ = os.ReadFile("/proc/meminfo")
	if f := strings.Fields(string(raw)); len(f) > 1 {
		kB, _ := strconv.ParseFloat(f[1], 64)
		ram = kB / 1024 / 1024
	}
	return fmt.Sprintf("%d cores (%s), %.0f GB of memory, %s/%s, %s", runtime.NumCPU(), model, ram, runtime.GOOS, runtime.GOARCH, runtime.Version())
}
