/** Where the documentation is published: the one place to change. */
const docsBase = 'https://space.example/docs'

/** Page and anchor that explain an error. */
export function docsUrlOf(code: string): string {
  return `${docsBase}/errors.md#${code.toLowerCase().replaceAll('_', '-')}`
}
