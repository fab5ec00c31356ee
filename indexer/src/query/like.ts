/** Whether a LIKE pattern holds no wildcard and no escape, so that it matches only itself. */
export function isPlainPattern(text: string): boolean {
  return !/[%_\\]/.test(text)
}

/** Whether PostgreSQL refuses a pattern: its last character escapes nothing. */
export function endsWithEscape(pattern: string): boolean {
  return (/\\*$/.exec(pattern)?.[0].length ?? 0) % 2 === 1
}

/**
 * PostgreSQL's LIKE: `%` matches any text, `_` one character, a backslash makes the next character literal. `foldCase`
 * ignores the case of ASCII letters, as ILIKE does in the C locale. Time is bounded by pattern length × text length.
 */
export function matchesLike(pattern: string, text: string, foldCase: boolean): boolean {
  const fold = (value: string) =>
    foldCase ? value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : value
  const tokens = parsePattern(fold(pattern))
  const characters = [...fold(text)]
  let [at, token] = [0, 0]
  // After a `%`: where to go on when what follows it does not match.
  let [retryAt, retryToken] = [-1, -1]
  while (at < characters.length) {
    const wanted = tokens[token]
    if (wanted === ANY_TEXT) {
      retryAt = at
      retryToken = ++token
    } else if (wanted !== undefined && (wanted === ANY_CHARACTER || wanted === characters[at])) {
      at += 1
      token += 1
    } else if (retryToken === -1) {
      return false
    } else {
      at = ++retryAt
      token = retryToken
    }
  }
  while (tokens[token] === ANY_TEXT) token += 1
  return token === tokens.length
}

const ANY_TEXT = Symbol('%')
const ANY_CHARACTER = Symbol('_')

function parsePattern(pattern: string): (string | symbol)[] {
  const tokens: (string | symbol)[] = []
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string
    if (character === '\\' && i + 1 < characters.length) tokens.push(characters[++i] as string)
    else tokens.push(character === '%' ? ANY_TEXT : character === '_' ? ANY_CHARACTER : character)
  }
  return tokens
}
