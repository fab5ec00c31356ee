// Compares a deployment with the sources and the parameters that it should have come from:
//   node deploy/verify.ts --rpc URL [--chain NAME] [--parameters FILE] [--modules LIST] [--from-block NUMBER] [--json]
// Exits with 1 if anything differs. --json prints the findings as `verify-module.ts` types them.
import { openTarget } from './open-target.ts'
import { verifyModule } from './verify-module.ts'

const { module, options, json, close } = await openTarget(process.argv.slice(2))
const findings = await verifyModule(module, options)
close()
if (json) console.log(JSON.stringify({ ok: findings.length === 0, findings }, undefined, 2))
else if (findings.length === 0) console.log('everything is as it should be')
else
  for (const { contract, kind, what, expected, actual } of findings)
    console.log(`${contract} ${kind}: ${what} is ${actual}, should be ${expected}`)
process.exitCode = findings.length === 0 ? 0 : 1
