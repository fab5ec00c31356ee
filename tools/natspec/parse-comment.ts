/** What a NatSpec comment says, cut into the parts that readers want apart. */
export type Comment = {
  title: string
  /** The first paragraph of the notice; a text without tags counts as one. */
  notice: string
  /** What follows the notice and belongs to no tag: paragraphs and tables in Markdown. */
  details: string
  dev: string
  params: ReadonlyMap<string, string>
  returns: readonly string[]
  requirements: readonly string[]
  emits: string
}

/**
 * Parses the inside of a NatSpec comment (Solidity, "NatSpec Format"). An empty line ends a tag. A paragraph that
 * begins with "Requirements" holds a list, one that begins with "Emits" the events.
 */
export function parseComment(text: string): Comment {
  const params = new Map<string, string>()
  const comment = { title: '', notice: '', dev: '', emits: '', params, returns: [] as string[] }
  const details: string[] = []
  let requirements: string[] = []
  for (const block of splitBlocks(text)) {
    const [, tag = '', rest = block] = /^@([a-z:]+)\s*(.*)$/s.exec(block) ?? []
    const first = comment.notice === '' && comment.dev === ''
    if (block.startsWith('Requirements')) requirements = readList(block)
    else if (block.startsWith('Emits')) comment.emits = joinLines(block)
    else if (tag === 'title') comment.title = joinLines(rest)
    else if (tag === 'dev') comment.dev ||= joinLines(rest)
    else if (tag === 'return') comment.returns.push(joinLines(rest))
    else if (tag === 'param') {
      const [, name = '', what = ''] = /^(\S+)\s*(.*)$/s.exec(rest) ?? []
      params.set(name, joinLines(what))
    } else if (tag === 'notice' || (tag === '' && first)) comment.notice = joinLines(rest)
    else if (tag === '') details.push(block)
  }
  return { ...comment, details: details.join('\n\n'), requirements }
}

/** The first sentence of a text. */
export function firstSentence(text: string): string {
  return /^.*?[.;:](?=\s|$)/s.exec(text)?.[0] ?? text
}

/** Without the comment's own signs; a block ends before a tag and at an empty line. */
function splitBlocks(text: string): string[] {
  const lines = text
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(\/\/\/|\*(?!\*))? ?/, '').trimEnd())
  return lines
    .join('\n')
    .split(/\n\s*\n|\n(?=@[a-z])/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
}

/** The items of a list keep their lines. */
function joinLines(text: string): string {
  return text.replace(/\s*\n(?!- )\s*/g, ' ').trim()
}

/** The items of a list that begins with hyphens; without hyphens the whole is the one item. */
function readList(block: string): string[] {
  const [, rest = ''] = /^Requirements:?\s*(.*)$/s.exec(block) ?? []
  const items = rest.split(/(?:^|\n)- /).map(joinLines)
  return items.filter((item) => item !== '')
}
