import { VerboseReporter } from 'vitest/node'

type End = Parameters<VerboseReporter['onTestRunEnd']>

/** Each step while it goes, the faults at the end, and in the last line the count, as the other scripts say it. */
export default class Steps extends VerboseReporter {
  override onTestRunEnd(...[modules, errors, reason]: End): void {
    super.onTestRunEnd(modules, errors, reason)
    const steps = modules.flatMap((m) => [...m.children.allTests()])
    const passed = steps.filter((s) => s.result().state === 'passed').length
    const broken = modules.filter((m) => m.errors().length > 0).length + errors.length
    this.log(`${String(passed)} passed, ${String(steps.length - passed + broken)} failed`)
  }
}
