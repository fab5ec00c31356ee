/** Page for trying queries against the endpoint at `path` of the same server; it loads nothing from elsewhere. */
export function queryPage(path: string): string {
  const endpoint = JSON.stringify(path).replaceAll('<', '\\u003c')
  return `<!doctype html>
<meta charset="utf-8">
<title>GraphQL</title>
<style>
  body { display: grid; grid-template: auto 1fr auto / 1fr 1fr; gap: 8px; height: 94vh; font: 14px system-ui; }
  header { grid-column: 1 / 3; } textarea, pre { font: 13px ui-monospace, monospace; margin: 0; overflow: auto; }
  #variables { height: 6em; } pre { grid-row: 2 / 4; grid-column: 2; border: 1px solid #ccc; padding: 4px; }
</style>
<header>
  <button id="run">Run (Ctrl+Enter)</button>
  <button id="schema">Types and fields</button>
</header>
<textarea id="query" spellcheck="false">{ _meta { block { number } hasIndexingErrors } }</textarea>
<textarea id="variables" spellcheck="false" placeholder="Variables as JSON"></textarea>
<pre id="answer"></pre>
<script>
  const endpoint = ${endpoint}
  const get = (id) => document.getElementById(id)
  const show = (value) => { get('answer').textContent = value }
  async function ask(query, variables) {
    const body = JSON.stringify({ query, variables })
    return (await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json()
  }
  async function run() {
    try {
      const variables = get('variables').value.trim()
      show(JSON.stringify(await ask(get('query').value, variables ? JSON.parse(variables) : null), null, 2))
    } catch (error) {
      show(String(error))
    }
  }
  async function schema() {
    const { data } = await ask('{ __schema { types { name kind description fields { name description } } } }')
    const types = data.__schema.types.filter(({ kind, name }) => kind === 'OBJECT' && !name.startsWith('__'))
    show(types.map(({ name, fields }) => name + '\\n' + fields.map((f) => '  ' + f.name + (f.description ? '  # ' + f.description : '')).join('\\n')).join('\\n\\n'))
  }
  get('run').onclick = run
  get('schema').onclick = schema
  document.onkeydown = (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run() }
</script>
`
}
