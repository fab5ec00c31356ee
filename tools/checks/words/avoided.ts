/** A word that the project does not use, and what the field says instead. */
export type Avoided = {
  /** Matched against lower-case words with single spaces between them. */
  pattern: RegExp
  instead: string
  /** Names are identifiers and file names; texts are headings, test titles, messages and descriptions. */
  in: 'names' | 'names and texts'
  /** What contains the word and is right. */
  except?: RegExp
  /** The paths that the rule is about, if not all. */
  within?: RegExp
}

/** The words to avoid. In comments and prose a word of this list may be ordinary English, and is free. */
export const avoided: readonly Avoided[] = [
  { pattern: /\b(story|stories)\b/, instead: 'demo or scenario', in: 'names and texts' },
  { pattern: /\bactors?\b/, instead: 'participant', in: 'names and texts', within: /^(?!contracts\/)/ },
  {
    pattern: /\bpersons?\b/,
    instead: 'participant, account or user',
    in: 'names',
    // Names knows transfers to another person, and to another wallet of the same one.
    within: /^(?!contracts\/|subgraph\/)/,
  },
  {
    pattern: /\bacts?\b/,
    instead: 'operation, command or context',
    in: 'names',
    // The subgraph's rows of changes have a field of this name, which others query.
    within: /^(?!subgraph\/|test\/integration\/subgraph-(histories|queries)\.)/,
  },
  { pattern: /\bcast\b/, instead: 'fixtures', in: 'names', except: /\bsafe cast\b/ },
  { pattern: /\btours?\b/, instead: 'scenario', in: 'names and texts' },
  { pattern: /\bplay(s|ed|ing|er)?\b/, instead: 'run', in: 'names and texts' },
  { pattern: /\bworlds?\b/, instead: 'model or state', in: 'names' },
  { pattern: /\b(foretell(s|ing)?|foretold)\b/, instead: 'predict', in: 'names and texts' },
  {
    pattern: /\bhands?\b/,
    instead: 'rng, or what it is',
    in: 'names',
    except: /\b(by hand|hand(s|ed)? (over|off)|changed hands)\b/,
  },
  { pattern: /\bdice\b/, instead: 'rng', in: 'names' },
  { pattern: /\bplant(s|ed|ing)?\b/, instead: 'violation or fixture', in: 'names and texts' },
  { pattern: /\bzoos?\b/, instead: 'mocks', in: 'names and texts', except: /^zoo $/ },
  { pattern: /\bstand[ -]ins?\b/, instead: 'mock', in: 'names and texts' },
  { pattern: /\b(holds?|held|holding)( \w+){0,3} against\b/, instead: 'verifies', in: 'names and texts' },
  { pattern: /\bchain.?s word\b/, instead: 'according to the contract', in: 'names and texts' },
  { pattern: /\b(hears?|heard) of\b/, instead: 'is sent', in: 'names and texts' },
  { pattern: /\b(lies?|lay) in\b/, instead: 'is stored in', in: 'names and texts' },
  {
    pattern: /\btells?\b/,
    instead: 'reports',
    in: 'names and texts',
    except: /\btells? [\w ,]*apart\b|\.tell\(/,
  },
  { pattern: /\bwhoever\b/, instead: 'the caller, anyone who', in: 'names and texts' },
  { pattern: /\bnobody\b/, instead: 'no account, no one', in: 'names and texts' },
  {
    pattern: /\bpacks?\b/,
    instead: 'bundle (small files in one block), segment (store file) or package (npm)',
    in: 'names',
    except: /\b(pack store|backends? pack)\b/,
    within: /^(sdk|indexer|backends\/[^/]+)\/src\//,
  },
]
