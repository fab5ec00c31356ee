// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev Who a grant is for. The first byte is the kind:
///
/// | first byte      | kind              | rest                                                |
/// | --------------- | ----------------- | --------------------------------------------------- |
/// | 0x00            | wallet            | 11 zero bytes, address, not zero                    |
/// | `0-9` or `a-z`  | name              | the name to 30 bytes, zero padded, generation from 1|
/// | 0x01            | group             | 31 bytes of keccak256(adapter, groupId)             |
/// | 0x02            | tag               | reserved                                            |
/// | 0x03            | folder as a group | 31 bytes of keccak256(folder)                       |
type Subject is bytes32;

using {SubjectLib.isWallet, SubjectLib.isName, SubjectLib.isKnown, equals as ==} for Subject global;

function equals(Subject a, Subject b) pure returns (bool) {
    return Subject.unwrap(a) == Subject.unwrap(b);
}

library SubjectLib {
    function wallet(address account) internal pure returns (Subject) {
        return Subject.wrap(bytes32(uint256(uint160(account))));
    }

    function isWallet(Subject self) internal pure returns (bool) {
        uint256 word = uint256(Subject.unwrap(self));
        return word != 0 && word <= type(uint160).max;
    }

    function isName(Subject self) internal pure returns (bool) {
        bytes1 kind = Subject.unwrap(self)[0];
        bool alphanumeric = (kind >= "0" && kind <= "9") || (kind >= "a" && kind <= "z");
        return alphanumeric && uint16(uint256(Subject.unwrap(self))) != 0;
    }

    /// @dev Whether grants can be made to it.
    function isKnown(Subject self) internal pure returns (bool) {
        bytes1 kind = Subject.unwrap(self)[0];
        return self.isWallet() || self.isName() || kind == 0x01 || kind == 0x03;
    }
}
