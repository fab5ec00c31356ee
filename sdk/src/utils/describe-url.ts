/**
 * The part of a URL that a message may show: scheme, host and port. User, path, query and fragment can hold a key.
 */
export function describeUrl(url: string): string {
  const { protocol, host } = URL.parse(url) ?? {}
  return host === undefined || host === '' ? 'the given address' : `${protocol}//${host}`
}
