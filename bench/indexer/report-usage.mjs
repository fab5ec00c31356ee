// Preloaded into a measured process: leaves what it used when it ends.
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, maxRssBytes: maxRSS * 1024 }
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify(usage))
})
