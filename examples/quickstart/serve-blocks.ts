import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openPackStore } from '@space/backend-pack'
import { SpaceError } from '@space/sdk'
import type { Backend } from '@space/sdk/storage'
import { CID } from 'multiformats/cid'

/** A server of blocks. */
export type BlockServer = {
  /** Where it answers, without a path. */
  readonly url: string
  stop(): Promise<void>
}

/**
 * Serves the blocks of a pack store on 127.0.0.1, read-only: `GET /ipfs/CID?format=raw`, the raw format of the trustless
 * gateway (https://specs.ipfs.tech/http-gateways/trustless-gateway/). The store need not exist yet.
 */
export async function serveBlocks(store: string, port: number): Promise<BlockServer> {
  let opening: Promise<Backend> | undefined
  const read = async (cid: CID) => {
    opening ??= openPackStore(store, { access: 'read' }).catch((failure) => {
      // The next request tries again.
      opening = undefined
      throw failure
    })
    return (await opening).blocks.get(cid)
  }
  const server = createServer((request, response) => {
    answer(request, response, read).catch((failure: Error) => refuse(response, 500, failure.message))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await (await opening)?.close()
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  read: (cid: CID) => Promise<Uint8Array>,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return refuse(response, 405, 'only GET and HEAD are served')
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const text = /^\/ipfs\/([^/]+)$/.exec(pathname)?.[1]
  if (text === undefined) return refuse(response, 404, 'blocks are at /ipfs/CID?format=raw')
  const type = 'application/vnd.ipld.raw'
  if (searchParams.get('format') !== 'raw' && request.headers.accept !== type) {
    return refuse(response, 406, `only format=raw (${type}) is served`)
  }
  let cid: CID
  try {
    cid = CID.parse(text)
  } catch {
    return refuse(response, 400, `${text} is not a CID`)
  }
  try {
    const bytes = await read(cid)
    response.writeHead(200, {
      'content-type': type,
      'content-length': bytes.length,
      'cache-control': 'public, max-age=29030400, immutable',
      'x-content-type-options': 'nosniff',
      etag: `"${cid}.raw"`,
    })
    response.end(request.method === 'HEAD' ? undefined : bytes)
  } catch (failure) {
    if (!SpaceError.is(failure)) throw failure
    const { httpStatus } = failure.root()
    refuse(response, httpStatus, failure.message)
  }
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${reason}\n`)
}
