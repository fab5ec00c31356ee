/** Something that can run beside others, unless it wants to be alone. */
type Task = { alone?: true }

/**
 * Runs tasks in order, as many at once as there are lanes; one that wants to be alone waits for those before it, and
 * those after it wait for it. Results are in the order of the tasks.
 */
export async function runInLanes<T extends Task, Result>(
  tasks: readonly T[],
  lanes: number,
  run: (task: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Promise<Result>[] = []
  const running = new Set<Promise<void>>()
  for (const task of tasks) {
    while (running.size >= (task.alone ? 1 : lanes)) await Promise.race(running)
    const result = run(task)
    results.push(result)
    const leave = () => void running.delete(done)
    const done = result.then(leave, leave)
    running.add(done)
    if (task.alone) await done
  }
  return Promise.all(results)
}
