import type { Sources } from '../solidity/compile.ts'
import type { Artifact } from './edr.ts'
import { compileCore, compileSuite, firstThatCompiles, type PreparedCore } from './prepare-core.ts'
import { deployedProfile, fastProfiles } from './profiles.ts'
import type { Suite } from './suites.ts'

/** A core with one file changed. */
export type ChangedCore = { file: string; sources: Sources; artifact: Artifact }

/**
 * Compiles a core with another text in one of its files, in the fastest way that its stack allows.
 *
 * @throws `CompilationFailed` when the text is not Solidity any more.
 */
export function changeCore(prepared: PreparedCore, file: string, text: string): ChangedCore {
  const { core, entry, profile } = prepared
  const sources = { ...prepared.sources, [file]: text }
  const profiles = [profile, ...fastProfiles, deployedProfile(entry)]
  const [, artifact] = firstThatCompiles(profiles, (settings) => compileCore(sources, core, entry, settings))
  return { file, sources, artifact }
}

/** What a suite needs to run on a changed core. A suite that holds code of the changed file is compiled again. */
export function artifactsFor(prepared: PreparedCore, changed: ChangedCore, suite: Suite): Artifact[] {
  const others = prepared.artifacts.slice(0, -1)
  if (!suite.embeds.includes(changed.file)) return [...others, changed.artifact]
  const own = compileSuite(changed.sources, suite, prepared.testProfile)
  return [...others.filter(({ id }) => !isSame(id, suite.id)), own, changed.artifact]
}

function isSame(a: Artifact['id'], b: Artifact['id']): boolean {
  return a.source === b.source && a.name === b.name
}
