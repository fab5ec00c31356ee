import fc from 'fast-check'

/** Seed of every random choice of a test file that imports this module; repeat a run with `SPACE_SEED`. */
export const seed = Number(process.env.SPACE_SEED ?? Math.floor(Math.random() * 2 ** 31))

console.log(`SPACE_SEED=${seed}`)
fc.configureGlobal({ seed })
