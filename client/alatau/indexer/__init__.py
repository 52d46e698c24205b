"""From the chain to the ledger: what each transaction did, in order, with nothing missing."""
