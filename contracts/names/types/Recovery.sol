// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @dev Who may recover a name. Zero = no one. From the least significant bit on:
///
/// | bits | field      | meaning                                                               |
/// | ---- | ---------- | --------------------------------------------------------------------- |
/// |  160 | agent      | account that may                                                      |
/// |   16 | generation | generation of the name when it was set up                             |
/// |   24 | delay      | seconds that a recovery, and the removal of the agent, take           |
/// |   40 | readyAt    | when what is pending can be finished; 0 = nothing is                  |
/// |    8 | mode       | 0 the owner can veto, 1 cannot                                        |
/// |    8 | flags      | bit 0 a recovery is pending, 1 the owner is removing the agent; never both |
type Recovery is uint256;

using RecoveryLib for Recovery global;

library RecoveryLib {
    uint8 internal constant VETO = 0;
    uint8 internal constant DECISIVE = 1;

    uint8 internal constant RECOVERING = 1;
    uint8 internal constant REMOVING = 2;

    uint256 private constant GENERATION_AT = 160;
    uint256 private constant DELAY_AT = 176;
    uint256 private constant READY_AT = 200;
    uint256 private constant MODE_AT = 240;
    uint256 private constant FLAGS_AT = 248;

    Recovery internal constant NONE = Recovery.wrap(0);

    function agent(Recovery self) internal pure returns (address) {
        return address(uint160(Recovery.unwrap(self)));
    }

    function delay(Recovery self) internal pure returns (uint24) {
        return uint24(Recovery.unwrap(self) >> DELAY_AT);
    }

    function readyAt(Recovery self) internal pure returns (uint40) {
        return uint40(Recovery.unwrap(self) >> READY_AT);
    }

    function mode(Recovery self) internal pure returns (uint8) {
        return uint8(Recovery.unwrap(self) >> MODE_AT);
    }

    function flags(Recovery self) internal pure returns (uint8) {
        return uint8(Recovery.unwrap(self) >> FLAGS_AT);
    }

    function make(
        address agent_,
        uint16 generation_,
        uint24 delay_,
        uint8 mode_
    ) internal pure returns (Recovery) {
        return
            Recovery.wrap(
                uint256(uint160(agent_)) |
                    (uint256(generation_) << GENERATION_AT) |
                    (uint256(delay_) << DELAY_AT) |
                    (uint256(mode_) << MODE_AT)
            );
    }

    /// @dev The same with `flag` pending until one delay from now.
    function pending(Recovery self, uint8 flag) internal view returns (Recovery) {
        uint256 readyAt_ = uint40(block.timestamp + self.delay());
        return
            Recovery.wrap(
                Recovery.unwrap(self.idle()) | (readyAt_ << READY_AT) | (uint256(flag) << FLAGS_AT)
            );
    }

    /// @dev The same with nothing pending.
    function idle(Recovery self) internal pure returns (Recovery) {
        uint256 cleared = (uint256(type(uint40).max) << READY_AT) | (uint256(type(uint8).max) << FLAGS_AT);
        return Recovery.wrap(Recovery.unwrap(self) & ~cleared);
    }
}
