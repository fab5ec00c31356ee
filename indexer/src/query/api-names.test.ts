import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EntityModel } from '../schema/schema-model.ts'
import { rootNamesOf } from './api-names.ts'

test('names root fields as graph-node does', () => {
  const cases: [type: string, one: string, many: string][] = [
    ['Account', 'account', 'accounts'],
    ['NFTSale', 'nftsale', 'nftsales'],
    ['ERC20Token', 'erc20Token', 'erc20Tokens'],
    ['Balance', 'balance', 'balances'],
    ['Delivery', 'delivery', 'deliveries'],
    ['Epoch', 'epoch', 'epoches'],
    ['Address', 'address', 'addresses'],
    ['Day', 'day', 'days'],
    ['snake_case', 'snakeCase', 'snakeCases'],
    ['series', 'series', 'series_collection'],
    ['ox', 'ox', 'oxen'],
  ]
  for (const [name, one, many] of cases) assert.deepEqual(rootNamesOf({ name } as EntityModel), { one, many })
})
