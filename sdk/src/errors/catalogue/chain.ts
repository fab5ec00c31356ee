import { defineError } from '../define.ts'

/** Errors of the chain, of money and of the index. */
export const chainErrors = {
  CHAIN_UNREACHABLE: defineError<{ url: string }>({
    summary: ({ url }) => `The Ethereum node at ${url} does not answer.`,
    fix: () => 'Start the node or correct the RPC address, then run the same command again.',
    retryable: true,
    exitCode: 6,
    httpStatus: 503,
  }),
  CHAIN_MISMATCH: defineError<{ expected: bigint; actual: bigint }>({
    summary: ({ expected, actual }) => `The node is on chain ${actual}, but chain ${expected} was asked for.`,
    fix: ({ expected }) => `Point the RPC address to a node of chain ${expected}.`,
    exitCode: 2,
    httpStatus: 409,
  }),
  CONTRACT_MISSING: defineError<{ name: string; address: string; chainId: bigint }>({
    summary: ({ name, address, chainId }) =>
      `There is no ${name} contract at ${address} on chain ${chainId}.`,
    fix: () => 'Check the addresses, or deploy the contracts on this chain.',
    exitCode: 2,
    httpStatus: 404,
  }),
  TRANSACTION_REVERTED: defineError<{ operation: string; reason: string }>({
    summary: ({ operation, reason }) => `The contract refused ${operation}: ${reason}.`,
    fix: () => 'Read the reason, change what it names, and try again; nothing was changed on chain.',
    httpStatus: 409,
  }),
  EVENT_MISSING: defineError<{ event: string; transactionHash: string }>({
    summary: ({ event, transactionHash }) =>
      `The contract left no event "${event}" in transaction ${transactionHash}.`,
    fix: () => 'Give the receipt of a transaction that did this.',
    exitCode: 2,
    httpStatus: 422,
  }),
  ADVANCE_CONFLICT: defineError<{ folder: string }>({
    summary: ({ folder }) => `Another account changed the members of ${folder} at the same moment.`,
    fix: () => 'Run the same command again; it starts from the new state.',
    retryable: true,
    httpStatus: 409,
  }),
  FUNDS_INSUFFICIENT: defineError<{
    what: string
    /** Absent when only the node knows it. */
    needed?: bigint
    available: bigint
    unit: string
  }>({
    summary: ({ what, needed, available, unit }) =>
      needed === undefined
        ? `${what} costs more than the ${available} ${unit} that are there.`
        : `${what} needs ${needed} ${unit}, but only ${available} ${unit} are there.`,
    fix: () => 'Add funds, then run the same command again.',
    exitCode: 5,
    httpStatus: 402,
  }),
  PRICE_STALE: defineError<{ asset: string }>({
    summary: ({ asset }) => `The price feed of ${asset} is too old to be used.`,
    fix: () => 'Wait for the feed to be updated, or deposit the stablecoin, which needs no price.',
    retryable: true,
    exitCode: 5,
    httpStatus: 503,
  }),
  INDEX_UNREACHABLE: defineError<{ url: string }>({
    summary: ({ url }) => `The subgraph at ${url} does not answer.`,
    fix: () => 'Start the indexer or correct its address, then run the same command again.',
    retryable: true,
    exitCode: 6,
    httpStatus: 503,
  }),
  INDEX_ANSWER_INVALID: defineError<{ reason: string }>({
    summary: ({ reason }) => `The subgraph gave an answer that cannot be used: ${reason}.`,
    fix: () => 'Use another subgraph endpoint; nothing was taken from this answer.',
    exitCode: 6,
    httpStatus: 502,
  }),
  INDEX_BEHIND: defineError<{ block: number; needed: number }>({
    summary: ({ block, needed }) => `The subgraph is at block ${block}, but block ${needed} is needed.`,
    fix: () => 'Wait until it has caught up, then try again.',
    retryable: true,
    exitCode: 6,
    httpStatus: 503,
  }),
}
