"""The journal, the chain, the balances and the bank as plain values, and as items."""
