import type { AnyModel, CoverageGoal, View } from './model.ts'
import { type Outcome, Refusal, type Step } from './step.ts'

/** Counts what was reached: calls that went through, by method, and refusals, by error. */
export class Coverage {
  calls = 0
  views = 0
  readonly #done = new Map<string, number>()
  readonly #refused = new Map<string, number>()

  /** Counts a call. */
  noteCall({ target, method }: Step, { refusal }: Outcome): void {
    this.calls++
    if (refusal === undefined) increase(this.#done, `${target}.${method}`)
    else increase(this.#refused, refusal)
  }

  /** Counts questions. */
  noteViews(views: readonly View[]): void {
    this.views += views.length
    for (const { target, method, expected } of views) {
      if (expected instanceof Refusal) increase(this.#refused, expected.name)
      else increase(this.#done, `${target}.${nameOf(method)}`)
    }
  }

  /** Functions and errors of the contracts under test that were never reached though they could be. */
  missing(model: AnyModel): string[] {
    return model.goals.flatMap((goal) => {
      const functions = functionsOf(goal).filter((name) => !this.#done.has(`${goal.target}.${name}`))
      const errors = errorsOf(goal).filter((name) => !this.#refused.has(name) && !(name in goal.unreachable))
      return [...functions, ...errors]
    })
  }

  /** A table of how often each function went through and each error was met. */
  table(model: AnyModel): string {
    const rows = model.goals.flatMap((goal) => [
      ...functionsOf(goal).map((name) => [name, this.#done.get(`${goal.target}.${name}`) ?? 0] as const),
      ...errorsOf(goal).map(
        (name) => [name, this.#refused.get(name) ?? goal.unreachable[name] ?? 0] as const,
      ),
    ])
    const width = Math.max(...rows.map(([name]) => name.length))
    const head = `${model.name}: ${this.calls} calls and ${this.views} views compared`
    return [head, ...rows.map(([name, count]) => `  ${name.padEnd(width)}  ${count}`)].join('\n')
  }
}

function functionsOf({ abi }: CoverageGoal): string[] {
  const names: string[] = []
  abi.forEachFunction(({ name }) => names.push(name))
  return [...new Set(names)].sort()
}

function errorsOf({ abi }: CoverageGoal): string[] {
  const names: string[] = []
  abi.forEachError(({ name }) => names.push(name))
  return [...new Set(names)].sort()
}

/** The name in a signature: views with overloads are asked by their whole signature. */
function nameOf(method: string): string {
  return method.replace(/\(.*/, '')
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
