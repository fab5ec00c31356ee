import type { Fragment, ParamType } from 'ethers'
import type { ContractDocs, Documented } from './read-contract.ts'

/** Writes the page about the contracts: functions, events and errors with what their NatSpec says. */
export function renderPage(contracts: readonly ContractDocs[]): string {
  const head =
    '# Contracts\n\nWritten from the NatSpec of the interfaces by `scripts/generate.ts`. Do not edit.\n'
  return [head, ...contracts.map(renderContract)].join('\n')
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
    items.length === 0 ? [] : [`### ${title}\n`, ...items.map(render)]
  return [
    `## ${name}\n`,
    ...heads.map((head) => `${head}\n`),
    ...section('Functions that change something', writes, renderFunction),
    ...section('Views', views, renderFunction),
    ...section('Events', events, renderFunction),
    '### Errors\n',
    `${renderTable(errors)}\n`,
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
  return `#### \`${signatureOf(fragment)}\`\n${body === '' ? '' : `\n${body}\n`}`
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
