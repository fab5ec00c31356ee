/** Posts a query and returns its data; GraphQL errors throw. */
export async function query(url: string, text: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
  })
  const answer = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown }
  if (answer.data === undefined || answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

/** Every field of every entity of the test subgraph, as queries show it; up to 1,000 of a type. */
export function queryEverything(url: string): Promise<Record<string, unknown>> {
  return query(
    url,
    `{
      accounts(first: 1000) { id sent received paymentCount share note }
      payments(first: 1000) { id from { id } to { id } amount memo splits splitTo size timestamp block paymentsSoFar }
      names(first: 1000) { id name owner { id } renames }
      everythings(first: 1000) { id text texts int ints int8 big bigs decimal decimals bool bools bytes time size }
      results(first: 1000) { id op value }
      probes(first: 1000) { id calls arrayLength }
      _meta { block { number hash } hasIndexingErrors }
    }`,
  )
}
