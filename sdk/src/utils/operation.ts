/** What every public asynchronous function takes last. */
export type OperationOptions<Event = never> = {
  /** Stops the work; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Told about work that is durable or acknowledged, never about hopes. */
  onProgress?: ((event: Event) => void) | undefined
}
