// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AdaptersBase} from "./AdaptersBase.t.sol";
import {Erc1155Adapter} from "../Erc1155Adapter.sol";
import {Erc721Adapter} from "../Erc721Adapter.sol";
import {VotesAdapter} from "../VotesAdapter.sol";

/// @dev OpenZeppelin's votes token with a clock of seconds.
contract VotesToken is ERC20Votes {
    constructor() ERC20("Votes", "V") EIP712("Votes", "1") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }
}

contract Collection is ERC721("Collection", "C") {
    function mint(address to, uint256 id) external {
        _mint(to, id);
    }
}

contract Items is ERC1155("") {
    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }
}

/// @dev The token adapters over OpenZeppelin's own tokens.
contract TokenAdaptersTest is AdaptersBase {
    uint48 private constant NOW = 1_000_000;

    VotesAdapter private _votes;
    Erc721Adapter private _erc721;
    Erc1155Adapter private _erc1155;
    VotesToken private _token;
    Collection private _collection;
    Items private _items;

    function setUp() public {
        vm.warp(NOW);
        (_votes, _erc721, _erc1155) = (new VotesAdapter(), new Erc721Adapter(), new Erc1155Adapter());
        (_token, _collection, _items) = (new VotesToken(), new Collection(), new Items());
    }

    /* VOTES */

    function test_TokenAdapters_VotesOfThatMomentCount() public {
        _token.mint(ANNA, 5 ether);
        vm.prank(ANNA);
        _token.delegate(ANNA);
        vm.warp(NOW + 10);
        vm.prank(ANNA);
        assert(_token.transfer(BOB, 5 ether));
        vm.prank(BOB);
        _token.delegate(BOB);
        vm.warp(NOW + 20);

        assertMember(_votes, _votesGroup(NOW, 5, 18), ANNA, "she had five at first");
        assertStranger(_votes, _votesGroup(NOW, 6, 18), ANNA, "but not six");
        assertStranger(_votes, _votesGroup(NOW, 5, 18), BOB, "he had none then");
        assertMember(_votes, _votesGroup(NOW + 10, 5, 18), BOB, "but later he did");
        assertStranger(_votes, _votesGroup(NOW + 10, 1, 0), ANNA, "when she had none");
    }

    function test_TokenAdapters_VotesThatNoOneDelegatedAreNone() public {
        _token.mint(ANNA, 5 ether);
        vm.warp(NOW + 10);
        assertStranger(_votes, _votesGroup(NOW, 1, 0), ANNA, "undelegated");
        vm.prank(ANNA);
        _token.delegate(BOB);
        vm.warp(NOW + 20);
        assertMember(_votes, _votesGroup(NOW + 10, 5, 18), BOB, "they are the delegate's");
        assertStranger(_votes, _votesGroup(NOW + 10, 1, 0), ANNA, "not the holder's");
    }

    function test_TokenAdapters_VotesOfAMomentThatIsNotPastAreNone() public {
        _token.mint(ANNA, 5 ether);
        vm.prank(ANNA);
        _token.delegate(ANNA);
        assertStranger(_votes, _votesGroup(NOW, 1, 0), ANNA, "now");
        assertStranger(_votes, _votesGroup(type(uint48).max, 1, 0), ANNA, "far ahead");
    }

    function testFuzz_TokenAdapters_VotesLeastIsMantissaTimesPowerOfTen(
        uint40 mantissa,
        uint8 exponent,
        bool enough
    ) public {
        mantissa = uint40(bound(mantissa, 1, type(uint40).max));
        exponent = uint8(bound(exponent, 0, 50));
        uint256 least = mantissa * 10 ** exponent;
        _token.mint(ANNA, enough ? least : least - 1);
        vm.prank(ANNA);
        _token.delegate(ANNA);
        vm.warp(NOW + 1);
        vm.assertEq(ask(_votes, _votesGroup(NOW, mantissa, exponent), ANNA, ""), enough, "at the edge");
    }

    function test_TokenAdapters_VotesWithoutAMinimumAdmitNoOne() public {
        vm.warp(NOW + 1);
        assertStranger(_votes, _votesGroup(NOW, 0, 18), ANNA, "least 0 would be everybody");
        assertStranger(_votes, _votesGroup(NOW, 1, 78), ANNA, "more than a word");
        assertNoOneInJunk(_votes, uint96(uint256(_votesGroup(NOW, 1, 0))));
    }

    /* BALANCES */

    function test_TokenAdapters_Erc721BalanceCountsNow() public {
        _collection.mint(ANNA, 1);
        _collection.mint(ANNA, 2);
        bytes32 pair = groupOf(address(_collection), 2);
        assertMember(_erc721, pair, ANNA, "she holds two");
        assertStranger(_erc721, groupOf(address(_collection), 3), ANNA, "not three");
        vm.prank(ANNA);
        _collection.transferFrom(ANNA, BOB, 1);
        assertStranger(_erc721, pair, ANNA, "one is gone");
        assertMember(_erc721, groupOf(address(_collection), 1), BOB, "to him");
        assertStranger(
            _erc721,
            groupOf(address(_collection), 1),
            address(0),
            "the zero address is no holder"
        );
    }

    function test_TokenAdapters_Erc721WithoutAMinimumAdmitsNoOne() public {
        assertStranger(_erc721, groupOf(address(_collection), 0), ANNA, "least 0 would be everybody");
        assertNoOneInJunk(_erc721, 1);
    }

    function test_TokenAdapters_Erc1155BalanceOfOneIdCountsNow() public {
        _items.mint(ANNA, 7, 10);
        bytes memory ten = abi.encode(_items, 7, 10);
        vm.assertEq(ask(_erc1155, keccak256(ten), ANNA, ten), true, "she holds ten");
        vm.assertEq(ask(_erc1155, keccak256(ten), BOB, ten), false, "he does not");
        bytes memory eleven = abi.encode(_items, 7, 11);
        vm.assertEq(ask(_erc1155, keccak256(eleven), ANNA, eleven), false, "not eleven");
        bytes memory other = abi.encode(_items, 8, 1);
        vm.assertEq(ask(_erc1155, keccak256(other), ANNA, other), false, "another id");
    }

    function test_TokenAdapters_Erc1155DataMustBeTheGroups() public {
        _items.mint(ANNA, 7, 10);
        bytes memory group = abi.encode(_items, 7, 100);
        bytes memory easier = abi.encode(_items, 7, 10);
        vm.assertEq(ask(_erc1155, keccak256(group), ANNA, easier), false, "terms of her own");
        vm.assertEq(ask(_erc1155, keccak256(easier), ANNA, bytes.concat(easier, hex"00")), false, "and more");
        vm.assertEq(ask(_erc1155, keccak256(""), ANNA, ""), false, "nothing");
        bytes memory free = abi.encode(_items, 7, 0);
        vm.assertEq(ask(_erc1155, keccak256(free), ANNA, free), false, "least 0 would be everybody");
        bytes memory dirty = abi.encode((uint256(1) << 200) | uint160(address(_items)), 7, 10);
        vm.assertEq(ask(_erc1155, keccak256(dirty), ANNA, dirty), false, "no address");
    }

    function test_TokenAdapters_DataWhereNoneBelongsAdmitsNoOne() public {
        _token.mint(ANNA, 1);
        vm.prank(ANNA);
        _token.delegate(ANNA);
        vm.warp(NOW + 1);
        _collection.mint(ANNA, 1);
        vm.assertEq(ask(_votes, _votesGroup(NOW, 1, 0), ANNA, hex"00"), false, "votes");
        vm.assertEq(ask(_erc721, groupOf(address(_collection), 1), ANNA, hex"00"), false, "ERC-721");
    }

    function _votesGroup(uint48 timepoint, uint40 mantissa, uint8 exponent) private view returns (bytes32) {
        return groupOf(address(_token), (uint96(timepoint) << 48) | (uint96(mantissa) << 8) | exponent);
    }
}
