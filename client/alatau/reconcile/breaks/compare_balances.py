"""The chain's transactions against its balances: each account's proof, and the vaults."""

from __future__ import annotations

from typing import Final

from alatau.reconcile.breaks.drafts import Drafts
from alatau.reconcile.model import BreakType, Item, Source
from alatau.reconcile.sources.facts import AccountProof, Gap, Inputs, VaultFact

BETWEEN: Final = (Source.CHAIN, Source.BALANCE)


def compare_balances(inputs: Inputs, drafts: Drafts) -> None:
    """What the accounts and vaults hold that their history does not explain."""
    gaps = {gap.account: gap for gap in sorted(set(inputs.gaps), key=_order)}
    proofs = {one.account: one for one in sorted(set(inputs.accounts), key=lambda one: one.account)}
    for account, proof in proofs.items():
        _account(proof, gaps.pop(account, None), inputs.read_at, drafts)
    for gap in gaps.values():
        item = Item(f"gap:{gap.account}", Source.CHAIN, "", 0, inputs.read_at, text=gap.reason)
        drafts.add(
            BreakType.UNPROVEN,
            BETWEEN,
            [item],
            [],
            amount=0,
            cause=f"the history of {gap.account} has a gap before slot {gap.slot}: {gap.reason}",
        )
    for vault in sorted(set(inputs.vaults), key=lambda one: one.asset):
        compare_vault(vault, inputs.read_at, drafts)


def _account(proof: AccountProof, gap: Gap | None, at: int, drafts: Drafts) -> None:
    difference = proof.found_amount - proof.known_amount
    if proof.known == proof.found and not difference and gap is None:
        return
    name = f"postings:{proof.account}", f"account:{proof.account}"
    ours = Item(name[0], Source.CHAIN, proof.asset, proof.known_amount, at)
    theirs = Item(name[1], Source.BALANCE, proof.asset, proof.found_amount, at)
    kind, cause = _why(proof, gap)
    drafts.add(kind, BETWEEN, [ours], [theirs], amount=difference, cause=cause)


def _why(proof: AccountProof, gap: Gap | None) -> tuple[BreakType, str]:
    changes = f"{proof.known} changes are posted, and the account has had {proof.found}"
    if gap is not None:
        return BreakType.UNPROVEN, f"its history has a gap before slot {gap.slot}: {gap.reason}"
    if proof.found > proof.known:
        return BreakType.MISSING_HERE, f"{changes}: a node has left transactions out"
    if proof.known > proof.found:
        return BreakType.MISSING_THERE, f"{changes}: the node that was asked is behind, or another"
    return BreakType.AMOUNT, f"{changes}, and they do not add up to what it holds"


def compare_vault(vault: VaultFact, at: int, drafts: Drafts) -> None:
    """Tokens against what is owed, and what is owed against the accounts."""
    tokens = Item(f"vault:{vault.asset}", Source.BALANCE, vault.asset, vault.tokens, at)
    owed = Item(f"liabilities:{vault.asset}", Source.CHAIN, vault.asset, vault.liabilities, at)
    accounts = Item(f"accounts:{vault.asset}", Source.BALANCE, vault.asset, vault.accounts, at)
    difference = vault.tokens - vault.liabilities
    if difference < 0:
        cause = "the vault has fewer tokens than were deposited and not withdrawn"
        drafts.add(BreakType.AMOUNT, BETWEEN, [owed], [tokens], amount=difference, cause=cause)
    elif difference > 0:
        cause = "somebody has sent tokens to the vault without a deposit: whose they are, is open"
        drafts.add(
            BreakType.UNKNOWN_DEPOSIT, BETWEEN, [owed], [tokens], amount=difference, cause=cause
        )
    if apart := vault.accounts - vault.liabilities:
        cause = "the payment accounts do not add up to what was deposited and not withdrawn"
        drafts.add(BreakType.AMOUNT, BETWEEN, [owed], [accounts], amount=apart, cause=cause)


def _order(gap: Gap) -> tuple[str, int, str]:
    return gap.account, -gap.slot, gap.reason
