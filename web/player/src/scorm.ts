import * as library from 'scorm-again/scorm12'
import type { Attempt, Cmi, Item } from './attempt.ts'

declare global {
  interface Window {
    /** Where content of SCORM 1.2 looks for us. */
    API?: object
  }
}

// The library's types call the class "default", its code calls it by its name.
const { Scorm12API } = library as unknown as { Scorm12API: typeof library.default }

/** A part that runs. */
export interface Run {
  api: object
  /** All that it has said, with the time of this session in the total. */
  take: () => Cmi
}

/** Only of the session in which it was said: counted in the total already, or meant for the end of that session. */
const OF_THE_SESSION = new Set(['cmi.core.session_time', 'cmi.core.exit'])

/** Makes the interface for one part as it was left. Nothing of it goes over the network: what it says is handed to the saver. */
export function begin(item: Item, learner: Attempt['learner'], told: { touched: () => void; handed: () => void }): Run {
  const api = new Scorm12API({ autocommit: false, lmsCommitUrl: false, dataCommitFormat: 'flattened', mastery_override: true, logLevel: 5 })
  api.loadFromFlattenedJSON(before(item, learner), '')
  api.on('LMSSetValue', told.touched)
  api.on('LMSCommit', told.handed)
  api.on('LMSFinish', told.handed)
  return { api, take: () => texts(api.renderCommitCMI(true)) }
}

/** What the part finds when it begins. */
export function before({ cmi, mastery, launchData }: Item, learner: Attempt['learner']): Cmi {
  const kept = Object.entries(cmi ?? {}).filter(([name]) => !OF_THE_SESSION.has(name))
  return {
    ...Object.fromEntries(kept),
    'cmi.core.student_id': learner.id,
    'cmi.core.student_name': learner.name,
    'cmi.core.credit': 'credit',
    'cmi.core.lesson_mode': 'normal',
    'cmi.core.entry': !cmi ? 'ab-initio' : cmi['cmi.core.exit'] === 'suspend' ? 'resume' : '',
    ...(mastery && { 'cmi.student_data.mastery_score': mastery }),
    ...(launchData && { 'cmi.launch_data': launchData }),
  }
}

/** Empty lists come as objects: they are left out, as what was never said. */
function texts(flat: object): Cmi {
  return Object.fromEntries(Object.entries(flat).flatMap(([name, value]) => (typeof value === 'object' || value === undefined ? [] : [[name, String(value)]])))
}
