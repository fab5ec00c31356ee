/** Says what is wrong with a value; nothing if it fits. `at` is where the value is. */
export type Rule = (value: unknown, at: string) => string[]

/** Text that is not empty, of a pattern if one is given. */
export function text(pattern = /./s): Rule {
  return (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : [`${at} is no text like ${pattern}`]
}

/** A whole number, not negative. */
export const integer: Rule = (value, at) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? [] : [`${at} is no whole number`]

/** Exactly this. */
export function constant(wanted: string): Rule {
  return (value, at) => (value === wanted ? [] : [`${at} is not "${wanted}"`])
}

/** One of these texts. */
export function oneOf(wanted: readonly string[]): Rule {
  return (value, at) => (wanted.includes(value as string) ? [] : [`${at} is none of ${wanted.join(', ')}`])
}

/** Fits one of the rules. If it fits none, the complaints are those of the rule that it fits best. */
export function either(rules: readonly Rule[]): Rule {
  return (value, at) => {
    const complaints = rules.map((rule) => rule(value, at))
    return complaints.reduce((best, next) => (next.length < best.length ? next : best))
  }
}

/** Fits the rule that the text under `key` chooses. */
export function select(key: string, rules: Readonly<Record<string, Rule>>): Rule {
  return (value, at) => {
    const rule = isObject(value) ? rules[String(value[key])] : undefined
    return rule === undefined ? [`${at}.${key} is none of ${Object.keys(rules).join(', ')}`] : rule(value, at)
  }
}

/** A list of things that fit. */
export function array(rule: Rule, atLeast = 0): Rule {
  return (value, at) => {
    if (!Array.isArray(value) || value.length < atLeast) return [`${at} is no list of ${atLeast} or more`]
    return value.flatMap((item, index) => rule(item, `${at}[${index}]`))
  }
}

/** An object whose keys are free, or of a pattern. */
export function record(rule: Rule, pattern = /./): Rule {
  return (value, at) => {
    if (!isObject(value)) return [`${at} is no object`]
    return Object.entries(value).flatMap(([key, item]) => [
      ...(pattern.test(key) ? [] : [`${at} may not have a key like ${key}`]),
      ...rule(item, `${at}.${key}`),
    ])
  }
}

/** An object with these keys, the second ones if it likes, and no others. */
export function object(required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule {
  const known = { ...required, ...optional }
  return (value, at) => {
    if (!isObject(value)) return [`${at} is no object`]
    const missing = Object.keys(required).filter((key) => !(key in value))
    return [
      ...missing.map((key) => `${at}.${key} is missing`),
      ...Object.entries(value).flatMap(([key, item]) =>
        Object.hasOwn(known, key) ? (known[key] as Rule)(item, `${at}.${key}`) : [`${at}.${key} is unknown`],
      ),
    ]
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
