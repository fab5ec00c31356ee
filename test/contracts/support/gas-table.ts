import type { GasFile } from './gas.ts'

/** What an operation of ours stands beside. A star: `bench/gas-peers` measures it in one run with ours. */
const rows: readonly { label: string; ours: string | 0; peers: string }[] = [
  {
    label: 'register a name with a key',
    ours: 'Names.register',
    peers: 'Farcaster 164,587 · ENS v2 242,628 without key · ENS v1 336,964',
  },
  { label: 'register, paid by another account', ours: 'Names.registerFor', peers: 'Farcaster 377,244' },
  { label: 'rotate a key', ours: 'Names.rotateKey', peers: 'ENS v1 82,746' },
  {
    label: 'deposit a stablecoin, first / again',
    ours: 'Balances.depositStable first / Balances.depositStable again',
    peers: 'Filecoin Pay 118,409 / 67,109',
  },
  {
    label: 'deposit ETH, first / again',
    ours: 'Balances.depositETH first, cached price / Balances.depositETH again, cached price',
    peers: 'Filecoin Pay 81,253 / 47,053, without a price',
  },
  { label: 'withdraw', ours: 'Balances.withdraw to a holder', peers: 'Filecoin Pay 68,638' },
  {
    label: 'charge, each of 100',
    ours: 'Balances.charge, each of 100',
    peers: 'Filecoin Pay 91,716 a settlement',
  },
  { label: 'create a folder', ours: 0, peers: 'Hats 113,349 · Unlock 972,431' },
  {
    label: 'grant',
    ours: 'Grants.grant, folder with state',
    peers:
      'Solady roles\\* 47,856 · OpenZeppelin ERC-1155\\* 50,224 · AccessControl\\* 51,454 · AccessManager\\* 55,281 · Hats 75,008 · delegate.xyz 124,201 · EAS\\* 157,518 to 245,831 · Unlock\\* 197,559',
  },
  {
    label: 'grant, each of many',
    ours: 'Grants.grantBatch, each of 100',
    peers: 'Hats 34,473 · delegate.xyz 117,228 · EAS 123,181 · Unlock\\* 145,729',
  },
  {
    label: 'revoke and owe a new key',
    ours: 'Grants.revoke, first since an advance',
    peers:
      'AccessControl\\* 29,512 · delegate.xyz 29,671 · Hats 29,714 · AccessManager\\* 31,226 · EAS\\* 57,655',
  },
  { label: 'new key, revoking 10', ours: 'Grants.advance, revoking 10', peers: '–' },
  {
    label: 'check a direct grant',
    ours: 'Grants.hasAccess, wallet',
    peers:
      'AccessControl\\* 2,639 · Solady timed role\\* 2,680 · AccessManager\\* 3,578 · delegate.xyz 3,006 to 5,491 · Hats 16,054 · EAS\\* 16,904 · Unlock\\* 17,148',
  },
  { label: 'check a grant passed on once', ours: 'Grants.hasAccess, 1 hop', peers: '–' },
  {
    label: 'check who holds a token, without what the token takes',
    ours: 'Grants.hasAccess, Erc721Adapter',
    peers: '–',
  },
]

const format = (gas: number) => gas.toLocaleString('en')

/** The table of `contracts/README.md`: our measured gas beside what others take. */
export function renderGasTable(file: GasFile): string {
  const gasOf = (operation: string) => {
    const figure = file[operation]
    if (figure === undefined) throw new Error(`contracts/gas.json has no "${operation}"`)
    return format(figure.gas)
  }
  const lines = rows.map(({ label, ours, peers }) => {
    const gas = ours === 0 ? '0' : ours.split(' / ').map(gasOf).join(' / ')
    return `| ${label} | ${gas} | ${peers} |`
  })
  return ['| operation | ours | others |', '| --- | --- | --- |', ...lines].join('\n')
}
