import type { BrokenCore } from './broken-core.ts'

const suite = 'NamesInvariant'
const agreement = 'invariant_N5_N6_N7_TheModelAgreesOnEveryCall'

/** `Names`, broken in seven ways. */
export const brokenNames: readonly BrokenCore[] = [
  {
    invariant: 'N1',
    fault: 'a rotation takes the owner away',
    file: 'contracts/names/Names.sol',
    edits: [
      [
        'slots.record = record.withKeyEpoch(++epoch);',
        'slots.record = record.movedTo(address(0), ++epoch, record.generation());',
      ],
    ],
    suite,
    test: 'invariant_N1_ANameHasAnOwnerUnlessItIsReleased',
    says: /^owner/,
  },
  {
    invariant: 'N2',
    fault: 'capital letters pass',
    file: 'contracts/names/types/NameWord.sol',
    edits: [['(word + ONES * (0x80 - 0x61))', '(word + ONES * (0x80 - 0x41))']],
    suite,
    test: 'invariant_N2_OnlyNamesAreRegistered',
    says: /^intruders/,
  },
  {
    invariant: 'N3',
    fault: 'a rotation counts the key epoch down',
    file: 'contracts/names/Names.sol',
    edits: [['record.withKeyEpoch(++epoch)', 'record.withKeyEpoch(--epoch)']],
    suite,
    test: 'invariant_N3_GenerationAndEpochNeverFall',
    says: /^falls/,
  },
  {
    invariant: 'N4',
    fault: 'a transfer to another person keeps the generation',
    file: 'contracts/names/NamesTransfer.sol',
    edits: [['if (kind == TO_PERSON) ++generation;', '']],
    suite,
    test: 'invariant_N4_TheStateIsWhatTheCallsSay',
    says: /^generation/,
  },
  {
    invariant: 'N5',
    fault: 'somebody who did not agree gets a name',
    file: 'contracts/names/NamesTransfer.sol',
    edits: [
      [
        `bytes32 message = _message(RECEIVE_TYPEHASH, name, record, to, keyDigest, kind, deadline);
        _requireSignature(to, message, receiverSignature);`,
        '',
      ],
    ],
    suite,
    test: agreement,
    says: /^transfer: done, against the model/,
  },
  {
    invariant: 'N6',
    fault: 'a commitment that was never made is as good as one',
    file: 'contracts/names/NamesRegistration.sol',
    edits: [['if (time == 0) revert NamesCommitNeeded();', '']],
    suite,
    test: agreement,
    says: /^registerCommitted: done, against the model/,
  },
  {
    invariant: 'N7',
    fault: 'a signed rotation works again after the epoch that it was signed for',
    file: 'contracts/names/Names.sol',
    edits: [
      [
        `signature);
        _rotateKey(name, record, expectedEpoch, keyDigest);`,
        `signature);
        if (expectedEpoch < record.keyEpoch()) expectedEpoch = record.keyEpoch();
        _rotateKey(name, record, expectedEpoch, keyDigest);`,
      ],
    ],
    suite,
    test: agreement,
    says: /^replay: done, against the model/,
  },
]
