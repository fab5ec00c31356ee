import type { BrokenCore } from './broken-core.ts'

const suite = 'BalancesInvariant'

/** `Balances`, broken in nine ways. */
export const brokenBalances: readonly BrokenCore[] = [
  {
    invariant: 'B1',
    fault: 'what was swept can be swept again',
    file: 'contracts/balances/BalancesOwner.sol',
    edits: [['_totals = _totals.sweep(amount / _unit);', '']],
    suite,
    test: 'invariant_B1_B9_Solvent',
    says: /^coins held/,
  },
  {
    invariant: 'B2',
    fault: 'a purchase leaves the sum of all principal as it was',
    file: 'contracts/balances/Charges.sol',
    edits: [['if (fromPrincipal != 0) _totals = _totals.earn(fromPrincipal);', '']],
    suite,
    test: 'invariant_B2_PrincipalIsExact',
    says: /^totals\.principal/,
  },
  {
    invariant: 'B3',
    fault: 'new credit forgives the debt',
    file: 'contracts/balances/types/Account.sol',
    edits: [
      [
        'uint56(int56(current + int256(usd)))',
        'uint56(int56((current > 0 ? current : int256(0)) + int256(usd)))',
      ],
    ],
    suite,
    test: 'invariant_B3_EveryDollarIsBooked',
    says: /^every dollar/,
  },
  {
    invariant: 'B4',
    fault: 'nothing goes out while nothing may come in',
    file: 'contracts/balances/Withdrawals.sol',
    edits: [['_checkReceiver(to);', "_checkReceiver(to);\nif (_totals.incomingPaused()) revert('closed');"]],
    suite,
    test: 'invariant_B4_EveryoneCanLeave',
    says: /^closed/,
  },
  {
    invariant: 'B5',
    fault: 'the cap is for each charge, not for the period',
    file: 'contracts/balances/types/Account.sol',
    edits: [['if (total > self.cap())', 'if (amount > self.cap())']],
    suite,
    test: 'invariant_B5_ChargesStayWithinTheCap',
    says: /^overcharged/,
  },
  {
    invariant: 'B6',
    fault: 'each card change begins with all of the limits of the day',
    file: 'contracts/balances/Cards.sol',
    edits: [['if (!issuer.isOfToday()) issuer =', 'issuer =']],
    suite,
    test: 'invariant_B6_IssuerStaysWithinItsDay',
    says: /^(issue|reverse)/,
  },
  {
    invariant: 'B7',
    fault: 'a price is used for 15 days',
    file: 'contracts/balances/types/Price.sol',
    edits: [['LIFETIME = 15 minutes;', 'LIFETIME = 15 days;']],
    suite,
    test: 'invariant_B7_CreditIsWorthWhatCameIn',
    says: /^mispriced/,
  },
  {
    invariant: 'B8',
    fault: 'a withdrawal takes from the receiver',
    file: 'contracts/balances/Withdrawals.sol',
    edits: [['_withdraw(msg.sender, usd, to);', '_withdraw(to, usd, to);']],
    suite,
    test: 'invariant_B8_NoOneMovesThePrincipalOfAnother',
    says: /^strayed/,
  },
  {
    invariant: 'B9',
    fault: 'a deposit is credited with the coins that somebody gave, too',
    file: 'contracts/balances/Deposits.sol',
    edits: [
      [
        '_creditCoins(msg.sender, to, _pull(address(_stable), amount), 0, cap);',
        `_pull(address(_stable), amount);
        Totals books = _totals;
        uint256 booked = (uint256(books.principal()) + books.claimableStable()) * _unit;
        _creditCoins(msg.sender, to, _held(address(_stable)) - booked, 0, cap);`,
      ],
    ],
    suite,
    test: 'invariant_B1_B9_Solvent',
    says: /^coins held/,
  },
]
