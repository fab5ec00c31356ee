/** Where requests go, and what may be said of it. */
export type HttpEndpoint = {
  /** URL without user and password, which `fetch` refuses. */
  href: string
  /** The user and password of the URL as a header (RFC 7617), if it has them. */
  headers: Record<string, string>
  /** Scheme, host and port, for messages: user, path, query and fragment can hold a key. */
  origin: string
}

/** Takes the address of a service apart; `undefined` unless it is a URL of http:// or https://, escapes included. */
export function parseHttpEndpoint(url: string): HttpEndpoint | undefined {
  if (!URL.canParse(url)) return undefined
  const parsed = new URL(url)
  if (!/^https?:$/.test(parsed.protocol)) return undefined
  const { username, password, origin } = parsed
  parsed.username = ''
  parsed.password = ''
  if (username === '' && password === '') return { href: parsed.href, headers: {}, origin }
  const credentials = decodeCredentials(username, password)
  if (credentials === undefined) return undefined
  return {
    href: parsed.href,
    headers: { authorization: `Basic ${btoa(String.fromCharCode(...credentials))}` },
    origin,
  }
}

function decodeCredentials(username: string, password: string): Uint8Array | undefined {
  try {
    return new TextEncoder().encode(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  } catch {
    return undefined
  }
}
