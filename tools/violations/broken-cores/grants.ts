import type { BrokenCore } from './broken-core.ts'

const suite = 'GrantsInvariant'

/** `Grants`, broken in nine ways. */
export const brokenGrants: readonly BrokenCore[] = [
  {
    invariant: 'G1',
    fault: 'what somebody passed on stands without his own grant',
    file: 'contracts/grants/GrantsBase.sol',
    edits: [['if (granter == owner) return', 'return']],
    suite,
    test: 'invariant_G1_AccessIsALiveChain',
    says: /^role of the chain/,
  },
  {
    invariant: 'G2',
    fault: 'a proof opens to a wallet that is blocked',
    file: 'contracts/grants/Access.sol',
    edits: [['words[SubjectLib.wallet(account)].isBlock() || proof.length == 0', 'proof.length == 0']],
    suite,
    test: 'invariant_G2_BlockedWalletsHaveNoPath',
    says: /^by proof/,
  },
  {
    invariant: 'G3',
    fault: 'an advance goes through that was prepared before somebody else revoked',
    file: 'contracts/grants/Epochs.sol',
    edits: [
      [
        `_checkNarrowed(state, expectedNarrowed);
        if (record == 0)`,
        'if (record == 0)',
      ],
    ],
    suite,
    test: 'invariant_G3_TheStateIsWhatTheCallsSay',
    says: /^epochs move by advance and accept alone/,
  },
  {
    invariant: 'G4',
    fault: 'grants outlive their generation',
    file: 'contracts/grants/GrantsBase.sol',
    edits: [[' || link.generation() != state.generation()) break;', ') break;']],
    suite,
    test: 'invariant_G4_GenerationsEndTheirGrants',
    says: /^of this one/,
  },
  {
    invariant: 'G5',
    fault: 'to revoke all clears one grant after the other',
    file: 'contracts/grants/Members.sol',
    edits: [
      [
        'uint256 private constant WALLET_BYTES = 20;',
        'uint256 private constant WALLET_BYTES = 20;\nmapping(bytes32 folder => Subject[]) private _members;',
      ],
      [
        '_grants[context.folder][subject] = word;\n    }',
        '_grants[context.folder][subject] = word;\n_members[context.folder].push(subject);\n    }',
      ],
      [
        '_setState(context, context.state.renew());',
        `Subject[] storage members = _members[folder];
        for (uint256 i = 0; i < members.length; ++i) _grants[folder][members[i]] = GrantWord.wrap(0);
        _setState(context, context.state.renew());`,
      ],
    ],
    suite,
    test: 'test_G5_NoCostGrowsWithTheFolder',
    says: /^gas/,
  },
  {
    invariant: 'G6',
    fault: 'anybody may accept an offer',
    file: 'contracts/grants/Transfers.sol',
    edits: [['if (offer.to() != msg.sender || !_isOpen(offer, state))', 'if (!_isOpen(offer, state))']],
    suite,
    test: 'invariant_G6_OwnersMoveByAcceptanceAlone',
    says: /^(owner|offer)/,
  },
  {
    invariant: 'G7',
    fault: 'a leaf leaves out the last bit of the folder, so that it opens another one of the same owner',
    file: 'contracts/grants/Access.sol',
    edits: [
      [
        `address(this),
            folder,`,
        `address(this),
            folder | bytes32(uint256(1)),`,
      ],
    ],
    suite: 'GrantsProofs',
    test: 'test_G7_ALeafIsForOneFolderAudienceContractAndChain',
    says: /^folder/,
  },
  {
    invariant: 'G8',
    fault: 'an adapter is asked by a call that may write',
    file: 'contracts/grants/libraries/ReliableCall.sol',
    edits: [
      [
        'return BoundedCall.readWord(target, gasLimit, query);',
        `function(address, uint256, bytes memory) view returns (bytes32) asked;
        function(address, uint256, bytes memory) returns (bytes32) called = _call;
        assembly {
            asked := called
        }
        return asked(target, gasLimit, query);
    }

    function _call(address target, uint256 gasLimit, bytes memory query) private returns (bytes32 word) {
        (bool success, bytes memory answer) = target.call{gas: gasLimit}(query);
        if (success && answer.length > 31) word = bytes32(answer);`,
      ],
    ],
    suite: 'GrantsExternalCalls',
    test: 'test_G8_AnAdapterCannotWrite',
    says: /^a write is no answer/,
  },
  {
    invariant: 'G9',
    fault: 'a proof of an unknown kind is an error',
    file: 'contracts/grants/Access.sol',
    edits: [
      [
        `        return false;
    }

    /// @dev Zero wraps around.`,
        `        revert('unknown');
    }

    /// @dev Zero wraps around.`,
      ],
    ],
    suite,
    test: 'invariant_G9_AnswersNeverRevert',
    says: /unknown$/,
  },
]
