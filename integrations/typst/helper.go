package typst

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/exec"
	"sync"
	"time"

	"github.com/ankunft/ankunft/modules/letters"
)

// maxJobs is after how many letters a process is replaced, lest it grow for ever.
const maxJobs = 500

// startTime is how long a process may take to be ready; usually a fifth of a second.
const startTime = 20 * time.Second

// helperEngine keeps up to so many Node processes as letters are set at once; each sets one letter at a time, so that a letter
// that hangs is ended by ending its process, and hurts no other.
type helperEngine struct {
	node, folder string
	fonts        []string
	timeout      time.Duration
	maxAnswer    int
	log          *slog.Logger
	idle         chan *process

	mu     sync.Mutex
	closed bool
}

type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	jobs   int
}

type request struct {
	Main     string            `json:"main"`
	Files    map[string][]byte `json:"files"`
	Standard string            `json:"standard"`
	Created  int64             `json:"created"`
}

type answer struct {
	PDF   []byte `json:"pdf"`
	Fault string `json:"fault"`
}

func newHelperEngine(node, folder string, fonts []string, slots int, r *Renderer, log *slog.Logger) *helperEngine {
	return &helperEngine{
		node: node, folder: folder, fonts: fonts, log: log, timeout: r.timeout,
		maxAnswer: r.maxPDF/3*4 + 64<<10, // base64, and the words around it
		idle:      make(chan *process, slots),
	}
}

func (e *helperEngine) render(ctx context.Context, job letters.Job) ([]byte, error) {
	files := make(map[string][]byte, len(job.Files)+1)
	for name, content := range job.Files {
		files[name] = content
	}
	files[letters.DataFile] = job.Data
	line, err := json.Marshal(request{Main: job.Main, Files: files, Standard: job.Standard, Created: job.CreatedAt.Unix()})
	if err != nil {
		return nil, letters.ErrTemplate.Because(err)
	}
	line = append(line, '\n')
	for again := true; ; again = false {
		p, err := e.take()
		if err != nil {
			return nil, letters.ErrRendererUnavailable.Because(err)
		}
		used := p.jobs > 0
		got, err := e.ask(ctx, p, line)
		if err == nil {
			e.giveBack(p)
			if got.Fault != "" {
				return nil, faultOf(got.Fault, "")
			}
			return got.PDF, nil
		}
		p.end()
		e.log.Warn("letter helper ended", "after_letters", p.jobs, "reason", err)
		// One that had worked before may have died while idle: that is not this letter's fault.
		if !again || !used || ctx.Err() != nil || !errors.Is(err, letters.ErrRendererUnavailable) {
			return nil, err
		}
	}
}

// ask sends one line and reads one, within the time for a letter; when that or ctx ends first it ends the process, which ends the
// reading. After an error the process is of no more use.
func (e *helperEngine) ask(ctx context.Context, p *process, line []byte) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	alive := context.AfterFunc(ctx, func() { _ = p.cmd.Process.Kill() })
	p.jobs++
	var got answer
	_, err := p.stdin.Write(line)
	if err != nil {
		err = letters.ErrRendererUnavailable.Because(err)
	} else {
		var reply []byte
		if reply, err = readLine(p.stdout, e.maxAnswer); err == nil {
			err = json.Unmarshal(reply, &got)
		}
	}
	if !alive() {
		return got, letters.ErrRendererUnavailable.Because(context.Cause(ctx))
	}
	return got, err
}

// take returns an idle process or starts one. The Renderer's slots bound how many there are.
func (e *helperEngine) take() (*process, error) {
	select {
	case p := <-e.idle:
		return p, nil
	default:
		return e.start()
	}
}

func (e *helperEngine) start() (*process, error) {
	// The process outlives the request that started it; it ends with its input, and so with this program.
	cmd := exec.Command(e.node, append([]string{"--max-old-space-size=256", "helper.mjs"}, e.fonts...)...)
	cmd.Dir = e.folder
	cmd.Env = environment()
	cmd.WaitDelay = time.Second
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start letter helper: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start letter helper: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start letter helper: %w", err)
	}
	p := &process{cmd: cmd, stdin: stdin, stdout: bufio.NewReaderSize(stdout, 64<<10)}
	watchdog := time.AfterFunc(startTime, func() { _ = cmd.Process.Kill() })
	defer watchdog.Stop()
	if _, err := readLine(p.stdout, 1<<10); err != nil { // says that it is ready
		p.end()
		return nil, fmt.Errorf("start letter helper: %w", err)
	}
	return p, nil
}

func (e *helperEngine) giveBack(p *process) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || p.jobs >= maxJobs {
		p.end()
		return
	}
	select {
	case e.idle <- p:
	default:
		p.end()
	}
}

// Close implements engine: it ends the idle processes, and those at work when they are done.
func (e *helperEngine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	for {
		select {
		case p := <-e.idle:
			p.end()
		default:
			return nil
		}
	}
}

func (p *process) end() {
	_ = p.stdin.Close()
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// readLine reads up to a line's end, and no more than most bytes.
func readLine(r *bufio.Reader, most int) ([]byte, error) {
	var line []byte
	for {
		piece, err := r.ReadSlice('\n')
		if len(line)+len(piece) > most {
			return nil, letters.ErrTooLarge
		}
		line = append(line, piece...)
		if err == nil {
			return line, nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return nil, letters.ErrRendererUnavailable.Because(err)
		}
	}
}
