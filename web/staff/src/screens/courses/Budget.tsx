import Budgets from '../interpreters/Budgets.tsx'

/** The money of a year for places in courses. */
export default function TrainingBudget() {
  return <Budgets purpose="training" />
}
