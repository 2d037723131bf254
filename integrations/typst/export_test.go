package typst

// KillIdle ends the processes of a helper that wait for work, as the system would.
func KillIdle(r *Renderer) {
	e, ok := r.engine.(*helperEngine)
	if !ok {
		return
	}
	for range len(e.idle) {
		p := <-e.idle
		_ = p.cmd.Process.Kill()
		e.idle <- p
	}
}
