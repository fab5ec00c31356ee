/** What every public asynchronous function takes last. */
export type OperationOptions<Event = never> = {
  /** Stops the work; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Called for work that is durable or acknowledged, never for what may still fail. */
  onProgress?: ((event: Event) => void) | undefined
}
