import type { Fragment, ParamType } from 'ethers'
import type { ContractDocs, Documented } from './read-contract.ts'

const notice = 'Written from the NatSpec of the interfaces by `scripts/generate.ts`. Do not edit.\n'

/** Writes one page per contract and an index: path of the page → Markdown. */
export function renderPages(contracts: readonly ContractDocs[]): Map<string, string> {
  const pages = contracts.map((docs) => [`${pageName(docs)}.md`, renderContract(docs)] as const)
  const rows = contracts.map((docs) => {
    const counts = [docs.functions, docs.events, docs.errors].map(({ length }) => length)
    return `| [${docs.name}](${pageName(docs)}.md) | \`${docs.path}\` | ${counts.join(' | ')} |`
  })
  const head = ['| contract | source | functions | events | errors |', '| --- | --- | --- | --- | --- |']
  const index = ['# Contracts\n', notice, ...head, ...rows, ''].join('\n')
  return new Map([['README.md', index], ...pages])
}

/** `NamePolicy` → `name-policy`. */
function pageName({ name }: ContractDocs): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase()
}

function renderContract({ name, interfaces, functions, events, errors }: ContractDocs): string {
  const heads = interfaces
    .map(({ comment }) => comment)
    .filter(({ notice, dev }) => notice !== '' || dev !== '')
    .reverse()
    .map(({ notice, dev, details }) => [notice || dev, details].filter((text) => text !== '').join('\n\n'))
  const writes = functions.filter(({ fragment }) => !fragment.constant)
  const views = functions.filter(({ fragment }) => fragment.constant)
  const section = (title: string, items: readonly Documented[], render: (item: Documented) => string) =>
    items.length === 0 ? [] : [`## ${title}\n`, ...items.map(render)]
  const table = errors.length === 0 ? [] : ['## Errors\n', `${renderTable(errors)}\n`]
  return [
    `# ${name}\n`,
    notice,
    ...heads.map((head) => `${head}\n`),
    ...section('Functions that change something', writes, renderFunction),
    ...section('Views', views, renderFunction),
    ...section('Events', events, renderFunction),
    ...table,
  ].join('\n')
}

function renderFunction({ fragment, comment }: Documented): string {
  const parts = [comment.notice || comment.dev, comment.details]
  const given = fragment.inputs.flatMap(({ name }) => {
    const what = comment.params.get(name)
    return what === undefined ? [] : [`- \`${name}\`: ${what}`]
  })
  parts.push(given.join('\n'))
  if (comment.returns.length > 0)
    parts.push(
      `Returns ${comment.returns.map((what) => `\`${what.split(' ')[0]}\`${what.slice(what.search(/ |$/))}`).join(' · ')}`,
    )
  if (comment.requirements.length > 0)
    parts.push(`Requirements:\n\n${comment.requirements.map((item) => `- ${item}`).join('\n')}`)
  parts.push(comment.emits)
  const body = parts.filter((part) => part !== '').join('\n\n')
  return `### \`${signatureOf(fragment)}\`\n${body === '' ? '' : `\n${body}\n`}`
}

function renderTable(errors: readonly Documented[]): string {
  const rows = errors.map(({ fragment, comment }) => {
    const what = comment.notice || comment.dev
    return `| \`${signatureOf(fragment)}\` | ${what.replaceAll('|', '\\|')} |`
  })
  return ['| error | when |', '| --- | --- |', ...rows].join('\n')
}

function signatureOf(fragment: Fragment): string {
  const { name } = fragment as Fragment & { name: string }
  return `${name}(${fragment.inputs.map(renderInput).join(', ')})`
}

function renderInput(input: ParamType): string {
  const { components } = input.isArray() ? input.arrayChildren : input
  const [suffix] = /(\[\d*\])?$/.exec(input.type) ?? []
  const type = components === null ? input.type : `(${components.map(renderInput).join(', ')})${suffix}`
  return [type, input.indexed ? 'indexed' : '', input.name].filter((part) => part !== '').join(' ')
}
