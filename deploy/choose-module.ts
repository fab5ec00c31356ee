import { buildModule, type DeploymentParameters, type IgnitionModule } from '@nomicfoundation/ignition-core'
import { adaptersModule } from './modules/adapters.ts'
import { attestationsModule } from './modules/attestations.ts'
import { balancesModule } from './modules/balances.ts'
import { grantsModule } from './modules/grants.ts'
import { hatsModule } from './modules/hats.ts'
import { lensModule } from './modules/lens.ts'
import { localModule } from './modules/local.ts'
import { namesModule } from './modules/names.ts'
import { policyModule } from './modules/policy.ts'
import { registrarModule } from './modules/registrar.ts'

/** What can be deployed, by the name that the command line takes. Each brings along what it is built on. */
const modules = {
  local: localModule,
  names: namesModule,
  grants: grantsModule,
  balances: balancesModule,
  adapters: adaptersModule,
  attestations: attestationsModule,
  hats: hatsModule,
  lens: lensModule,
  policy: policyModule,
  registrar: registrarModule,
} satisfies Record<string, IgnitionModule>
type ModuleName = keyof typeof modules

/** What belongs on every public chain. */
const everywhere: readonly ModuleName[] = ['names', 'grants', 'balances', 'adapters', 'lens']

/** What belongs where another protocol is: the parameter that says where it is has the module's id and this name. */
const guests: readonly (readonly [ModuleName, string])[] = [
  ['attestations', 'eas'],
  ['hats', 'hats'],
]

/** One module made of several. */
export type Choice = {
  readonly module: IgnitionModule
  /** Parameters that are missing for what is not in it, for instance `Hats.hats`. */
  readonly missing: readonly string[]
}

/**
 * Puts the named modules together; unless any are named, all that `parameters` allow on a public chain. Throws for a name
 * that no module has.
 */
export function chooseModule(parameters: DeploymentParameters, names?: readonly string[]): Choice {
  if (names !== undefined) return { module: combine(names), missing: [] }
  const found = guests.map(([name, parameter]) => {
    const { id } = modules[name]
    return { name, parameter: `${id}.${parameter}`, given: parameters[id]?.[parameter] !== undefined }
  })
  return {
    module: combine([...everywhere, ...found.filter(({ given }) => given).map(({ name }) => name)]),
    missing: found.filter(({ given }) => !given).map(({ parameter }) => parameter),
  }
}

function combine(names: readonly string[]): IgnitionModule {
  const parts = names.map((name): IgnitionModule => {
    if (!Object.hasOwn(modules, name))
      throw new Error(`no module "${name}"; there are: ${Object.keys(modules).join(', ')}`)
    return modules[name as ModuleName]
  })
  return buildModule('Space', (m) => {
    for (const part of parts) m.useModule(part)
    return {}
  })
}
