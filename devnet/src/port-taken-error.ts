import { createServer } from 'node:net'

/**
 * A port of the network is in use by another process.
 *
 * @example
 * ```ts
 * import { PortTakenError, start } from '@space/devnet'
 *
 * try {
 *   await start({ port: 8545 })
 * } catch (error) {
 *   if (error instanceof PortTakenError) console.error(`port ${error.port} is taken`)
 * }
 * ```
 */
export class PortTakenError extends Error {
  readonly port: number

  constructor(port: number) {
    super(`port ${port} of 127.0.0.1 is in use by another process`)
    this.name = 'PortTakenError'
    this.port = port
  }
}

/** Rejects with a {@link PortTakenError} when no server can listen on a port of 127.0.0.1; 0 is always free. */
export async function checkPort(port: number): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  await new Promise((resolve) => server.close(resolve))
}
