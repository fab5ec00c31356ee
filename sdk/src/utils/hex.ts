/** Bytes as lower-case hex with 0x in front. */
export type Hex = `0x${string}`

/** An Ethereum address: 20 bytes of hex with the capitals of ERC-55 as a checksum. */
export type Address = Hex
