/**
 * Program IDL in camelCase format in order to be used in JS/TS.
 *
 * Note that this is only a type helper and is not the actual IDL. The original
 * IDL can be found at `target/idl/sandbox.json`.
 */
export type Sandbox = {
  "address": "ZowsvnL3WdRKkRkHE2YdfcFYxh2xNbUTdEVTRUHFcE1",
  "metadata": {
    "name": "sandbox",
    "version": "0.1.0",
    "spec": "0.1.0",
    "description": "The rules and payment accounts of a regulated zone"
  },
  "instructions": [
    {
      "name": "acceptAuthority",
      "docs": [
        "The successor takes the seat."
      ],
      "discriminator": [
        107,
        86,
        198,
        91,
        33,
        12,
        107,
        160
      ],
      "accounts": [
        {
          "name": "successor",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        },
        {
          "name": "participant",
          "docs": [
            "The successor as a participant, whether registered or not."
          ]
        }
      ],
      "args": [
        {
          "name": "seat",
          "type": "u8"
        }
      ]
    },
    {
      "name": "admitInstrument",
      "docs": [
        "The authority admits an instrument, as it stands at this revision."
      ],
      "discriminator": [
        169,
        137,
        22,
        149,
        43,
        63,
        223,
        67
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "revision",
          "type": "u64"
        }
      ]
    },
    {
      "name": "allotSubscription",
      "docs": [
        "Gives an investor its part of what was sold, and the other money back; anyone may."
      ],
      "discriminator": [
        75,
        4,
        117,
        143,
        227,
        122,
        118,
        156
      ],
      "accounts": [
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "offering",
          "writable": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "participant"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "issuerAccount",
          "writable": true
        },
        {
          "name": "rentPayer",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "amendAsset",
      "docs": [
        "Changes an asset's fees, taxes and caps for later payments; the operator and both",
        "regulators sign."
      ],
      "discriminator": [
        94,
        166,
        115,
        203,
        14,
        2,
        34,
        198
      ],
      "accounts": [
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset",
          "writable": true
        },
        {
          "name": "vault",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "feeBps",
          "type": "u16"
        },
        {
          "name": "feeMin",
          "type": "u64"
        },
        {
          "name": "feeMax",
          "type": "u64"
        },
        {
          "name": "taxBps",
          "type": {
            "array": [
              "u16",
              4
            ]
          }
        },
        {
          "name": "caps",
          "type": {
            "array": [
              {
                "array": [
                  "u64",
                  3
                ]
              },
              4
            ]
          }
        },
        {
          "name": "vaultCap",
          "type": "u64"
        }
      ]
    },
    {
      "name": "amendParticipant",
      "docs": [
        "The operator verifies a participant anew, changes what it is, or ends its verification."
      ],
      "discriminator": [
        46,
        151,
        175,
        29,
        101,
        197,
        72,
        210
      ],
      "accounts": [
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "participant",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "roles",
          "type": "u32"
        },
        {
          "name": "tier",
          "type": "u8"
        },
        {
          "name": "taxCategory",
          "type": "u8"
        },
        {
          "name": "verifiedUntil",
          "type": "u64"
        }
      ]
    },
    {
      "name": "callRedemption",
      "docs": [
        "The issuer calls all units: it sets their price aside, and each is redeemed for it."
      ],
      "discriminator": [
        161,
        28,
        227,
        121,
        71,
        68,
        140,
        144
      ],
      "accounts": [
        {
          "name": "issuer",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "participant",
          "docs": [
            "The issuer's."
          ]
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "holding",
          "docs": [
            "The issuer's.  There may be none, and none can be opened any more."
          ],
          "writable": true
        },
        {
          "name": "mint",
          "writable": true
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "price",
          "type": "u64"
        }
      ]
    },
    {
      "name": "cancelMandate",
      "docs": [
        "A payer ends its mandate at once; nothing can stop that."
      ],
      "discriminator": [
        120,
        234,
        22,
        247,
        229,
        124,
        106,
        149
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "mandate",
          "writable": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "May be the wallet too, as neither holds data of ours."
          ],
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "cancelOffer",
      "docs": [
        "Ends an offer: its holder at any time, anyone once it cannot be taken any more."
      ],
      "discriminator": [
        92,
        203,
        223,
        40,
        92,
        89,
        53,
        119
      ],
      "accounts": [
        {
          "name": "wallet",
          "docs": [
            "The holder's, or anyone's once the offer cannot be taken any more, or not now: what regulators",
            "order takes units that are free."
          ],
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "offer",
          "writable": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "May be the wallet too, as neither holds data of ours."
          ],
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "cancelOffering",
      "docs": [
        "The issuer gives an offering up; where it cannot succeed any more, anyone may."
      ],
      "discriminator": [
        83,
        240,
        202,
        231,
        147,
        137,
        217,
        90
      ],
      "accounts": [
        {
          "name": "signer",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "offering",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "cancelSuccession",
      "docs": [
        "Takes a proposal back, or vetoes it."
      ],
      "discriminator": [
        206,
        172,
        126,
        132,
        252,
        50,
        143,
        214
      ],
      "accounts": [
        {
          "name": "authority",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "seat",
          "type": "u8"
        }
      ]
    },
    {
      "name": "claim",
      "docs": [
        "Pays what a holding is entitled to out to its owner; anyone may."
      ],
      "discriminator": [
        62,
        198,
        214,
        193,
        213,
        159,
        108,
        210
      ],
      "accounts": [
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "participant",
          "docs": [
            "The holder's."
          ]
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "holderAccount",
          "docs": [
            "Lane 0 of the holder's."
          ],
          "writable": true
        },
        {
          "name": "issuerAccount",
          "docs": [
            "The issuer's; the same one where the issuer has units of its own."
          ],
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "closeAccount",
      "docs": [
        "Closes an empty payment account after the zone's end; anyone may."
      ],
      "discriminator": [
        125,
        255,
        149,
        14,
        110,
        34,
        72,
        24
      ],
      "accounts": [
        {
          "name": "zone"
        },
        {
          "name": "rentPayer",
          "writable": true
        },
        {
          "name": "account",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "closeAllowance",
      "docs": [
        "Returns the rent of an allowance once the zone has ended; anyone may."
      ],
      "discriminator": [
        44,
        1,
        39,
        90,
        179,
        29,
        42,
        161
      ],
      "accounts": [
        {
          "name": "zone"
        },
        {
          "name": "allowance",
          "writable": true
        },
        {
          "name": "rentPayer",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "closeHolding",
      "docs": [
        "Closes an empty holding without claims once none can be opened any more; anyone may."
      ],
      "discriminator": [
        215,
        60,
        1,
        110,
        4,
        89,
        212,
        141
      ],
      "accounts": [
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "rentPayer",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "closeOffering",
      "docs": [
        "Closes an offering without subscriptions; anyone may."
      ],
      "discriminator": [
        31,
        189,
        68,
        162,
        227,
        165,
        54,
        124
      ],
      "accounts": [
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "offering",
          "writable": true
        },
        {
          "name": "issuerAccount",
          "writable": true
        },
        {
          "name": "issuerHolding",
          "writable": true
        },
        {
          "name": "rentPayer",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "closePayment",
      "docs": [
        "Closes the account of a payment that is over, and returns its rent; anyone may."
      ],
      "discriminator": [
        172,
        106,
        77,
        250,
        247,
        169,
        156,
        178
      ],
      "accounts": [
        {
          "name": "rentPayer",
          "writable": true
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "closePlan",
      "docs": [
        "The merchant ends a plan: no mandates and no pulls any more."
      ],
      "discriminator": [
        45,
        137,
        184,
        220,
        162,
        253,
        161,
        8
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "plan",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "closeTaxPeriod",
      "docs": [
        "Sweeps as `collect` does, and closes the tax period of this key, whose month is over,",
        "into a record of its own; anyone may."
      ],
      "discriminator": [
        158,
        104,
        98,
        194,
        45,
        38,
        67,
        41
      ],
      "accounts": [
        {
          "name": "payer",
          "docs": [
            "Pays the rent of `tax_record`."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "treasuryAccount",
          "writable": true
        },
        {
          "name": "taxRecord",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  116,
                  97,
                  120
                ]
              },
              {
                "kind": "account",
                "path": "account"
              },
              {
                "kind": "arg",
                "path": "period"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "period",
          "type": "u64"
        }
      ]
    },
    {
      "name": "closeTender",
      "docs": [
        "The issuer ends a tender; anyone may once the instrument is not admitted any more."
      ],
      "discriminator": [
        181,
        226,
        139,
        233,
        233,
        239,
        117,
        8
      ],
      "accounts": [
        {
          "name": "signer",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "account",
          "docs": [
            "The issuer's."
          ],
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "collect",
      "docs": [
        "Sweeps an account's fees and taxes due into the treasury's account; anyone may."
      ],
      "discriminator": [
        208,
        47,
        194,
        155,
        17,
        98,
        82,
        236
      ],
      "accounts": [
        {
          "name": "zone"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "treasuryAccount",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "conclude",
      "docs": [
        "Ends a dispute that nobody has resolved: the payer at any time by dropping it; else",
        "anyone once its time has passed, for the payee if it has answered, for the payer if not."
      ],
      "discriminator": [
        161,
        36,
        142,
        3,
        218,
        237,
        20,
        172
      ],
      "accounts": [
        {
          "name": "signer",
          "signer": true
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "drop",
          "type": "bool"
        }
      ]
    },
    {
      "name": "concludeOffering",
      "docs": [
        "Sells what was confirmed, or nothing where it is below the minimum; anyone may."
      ],
      "discriminator": [
        111,
        251,
        33,
        186,
        20,
        74,
        135,
        143
      ],
      "accounts": [
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "offering",
          "writable": true
        },
        {
          "name": "mint",
          "writable": true
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        }
      ],
      "args": []
    },
    {
      "name": "confirmSubscription",
      "docs": [
        "Gives a subscription its place once it has cooled off; anyone may."
      ],
      "discriminator": [
        96,
        196,
        199,
        31,
        5,
        124,
        37,
        211
      ],
      "accounts": [
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "offering",
          "writable": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "holding"
        }
      ],
      "args": []
    },
    {
      "name": "consentAsset",
      "docs": [
        "A regulator consents to an asset, or takes the consent back."
      ],
      "discriminator": [
        65,
        104,
        200,
        29,
        193,
        134,
        208,
        94
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "consent",
          "type": "bool"
        }
      ]
    },
    {
      "name": "consolidate",
      "docs": [
        "Moves all that a lane has available to its owner's lane 0; anyone may."
      ],
      "discriminator": [
        142,
        126,
        180,
        57,
        55,
        238,
        90,
        204
      ],
      "accounts": [
        {
          "name": "participant"
        },
        {
          "name": "laneAccount",
          "writable": true
        },
        {
          "name": "account",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "convert",
      "docs": [
        "Pays a merchant in one asset what is paid for in another, at the quote of an exchange",
        "provider, which signs too."
      ],
      "discriminator": [
        122,
        80,
        212,
        208,
        92,
        200,
        34,
        161
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "providerWallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "assetIn"
        },
        {
          "name": "assetOut"
        },
        {
          "name": "payer"
        },
        {
          "name": "payee"
        },
        {
          "name": "provider"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "providerInAccount",
          "docs": [
            "What the payer pays goes here."
          ],
          "writable": true
        },
        {
          "name": "providerOutAccount",
          "docs": [
            "What the payee receives comes from here."
          ],
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amountIn",
          "type": "u64"
        },
        {
          "name": "amountOut",
          "type": "u64"
        },
        {
          "name": "midOut",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "service",
          "type": "u8"
        },
        {
          "name": "expiresAt",
          "type": "u64"
        }
      ]
    },
    {
      "name": "createInstrument",
      "docs": [
        "An issuer proposes an instrument: a mint that is the program's, and terms."
      ],
      "discriminator": [
        45,
        208,
        200,
        205,
        3,
        235,
        121,
        127
      ],
      "accounts": [
        {
          "name": "rentPayer",
          "docs": [
            "Pays rent; may be the issuer too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "issuer",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "participant"
        },
        {
          "name": "payoutAsset"
        },
        {
          "name": "mint"
        },
        {
          "name": "instrument",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  105,
                  110,
                  115,
                  116,
                  114,
                  117,
                  109,
                  101,
                  110,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "zone"
              },
              {
                "kind": "account",
                "path": "mint"
              }
            ]
          }
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "kind",
          "type": "u8"
        },
        {
          "name": "authorised",
          "type": "u64"
        },
        {
          "name": "faceValue",
          "type": "u64"
        },
        {
          "name": "maxPerHolder",
          "type": "u64"
        },
        {
          "name": "holderCap",
          "type": "u64"
        },
        {
          "name": "lockedUntil",
          "type": "u64"
        },
        {
          "name": "maturity",
          "type": "u64"
        },
        {
          "name": "holderClasses",
          "type": "u8"
        },
        {
          "name": "countries",
          "type": {
            "array": [
              {
                "array": [
                  "u8",
                  2
                ]
              },
              16
            ]
          }
        },
        {
          "name": "document",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "taxBps",
          "type": {
            "array": [
              "u16",
              4
            ]
          }
        }
      ]
    },
    {
      "name": "createOffering",
      "docs": [
        "The issuer offers new units to investors."
      ],
      "discriminator": [
        48,
        254,
        213,
        82,
        85,
        141,
        15,
        220
      ],
      "accounts": [
        {
          "name": "rentPayer",
          "docs": [
            "Pays rent; may be the issuer too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "issuer",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "participant"
        },
        {
          "name": "payoutAsset"
        },
        {
          "name": "issuerAccount",
          "writable": true
        },
        {
          "name": "issuerHolding"
        },
        {
          "name": "offering",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  111,
                  102,
                  102,
                  101,
                  114,
                  105,
                  110,
                  103
                ]
              },
              {
                "kind": "account",
                "path": "instrument"
              },
              {
                "kind": "arg",
                "path": "number"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "number",
          "type": "u64"
        },
        {
          "name": "price",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        },
        {
          "name": "minimum",
          "type": "u64"
        },
        {
          "name": "least",
          "type": "u64"
        },
        {
          "name": "most",
          "type": "u64"
        },
        {
          "name": "opensAt",
          "type": "u64"
        },
        {
          "name": "closesAt",
          "type": "u64"
        },
        {
          "name": "coolingOff",
          "type": "u64"
        },
        {
          "name": "allotment",
          "type": "u8"
        }
      ]
    },
    {
      "name": "createPlan",
      "docs": [
        "A merchant offers to be paid the same amount every period."
      ],
      "discriminator": [
        77,
        43,
        141,
        254,
        212,
        118,
        41,
        186
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "Pays rent; may be the wallet too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "payee"
        },
        {
          "name": "payeeAccount"
        },
        {
          "name": "plan",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  112,
                  108,
                  97,
                  110
                ]
              },
              {
                "kind": "account",
                "path": "payeeAccount"
              },
              {
                "kind": "arg",
                "path": "number"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "number",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "period",
          "type": "u64"
        },
        {
          "name": "service",
          "type": "u8"
        },
        {
          "name": "terms",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "createZone",
      "docs": [
        "Creates a zone; its operator and both regulators sign."
      ],
      "discriminator": [
        219,
        254,
        209,
        26,
        193,
        130,
        189,
        58
      ],
      "accounts": [
        {
          "name": "payer",
          "docs": [
            "Pays rent; may be the operator too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "treasury",
          "docs": [
            "The wallet whose payment accounts receive fees and taxes."
          ]
        },
        {
          "name": "zone",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  122,
                  111,
                  110,
                  101
                ]
              },
              {
                "kind": "arg",
                "path": "name"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "name",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "utcOffset",
          "type": "u64"
        },
        {
          "name": "endsAt",
          "type": "u64"
        },
        {
          "name": "settleWindow",
          "type": "u64"
        },
        {
          "name": "deliverWithin",
          "type": "u64"
        },
        {
          "name": "respondWindow",
          "type": "u64"
        },
        {
          "name": "resolveWindow",
          "type": "u64"
        },
        {
          "name": "retention",
          "type": "u64"
        }
      ]
    },
    {
      "name": "deletePlan",
      "docs": [
        "Returns the rent of a plan once the zone has ended; anyone may."
      ],
      "discriminator": [
        41,
        111,
        169,
        210,
        93,
        141,
        108,
        53
      ],
      "accounts": [
        {
          "name": "zone"
        },
        {
          "name": "plan",
          "writable": true
        },
        {
          "name": "rentPayer",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "delistInstrument",
      "docs": [
        "The authority delists an instrument for good."
      ],
      "discriminator": [
        87,
        232,
        38,
        214,
        69,
        223,
        42,
        12
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "deposit",
      "docs": [
        "Moves the owner's tokens into the vault and credits what arrived."
      ],
      "discriminator": [
        242,
        35,
        198,
        137,
        82,
        225,
        242,
        182
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "vault",
          "writable": true
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "source",
          "writable": true
        },
        {
          "name": "mint"
        },
        {
          "name": "participant"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "tokenProgram"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "depositAndPay",
      "docs": [
        "Pays a merchant, finally, with the tokens of a participant that has no payment account."
      ],
      "discriminator": [
        222,
        32,
        248,
        120,
        119,
        157,
        85,
        103
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "vault",
          "writable": true
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "source",
          "writable": true
        },
        {
          "name": "mint"
        },
        {
          "name": "payer",
          "writable": true
        },
        {
          "name": "payee"
        },
        {
          "name": "payerAccount",
          "docs": [
            "Where the wallet's payment account would be: there must be none."
          ]
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "tokenProgram"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "minimum",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "service",
          "type": "u8"
        }
      ]
    },
    {
      "name": "dispute",
      "docs": [
        "The payer disputes a payment: a fulfilled one until it settles by itself, a settled",
        "one as long as its reserve is kept.  Once."
      ],
      "discriminator": [
        216,
        92,
        128,
        146,
        202,
        85,
        135,
        73
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "payerAccount"
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "reason",
          "type": "u8"
        },
        {
          "name": "evidence",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "distribute",
      "docs": [
        "The issuer pays in for all who hold units now; `quotient` is what a unit gets, as the",
        "index has it, low word first."
      ],
      "discriminator": [
        191,
        44,
        223,
        207,
        164,
        236,
        126,
        61
      ],
      "accounts": [
        {
          "name": "issuer",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "payoutAsset"
        },
        {
          "name": "participant"
        },
        {
          "name": "issuerAccount",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "quotient",
          "type": {
            "array": [
              "u64",
              2
            ]
          }
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "draw",
      "docs": [
        "A delegate pays a merchant, finally, from the account of who gave it an allowance."
      ],
      "discriminator": [
        61,
        40,
        62,
        184,
        31,
        176,
        24,
        130
      ],
      "accounts": [
        {
          "name": "delegate",
          "docs": [
            "Any wallet: it need not be a participant."
          ],
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "payer"
        },
        {
          "name": "payee"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "allowance",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "service",
          "type": "u8"
        }
      ]
    },
    {
      "name": "expire",
      "docs": [
        "Returns a held payment that was not delivered in time; anyone may."
      ],
      "discriminator": [
        243,
        83,
        205,
        58,
        57,
        201,
        247,
        146
      ],
      "accounts": [
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "extendZone",
      "docs": [
        "Operator and both regulators put the zone's end off."
      ],
      "discriminator": [
        3,
        181,
        194,
        24,
        145,
        23,
        105,
        142
      ],
      "accounts": [
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "endsAt",
          "type": "u64"
        }
      ]
    },
    {
      "name": "forcedTransfer",
      "docs": [
        "Both regulators move available money to another account, once for a case."
      ],
      "discriminator": [
        60,
        52,
        242,
        236,
        23,
        136,
        230,
        190
      ],
      "accounts": [
        {
          "name": "payer",
          "docs": [
            "Pays the record's rent; may be a regulator too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "recipientAccount",
          "writable": true
        },
        {
          "name": "enforcement",
          "docs": [
            "There already where the case is executed, which is refused by its name."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  101,
                  110,
                  102,
                  111,
                  114,
                  99,
                  101,
                  109,
                  101,
                  110,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "account"
              },
              {
                "kind": "arg",
                "path": "case"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "case",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "basis",
          "type": "u16"
        },
        {
          "name": "amount",
          "type": "u64"
        }
      ]
    },
    {
      "name": "forcedTransferUnits",
      "docs": [
        "Both regulators move free units to another holding, once for a case."
      ],
      "discriminator": [
        47,
        137,
        61,
        192,
        254,
        163,
        145,
        163
      ],
      "accounts": [
        {
          "name": "payer",
          "docs": [
            "Pays the record's rent; may be a regulator too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "recipientHolding",
          "writable": true
        },
        {
          "name": "enforcement",
          "docs": [
            "There already where the case is executed, which is refused by its name."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  101,
                  110,
                  102,
                  111,
                  114,
                  99,
                  101,
                  109,
                  101,
                  110,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "holding"
              },
              {
                "kind": "arg",
                "path": "case"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "case",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "basis",
          "type": "u16"
        },
        {
          "name": "quantity",
          "type": "u64"
        }
      ]
    },
    {
      "name": "freezeAccount",
      "docs": [
        "A regulator stops what leaves an account, in its slot, until a date."
      ],
      "discriminator": [
        253,
        75,
        82,
        133,
        167,
        238,
        43,
        130
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "account",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "case",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "basis",
          "type": "u16"
        },
        {
          "name": "until",
          "type": "u64"
        }
      ]
    },
    {
      "name": "freezeHolding",
      "docs": [
        "Both regulators stop units from leaving a holding until a date; called again, they change",
        "case and date."
      ],
      "discriminator": [
        93,
        199,
        78,
        34,
        168,
        215,
        93,
        116
      ],
      "accounts": [
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "docs": [
            "Named, so that its history has every change of its holdings."
          ]
        },
        {
          "name": "holding",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "case",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "basis",
          "type": "u16"
        },
        {
          "name": "until",
          "type": "u64"
        }
      ]
    },
    {
      "name": "freezeParticipant",
      "docs": [
        "A regulator stops what leaves a participant's accounts of the asset classes that it",
        "answers for, in its slot, until a date."
      ],
      "discriminator": [
        145,
        39,
        72,
        142,
        65,
        154,
        166,
        180
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "participant",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "case",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "basis",
          "type": "u16"
        },
        {
          "name": "until",
          "type": "u64"
        }
      ]
    },
    {
      "name": "fulfil",
      "docs": [
        "The merchant says that it has delivered."
      ],
      "discriminator": [
        109,
        45,
        157,
        48,
        226,
        221,
        227,
        101
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "payeeAccount"
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "fundLane",
      "docs": [
        "Moves the owner's money from lane 0 to a lane, from which it can be refunded."
      ],
      "discriminator": [
        175,
        20,
        83,
        179,
        126,
        192,
        186,
        165
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "participant"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "laneAccount",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        }
      ]
    },
    {
      "name": "grantAllowance",
      "docs": [
        "An account's owner lets a delegate spend up to so much a period, or changes that."
      ],
      "discriminator": [
        45,
        83,
        126,
        217,
        229,
        2,
        252,
        98
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "Pays rent; may be the wallet too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "ownerAccount"
        },
        {
          "name": "delegate",
          "docs": [
            "The wallet that may draw; it need not exist yet."
          ]
        },
        {
          "name": "allowance",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  97,
                  108,
                  108,
                  111,
                  119,
                  97,
                  110,
                  99,
                  101
                ]
              },
              {
                "kind": "account",
                "path": "ownerAccount"
              },
              {
                "kind": "account",
                "path": "delegate"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "grantsBefore",
          "type": "u64"
        },
        {
          "name": "perPayment",
          "type": "u64"
        },
        {
          "name": "perPeriod",
          "type": "u64"
        },
        {
          "name": "period",
          "type": "u64"
        },
        {
          "name": "services",
          "type": "u32"
        },
        {
          "name": "expiresAt",
          "type": "u64"
        }
      ]
    },
    {
      "name": "grantLicence",
      "docs": [
        "A regulator grants (or renews) the licence in its slot."
      ],
      "discriminator": [
        45,
        135,
        100,
        58,
        80,
        248,
        88,
        62
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "participant",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "activities",
          "type": "u32"
        },
        {
          "name": "assetClasses",
          "type": "u8"
        },
        {
          "name": "expiresAt",
          "type": "u64"
        },
        {
          "name": "credential",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "grantMandate",
      "docs": [
        "A payer consents to be charged by a plan, whose amount and period it repeats."
      ],
      "discriminator": [
        228,
        121,
        86,
        161,
        1,
        23,
        253,
        136
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "Pays rent; may be the wallet too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "plan"
        },
        {
          "name": "mandate",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  109,
                  97,
                  110,
                  100,
                  97,
                  116,
                  101
                ]
              },
              {
                "kind": "account",
                "path": "payerAccount"
              },
              {
                "kind": "account",
                "path": "plan"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "period",
          "type": "u64"
        },
        {
          "name": "startsAt",
          "type": "u64"
        },
        {
          "name": "endsAt",
          "type": "u64"
        }
      ]
    },
    {
      "name": "issueUnits",
      "docs": [
        "The issuer makes new units and gives them to a holder."
      ],
      "discriminator": [
        39,
        120,
        190,
        191,
        225,
        131,
        155,
        248
      ],
      "accounts": [
        {
          "name": "issuer",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "participant",
          "docs": [
            "The issuer's."
          ]
        },
        {
          "name": "recipient",
          "docs": [
            "The recipient's; may be the issuer's too."
          ]
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "mint",
          "writable": true
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        }
      ],
      "args": [
        {
          "name": "issuedBefore",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        }
      ]
    },
    {
      "name": "listAsset",
      "docs": [
        "Lists an asset with its fees, taxes and caps; it is usable once consented."
      ],
      "discriminator": [
        11,
        25,
        254,
        205,
        61,
        252,
        23,
        15
      ],
      "accounts": [
        {
          "name": "payer",
          "docs": [
            "Pays rent; may be the operator too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "mint"
        },
        {
          "name": "asset",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  97,
                  115,
                  115,
                  101,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "zone"
              },
              {
                "kind": "account",
                "path": "mint"
              }
            ]
          }
        },
        {
          "name": "vault",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  118,
                  97,
                  117,
                  108,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "asset"
              }
            ]
          }
        },
        {
          "name": "vaultToken"
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "class",
          "type": "u8"
        },
        {
          "name": "feeBps",
          "type": "u16"
        },
        {
          "name": "feeMin",
          "type": "u64"
        },
        {
          "name": "feeMax",
          "type": "u64"
        },
        {
          "name": "taxBps",
          "type": {
            "array": [
              "u16",
              4
            ]
          }
        },
        {
          "name": "caps",
          "type": {
            "array": [
              {
                "array": [
                  "u64",
                  3
                ]
              },
              4
            ]
          }
        },
        {
          "name": "vaultCap",
          "type": "u64"
        }
      ]
    },
    {
      "name": "migrate",
      "docs": [
        "Brings an account of an earlier version to this one's layout; anyone may."
      ],
      "discriminator": [
        155,
        234,
        231,
        146,
        236,
        158,
        162,
        30
      ],
      "accounts": [
        {
          "name": "payer",
          "writable": true,
          "signer": true
        },
        {
          "name": "zone",
          "docs": [
            "The zone and the asset of a payment account; of others, anything."
          ]
        },
        {
          "name": "asset"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": []
    },
    {
      "name": "offerUnits",
      "docs": [
        "A holder offers units for money, to anyone who may hold them: `price` is for one."
      ],
      "discriminator": [
        85,
        33,
        199,
        90,
        182,
        135,
        192,
        210
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "Pays rent; may be the wallet too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "seller"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "offer",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  111,
                  102,
                  102,
                  101,
                  114
                ]
              },
              {
                "kind": "account",
                "path": "holding"
              },
              {
                "kind": "arg",
                "path": "sequence"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        },
        {
          "name": "price",
          "type": "u64"
        },
        {
          "name": "expiresAt",
          "type": "u64"
        },
        {
          "name": "least",
          "type": "u64"
        }
      ]
    },
    {
      "name": "openAccount",
      "docs": [
        "Opens a participant's payment account for one asset.  For a lane above 0, lane 0",
        "comes after the declared accounts."
      ],
      "discriminator": [
        101,
        152,
        91,
        243,
        176,
        36,
        189,
        101
      ],
      "accounts": [
        {
          "name": "payer",
          "writable": true,
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "participant"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "lane",
          "type": "u8"
        }
      ]
    },
    {
      "name": "openHolding",
      "docs": [
        "Opens a participant's holding of an instrument; anyone may."
      ],
      "discriminator": [
        156,
        48,
        185,
        83,
        244,
        185,
        72,
        115
      ],
      "accounts": [
        {
          "name": "rentPayer",
          "writable": true,
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "participant"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": []
    },
    {
      "name": "openPayoutAccount",
      "docs": [
        "Opens the payment account of a holder that has something to claim; anyone may."
      ],
      "discriminator": [
        232,
        221,
        253,
        48,
        94,
        235,
        197,
        251
      ],
      "accounts": [
        {
          "name": "payer",
          "writable": true,
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "payoutAsset"
        },
        {
          "name": "participant"
        },
        {
          "name": "holding"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": []
    },
    {
      "name": "openTender",
      "docs": [
        "The issuer offers to take units back, and sets their price aside."
      ],
      "discriminator": [
        129,
        93,
        124,
        28,
        175,
        95,
        167,
        29
      ],
      "accounts": [
        {
          "name": "issuer",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "participant",
          "docs": [
            "The issuer's."
          ]
        },
        {
          "name": "account",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "price",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        }
      ]
    },
    {
      "name": "pause",
      "docs": [
        "The operator or a regulator sets which scopes it holds paused (0: none)."
      ],
      "discriminator": [
        211,
        22,
        221,
        251,
        74,
        121,
        193,
        47
      ],
      "accounts": [
        {
          "name": "authority",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "scopes",
          "type": "u8"
        }
      ]
    },
    {
      "name": "pay",
      "docs": [
        "Pays a merchant, finally."
      ],
      "discriminator": [
        119,
        18,
        216,
        65,
        192,
        117,
        122,
        220
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "payer"
        },
        {
          "name": "payee"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "service",
          "type": "u8"
        }
      ]
    },
    {
      "name": "payHeld",
      "docs": [
        "Pays a merchant; the money is held until it is settled, refunded, or expires",
        "because nothing was delivered by `deliver_by`."
      ],
      "discriminator": [
        148,
        247,
        203,
        32,
        31,
        156,
        9,
        124
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "payer"
        },
        {
          "name": "payee"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "Pays the rent of `payment`; often the wallet itself, which is harmless here, as",
            "neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "payment",
          "writable": true
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "service",
          "type": "u8"
        },
        {
          "name": "deliverBy",
          "type": "u64"
        }
      ]
    },
    {
      "name": "payMany",
      "docs": [
        "Pays many residents from one account, all or none: under one sequence and one",
        "reference, without fee and tax.  After the declared accounts come, for each amount,",
        "the payee's participant and its payment account (writable)."
      ],
      "discriminator": [
        34,
        22,
        138,
        106,
        109,
        208,
        77,
        51
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "payer"
        },
        {
          "name": "payerAccount",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "amounts",
          "type": {
            "vec": "u64"
          }
        }
      ]
    },
    {
      "name": "proposeAuthority",
      "docs": [
        "The holder of a seat (of the treasury's: the operator) names who is to follow."
      ],
      "discriminator": [
        20,
        148,
        236,
        198,
        76,
        119,
        99,
        142
      ],
      "accounts": [
        {
          "name": "incumbent",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "seat",
          "type": "u8"
        },
        {
          "name": "successor",
          "type": "pubkey"
        }
      ]
    },
    {
      "name": "proposeReplacement",
      "docs": [
        "Issuer and operator name a holder's new wallet, which is to have all of the old one."
      ],
      "discriminator": [
        178,
        65,
        150,
        174,
        66,
        205,
        169,
        122
      ],
      "accounts": [
        {
          "name": "issuer",
          "signer": true
        },
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "holder"
        },
        {
          "name": "successor"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "successorHolding"
        }
      ],
      "args": [
        {
          "name": "revision",
          "type": "u64"
        }
      ]
    },
    {
      "name": "pull",
      "docs": [
        "Collects the current period's payment of a mandate; anyone may."
      ],
      "discriminator": [
        78,
        119,
        161,
        115,
        9,
        167,
        75,
        125
      ],
      "accounts": [
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "payer"
        },
        {
          "name": "payee"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "plan"
        },
        {
          "name": "mandate",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "index",
          "type": "u64"
        }
      ]
    },
    {
      "name": "recallUnits",
      "docs": [
        "Brings all of a holding's units back once they are to end or to go to another; anyone may."
      ],
      "discriminator": [
        8,
        90,
        250,
        251,
        167,
        140,
        46,
        186
      ],
      "accounts": [
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "mint"
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "walletToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        }
      ],
      "args": []
    },
    {
      "name": "redeem",
      "docs": [
        "Redeems what a holding of a called instrument has; anyone may."
      ],
      "discriminator": [
        184,
        12,
        86,
        149,
        70,
        196,
        97,
        225
      ],
      "accounts": [
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "issuerAccount",
          "writable": true
        },
        {
          "name": "mint",
          "writable": true
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        }
      ],
      "args": []
    },
    {
      "name": "refund",
      "docs": [
        "The merchant returns some or all of a payment."
      ],
      "discriminator": [
        2,
        96,
        183,
        251,
        63,
        208,
        46,
        46
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "payee"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "refundedBefore",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        }
      ]
    },
    {
      "name": "registerParticipant",
      "docs": [
        "Registers a wallet whose holder the operator has verified."
      ],
      "discriminator": [
        248,
        112,
        38,
        215,
        226,
        230,
        249,
        40
      ],
      "accounts": [
        {
          "name": "payer",
          "docs": [
            "Pays rent; may be the operator too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "wallet",
          "docs": [
            "The participant's wallet; it need not exist yet."
          ]
        },
        {
          "name": "participant",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  112,
                  97,
                  114,
                  116,
                  105,
                  99,
                  105,
                  112,
                  97,
                  110,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "zone"
              },
              {
                "kind": "account",
                "path": "wallet"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "roles",
          "type": "u32"
        },
        {
          "name": "tier",
          "type": "u8"
        },
        {
          "name": "taxCategory",
          "type": "u8"
        },
        {
          "name": "country",
          "type": {
            "array": [
              "u8",
              2
            ]
          }
        },
        {
          "name": "verifiedUntil",
          "type": "u64"
        }
      ]
    },
    {
      "name": "release",
      "docs": [
        "Makes a payment's reserve available to the payee, once it is due; anyone may."
      ],
      "discriminator": [
        253,
        249,
        15,
        206,
        28,
        127,
        193,
        241
      ],
      "accounts": [
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "replaceAuthority",
      "docs": [
        "The two other authorities name who is to follow in a seat whose key is lost."
      ],
      "discriminator": [
        20,
        140,
        63,
        177,
        130,
        188,
        96,
        186
      ],
      "accounts": [
        {
          "name": "first",
          "signer": true
        },
        {
          "name": "second",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "seat",
          "type": "u8"
        },
        {
          "name": "successor",
          "type": "pubkey"
        }
      ]
    },
    {
      "name": "replaceHolder",
      "docs": [
        "Moves all of a holding to the new wallet's a week after the proposal; anyone may."
      ],
      "discriminator": [
        93,
        176,
        65,
        214,
        97,
        31,
        101,
        211
      ],
      "accounts": [
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "holder"
        },
        {
          "name": "successor"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "successorHolding",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "rescreenAsset",
      "docs": [
        "Screens an asset's mint again; where others can do other things to its tokens than when it",
        "was listed, that is recorded and every consent is cleared.  The operator signs."
      ],
      "discriminator": [
        186,
        167,
        130,
        62,
        60,
        152,
        26,
        190
      ],
      "accounts": [
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "mint"
        },
        {
          "name": "asset",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "resolve",
      "docs": [
        "The operator or the zone's arbiter divides a disputed payment: `to_payer` of it goes",
        "back, the rest is the payee's."
      ],
      "discriminator": [
        246,
        150,
        236,
        206,
        108,
        63,
        58,
        10
      ],
      "accounts": [
        {
          "name": "authority",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "toPayer",
          "type": "u64"
        }
      ]
    },
    {
      "name": "respond",
      "docs": [
        "The payee answers a dispute."
      ],
      "discriminator": [
        72,
        65,
        227,
        97,
        42,
        255,
        147,
        12
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "payeeAccount"
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "evidence",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "returnUnits",
      "docs": [
        "Brings units back from the token account of the holder's wallet, which signs."
      ],
      "discriminator": [
        97,
        224,
        185,
        61,
        165,
        51,
        92,
        187
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "instrument"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "mint"
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "walletToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        }
      ]
    },
    {
      "name": "revokeAllowance",
      "docs": [
        "An account's owner ends an allowance at once; nothing can stop that."
      ],
      "discriminator": [
        121,
        114,
        141,
        153,
        128,
        164,
        101,
        113
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "allowance",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "seize",
      "docs": [
        "Both regulators take available money to the treasury, once for a case."
      ],
      "discriminator": [
        129,
        159,
        143,
        31,
        161,
        224,
        241,
        84
      ],
      "accounts": [
        {
          "name": "payer",
          "docs": [
            "Pays the record's rent; may be a regulator too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "treasuryAccount",
          "writable": true
        },
        {
          "name": "enforcement",
          "docs": [
            "There already where the case is executed, which is refused by its name."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  101,
                  110,
                  102,
                  111,
                  114,
                  99,
                  101,
                  109,
                  101,
                  110,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "account"
              },
              {
                "kind": "arg",
                "path": "case"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "case",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "basis",
          "type": "u16"
        },
        {
          "name": "amount",
          "type": "u64"
        }
      ]
    },
    {
      "name": "seizeUnits",
      "docs": [
        "Both regulators take free units to the treasury's holding, once for a case."
      ],
      "discriminator": [
        195,
        3,
        28,
        131,
        2,
        100,
        3,
        63
      ],
      "accounts": [
        {
          "name": "payer",
          "docs": [
            "Pays the record's rent; may be a regulator too, as neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "treasuryHolding",
          "writable": true
        },
        {
          "name": "enforcement",
          "docs": [
            "There already where the case is executed, which is refused by its name."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  101,
                  110,
                  102,
                  111,
                  114,
                  99,
                  101,
                  109,
                  101,
                  110,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "holding"
              },
              {
                "kind": "arg",
                "path": "case"
              }
            ]
          }
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "case",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "basis",
          "type": "u16"
        },
        {
          "name": "quantity",
          "type": "u64"
        }
      ]
    },
    {
      "name": "setLimits",
      "docs": [
        "The operator sets what an account may be paid in a day and in a month."
      ],
      "discriminator": [
        207,
        50,
        250,
        67,
        211,
        33,
        70,
        91
      ],
      "accounts": [
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "account",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "receivePerDay",
          "type": "u64"
        },
        {
          "name": "receivePerMonth",
          "type": "u64"
        }
      ]
    },
    {
      "name": "setPolicy",
      "docs": [
        "The operator sets the policy of payments made from now on."
      ],
      "discriminator": [
        40,
        133,
        12,
        157,
        235,
        202,
        2,
        132
      ],
      "accounts": [
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "settleWindow",
          "type": "u64"
        },
        {
          "name": "deliverWithin",
          "type": "u64"
        },
        {
          "name": "respondWindow",
          "type": "u64"
        },
        {
          "name": "resolveWindow",
          "type": "u64"
        },
        {
          "name": "retention",
          "type": "u64"
        },
        {
          "name": "arbiter",
          "type": "pubkey"
        }
      ]
    },
    {
      "name": "setReserve",
      "docs": [
        "The operator sets what of payments to a merchant, made from now on, is kept in",
        "reserve when they settle, and for how long."
      ],
      "discriminator": [
        182,
        227,
        121,
        230,
        162,
        141,
        154,
        169
      ],
      "accounts": [
        {
          "name": "operator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "participant",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "reserveBps",
          "type": "u16"
        },
        {
          "name": "reserveWindow",
          "type": "u32"
        }
      ]
    },
    {
      "name": "settle",
      "docs": [
        "Releases a held payment to the merchant: the payer any time, anyone after the window."
      ],
      "discriminator": [
        175,
        42,
        185,
        87,
        144,
        131,
        102,
        212
      ],
      "accounts": [
        {
          "name": "signer",
          "signer": true
        },
        {
          "name": "payerAccount"
        },
        {
          "name": "payeeAccount",
          "writable": true
        },
        {
          "name": "payment",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "settleMany",
      "docs": [
        "Releases many held payments to one payee, all or none, each after its window;",
        "anyone may.  After the declared account come the payments (writable)."
      ],
      "discriminator": [
        160,
        73,
        49,
        36,
        154,
        79,
        166,
        53
      ],
      "accounts": [
        {
          "name": "payeeAccount",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "splitInstrument",
      "docs": [
        "Issuer and authority say how many units how many shares are."
      ],
      "discriminator": [
        13,
        14,
        207,
        227,
        72,
        75,
        87,
        36
      ],
      "accounts": [
        {
          "name": "issuer",
          "signer": true
        },
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "revision",
          "type": "u64"
        },
        {
          "name": "shares",
          "type": "u64"
        },
        {
          "name": "perUnits",
          "type": "u64"
        }
      ]
    },
    {
      "name": "stopWithdrawals",
      "docs": [
        "Both regulators stop withdrawals for some days, or allow them again (0)."
      ],
      "discriminator": [
        174,
        234,
        59,
        201,
        132,
        39,
        232,
        155
      ],
      "accounts": [
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "until",
          "type": "u64"
        }
      ]
    },
    {
      "name": "subscribe",
      "docs": [
        "Subscribes units of an offering; their price is held."
      ],
      "discriminator": [
        254,
        28,
        191,
        138,
        156,
        179,
        183,
        53
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "instrument"
        },
        {
          "name": "offering",
          "writable": true
        },
        {
          "name": "participant"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "holding"
        },
        {
          "name": "rentPayer",
          "docs": [
            "Pays the rent of `subscription`; often the wallet itself, which is harmless here, as",
            "neither holds data of ours."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "systemProgram",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "units",
          "type": "u64"
        }
      ]
    },
    {
      "name": "suspendInstrument",
      "docs": [
        "The authority suspends an instrument, or lets it go on."
      ],
      "discriminator": [
        148,
        45,
        103,
        147,
        218,
        233,
        53,
        49
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "suspended",
          "type": "bool"
        }
      ]
    },
    {
      "name": "suspendLicence",
      "docs": [
        "A regulator suspends the licence in its slot; granting it again ends that."
      ],
      "discriminator": [
        159,
        82,
        202,
        111,
        124,
        205,
        136,
        138
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "participant",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "takeOffer",
      "docs": [
        "Buys units of a standing offer: all that are left, or its least or more of them."
      ],
      "discriminator": [
        128,
        156,
        242,
        207,
        237,
        192,
        103,
        240
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "seller"
        },
        {
          "name": "buyer"
        },
        {
          "name": "sellerHolding",
          "writable": true
        },
        {
          "name": "buyerHolding",
          "writable": true
        },
        {
          "name": "buyerAccount",
          "writable": true
        },
        {
          "name": "sellerAccount",
          "writable": true
        },
        {
          "name": "offer",
          "writable": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "May be the wallet too, as neither holds data of ours."
          ],
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        }
      ]
    },
    {
      "name": "tenderUnits",
      "docs": [
        "A holder gives units back for the price that it names, the open tender's."
      ],
      "discriminator": [
        184,
        53,
        178,
        106,
        223,
        6,
        150,
        126
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "participant"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "issuerAccount",
          "writable": true
        },
        {
          "name": "mint",
          "writable": true
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        },
        {
          "name": "price",
          "type": "u64"
        }
      ]
    },
    {
      "name": "trade",
      "docs": [
        "Units for money between two who both sign: `price` is for all of them."
      ],
      "discriminator": [
        178,
        144,
        26,
        216,
        241,
        187,
        206,
        130
      ],
      "accounts": [
        {
          "name": "sellerWallet",
          "signer": true
        },
        {
          "name": "buyerWallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "seller"
        },
        {
          "name": "buyer"
        },
        {
          "name": "sellerHolding",
          "writable": true
        },
        {
          "name": "buyerHolding",
          "writable": true
        },
        {
          "name": "buyerAccount",
          "writable": true
        },
        {
          "name": "sellerAccount",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "accountSequence",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        },
        {
          "name": "price",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        },
        {
          "name": "expiresAt",
          "type": "u64"
        }
      ]
    },
    {
      "name": "transfer",
      "docs": [
        "Pays another resident: no fee, no tax, final."
      ],
      "discriminator": [
        163,
        52,
        200,
        231,
        140,
        3,
        69,
        186
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "payer"
        },
        {
          "name": "payee"
        },
        {
          "name": "payerAccount",
          "writable": true
        },
        {
          "name": "payeeAccount",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "transferUnits",
      "docs": [
        "Moves units to a holder that may hold them."
      ],
      "discriminator": [
        65,
        73,
        198,
        106,
        237,
        36,
        61,
        137
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "writable": true
        },
        {
          "name": "sender"
        },
        {
          "name": "recipient"
        },
        {
          "name": "senderHolding",
          "writable": true
        },
        {
          "name": "recipientHolding",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "unfreezeAccount",
      "docs": [
        "The regulator that froze an account ends that."
      ],
      "discriminator": [
        28,
        255,
        156,
        206,
        139,
        228,
        5,
        213
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "account",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "unfreezeHolding",
      "docs": [
        "Either regulator ends the freeze of a holding."
      ],
      "discriminator": [
        193,
        123,
        91,
        162,
        48,
        178,
        42,
        202
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument",
          "docs": [
            "Named, so that its history has every change of its holdings."
          ]
        },
        {
          "name": "holding",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "unfreezeParticipant",
      "docs": [
        "The regulator that froze a participant ends that."
      ],
      "discriminator": [
        96,
        65,
        17,
        59,
        136,
        108,
        227,
        242
      ],
      "accounts": [
        {
          "name": "regulator",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "participant",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "vetoReplacement",
      "docs": [
        "The old wallet, the issuer or the operator ends a replacement that is proposed."
      ],
      "discriminator": [
        136,
        88,
        11,
        93,
        196,
        251,
        156,
        200
      ],
      "accounts": [
        {
          "name": "wallet",
          "docs": [
            "The holder's, the issuer's or the operator's."
          ],
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "holding",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "windDown",
      "docs": [
        "Both regulators bring the zone's end forward."
      ],
      "discriminator": [
        108,
        63,
        202,
        124,
        241,
        98,
        53,
        50
      ],
      "accounts": [
        {
          "name": "firstRegulator",
          "signer": true
        },
        {
          "name": "secondRegulator",
          "signer": true
        },
        {
          "name": "zone",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "endsAt",
          "type": "u64"
        }
      ]
    },
    {
      "name": "withdraw",
      "docs": [
        "Moves tokens from the vault to a token account of the owner."
      ],
      "discriminator": [
        183,
        18,
        70,
        156,
        148,
        109,
        161,
        34
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "asset"
        },
        {
          "name": "vault",
          "writable": true
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "destination",
          "writable": true
        },
        {
          "name": "mint"
        },
        {
          "name": "participant"
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "tokenProgram"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        },
        {
          "name": "reference",
          "type": {
            "array": [
              "u8",
              32
            ]
          }
        }
      ]
    },
    {
      "name": "withdrawSubscription",
      "docs": [
        "The investor takes a subscription back while it cools off."
      ],
      "discriminator": [
        136,
        217,
        114,
        33,
        0,
        188,
        100,
        250
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "offering",
          "writable": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "account",
          "writable": true
        },
        {
          "name": "rentPayer",
          "docs": [
            "May be the wallet too, as neither holds data of ours."
          ],
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "withdrawUnits",
      "docs": [
        "Puts units into the token account of the holder's own wallet, frozen: seen, not moved."
      ],
      "discriminator": [
        95,
        52,
        42,
        156,
        49,
        59,
        128,
        85
      ],
      "accounts": [
        {
          "name": "wallet",
          "signer": true
        },
        {
          "name": "zone"
        },
        {
          "name": "instrument"
        },
        {
          "name": "participant"
        },
        {
          "name": "holding",
          "writable": true
        },
        {
          "name": "mint"
        },
        {
          "name": "vaultToken",
          "writable": true
        },
        {
          "name": "walletToken",
          "writable": true
        },
        {
          "name": "tokenProgram",
          "address": "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
        }
      ],
      "args": [
        {
          "name": "sequence",
          "type": "u64"
        },
        {
          "name": "quantity",
          "type": "u64"
        }
      ]
    }
  ],
  "accounts": [
    {
      "name": "allowance",
      "discriminator": [
        144,
        8,
        184,
        213,
        49,
        248,
        73,
        131
      ]
    },
    {
      "name": "asset",
      "discriminator": [
        234,
        180,
        241,
        252,
        139,
        224,
        160,
        8
      ]
    },
    {
      "name": "enforcement",
      "discriminator": [
        157,
        36,
        131,
        204,
        193,
        225,
        189,
        79
      ]
    },
    {
      "name": "holding",
      "discriminator": [
        23,
        96,
        64,
        250,
        235,
        191,
        0,
        144
      ]
    },
    {
      "name": "instrument",
      "discriminator": [
        59,
        14,
        92,
        146,
        115,
        34,
        155,
        145
      ]
    },
    {
      "name": "mandate",
      "discriminator": [
        113,
        216,
        98,
        159,
        185,
        63,
        55,
        18
      ]
    },
    {
      "name": "offer",
      "discriminator": [
        215,
        88,
        60,
        71,
        170,
        162,
        73,
        229
      ]
    },
    {
      "name": "offering",
      "discriminator": [
        128,
        234,
        9,
        226,
        125,
        227,
        146,
        39
      ]
    },
    {
      "name": "participant",
      "discriminator": [
        32,
        142,
        108,
        79,
        247,
        179,
        54,
        6
      ]
    },
    {
      "name": "payment",
      "discriminator": [
        227,
        231,
        51,
        26,
        244,
        88,
        4,
        148
      ]
    },
    {
      "name": "paymentAccount",
      "discriminator": [
        47,
        239,
        218,
        78,
        43,
        193,
        1,
        61
      ]
    },
    {
      "name": "plan",
      "discriminator": [
        161,
        231,
        251,
        119,
        2,
        12,
        162,
        2
      ]
    },
    {
      "name": "subscription",
      "discriminator": [
        64,
        7,
        26,
        135,
        102,
        132,
        98,
        33
      ]
    },
    {
      "name": "taxRecord",
      "discriminator": [
        4,
        103,
        197,
        222,
        200,
        0,
        5,
        198
      ]
    },
    {
      "name": "vault",
      "discriminator": [
        211,
        8,
        232,
        43,
        2,
        152,
        117,
        119
      ]
    },
    {
      "name": "zone",
      "discriminator": [
        169,
        253,
        183,
        233,
        122,
        195,
        93,
        252
      ]
    }
  ],
  "events": [
    {
      "name": "accountClosed",
      "discriminator": [
        19,
        250,
        79,
        236,
        91,
        80,
        148,
        48
      ]
    },
    {
      "name": "accountFreezeLifted",
      "discriminator": [
        49,
        56,
        139,
        167,
        245,
        170,
        221,
        64
      ]
    },
    {
      "name": "accountFreezeSet",
      "discriminator": [
        85,
        229,
        211,
        101,
        199,
        138,
        180,
        217
      ]
    },
    {
      "name": "accountOpened",
      "discriminator": [
        250,
        89,
        39,
        67,
        35,
        119,
        126,
        63
      ]
    },
    {
      "name": "allotted",
      "discriminator": [
        15,
        197,
        99,
        177,
        254,
        216,
        168,
        77
      ]
    },
    {
      "name": "allowanceClosed",
      "discriminator": [
        178,
        144,
        226,
        243,
        156,
        184,
        108,
        204
      ]
    },
    {
      "name": "allowanceGranted",
      "discriminator": [
        66,
        219,
        64,
        121,
        118,
        26,
        223,
        81
      ]
    },
    {
      "name": "allowanceRevoked",
      "discriminator": [
        74,
        142,
        160,
        182,
        142,
        17,
        232,
        199
      ]
    },
    {
      "name": "assetAmended",
      "discriminator": [
        186,
        226,
        0,
        131,
        103,
        134,
        250,
        18
      ]
    },
    {
      "name": "assetConsented",
      "discriminator": [
        62,
        207,
        71,
        88,
        80,
        125,
        191,
        136
      ]
    },
    {
      "name": "assetListed",
      "discriminator": [
        39,
        64,
        97,
        162,
        189,
        150,
        150,
        2
      ]
    },
    {
      "name": "assetRescreened",
      "discriminator": [
        96,
        32,
        95,
        25,
        32,
        173,
        72,
        81
      ]
    },
    {
      "name": "authorityAccepted",
      "discriminator": [
        166,
        192,
        219,
        188,
        41,
        209,
        195,
        26
      ]
    },
    {
      "name": "authorityProposed",
      "discriminator": [
        244,
        117,
        94,
        112,
        53,
        151,
        35,
        89
      ]
    },
    {
      "name": "claimed",
      "discriminator": [
        217,
        192,
        123,
        72,
        108,
        150,
        248,
        33
      ]
    },
    {
      "name": "collected",
      "discriminator": [
        67,
        109,
        138,
        167,
        168,
        239,
        2,
        207
      ]
    },
    {
      "name": "consolidated",
      "discriminator": [
        4,
        29,
        151,
        216,
        253,
        122,
        179,
        36
      ]
    },
    {
      "name": "converted",
      "discriminator": [
        48,
        254,
        146,
        135,
        50,
        134,
        136,
        167
      ]
    },
    {
      "name": "deposited",
      "discriminator": [
        111,
        141,
        26,
        45,
        161,
        35,
        100,
        57
      ]
    },
    {
      "name": "disputed",
      "discriminator": [
        186,
        235,
        91,
        209,
        148,
        93,
        152,
        217
      ]
    },
    {
      "name": "distributed",
      "discriminator": [
        10,
        212,
        24,
        78,
        35,
        202,
        182,
        134
      ]
    },
    {
      "name": "drawn",
      "discriminator": [
        87,
        120,
        94,
        189,
        167,
        148,
        44,
        221
      ]
    },
    {
      "name": "endChanged",
      "discriminator": [
        133,
        66,
        110,
        6,
        143,
        107,
        10,
        137
      ]
    },
    {
      "name": "expired",
      "discriminator": [
        197,
        227,
        104,
        103,
        133,
        50,
        207,
        161
      ]
    },
    {
      "name": "forcedTransferred",
      "discriminator": [
        110,
        172,
        132,
        18,
        75,
        60,
        135,
        83
      ]
    },
    {
      "name": "fulfilled",
      "discriminator": [
        210,
        174,
        131,
        213,
        40,
        182,
        83,
        110
      ]
    },
    {
      "name": "holderReplaced",
      "discriminator": [
        53,
        50,
        245,
        239,
        214,
        192,
        173,
        208
      ]
    },
    {
      "name": "holdingClosed",
      "discriminator": [
        154,
        214,
        152,
        60,
        89,
        71,
        41,
        60
      ]
    },
    {
      "name": "holdingFreezeLifted",
      "discriminator": [
        138,
        193,
        100,
        42,
        189,
        13,
        195,
        180
      ]
    },
    {
      "name": "holdingFreezeSet",
      "discriminator": [
        17,
        224,
        123,
        165,
        252,
        219,
        122,
        58
      ]
    },
    {
      "name": "holdingOpened",
      "discriminator": [
        255,
        141,
        135,
        163,
        231,
        164,
        148,
        69
      ]
    },
    {
      "name": "instrumentAdmitted",
      "discriminator": [
        218,
        110,
        150,
        181,
        22,
        3,
        173,
        51
      ]
    },
    {
      "name": "instrumentCreated",
      "discriminator": [
        124,
        97,
        228,
        227,
        195,
        63,
        218,
        121
      ]
    },
    {
      "name": "instrumentDelisted",
      "discriminator": [
        86,
        14,
        246,
        123,
        7,
        212,
        71,
        49
      ]
    },
    {
      "name": "instrumentSplit",
      "discriminator": [
        140,
        41,
        87,
        4,
        23,
        158,
        20,
        191
      ]
    },
    {
      "name": "instrumentSuspended",
      "discriminator": [
        201,
        210,
        214,
        226,
        105,
        202,
        201,
        198
      ]
    },
    {
      "name": "laneFunded",
      "discriminator": [
        37,
        104,
        167,
        221,
        7,
        87,
        229,
        248
      ]
    },
    {
      "name": "licenceGranted",
      "discriminator": [
        63,
        33,
        132,
        99,
        35,
        157,
        241,
        32
      ]
    },
    {
      "name": "licenceSuspended",
      "discriminator": [
        190,
        84,
        144,
        199,
        228,
        34,
        38,
        90
      ]
    },
    {
      "name": "limitsSet",
      "discriminator": [
        53,
        198,
        194,
        145,
        146,
        149,
        189,
        127
      ]
    },
    {
      "name": "mandateCancelled",
      "discriminator": [
        124,
        222,
        69,
        142,
        90,
        252,
        142,
        161
      ]
    },
    {
      "name": "mandateGranted",
      "discriminator": [
        104,
        201,
        14,
        130,
        120,
        82,
        202,
        176
      ]
    },
    {
      "name": "migrated",
      "discriminator": [
        2,
        66,
        164,
        53,
        158,
        122,
        128,
        236
      ]
    },
    {
      "name": "offerCancelled",
      "discriminator": [
        45,
        42,
        175,
        214,
        51,
        192,
        154,
        9
      ]
    },
    {
      "name": "offerTaken",
      "discriminator": [
        97,
        101,
        174,
        50,
        76,
        209,
        178,
        148
      ]
    },
    {
      "name": "offeringCancelled",
      "discriminator": [
        106,
        201,
        10,
        89,
        40,
        35,
        132,
        95
      ]
    },
    {
      "name": "offeringClosed",
      "discriminator": [
        61,
        195,
        114,
        79,
        182,
        50,
        185,
        183
      ]
    },
    {
      "name": "offeringConcluded",
      "discriminator": [
        33,
        211,
        98,
        97,
        148,
        203,
        151,
        124
      ]
    },
    {
      "name": "offeringCreated",
      "discriminator": [
        170,
        79,
        82,
        53,
        14,
        186,
        174,
        70
      ]
    },
    {
      "name": "paid",
      "discriminator": [
        240,
        193,
        17,
        238,
        238,
        210,
        129,
        235
      ]
    },
    {
      "name": "paidFromWallet",
      "discriminator": [
        197,
        38,
        116,
        157,
        224,
        185,
        255,
        226
      ]
    },
    {
      "name": "paidMany",
      "discriminator": [
        145,
        194,
        76,
        46,
        98,
        35,
        242,
        91
      ]
    },
    {
      "name": "participantAmended",
      "discriminator": [
        144,
        207,
        47,
        64,
        17,
        103,
        156,
        167
      ]
    },
    {
      "name": "participantFreezeLifted",
      "discriminator": [
        113,
        169,
        42,
        198,
        20,
        54,
        251,
        116
      ]
    },
    {
      "name": "participantFreezeSet",
      "discriminator": [
        211,
        63,
        28,
        254,
        156,
        88,
        219,
        116
      ]
    },
    {
      "name": "participantRegistered",
      "discriminator": [
        47,
        115,
        159,
        109,
        135,
        121,
        70,
        193
      ]
    },
    {
      "name": "paused",
      "discriminator": [
        172,
        248,
        5,
        253,
        49,
        255,
        255,
        232
      ]
    },
    {
      "name": "paymentClosed",
      "discriminator": [
        202,
        215,
        52,
        56,
        232,
        107,
        32,
        91
      ]
    },
    {
      "name": "planClosed",
      "discriminator": [
        244,
        135,
        44,
        167,
        104,
        238,
        207,
        12
      ]
    },
    {
      "name": "planCreated",
      "discriminator": [
        215,
        11,
        135,
        121,
        208,
        119,
        149,
        149
      ]
    },
    {
      "name": "planDeleted",
      "discriminator": [
        1,
        61,
        176,
        29,
        106,
        184,
        43,
        164
      ]
    },
    {
      "name": "policySet",
      "discriminator": [
        126,
        246,
        69,
        48,
        9,
        240,
        226,
        52
      ]
    },
    {
      "name": "pulled",
      "discriminator": [
        65,
        228,
        151,
        236,
        209,
        242,
        90,
        236
      ]
    },
    {
      "name": "redemptionCalled",
      "discriminator": [
        208,
        178,
        191,
        170,
        82,
        109,
        73,
        122
      ]
    },
    {
      "name": "refunded",
      "discriminator": [
        35,
        103,
        149,
        246,
        196,
        123,
        221,
        99
      ]
    },
    {
      "name": "released",
      "discriminator": [
        232,
        229,
        255,
        136,
        101,
        189,
        15,
        220
      ]
    },
    {
      "name": "replacementProposed",
      "discriminator": [
        186,
        203,
        164,
        138,
        217,
        230,
        236,
        237
      ]
    },
    {
      "name": "replacementVetoed",
      "discriminator": [
        202,
        70,
        98,
        45,
        157,
        145,
        75,
        206
      ]
    },
    {
      "name": "reserveSet",
      "discriminator": [
        127,
        27,
        175,
        126,
        83,
        64,
        140,
        124
      ]
    },
    {
      "name": "resolved",
      "discriminator": [
        148,
        46,
        187,
        66,
        35,
        1,
        255,
        147
      ]
    },
    {
      "name": "responded",
      "discriminator": [
        126,
        30,
        4,
        36,
        65,
        90,
        60,
        218
      ]
    },
    {
      "name": "seized",
      "discriminator": [
        197,
        48,
        203,
        203,
        174,
        37,
        100,
        65
      ]
    },
    {
      "name": "settled",
      "discriminator": [
        232,
        210,
        40,
        17,
        142,
        124,
        145,
        238
      ]
    },
    {
      "name": "settledMany",
      "discriminator": [
        98,
        87,
        16,
        229,
        158,
        91,
        183,
        74
      ]
    },
    {
      "name": "subscribed",
      "discriminator": [
        135,
        59,
        105,
        76,
        190,
        236,
        138,
        228
      ]
    },
    {
      "name": "subscriptionConfirmed",
      "discriminator": [
        207,
        200,
        73,
        240,
        111,
        206,
        112,
        138
      ]
    },
    {
      "name": "subscriptionWithdrawn",
      "discriminator": [
        102,
        160,
        214,
        11,
        121,
        131,
        29,
        160
      ]
    },
    {
      "name": "successionCancelled",
      "discriminator": [
        67,
        67,
        101,
        243,
        100,
        8,
        158,
        53
      ]
    },
    {
      "name": "taxPeriodClosed",
      "discriminator": [
        150,
        132,
        230,
        56,
        145,
        112,
        34,
        248
      ]
    },
    {
      "name": "tenderClosed",
      "discriminator": [
        53,
        224,
        131,
        37,
        213,
        9,
        166,
        68
      ]
    },
    {
      "name": "tenderOpened",
      "discriminator": [
        240,
        193,
        16,
        4,
        182,
        100,
        205,
        75
      ]
    },
    {
      "name": "traded",
      "discriminator": [
        225,
        202,
        73,
        175,
        147,
        43,
        160,
        150
      ]
    },
    {
      "name": "transferred",
      "discriminator": [
        21,
        132,
        239,
        64,
        146,
        239,
        166,
        68
      ]
    },
    {
      "name": "unitsForcedTransferred",
      "discriminator": [
        105,
        98,
        140,
        2,
        198,
        177,
        172,
        46
      ]
    },
    {
      "name": "unitsIssued",
      "discriminator": [
        78,
        151,
        16,
        72,
        131,
        100,
        67,
        205
      ]
    },
    {
      "name": "unitsOffered",
      "discriminator": [
        194,
        90,
        79,
        33,
        96,
        232,
        86,
        253
      ]
    },
    {
      "name": "unitsRecalled",
      "discriminator": [
        232,
        6,
        53,
        98,
        217,
        46,
        133,
        60
      ]
    },
    {
      "name": "unitsRedeemed",
      "discriminator": [
        174,
        175,
        35,
        22,
        193,
        92,
        93,
        78
      ]
    },
    {
      "name": "unitsReturned",
      "discriminator": [
        206,
        110,
        168,
        99,
        105,
        105,
        243,
        135
      ]
    },
    {
      "name": "unitsSeized",
      "discriminator": [
        165,
        35,
        7,
        91,
        246,
        207,
        159,
        7
      ]
    },
    {
      "name": "unitsTendered",
      "discriminator": [
        204,
        155,
        196,
        112,
        153,
        213,
        65,
        12
      ]
    },
    {
      "name": "unitsTransferred",
      "discriminator": [
        213,
        73,
        215,
        135,
        222,
        229,
        254,
        145
      ]
    },
    {
      "name": "unitsWithdrawn",
      "discriminator": [
        192,
        83,
        35,
        64,
        170,
        225,
        121,
        77
      ]
    },
    {
      "name": "withdrawalsStopped",
      "discriminator": [
        2,
        157,
        172,
        79,
        211,
        181,
        238,
        82
      ]
    },
    {
      "name": "withdrawn",
      "discriminator": [
        20,
        89,
        223,
        198,
        194,
        124,
        219,
        13
      ]
    },
    {
      "name": "zoneCreated",
      "discriminator": [
        41,
        157,
        129,
        50,
        155,
        48,
        97,
        188
      ]
    }
  ],
  "errors": [
    {
      "code": 6000,
      "name": "wrongZone",
      "msg": "This account belongs to another zone"
    },
    {
      "code": 6001,
      "name": "wrongAsset",
      "msg": "This account belongs to another asset"
    },
    {
      "code": 6002,
      "name": "wrongMint",
      "msg": "The mint is not the asset's"
    },
    {
      "code": 6003,
      "name": "wrongTokenProgram",
      "msg": "The token program is not the asset's"
    },
    {
      "code": 6004,
      "name": "wrongVault",
      "msg": "The vault is not the asset's"
    },
    {
      "code": 6005,
      "name": "wrongVaultToken",
      "msg": "The token account is not the vault's"
    },
    {
      "code": 6006,
      "name": "wrongOwner",
      "msg": "The wallet is not the account's owner"
    },
    {
      "code": 6007,
      "name": "wrongParticipant",
      "msg": "The participant is not the account's"
    },
    {
      "code": 6008,
      "name": "wrongParty",
      "msg": "The account is not a party of this payment or subscription"
    },
    {
      "code": 6009,
      "name": "wrongPaymentAddress",
      "msg": "The payment's address is not the one of this account and sequence"
    },
    {
      "code": 6010,
      "name": "notOperator",
      "msg": "Only the zone's operator may do this"
    },
    {
      "code": 6011,
      "name": "notRegulator",
      "msg": "Only one of the zone's two regulators may do this"
    },
    {
      "code": 6012,
      "name": "notAuthority",
      "msg": "Only the operator or a regulator may do this"
    },
    {
      "code": 6013,
      "name": "notPayee",
      "msg": "Only the payee may do this"
    },
    {
      "code": 6014,
      "name": "notPayer",
      "msg": "Only the payer may do this before the window has passed"
    },
    {
      "code": 6015,
      "name": "authoritiesNotDistinct",
      "msg": "Operator and regulators must be three different keys"
    },
    {
      "code": 6016,
      "name": "notTreasury",
      "msg": "The account is not the treasury's"
    },
    {
      "code": 6017,
      "name": "payerIsPayee",
      "msg": "Payer and payee are the same"
    },
    {
      "code": 6018,
      "name": "tokenAccountNotOwned",
      "msg": "The token account belongs to another owner"
    },
    {
      "code": 6019,
      "name": "vaultTokenNotExclusive",
      "msg": "The vault's token account has a delegate or a close authority"
    },
    {
      "code": 6020,
      "name": "zeroAmount",
      "msg": "The amount is zero"
    },
    {
      "code": 6021,
      "name": "overflow",
      "msg": "An amount would overflow"
    },
    {
      "code": 6022,
      "name": "badName",
      "msg": "The name is empty or not padded with zeros"
    },
    {
      "code": 6023,
      "name": "badOffset",
      "msg": "The UTC offset is a day or more"
    },
    {
      "code": 6024,
      "name": "badEnd",
      "msg": "The zone's end is in the past"
    },
    {
      "code": 6025,
      "name": "badWindow",
      "msg": "A window is zero or longer than a year"
    },
    {
      "code": 6026,
      "name": "badAssetClass",
      "msg": "The asset class is unknown"
    },
    {
      "code": 6027,
      "name": "badRate",
      "msg": "A rate is over 100 percent"
    },
    {
      "code": 6028,
      "name": "badFeeRange",
      "msg": "The smallest fee is over the largest"
    },
    {
      "code": 6029,
      "name": "badCaps",
      "msg": "A cap per payment is over the one per day, or that over the one per month"
    },
    {
      "code": 6030,
      "name": "badRoles",
      "msg": "The roles are none or unknown"
    },
    {
      "code": 6031,
      "name": "treasuryIsMerchant",
      "msg": "The treasury cannot be a merchant: its fees would be due to itself"
    },
    {
      "code": 6032,
      "name": "badTier",
      "msg": "The tier is unknown"
    },
    {
      "code": 6033,
      "name": "badTaxCategory",
      "msg": "The tax category is unknown"
    },
    {
      "code": 6034,
      "name": "badLicence",
      "msg": "The licence names no activity or no asset class"
    },
    {
      "code": 6035,
      "name": "badService",
      "msg": "The service is unknown"
    },
    {
      "code": 6036,
      "name": "badScopes",
      "msg": "The pause scopes are unknown"
    },
    {
      "code": 6037,
      "name": "alreadyExpired",
      "msg": "The date has passed already"
    },
    {
      "code": 6038,
      "name": "laneUnavailable",
      "msg": "Instruments have no lanes above 0"
    },
    {
      "code": 6039,
      "name": "zonePaused",
      "msg": "The zone, or this scope of it, is paused"
    },
    {
      "code": 6040,
      "name": "zoneEnded",
      "msg": "The zone has ended: nothing enters any more"
    },
    {
      "code": 6041,
      "name": "assetNotConsented",
      "msg": "The asset lacks the consent of a regulator that its class needs"
    },
    {
      "code": 6042,
      "name": "verificationExpired",
      "msg": "The participant's verification has expired"
    },
    {
      "code": 6043,
      "name": "payerNotResident",
      "msg": "The payer is not a resident"
    },
    {
      "code": 6044,
      "name": "payeeNotResident",
      "msg": "The payee is not a resident"
    },
    {
      "code": 6045,
      "name": "payeeNotMerchant",
      "msg": "The payee is not a merchant"
    },
    {
      "code": 6046,
      "name": "licenceMissing",
      "msg": "The payee has no licence from a regulator of this asset class"
    },
    {
      "code": 6047,
      "name": "licenceSuspended",
      "msg": "The payee's licence is suspended"
    },
    {
      "code": 6048,
      "name": "licenceExpired",
      "msg": "The payee's licence has expired"
    },
    {
      "code": 6049,
      "name": "activityNotLicensed",
      "msg": "The payee's licence does not cover this service"
    },
    {
      "code": 6050,
      "name": "assetClassNotLicensed",
      "msg": "The payee's licence does not cover this asset class"
    },
    {
      "code": 6051,
      "name": "paymentLimitExceeded",
      "msg": "The amount is over the cap of one payment"
    },
    {
      "code": 6052,
      "name": "dailyLimitExceeded",
      "msg": "The day's payments would be over the payer's daily cap"
    },
    {
      "code": 6053,
      "name": "monthlyLimitExceeded",
      "msg": "The month's payments would be over the payer's monthly cap"
    },
    {
      "code": 6054,
      "name": "payeeDailyLimitExceeded",
      "msg": "The day's payments to this payee would be over its daily cap"
    },
    {
      "code": 6055,
      "name": "payeeMonthlyLimitExceeded",
      "msg": "The month's payments to this payee would be over its monthly cap"
    },
    {
      "code": 6056,
      "name": "taxPeriodsFull",
      "msg": "Tax periods of earlier months must be closed first"
    },
    {
      "code": 6057,
      "name": "accountFrozen",
      "msg": "A regulator has frozen the account"
    },
    {
      "code": 6058,
      "name": "participantFrozen",
      "msg": "A regulator of this asset class has frozen the participant"
    },
    {
      "code": 6059,
      "name": "withdrawalsStopped",
      "msg": "Both regulators have stopped withdrawals"
    },
    {
      "code": 6060,
      "name": "laneReceivesOnly",
      "msg": "Only lane 0 spends: consolidate this lane first"
    },
    {
      "code": 6061,
      "name": "vaultCapExceeded",
      "msg": "The vault would hold more than its cap"
    },
    {
      "code": 6062,
      "name": "insufficientFunds",
      "msg": "The account has less available than this takes"
    },
    {
      "code": 6063,
      "name": "vaultShort",
      "msg": "The vault holds less than this takes"
    },
    {
      "code": 6064,
      "name": "sequenceUsed",
      "msg": "This sequence has been used: the instruction has landed before"
    },
    {
      "code": 6065,
      "name": "sequenceTooOld",
      "msg": "The sequence is older than the replay window remembers"
    },
    {
      "code": 6066,
      "name": "sequenceTooFar",
      "msg": "The sequence is more than 1,024 ahead"
    },
    {
      "code": 6067,
      "name": "refundedChanged",
      "msg": "Another amount has been refunded before than the one named"
    },
    {
      "code": 6068,
      "name": "badDeadline",
      "msg": "The delivery deadline has passed or is too far ahead"
    },
    {
      "code": 6069,
      "name": "notOpen",
      "msg": "The payment is not open"
    },
    {
      "code": 6070,
      "name": "notHeld",
      "msg": "The payment is not held any more"
    },
    {
      "code": 6071,
      "name": "notRefundable",
      "msg": "The payment is neither held nor settled"
    },
    {
      "code": 6072,
      "name": "deliveryOverdue",
      "msg": "The delivery deadline has passed"
    },
    {
      "code": 6073,
      "name": "deliveryNotDue",
      "msg": "The delivery deadline has not passed yet"
    },
    {
      "code": 6074,
      "name": "windowOpen",
      "msg": "The settlement window has not passed yet"
    },
    {
      "code": 6075,
      "name": "refundExceedsPayment",
      "msg": "The payment's refunds would be more than its amount"
    },
    {
      "code": 6076,
      "name": "nothingDue",
      "msg": "There is nothing to collect"
    },
    {
      "code": 6077,
      "name": "badReason",
      "msg": "The reason is none or unknown"
    },
    {
      "code": 6078,
      "name": "alreadyDisputed",
      "msg": "The payment has been disputed before"
    },
    {
      "code": 6079,
      "name": "notDisputable",
      "msg": "The payment is neither fulfilled nor settled with a reserve"
    },
    {
      "code": 6080,
      "name": "disputeOverdue",
      "msg": "The time to dispute the payment has passed"
    },
    {
      "code": 6081,
      "name": "notDisputed",
      "msg": "The payment is not disputed"
    },
    {
      "code": 6082,
      "name": "alreadyAnswered",
      "msg": "The payee has answered already"
    },
    {
      "code": 6083,
      "name": "answerOverdue",
      "msg": "The time to answer the dispute has passed"
    },
    {
      "code": 6084,
      "name": "notArbiter",
      "msg": "Only the zone's operator or its arbiter may do this"
    },
    {
      "code": 6085,
      "name": "arbiterIsParty",
      "msg": "A party of the payment cannot resolve its dispute"
    },
    {
      "code": 6086,
      "name": "arbiterIsRegulator",
      "msg": "The arbiter cannot be a regulator"
    },
    {
      "code": 6087,
      "name": "decisionOverdue",
      "msg": "The time to resolve the dispute has passed"
    },
    {
      "code": 6088,
      "name": "decisionNotDue",
      "msg": "The time to answer or resolve the dispute has not passed yet"
    },
    {
      "code": 6089,
      "name": "notDisputer",
      "msg": "Only the payer may drop its dispute"
    },
    {
      "code": 6090,
      "name": "reserveShort",
      "msg": "The payment's reserve is less than this takes"
    },
    {
      "code": 6091,
      "name": "notSettled",
      "msg": "The payment is not settled, or is disputed"
    },
    {
      "code": 6092,
      "name": "nothingReserved",
      "msg": "The payment has no reserve"
    },
    {
      "code": 6093,
      "name": "reserveNotDue",
      "msg": "The reserve is kept still"
    },
    {
      "code": 6094,
      "name": "notOver",
      "msg": "The payment is not over yet"
    },
    {
      "code": 6095,
      "name": "retentionNotOver",
      "msg": "The payment's account must be kept still"
    },
    {
      "code": 6096,
      "name": "wrongRentPayer",
      "msg": "The account is not the one that paid the rent"
    },
    {
      "code": 6097,
      "name": "notMerchant",
      "msg": "The participant is not a merchant"
    },
    {
      "code": 6098,
      "name": "batchEmpty",
      "msg": "The batch has no rows"
    },
    {
      "code": 6099,
      "name": "batchTooLarge",
      "msg": "The batch has more than 64 rows"
    },
    {
      "code": 6100,
      "name": "batchMismatch",
      "msg": "The batch needs two accounts, a participant and its payment account, for each amount"
    },
    {
      "code": 6101,
      "name": "payerNotResidentOrMerchant",
      "msg": "The payer of a batch is neither a resident nor a merchant"
    },
    {
      "code": 6102,
      "name": "laneNeedsOperator",
      "msg": "Only the zone's operator may open a lane above 0: caps of a payee are per account"
    },
    {
      "code": 6103,
      "name": "laneNeedsMerchant",
      "msg": "Only a merchant has lanes above 0"
    },
    {
      "code": 6104,
      "name": "notMainLane",
      "msg": "The account is not lane 0 of this wallet and asset"
    },
    {
      "code": 6105,
      "name": "laneIsMain",
      "msg": "The account is lane 0 itself"
    },
    {
      "code": 6106,
      "name": "laneEmpty",
      "msg": "The lane has nothing available"
    },
    {
      "code": 6107,
      "name": "notDelegate",
      "msg": "Only the allowance's delegate may draw on it"
    },
    {
      "code": 6108,
      "name": "wrongAllowance",
      "msg": "The allowance is on another account"
    },
    {
      "code": 6109,
      "name": "delegateIsOwner",
      "msg": "The delegate is the owner"
    },
    {
      "code": 6110,
      "name": "badAllowance",
      "msg": "The allowance is zero, is less than its cap of one payment, or names no service"
    },
    {
      "code": 6111,
      "name": "grantsChanged",
      "msg": "The allowance has been granted or revoked since"
    },
    {
      "code": 6112,
      "name": "allowanceRevoked",
      "msg": "The owner has revoked the allowance"
    },
    {
      "code": 6113,
      "name": "allowanceExpired",
      "msg": "The allowance has expired"
    },
    {
      "code": 6114,
      "name": "serviceNotAllowed",
      "msg": "The allowance is not for this service"
    },
    {
      "code": 6115,
      "name": "allowancePaymentExceeded",
      "msg": "The amount is over the allowance's cap of one payment"
    },
    {
      "code": 6116,
      "name": "allowanceExceeded",
      "msg": "The period's payments would be over the allowance"
    },
    {
      "code": 6117,
      "name": "planClosed",
      "msg": "The plan is closed"
    },
    {
      "code": 6118,
      "name": "planDiffers",
      "msg": "Amount or period are not the plan's"
    },
    {
      "code": 6119,
      "name": "wrongPlan",
      "msg": "The mandate is for another plan"
    },
    {
      "code": 6120,
      "name": "wrongMandate",
      "msg": "The mandate is on another account"
    },
    {
      "code": 6121,
      "name": "badMandate",
      "msg": "The mandate would end before it starts"
    },
    {
      "code": 6122,
      "name": "mandateNotStarted",
      "msg": "The mandate's first period has not begun"
    },
    {
      "code": 6123,
      "name": "mandateEnded",
      "msg": "The mandate has ended"
    },
    {
      "code": 6124,
      "name": "notThisPeriod",
      "msg": "The period named is not the current one"
    },
    {
      "code": 6125,
      "name": "periodPulled",
      "msg": "The period has been pulled already"
    },
    {
      "code": 6126,
      "name": "sameAsset",
      "msg": "Both assets are the same"
    },
    {
      "code": 6127,
      "name": "providerNotDistinct",
      "msg": "The provider is the payer or the payee"
    },
    {
      "code": 6128,
      "name": "notProvider",
      "msg": "The provider does not have that role"
    },
    {
      "code": 6129,
      "name": "providerNotLicensed",
      "msg": "The provider is not licensed now to exchange assets of both classes"
    },
    {
      "code": 6130,
      "name": "quoteExpired",
      "msg": "The quote has expired"
    },
    {
      "code": 6131,
      "name": "quoteOverMid",
      "msg": "The quote gives more than the mid rate would"
    },
    {
      "code": 6132,
      "name": "hasAccount",
      "msg": "The wallet has a payment account of this asset: deposit and pay from it"
    },
    {
      "code": 6133,
      "name": "wrongAccountAddress",
      "msg": "The address is not the one of the wallet's payment account"
    },
    {
      "code": 6134,
      "name": "arrivedTooLittle",
      "msg": "Less arrived than the payee must get at least"
    },
    {
      "code": 6135,
      "name": "mintHasHook",
      "msg": "The mint calls a program at every transfer, or can be made to"
    },
    {
      "code": 6136,
      "name": "mintNotTransferable",
      "msg": "The mint's tokens cannot be transferred"
    },
    {
      "code": 6137,
      "name": "mintConfidential",
      "msg": "The mint hides amounts"
    },
    {
      "code": 6138,
      "name": "mintCloseable",
      "msg": "The mint can be closed, and made again as another"
    },
    {
      "code": 6139,
      "name": "mintExtensionUnknown",
      "msg": "The mint has an extension that this program does not know"
    },
    {
      "code": 6140,
      "name": "mintStopped",
      "msg": "The mint's tokens are stopped, and nobody can end that"
    },
    {
      "code": 6141,
      "name": "mintChanged",
      "msg": "The mint lets others do what it did not when it was listed"
    },
    {
      "code": 6142,
      "name": "nothingChanged",
      "msg": "It is so already: there is nothing to record"
    },
    {
      "code": 6143,
      "name": "noTaxPeriod",
      "msg": "The account has no tax period of this month and rate"
    },
    {
      "code": 6144,
      "name": "taxPeriodOpen",
      "msg": "The month of this tax period has not ended yet"
    },
    {
      "code": 6145,
      "name": "notRegulatorOfClass",
      "msg": "The regulator does not answer for this class of assets"
    },
    {
      "code": 6146,
      "name": "badCase",
      "msg": "The case is empty"
    },
    {
      "code": 6147,
      "name": "badBasis",
      "msg": "The legal basis is zero"
    },
    {
      "code": 6148,
      "name": "badFreeze",
      "msg": "The freeze ends now, in the past, or more than 366 days ahead"
    },
    {
      "code": 6149,
      "name": "notFrozen",
      "msg": "This regulator holds no freeze here"
    },
    {
      "code": 6150,
      "name": "caseExecuted",
      "msg": "This case has been executed on this account before"
    },
    {
      "code": 6151,
      "name": "badSeat",
      "msg": "There is no such seat, or it cannot be replaced this way"
    },
    {
      "code": 6152,
      "name": "badSuccessor",
      "msg": "The successor is nobody, or holds the seat already"
    },
    {
      "code": 6153,
      "name": "notIncumbent",
      "msg": "Only who holds this seat may do this"
    },
    {
      "code": 6154,
      "name": "notOtherAuthorities",
      "msg": "The two other authorities must sign, the operator or first regulator first"
    },
    {
      "code": 6155,
      "name": "replacementPending",
      "msg": "The regulators are replacing the operator"
    },
    {
      "code": 6156,
      "name": "noSuccession",
      "msg": "Nobody is to follow in this seat"
    },
    {
      "code": 6157,
      "name": "notSuccessor",
      "msg": "Another is to follow in this seat"
    },
    {
      "code": 6158,
      "name": "successionNotReady",
      "msg": "The time for a veto has not passed yet"
    },
    {
      "code": 6159,
      "name": "notBothRegulators",
      "msg": "Both regulators must sign, in their order"
    },
    {
      "code": 6160,
      "name": "badStop",
      "msg": "Withdrawals can be stopped until a time at most 14 days ahead"
    },
    {
      "code": 6161,
      "name": "zoneNotEnded",
      "msg": "The zone has not ended yet"
    },
    {
      "code": 6162,
      "name": "accountNotEmpty",
      "msg": "The account still holds money, or is owed a credit"
    },
    {
      "code": 6163,
      "name": "paymentsNotClosed",
      "msg": "Held payments from this account, or offerings paid into it, have not been closed yet"
    },
    {
      "code": 6164,
      "name": "taxPeriodsNotClosed",
      "msg": "Tax periods of this account have not been closed yet"
    },
    {
      "code": 6165,
      "name": "notRentPayer",
      "msg": "The rent goes back to who paid it"
    },
    {
      "code": 6166,
      "name": "notMigratable",
      "msg": "This is no account of an earlier version of this program"
    },
    {
      "code": 6167,
      "name": "alreadyMigrated",
      "msg": "The account has this version already"
    },
    {
      "code": 6168,
      "name": "treasuryStays",
      "msg": "The treasury's account stays: what others owe it is collected into it"
    },
    {
      "code": 6169,
      "name": "wrongInstrument",
      "msg": "The account belongs to another instrument"
    },
    {
      "code": 6170,
      "name": "notIssuer",
      "msg": "Only the instrument's issuer may do this"
    },
    {
      "code": 6171,
      "name": "issuerRoleMissing",
      "msg": "The participant does not have the role of an issuer"
    },
    {
      "code": 6172,
      "name": "badKind",
      "msg": "The kind of instrument is unknown"
    },
    {
      "code": 6173,
      "name": "badUnits",
      "msg": "No units are authorised, or nobody could hold one"
    },
    {
      "code": 6174,
      "name": "badMaturity",
      "msg": "The instrument would mature now, in the past, or before its units can move"
    },
    {
      "code": 6175,
      "name": "badHolderClasses",
      "msg": "The classes of holders are none or unknown"
    },
    {
      "code": 6176,
      "name": "badCountries",
      "msg": "The countries go on after a zero"
    },
    {
      "code": 6177,
      "name": "badDocument",
      "msg": "The document's digest is zero"
    },
    {
      "code": 6178,
      "name": "mintHasSupply",
      "msg": "The mint has a supply already"
    },
    {
      "code": 6179,
      "name": "mintNotControlled",
      "msg": "The mint's authorities and permanent delegate are not all the instrument"
    },
    {
      "code": 6180,
      "name": "mintNotFrozen",
      "msg": "New token accounts of the mint do not begin frozen"
    },
    {
      "code": 6181,
      "name": "mintMetadataElsewhere",
      "msg": "The mint's metadata are not in the mint itself"
    },
    {
      "code": 6182,
      "name": "mintMetadataChangeable",
      "msg": "Another than the instrument can change the mint's metadata"
    },
    {
      "code": 6183,
      "name": "mintExtensionMissing",
      "msg": "The mint lacks one of the four extensions of an instrument"
    },
    {
      "code": 6184,
      "name": "mintExtensionForbidden",
      "msg": "The mint has another extension than the four of an instrument"
    },
    {
      "code": 6185,
      "name": "termsChanged",
      "msg": "The instrument has changed since the revision that is consented to"
    },
    {
      "code": 6186,
      "name": "notProposed",
      "msg": "The instrument is not proposed any more"
    },
    {
      "code": 6187,
      "name": "instrumentNotAdmitted",
      "msg": "The instrument has not been admitted"
    },
    {
      "code": 6188,
      "name": "instrumentSuspended",
      "msg": "The instrument is suspended"
    },
    {
      "code": 6189,
      "name": "instrumentDelisted",
      "msg": "The instrument is delisted"
    },
    {
      "code": 6190,
      "name": "holdingNotEmpty",
      "msg": "The holding still has units"
    },
    {
      "code": 6191,
      "name": "holdingStays",
      "msg": "The holding stays until the instrument is delisted or the zone has ended"
    },
    {
      "code": 6192,
      "name": "issuedChanged",
      "msg": "Another number of units has been issued before than the one named"
    },
    {
      "code": 6193,
      "name": "authorisedExceeded",
      "msg": "More units would be issued than are authorised"
    },
    {
      "code": 6194,
      "name": "insufficientUnits",
      "msg": "The holding has fewer units than this takes"
    },
    {
      "code": 6195,
      "name": "holderNotInvestor",
      "msg": "The holder is not an investor"
    },
    {
      "code": 6196,
      "name": "holderClassExcluded",
      "msg": "The holder's tier is not among the instrument's classes"
    },
    {
      "code": 6197,
      "name": "holderCountryExcluded",
      "msg": "The holder's country is not among the instrument's"
    },
    {
      "code": 6198,
      "name": "perHolderExceeded",
      "msg": "The holder would have more units than one may"
    },
    {
      "code": 6199,
      "name": "holderCapExceeded",
      "msg": "The instrument would have more holders than it may"
    },
    {
      "code": 6200,
      "name": "unitsLocked",
      "msg": "Only the issuer's units move before the lock-up ends"
    },
    {
      "code": 6201,
      "name": "tradeExpired",
      "msg": "The trade has expired"
    },
    {
      "code": 6202,
      "name": "zeroPrice",
      "msg": "The price is zero"
    },
    {
      "code": 6203,
      "name": "wrongOffer",
      "msg": "The account belongs to another offer or holding"
    },
    {
      "code": 6204,
      "name": "offerExpired",
      "msg": "The offer has expired"
    },
    {
      "code": 6205,
      "name": "offerExceeded",
      "msg": "Fewer units of the offer are left than this takes"
    },
    {
      "code": 6206,
      "name": "offerStands",
      "msg": "Only its holder ends an offer before it expires, the instrument is delisted, the zone has ended or the holding is frozen"
    },
    {
      "code": 6207,
      "name": "badSplit",
      "msg": "A split needs shares, and units that they are"
    },
    {
      "code": 6208,
      "name": "nothingIssued",
      "msg": "No units are issued that a sum could be spread over"
    },
    {
      "code": 6209,
      "name": "wrongQuotient",
      "msg": "The quotient is not that of the sum and the units that are issued"
    },
    {
      "code": 6210,
      "name": "nothingToClaim",
      "msg": "The holding is entitled to less than a base unit"
    },
    {
      "code": 6211,
      "name": "claimLeft",
      "msg": "The holding is still entitled to something"
    },
    {
      "code": 6212,
      "name": "instrumentRedeeming",
      "msg": "The instrument is being redeemed"
    },
    {
      "code": 6213,
      "name": "redemptionCalled",
      "msg": "The instrument has been called already"
    },
    {
      "code": 6214,
      "name": "redemptionNotCalled",
      "msg": "The instrument has not been called"
    },
    {
      "code": 6215,
      "name": "notMatured",
      "msg": "The instrument has not matured, is not delisted, and the zone has not ended"
    },
    {
      "code": 6216,
      "name": "nothingToRedeem",
      "msg": "There are no units that could be redeemed"
    },
    {
      "code": 6217,
      "name": "unitsNotFree",
      "msg": "Units of the issuer's are in offers, or outside"
    },
    {
      "code": 6218,
      "name": "tenderOpen",
      "msg": "A tender of the instrument is open"
    },
    {
      "code": 6219,
      "name": "noTender",
      "msg": "No tender of the instrument is open"
    },
    {
      "code": 6220,
      "name": "tenderExceeded",
      "msg": "More units are tendered than the issuer still takes"
    },
    {
      "code": 6221,
      "name": "wrongOffering",
      "msg": "The account belongs to another offering"
    },
    {
      "code": 6222,
      "name": "offeringsChanged",
      "msg": "Another number of offerings has been made before than the one named"
    },
    {
      "code": 6223,
      "name": "badMinimum",
      "msg": "The fewest units to be sold are none, or more than are offered"
    },
    {
      "code": 6224,
      "name": "badSubscriptionRange",
      "msg": "The fewest units of a subscription are none, or more than the most"
    },
    {
      "code": 6225,
      "name": "badOfferingWindow",
      "msg": "The window ends now, in the past, before it begins, or is over a year ahead"
    },
    {
      "code": 6226,
      "name": "badCoolingOff",
      "msg": "The cooling-off is longer than a year, or would not be over before the zone's end"
    },
    {
      "code": 6227,
      "name": "badAllotment",
      "msg": "The way of allotment is unknown"
    },
    {
      "code": 6228,
      "name": "offeringOver",
      "msg": "The offering has been concluded or cancelled"
    },
    {
      "code": 6229,
      "name": "offeringNotOver",
      "msg": "The offering has been neither concluded nor cancelled"
    },
    {
      "code": 6230,
      "name": "outsideOfferingWindow",
      "msg": "The offering takes no subscriptions at this time"
    },
    {
      "code": 6231,
      "name": "subscriptionOutOfRange",
      "msg": "A subscription is of fewer or more units than the offering takes"
    },
    {
      "code": 6232,
      "name": "subscriberIsIssuer",
      "msg": "The issuer cannot subscribe its own offering"
    },
    {
      "code": 6233,
      "name": "subscriptionConfirmed",
      "msg": "The subscription has been confirmed"
    },
    {
      "code": 6234,
      "name": "coolingOffOver",
      "msg": "The subscription's cooling-off is over"
    },
    {
      "code": 6235,
      "name": "coolingOffNotOver",
      "msg": "The subscription's cooling-off is not over yet"
    },
    {
      "code": 6236,
      "name": "offeringWindowNotOver",
      "msg": "The offering's window, or the last cooling-off, is not over yet"
    },
    {
      "code": 6237,
      "name": "subscriptionsNotConfirmed",
      "msg": "Subscriptions of the offering have not been confirmed yet"
    },
    {
      "code": 6238,
      "name": "subscriptionsNotAllotted",
      "msg": "Subscriptions of the offering have not been allotted yet"
    },
    {
      "code": 6239,
      "name": "offeringsNotClosed",
      "msg": "Holdings stay while an offering of the instrument has not been closed"
    },
    {
      "code": 6240,
      "name": "wrongSubscriptionAddress",
      "msg": "The subscription's address is not the one of this offering and wallet"
    },
    {
      "code": 6241,
      "name": "holdingFrozen",
      "msg": "Both regulators have frozen the holding"
    },
    {
      "code": 6242,
      "name": "issuerNotRedeemed",
      "msg": "Units of a called instrument cannot go to its issuer, whose own are not redeemed"
    },
    {
      "code": 6243,
      "name": "signersNotDistinct",
      "msg": "Issuer and operator are the same wallet"
    },
    {
      "code": 6244,
      "name": "signerIsHolder",
      "msg": "One of the two who sign is the old holder or the new one"
    },
    {
      "code": 6245,
      "name": "verifiedByAnother",
      "msg": "Another than the operator has verified one of the two holders"
    },
    {
      "code": 6246,
      "name": "replacementStands",
      "msg": "A replacement of the holding is proposed already"
    },
    {
      "code": 6247,
      "name": "holdingChanged",
      "msg": "The holding has changed since the revision that is named"
    },
    {
      "code": 6248,
      "name": "nothingToReplace",
      "msg": "The holding has neither units nor a claim"
    },
    {
      "code": 6249,
      "name": "notReplacementParty",
      "msg": "Only the holder, the issuer or the operator ends a replacement"
    },
    {
      "code": 6250,
      "name": "noReplacement",
      "msg": "No replacement of the holding is proposed"
    },
    {
      "code": 6251,
      "name": "wrongSuccessor",
      "msg": "The new holding is another than the one proposed"
    },
    {
      "code": 6252,
      "name": "replacementNotDue",
      "msg": "The notice of the replacement is not over yet"
    },
    {
      "code": 6253,
      "name": "offersNotOver",
      "msg": "Offers of the holding stand"
    },
    {
      "code": 6254,
      "name": "unitsStillOutside",
      "msg": "Units of the holding are outside"
    },
    {
      "code": 6255,
      "name": "wrongWalletToken",
      "msg": "The token account is not the associated one of the holder's wallet"
    },
    {
      "code": 6256,
      "name": "insufficientUnitsOutside",
      "msg": "More units than the holding has outside"
    },
    {
      "code": 6257,
      "name": "nothingOutside",
      "msg": "The holding has no units outside"
    },
    {
      "code": 6258,
      "name": "unitsStayOutside",
      "msg": "Units stay outside until they are to be redeemed, ordered away or replaced"
    },
    {
      "code": 6259,
      "name": "alreadySubscribed",
      "msg": "The wallet has subscribed to the offering already"
    },
    {
      "code": 6260,
      "name": "accountNamedTwice",
      "msg": "One account is named where two must be: nothing moves to who has it"
    },
    {
      "code": 6261,
      "name": "vaultTokenNotAssociated",
      "msg": "The token account is not the associated one of the vault"
    },
    {
      "code": 6262,
      "name": "notIssuerNorAuthority",
      "msg": "While it is suspended only its issuer or the authority ends what the issuer has begun"
    },
    {
      "code": 6263,
      "name": "tenderPriceChanged",
      "msg": "The open tender has another price than the one named"
    },
    {
      "code": 6264,
      "name": "badOfferLeast",
      "msg": "The least of an offer is none, or more than is offered"
    },
    {
      "code": 6265,
      "name": "belowOfferLeast",
      "msg": "Fewer units than the offer's least are taken, and not all that are left"
    }
  ],
  "types": [
    {
      "name": "accountClosed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "lamports",
            "docs": [
              "The rent that went back."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "accountFreezeLifted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "slot",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "accountFreezeSet",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "slot",
            "docs": [
              "The regulator's slot."
            ],
            "type": "u64"
          },
          {
            "name": "until",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "accountOpened",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "lane",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "allotted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "issuerAccount",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "units",
            "docs": [
              "Units that came into the holding, and what was paid for them; the rest went back."
            ],
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "returned",
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "held",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "issuerAvailable",
            "type": "u64"
          },
          {
            "name": "issuerRevision",
            "docs": [
              "0 where nothing was paid: neither account nor holding changed."
            ],
            "type": "u64"
          },
          {
            "name": "holdingUnits",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "reserved",
            "docs": [
              "Places that subscriptions of the instrument keep after it."
            ],
            "type": "u64"
          },
          {
            "name": "instrumentRevision",
            "docs": [
              "0 where it had neither units nor a place: the instrument did not change."
            ],
            "type": "u64"
          },
          {
            "name": "unallotted",
            "type": "u64"
          },
          {
            "name": "offeringRevision",
            "type": "u64"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "allowance",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "revoked",
            "docs": [
              "1 where the owner has revoked it: what is left keeps its sequences used."
            ],
            "type": "u8"
          },
          {
            "name": "spareByte",
            "type": "u8"
          },
          {
            "name": "services",
            "docs": [
              "Bits of the services that it may pay for."
            ],
            "type": "u32"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "ownerAccount",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "docs": [
              "The wallet of `owner_account`."
            ],
            "type": "pubkey"
          },
          {
            "name": "delegate",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent, and gets it back."
            ],
            "type": "pubkey"
          },
          {
            "name": "grants",
            "docs": [
              "How often it has been granted and revoked: what a grant says it follows."
            ],
            "type": "u64"
          },
          {
            "name": "perPayment",
            "type": "u64"
          },
          {
            "name": "perPeriod",
            "type": "u64"
          },
          {
            "name": "period",
            "docs": [
              "Seconds."
            ],
            "type": "u64"
          },
          {
            "name": "startsAt",
            "docs": [
              "Unix seconds from which periods are counted."
            ],
            "type": "u64"
          },
          {
            "name": "expiresAt",
            "docs": [
              "Draw before, never from then on."
            ],
            "type": "u64"
          },
          {
            "name": "index",
            "docs": [
              "The period that `spent` is of, from 0."
            ],
            "type": "u64"
          },
          {
            "name": "spent",
            "type": "u64"
          },
          {
            "name": "sequence",
            "docs": [
              "The highest sequence used; bit n of the window is that of `sequence - n`."
            ],
            "type": "u64"
          },
          {
            "name": "window",
            "type": {
              "array": [
                "u64",
                2
              ]
            }
          },
          {
            "name": "drawn",
            "docs": [
              "All that was ever drawn."
            ],
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                8
              ]
            }
          }
        ]
      }
    },
    {
      "name": "allowanceClosed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "allowance",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "allowanceGranted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "allowance",
            "type": "pubkey"
          },
          {
            "name": "ownerAccount",
            "type": "pubkey"
          },
          {
            "name": "delegate",
            "type": "pubkey"
          },
          {
            "name": "perPayment",
            "type": "u64"
          },
          {
            "name": "perPeriod",
            "type": "u64"
          },
          {
            "name": "period",
            "type": "u64"
          },
          {
            "name": "services",
            "type": "u64"
          },
          {
            "name": "startsAt",
            "type": "u64"
          },
          {
            "name": "expiresAt",
            "type": "u64"
          },
          {
            "name": "spent",
            "docs": [
              "What has been spent of the current period."
            ],
            "type": "u64"
          },
          {
            "name": "grants",
            "docs": [
              "How often it has been granted and revoked."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "allowanceRevoked",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "allowance",
            "type": "pubkey"
          },
          {
            "name": "ownerAccount",
            "type": "pubkey"
          },
          {
            "name": "delegate",
            "type": "pubkey"
          },
          {
            "name": "grants",
            "docs": [
              "How often it has been granted and revoked."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "asset",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "class",
            "type": "u8"
          },
          {
            "name": "decimals",
            "type": "u8"
          },
          {
            "name": "consents",
            "docs": [
              "One bit per regulator that consents."
            ],
            "type": "u8"
          },
          {
            "name": "flags",
            "docs": [
              "What others can do to this mint's tokens; bits of `mint_flag`."
            ],
            "type": "u8"
          },
          {
            "name": "feeBps",
            "type": "u16"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "mint",
            "type": "pubkey"
          },
          {
            "name": "tokenProgram",
            "type": "pubkey"
          },
          {
            "name": "feeMin",
            "docs": [
              "The fee is `fee_bps` of the amount, at least `fee_min` and at most `fee_max`."
            ],
            "type": "u64"
          },
          {
            "name": "feeMax",
            "type": "u64"
          },
          {
            "name": "taxBps",
            "docs": [
              "By tax category of the payee."
            ],
            "type": {
              "array": [
                "u16",
                4
              ]
            }
          },
          {
            "name": "caps",
            "docs": [
              "By tier of the payer."
            ],
            "type": {
              "array": [
                {
                  "defined": {
                    "name": "caps"
                  }
                },
                4
              ]
            }
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                8
              ]
            }
          }
        ]
      }
    },
    {
      "name": "assetAmended",
      "docs": [
        "An asset's terms, as they are from now on and as they were."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "vault",
            "type": "pubkey"
          },
          {
            "name": "feeBps",
            "type": "u64"
          },
          {
            "name": "feeMin",
            "type": "u64"
          },
          {
            "name": "feeMax",
            "type": "u64"
          },
          {
            "name": "taxBps",
            "type": {
              "array": [
                "u64",
                4
              ]
            }
          },
          {
            "name": "caps",
            "type": {
              "array": [
                {
                  "array": [
                    "u64",
                    3
                  ]
                },
                4
              ]
            }
          },
          {
            "name": "vaultCap",
            "type": "u64"
          },
          {
            "name": "feeBpsBefore",
            "type": "u64"
          },
          {
            "name": "feeMinBefore",
            "type": "u64"
          },
          {
            "name": "feeMaxBefore",
            "type": "u64"
          },
          {
            "name": "taxBpsBefore",
            "type": {
              "array": [
                "u64",
                4
              ]
            }
          },
          {
            "name": "capsBefore",
            "type": {
              "array": [
                {
                  "array": [
                    "u64",
                    3
                  ]
                },
                4
              ]
            }
          },
          {
            "name": "vaultCapBefore",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "vaultRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "assetConsented",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "consents",
            "docs": [
              "Bits of the regulators that consent now."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "assetListed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "mint",
            "type": "pubkey"
          },
          {
            "name": "vault",
            "type": "pubkey"
          },
          {
            "name": "class",
            "type": "u64"
          },
          {
            "name": "decimals",
            "type": "u64"
          },
          {
            "name": "flags",
            "docs": [
              "What others can do to its tokens: bits of `mint_flag`."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "assetRescreened",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "flagsBefore",
            "type": "u64"
          },
          {
            "name": "flags",
            "docs": [
              "What others can do to its tokens now: bits of `mint_flag`."
            ],
            "type": "u64"
          },
          {
            "name": "consents",
            "docs": [
              "None: the regulators consent to what the mint is now."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "authorityAccepted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "successor",
            "type": "pubkey"
          },
          {
            "name": "previous",
            "type": "pubkey"
          },
          {
            "name": "seat",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "authorityProposed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "successor",
            "type": "pubkey"
          },
          {
            "name": "first",
            "docs": [
              "Who proposed: the incumbent, or the two others."
            ],
            "type": "pubkey"
          },
          {
            "name": "second",
            "type": "pubkey"
          },
          {
            "name": "seat",
            "type": "u64"
          },
          {
            "name": "readyAt",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "caps",
      "docs": [
        "The largest sums, in base units, that a tier may pay; `u64::MAX` is no cap."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "perPayment",
            "type": "u64"
          },
          {
            "name": "perDay",
            "type": "u64"
          },
          {
            "name": "perMonth",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "claimed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "holderAccount",
            "type": "pubkey"
          },
          {
            "name": "issuerAccount",
            "docs": [
              "The same where the holder is the issuer."
            ],
            "type": "pubkey"
          },
          {
            "name": "gross",
            "docs": [
              "What the issuer's account holds less; the tax is part of it."
            ],
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "claimed",
            "docs": [
              "By all holders, and by this one."
            ],
            "type": "u64"
          },
          {
            "name": "holdingClaimed",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "holderAvailable",
            "type": "u64"
          },
          {
            "name": "holderTaxDue",
            "type": "u64"
          },
          {
            "name": "holderRevision",
            "type": "u64"
          },
          {
            "name": "issuerHeld",
            "type": "u64"
          },
          {
            "name": "issuerRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "collected",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "treasuryAccount",
            "type": "pubkey"
          },
          {
            "name": "fee",
            "docs": [
              "What the treasury received."
            ],
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "credit",
            "docs": [
              "What was set off against earlier returns and stays on the account."
            ],
            "type": "u64"
          },
          {
            "name": "repaid",
            "docs": [
              "What the treasury paid back of them, once the zone has ended."
            ],
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "feeCredit",
            "type": "u64"
          },
          {
            "name": "taxCredit",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "treasuryAvailable",
            "type": "u64"
          },
          {
            "name": "treasuryRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "consolidated",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "laneAccount",
            "type": "pubkey"
          },
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "laneRevision",
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "converted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "providerInAccount",
            "docs": [
              "The provider's, of the asset that the payer pays in."
            ],
            "type": "pubkey"
          },
          {
            "name": "providerOutAccount",
            "docs": [
              "The provider's, of the asset that the payee receives."
            ],
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amountIn",
            "type": "u64"
          },
          {
            "name": "amountOut",
            "type": "u64"
          },
          {
            "name": "midOut",
            "docs": [
              "What `amount_in` would buy at the mid rate; with it, the rate."
            ],
            "type": "u64"
          },
          {
            "name": "spread",
            "docs": [
              "What of that the provider keeps."
            ],
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "service",
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "providerInAvailable",
            "type": "u64"
          },
          {
            "name": "providerInRevision",
            "type": "u64"
          },
          {
            "name": "providerOutAvailable",
            "type": "u64"
          },
          {
            "name": "providerOutRevision",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "deposited",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "docs": [
              "What arrived in the vault."
            ],
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "liabilities",
            "type": "u64"
          },
          {
            "name": "vaultRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "disputed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "evidence",
            "docs": [
              "SHA-256 of the payer's evidence."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "reason",
            "type": "u64"
          },
          {
            "name": "state",
            "docs": [
              "The state that the payment is in now: a disputed held one, or a chargeback."
            ],
            "type": "u64"
          },
          {
            "name": "decideBy",
            "docs": [
              "Answer before; from then on the payer has won."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "distributed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "issuerAccount",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "issued",
            "docs": [
              "Units that it was spread over."
            ],
            "type": "u64"
          },
          {
            "name": "indexLow",
            "docs": [
              "Words of the index after it."
            ],
            "type": "u64"
          },
          {
            "name": "indexHigh",
            "type": "u64"
          },
          {
            "name": "indexExcess",
            "type": "u64"
          },
          {
            "name": "distributed",
            "type": "u64"
          },
          {
            "name": "issuerAvailable",
            "type": "u64"
          },
          {
            "name": "issuerHeld",
            "type": "u64"
          },
          {
            "name": "issuerRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "drawn",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "allowance",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "docs": [
              "The allowance's, not the account's."
            ],
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "service",
            "type": "u64"
          },
          {
            "name": "index",
            "docs": [
              "The allowance's period, from 0, and what has been spent of it."
            ],
            "type": "u64"
          },
          {
            "name": "spent",
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "endChanged",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "endsAt",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "enforcement",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "kind",
            "docs": [
              "See `enforcement_kind`."
            ],
            "type": "u8"
          },
          {
            "name": "spareByte",
            "type": "u8"
          },
          {
            "name": "basis",
            "docs": [
              "The legal basis, by the number that the regulators give it."
            ],
            "type": "u16"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                2
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "asset",
            "docs": [
              "Of units: the instrument."
            ],
            "type": "pubkey"
          },
          {
            "name": "account",
            "docs": [
              "The account that was debited, and the one that was credited; of units: the holdings."
            ],
            "type": "pubkey"
          },
          {
            "name": "recipientAccount",
            "type": "pubkey"
          },
          {
            "name": "regulators",
            "docs": [
              "Who signed."
            ],
            "type": {
              "array": [
                "pubkey",
                2
              ]
            }
          },
          {
            "name": "case",
            "docs": [
              "The case: a UUID, or text padded with zeros."
            ],
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "amount",
            "docs": [
              "Base units, or units."
            ],
            "type": "u64"
          },
          {
            "name": "executedAt",
            "docs": [
              "Unix seconds."
            ],
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                4
              ]
            }
          }
        ]
      }
    },
    {
      "name": "expired",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "payeeHeld",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "forcedTransferred",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "enforcement",
            "docs": [
              "The record of it."
            ],
            "type": "pubkey"
          },
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "recipientAccount",
            "type": "pubkey"
          },
          {
            "name": "regulators",
            "type": {
              "array": [
                "pubkey",
                2
              ]
            }
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "recipientAvailable",
            "type": "u64"
          },
          {
            "name": "recipientRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "freeze",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "until",
            "docs": [
              "Unix seconds from which it is no freeze any more; 0: there is none."
            ],
            "type": "u64"
          },
          {
            "name": "case",
            "docs": [
              "The case that it belongs to: a UUID, or text padded with zeros."
            ],
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "docs": [
              "The legal basis, by the number that the regulator gives it."
            ],
            "type": "u16"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u8",
                6
              ]
            }
          }
        ]
      }
    },
    {
      "name": "fulfilled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "settlesAt",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "holderReplaced",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "successorHolding",
            "type": "pubkey"
          },
          {
            "name": "quantity",
            "docs": [
              "Units that moved: all there were."
            ],
            "type": "u64"
          },
          {
            "name": "entitledLow",
            "docs": [
              "Words of what the old one was entitled to, as the index has it: the new one is now."
            ],
            "type": "u64"
          },
          {
            "name": "entitledHigh",
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "successorUnits",
            "type": "u64"
          },
          {
            "name": "successorRevision",
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "holding",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                6
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent, and gets it back."
            ],
            "type": "pubkey"
          },
          {
            "name": "units",
            "docs": [
              "All of its units, of which some may be set aside in standing offers, or be outside, in a",
              "token account of the wallet's."
            ],
            "type": "u64"
          },
          {
            "name": "offered",
            "type": "u64"
          },
          {
            "name": "outside",
            "type": "u64"
          },
          {
            "name": "countedAt",
            "docs": [
              "The instrument's index that its entitlement was counted at, low word first."
            ],
            "type": {
              "array": [
                "u64",
                2
              ]
            }
          },
          {
            "name": "entitled",
            "docs": [
              "What it is entitled to and has not claimed, as the index has it."
            ],
            "type": {
              "array": [
                "u64",
                2
              ]
            }
          },
          {
            "name": "claimed",
            "docs": [
              "What it has claimed, base units of the payout asset."
            ],
            "type": "u64"
          },
          {
            "name": "openOffers",
            "docs": [
              "Offers of it that are not over."
            ],
            "type": "u64"
          },
          {
            "name": "sequence",
            "docs": [
              "The highest sequence used; bit n of the window is that of `sequence - n`."
            ],
            "type": "u64"
          },
          {
            "name": "window",
            "type": {
              "array": [
                "u64",
                2
              ]
            }
          },
          {
            "name": "freeze",
            "docs": [
              "Both regulators': while it is active no units leave."
            ],
            "type": {
              "defined": {
                "name": "freeze"
              }
            }
          },
          {
            "name": "successorHolding",
            "docs": [
              "The holding that is to have all of it, as its owner has lost the wallet; and from which",
              "unix second on, 0: nothing is proposed."
            ],
            "type": "pubkey"
          },
          {
            "name": "replaceAt",
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                7
              ]
            }
          }
        ]
      }
    },
    {
      "name": "holdingClosed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "holdingFreezeLifted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "docs": [
              "The one that lifted it."
            ],
            "type": "pubkey"
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "holdingFreezeSet",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "regulators",
            "type": {
              "array": [
                "pubkey",
                2
              ]
            }
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "until",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "holdingOpened",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "instrument",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "kind",
            "docs": [
              "See `instrument_kind`."
            ],
            "type": "u8"
          },
          {
            "name": "state",
            "docs": [
              "See `instrument_state`."
            ],
            "type": "u8"
          },
          {
            "name": "decimals",
            "type": "u8"
          },
          {
            "name": "holderClasses",
            "docs": [
              "Bits of the tiers whose participants may hold it."
            ],
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                2
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "mint",
            "type": "pubkey"
          },
          {
            "name": "issuer",
            "docs": [
              "The issuer's wallet."
            ],
            "type": "pubkey"
          },
          {
            "name": "payoutAsset",
            "docs": [
              "The asset that holders are paid in."
            ],
            "type": "pubkey"
          },
          {
            "name": "vaultToken",
            "docs": [
              "The token account that all units are minted into."
            ],
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent."
            ],
            "type": "pubkey"
          },
          {
            "name": "authorised",
            "docs": [
              "The most units that there may ever be."
            ],
            "type": "u64"
          },
          {
            "name": "issued",
            "docs": [
              "Units that there are: the mint's supply."
            ],
            "type": "u64"
          },
          {
            "name": "faceValue",
            "docs": [
              "What a unit stands for, base units of the payout asset."
            ],
            "type": "u64"
          },
          {
            "name": "maxPerHolder",
            "docs": [
              "Neither cap binds the issuer; `u64::MAX` is none."
            ],
            "type": "u64"
          },
          {
            "name": "holderCap",
            "type": "u64"
          },
          {
            "name": "holders",
            "docs": [
              "Holdings with at least one unit, the issuer's apart."
            ],
            "type": "u64"
          },
          {
            "name": "lockedUntil",
            "docs": [
              "Unix seconds until which only the issuer's units move."
            ],
            "type": "u64"
          },
          {
            "name": "maturity",
            "docs": [
              "Unix seconds; 0: none."
            ],
            "type": "u64"
          },
          {
            "name": "countries",
            "docs": [
              "ISO 3166-1 alpha-2, zeros behind the last; none: any."
            ],
            "type": {
              "array": [
                {
                  "array": [
                    "u8",
                    2
                  ]
                },
                16
              ]
            }
          },
          {
            "name": "document",
            "docs": [
              "SHA-256 of the document that it is offered by."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "shares",
            "docs": [
              "So many shares are `per_units` units: a split changes them and no holding."
            ],
            "type": "u64"
          },
          {
            "name": "perUnits",
            "type": "u64"
          },
          {
            "name": "index",
            "docs": [
              "What a unit was entitled to since the beginning, base units of the payout asset with 64",
              "binary places, low word first; and what of the sums paid in did not divide."
            ],
            "type": {
              "array": [
                "u64",
                2
              ]
            }
          },
          {
            "name": "indexExcess",
            "type": "u64"
          },
          {
            "name": "distributed",
            "docs": [
              "Sums paid in for holders, and of them claimed."
            ],
            "type": "u64"
          },
          {
            "name": "claimed",
            "type": "u64"
          },
          {
            "name": "offerings",
            "docs": [
              "Offerings there were; the next one's number is one more."
            ],
            "type": "u64"
          },
          {
            "name": "openOfferings",
            "docs": [
              "Of them not closed."
            ],
            "type": "u64"
          },
          {
            "name": "redeemed",
            "docs": [
              "Units redeemed, which are no more."
            ],
            "type": "u64"
          },
          {
            "name": "redemptionPrice",
            "docs": [
              "Base units of the payout asset for a unit, set aside for whoever holds them; 0: not called."
            ],
            "type": "u64"
          },
          {
            "name": "taxBps",
            "docs": [
              "Withheld from what holders claim, by their tax category."
            ],
            "type": {
              "array": [
                "u16",
                4
              ]
            }
          },
          {
            "name": "tenderPrice",
            "docs": [
              "What the issuer takes units back for, and how many more; both 0: no tender is open."
            ],
            "type": "u64"
          },
          {
            "name": "tenderLeft",
            "type": "u64"
          },
          {
            "name": "promised",
            "docs": [
              "Units that offerings which are not concluded may still issue."
            ],
            "type": "u64"
          },
          {
            "name": "reserved",
            "docs": [
              "Places that confirmed subscriptions keep among the holders."
            ],
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                16
              ]
            }
          }
        ]
      }
    },
    {
      "name": "instrumentAdmitted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "instrumentCreated",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "mint",
            "type": "pubkey"
          },
          {
            "name": "issuer",
            "type": "pubkey"
          },
          {
            "name": "payoutAsset",
            "type": "pubkey"
          },
          {
            "name": "vaultToken",
            "type": "pubkey"
          },
          {
            "name": "document",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "countries",
            "type": {
              "array": [
                {
                  "array": [
                    "u8",
                    2
                  ]
                },
                16
              ]
            }
          },
          {
            "name": "kind",
            "type": "u64"
          },
          {
            "name": "decimals",
            "type": "u64"
          },
          {
            "name": "holderClasses",
            "type": "u64"
          },
          {
            "name": "authorised",
            "type": "u64"
          },
          {
            "name": "faceValue",
            "type": "u64"
          },
          {
            "name": "maxPerHolder",
            "type": "u64"
          },
          {
            "name": "holderCap",
            "type": "u64"
          },
          {
            "name": "lockedUntil",
            "type": "u64"
          },
          {
            "name": "maturity",
            "type": "u64"
          },
          {
            "name": "taxBps",
            "type": {
              "array": [
                "u64",
                4
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "instrumentDelisted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "instrumentSplit",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "issuer",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "shares",
            "docs": [
              "So many shares are `per_units` units, in lowest terms."
            ],
            "type": "u64"
          },
          {
            "name": "perUnits",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "instrumentSuspended",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "suspended",
            "docs": [
              "0: it is admitted again."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "laneFunded",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "laneAccount",
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "laneAvailable",
            "type": "u64"
          },
          {
            "name": "laneRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "licence",
      "docs": [
        "What one regulator allows a participant."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "activities",
            "docs": [
              "Bits of services."
            ],
            "type": "u32"
          },
          {
            "name": "assetClasses",
            "docs": [
              "Bits of asset classes."
            ],
            "type": "u8"
          },
          {
            "name": "status",
            "docs": [
              "See `licence`."
            ],
            "type": "u8"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u8",
                2
              ]
            }
          },
          {
            "name": "expiresAt",
            "docs": [
              "Unix seconds from which it is no licence any more."
            ],
            "type": "u64"
          },
          {
            "name": "credential",
            "docs": [
              "SHA-256 of the credential that it was granted on."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          }
        ]
      }
    },
    {
      "name": "licenceGranted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "credential",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "activities",
            "type": "u64"
          },
          {
            "name": "assetClasses",
            "type": "u64"
          },
          {
            "name": "expiresAt",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "licenceSuspended",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "limitsSet",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "receivePerDay",
            "type": "u64"
          },
          {
            "name": "receivePerMonth",
            "type": "u64"
          },
          {
            "name": "receivePerDayBefore",
            "type": "u64"
          },
          {
            "name": "receivePerMonthBefore",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "mandate",
      "docs": [
        "A payer's consent to be charged by a plan, until it is cancelled or ends."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "service",
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                5
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "docs": [
              "The wallet of `payer_account`."
            ],
            "type": "pubkey"
          },
          {
            "name": "plan",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent, and gets it back."
            ],
            "type": "pubkey"
          },
          {
            "name": "amount",
            "docs": [
              "As the plan was when it was consented to."
            ],
            "type": "u64"
          },
          {
            "name": "period",
            "type": "u64"
          },
          {
            "name": "startsAt",
            "docs": [
              "Unix seconds at which the first period begins."
            ],
            "type": "u64"
          },
          {
            "name": "endsAt",
            "docs": [
              "Pull before, never from then on."
            ],
            "type": "u64"
          },
          {
            "name": "next",
            "docs": [
              "The first period that has not been pulled nor missed; those before never can be."
            ],
            "type": "u64"
          },
          {
            "name": "count",
            "docs": [
              "How many periods have been pulled, and what they came to."
            ],
            "type": "u64"
          },
          {
            "name": "pulled",
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                8
              ]
            }
          }
        ]
      }
    },
    {
      "name": "mandateCancelled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "mandate",
            "type": "pubkey"
          },
          {
            "name": "plan",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "count",
            "docs": [
              "How many periods were pulled, and what they came to."
            ],
            "type": "u64"
          },
          {
            "name": "pulled",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "mandateGranted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "mandate",
            "type": "pubkey"
          },
          {
            "name": "plan",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "period",
            "type": "u64"
          },
          {
            "name": "service",
            "type": "u64"
          },
          {
            "name": "startsAt",
            "type": "u64"
          },
          {
            "name": "endsAt",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "migrated",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "version",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "offer",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                6
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent, and gets it back."
            ],
            "type": "pubkey"
          },
          {
            "name": "number",
            "docs": [
              "The holding's sequence that it was made with."
            ],
            "type": "u64"
          },
          {
            "name": "quantity",
            "docs": [
              "Units that were offered, and those not taken yet, which the holding has set aside."
            ],
            "type": "u64"
          },
          {
            "name": "left",
            "type": "u64"
          },
          {
            "name": "price",
            "docs": [
              "For one unit, base units of the payout asset."
            ],
            "type": "u64"
          },
          {
            "name": "offeredAt",
            "docs": [
              "Unix seconds."
            ],
            "type": "u64"
          },
          {
            "name": "expiresAt",
            "docs": [
              "Take before, never from then on."
            ],
            "type": "u64"
          },
          {
            "name": "least",
            "docs": [
              "Units taken at once at the least, unless fewer are left."
            ],
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                7
              ]
            }
          }
        ]
      }
    },
    {
      "name": "offerCancelled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "offer",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "quantity",
            "docs": [
              "Units that are free again."
            ],
            "type": "u64"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "offered",
            "type": "u64"
          },
          {
            "name": "openOffers",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "offerTaken",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "offer",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "sellerHolding",
            "type": "pubkey"
          },
          {
            "name": "buyerHolding",
            "type": "pubkey"
          },
          {
            "name": "buyerAccount",
            "type": "pubkey"
          },
          {
            "name": "sellerAccount",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "docs": [
              "The buyer's account's."
            ],
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "left",
            "docs": [
              "What is left of the offer; 0: it is closed, and `lamports` went back to `rent_payer`."
            ],
            "type": "u64"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "price",
            "docs": [
              "For the quantity, and what of it is fee and tax."
            ],
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "offered",
            "type": "u64"
          },
          {
            "name": "openOffers",
            "type": "u64"
          },
          {
            "name": "sellerUnits",
            "type": "u64"
          },
          {
            "name": "sellerHoldingRevision",
            "type": "u64"
          },
          {
            "name": "buyerUnits",
            "type": "u64"
          },
          {
            "name": "buyerHoldingRevision",
            "type": "u64"
          },
          {
            "name": "buyerAvailable",
            "type": "u64"
          },
          {
            "name": "buyerRevision",
            "type": "u64"
          },
          {
            "name": "sellerAvailable",
            "type": "u64"
          },
          {
            "name": "sellerFeeDue",
            "type": "u64"
          },
          {
            "name": "sellerTaxDue",
            "type": "u64"
          },
          {
            "name": "sellerRevision",
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "instrumentRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "offering",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "state",
            "docs": [
              "See `offering_state`."
            ],
            "type": "u8"
          },
          {
            "name": "allotment",
            "docs": [
              "See `allotment`."
            ],
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                4
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "issuerAccount",
            "docs": [
              "The issuer's payment account, which the price goes to."
            ],
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent."
            ],
            "type": "pubkey"
          },
          {
            "name": "number",
            "docs": [
              "From 1: the instrument's offerings are counted."
            ],
            "type": "u64"
          },
          {
            "name": "price",
            "docs": [
              "Base units of the payout asset for a unit."
            ],
            "type": "u64"
          },
          {
            "name": "quantity",
            "docs": [
              "The most units that are sold, and the fewest: below them all money goes back."
            ],
            "type": "u64"
          },
          {
            "name": "minimum",
            "type": "u64"
          },
          {
            "name": "least",
            "docs": [
              "Units of one subscription."
            ],
            "type": "u64"
          },
          {
            "name": "most",
            "type": "u64"
          },
          {
            "name": "opensAt",
            "docs": [
              "Unix seconds: subscribed from the first on and before the second."
            ],
            "type": "u64"
          },
          {
            "name": "closesAt",
            "type": "u64"
          },
          {
            "name": "coolingOff",
            "docs": [
              "Seconds in which a subscription can be withdrawn."
            ],
            "type": "u64"
          },
          {
            "name": "subscriptions",
            "docs": [
              "Subscriptions that there are, their units, and how many are not confirmed."
            ],
            "type": "u64"
          },
          {
            "name": "subscribed",
            "type": "u64"
          },
          {
            "name": "unconfirmed",
            "type": "u64"
          },
          {
            "name": "confirmed",
            "docs": [
              "Units that were confirmed."
            ],
            "type": "u64"
          },
          {
            "name": "sold",
            "docs": [
              "Units that were sold, and of them those that are in no holding yet."
            ],
            "type": "u64"
          },
          {
            "name": "unallotted",
            "type": "u64"
          },
          {
            "name": "countedAt",
            "docs": [
              "The instrument's index when it was concluded: from then on its units are entitled."
            ],
            "type": {
              "array": [
                "u64",
                2
              ]
            }
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                16
              ]
            }
          }
        ]
      }
    },
    {
      "name": "offeringCancelled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "signer",
            "docs": [
              "Who signed."
            ],
            "type": "pubkey"
          },
          {
            "name": "promised",
            "type": "u64"
          },
          {
            "name": "instrumentRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "offeringClosed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "issuerAccount",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "units",
            "docs": [
              "Units that nobody was allotted: the issuer's."
            ],
            "type": "u64"
          },
          {
            "name": "holdingUnits",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "docs": [
              "0 where there were none."
            ],
            "type": "u64"
          },
          {
            "name": "instrumentRevision",
            "type": "u64"
          },
          {
            "name": "issuerAccountRevision",
            "type": "u64"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "offeringConcluded",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "state",
            "docs": [
              "See `offering_state`."
            ],
            "type": "u64"
          },
          {
            "name": "confirmed",
            "type": "u64"
          },
          {
            "name": "sold",
            "type": "u64"
          },
          {
            "name": "issued",
            "type": "u64"
          },
          {
            "name": "promised",
            "type": "u64"
          },
          {
            "name": "instrumentRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "offeringCreated",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "issuerAccount",
            "type": "pubkey"
          },
          {
            "name": "number",
            "type": "u64"
          },
          {
            "name": "price",
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "minimum",
            "type": "u64"
          },
          {
            "name": "least",
            "type": "u64"
          },
          {
            "name": "most",
            "type": "u64"
          },
          {
            "name": "opensAt",
            "type": "u64"
          },
          {
            "name": "closesAt",
            "type": "u64"
          },
          {
            "name": "coolingOff",
            "type": "u64"
          },
          {
            "name": "allotment",
            "type": "u64"
          },
          {
            "name": "promised",
            "docs": [
              "Units that open offerings of the instrument may still issue."
            ],
            "type": "u64"
          },
          {
            "name": "instrumentRevision",
            "type": "u64"
          },
          {
            "name": "issuerAccountRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "paid",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "service",
            "type": "u64"
          },
          {
            "name": "deliverBy",
            "docs": [
              "0: final."
            ],
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeHeld",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "paidFromWallet",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payer",
            "docs": [
              "The participant that paid."
            ],
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "sent",
            "docs": [
              "What left the wallet."
            ],
            "type": "u64"
          },
          {
            "name": "amount",
            "docs": [
              "What arrived in the vault, and was paid."
            ],
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "service",
            "type": "u64"
          },
          {
            "name": "payerDayShare",
            "docs": [
              "Shares of the payer's caps that are used up now, of 1,000,000,000 each."
            ],
            "type": "u64"
          },
          {
            "name": "payerMonthShare",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          },
          {
            "name": "liabilities",
            "type": "u64"
          },
          {
            "name": "vaultRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "paidMany",
      "docs": [
        "One payer has paid many.  Written as `PaidManyHead` and rows, by `Batch`."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "total",
            "docs": [
              "What the rows add up to."
            ],
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "rows",
            "type": {
              "vec": {
                "defined": {
                  "name": "paidRow"
                }
              }
            }
          }
        ]
      }
    },
    {
      "name": "paidRow",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "participant",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "tier",
            "type": "u8"
          },
          {
            "name": "taxCategory",
            "type": "u8"
          },
          {
            "name": "roles",
            "docs": [
              "Bits of `role`."
            ],
            "type": "u32"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "verifiedBy",
            "docs": [
              "The operator that verified the holder."
            ],
            "type": "pubkey"
          },
          {
            "name": "verifiedUntil",
            "docs": [
              "Unix seconds from which the verification no longer counts."
            ],
            "type": "u64"
          },
          {
            "name": "country",
            "docs": [
              "ISO 3166-1 alpha-2."
            ],
            "type": {
              "array": [
                "u8",
                2
              ]
            }
          },
          {
            "name": "reserveBps",
            "docs": [
              "What share of a held payment to this merchant is kept in reserve when it settles."
            ],
            "type": "u16"
          },
          {
            "name": "reserveWindow",
            "docs": [
              "Seconds for which a reserve is kept."
            ],
            "type": "u32"
          },
          {
            "name": "licences",
            "docs": [
              "One slot per regulator."
            ],
            "type": {
              "array": [
                {
                  "defined": {
                    "name": "licence"
                  }
                },
                2
              ]
            }
          },
          {
            "name": "freezes",
            "docs": [
              "One slot per regulator: blocks debits in the asset classes that it answers for."
            ],
            "type": {
              "array": [
                {
                  "defined": {
                    "name": "freeze"
                  }
                },
                2
              ]
            }
          },
          {
            "name": "walletSequence",
            "docs": [
              "Payments straight from the wallet (see `wallet_spending`): the highest sequence used;",
              "bit n of the window is that of `wallet_sequence - n`."
            ],
            "type": "u64"
          },
          {
            "name": "walletWindow",
            "type": {
              "array": [
                "u64",
                2
              ]
            }
          },
          {
            "name": "walletDay",
            "docs": [
              "The zone's day and month that the shares are of."
            ],
            "type": "u64"
          },
          {
            "name": "walletMonth",
            "type": "u64"
          },
          {
            "name": "walletDayShare",
            "docs": [
              "Shares of the tier's caps that these payments have used up, of 1,000,000,000 each."
            ],
            "type": "u64"
          },
          {
            "name": "walletMonthShare",
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                9
              ]
            }
          }
        ]
      }
    },
    {
      "name": "participantAmended",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "verifiedBy",
            "docs": [
              "The operator, that answers for it."
            ],
            "type": "pubkey"
          },
          {
            "name": "roles",
            "type": "u64"
          },
          {
            "name": "tier",
            "type": "u64"
          },
          {
            "name": "taxCategory",
            "type": "u64"
          },
          {
            "name": "verifiedUntil",
            "type": "u64"
          },
          {
            "name": "rolesBefore",
            "type": "u64"
          },
          {
            "name": "tierBefore",
            "type": "u64"
          },
          {
            "name": "taxCategoryBefore",
            "type": "u64"
          },
          {
            "name": "verifiedUntilBefore",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "participantFreezeLifted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "slot",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "participantFreezeSet",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "regulator",
            "type": "pubkey"
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "slot",
            "docs": [
              "The regulator's slot."
            ],
            "type": "u64"
          },
          {
            "name": "until",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "participantRegistered",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "verifiedBy",
            "type": "pubkey"
          },
          {
            "name": "roles",
            "type": "u64"
          },
          {
            "name": "tier",
            "type": "u64"
          },
          {
            "name": "taxCategory",
            "type": "u64"
          },
          {
            "name": "verifiedUntil",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "paused",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "authority",
            "type": "pubkey"
          },
          {
            "name": "scopes",
            "docs": [
              "The scopes that this authority holds paused now."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "payment",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "state",
            "docs": [
              "See `payment_state`."
            ],
            "type": "u8"
          },
          {
            "name": "service",
            "type": "u8"
          },
          {
            "name": "reason",
            "docs": [
              "Why it was disputed, by the payer's number."
            ],
            "type": "u8"
          },
          {
            "name": "flags",
            "docs": [
              "Bits of `payment_flag`."
            ],
            "type": "u8"
          },
          {
            "name": "reserveBps",
            "docs": [
              "What share of what settles is kept in reserve."
            ],
            "type": "u16"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent, and gets it back when the payment is closed."
            ],
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "refunded",
            "docs": [
              "With held, settled, reserve, fee and tax this is the amount, at any time."
            ],
            "type": "u64"
          },
          {
            "name": "held",
            "type": "u64"
          },
          {
            "name": "settled",
            "type": "u64"
          },
          {
            "name": "fee",
            "docs": [
              "What of fee and tax has accrued and was not returned."
            ],
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "feeTotal",
            "docs": [
              "The legs of the whole amount, as the rules were at payment."
            ],
            "type": "u64"
          },
          {
            "name": "taxTotal",
            "type": "u64"
          },
          {
            "name": "paidAt",
            "type": "u64"
          },
          {
            "name": "deliverBy",
            "docs": [
              "Fulfil before, expire from then on."
            ],
            "type": "u64"
          },
          {
            "name": "settleWindow",
            "docs": [
              "Seconds after fulfilment for which only the payer may settle."
            ],
            "type": "u64"
          },
          {
            "name": "settlesAt",
            "docs": [
              "From then on anyone may settle; set by fulfilment."
            ],
            "type": "u64"
          },
          {
            "name": "reserve",
            "docs": [
              "What of the settled sum is kept back until `reserve_until`."
            ],
            "type": "u64"
          },
          {
            "name": "reserveUntil",
            "docs": [
              "Charge back before, release from then on; set by settlement."
            ],
            "type": "u64"
          },
          {
            "name": "decideBy",
            "docs": [
              "Answer (or resolve, once answered) before, conclude from then on."
            ],
            "type": "u64"
          },
          {
            "name": "closesAt",
            "docs": [
              "From then on a payment that is over may be closed."
            ],
            "type": "u64"
          },
          {
            "name": "evidence",
            "docs": [
              "SHA-256 of the payer's evidence; once answered, of that digest and the payee's."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "respondWindow",
            "docs": [
              "Seconds to answer, to resolve, and of the reserve; as the rules were at payment."
            ],
            "type": "u32"
          },
          {
            "name": "resolveWindow",
            "type": "u32"
          },
          {
            "name": "reserveWindow",
            "type": "u32"
          },
          {
            "name": "taxBps",
            "type": "u16"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                2
              ]
            }
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                4
              ]
            }
          }
        ]
      }
    },
    {
      "name": "paymentAccount",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "lane",
            "docs": [
              "0 holds what is spent; those above only receive, for busy payees."
            ],
            "type": "u8"
          },
          {
            "name": "class",
            "docs": [
              "The asset's class."
            ],
            "type": "u8"
          },
          {
            "name": "utcOffset",
            "docs": [
              "Seconds east of UTC at which the zone's days begin."
            ],
            "type": "u32"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "held",
            "docs": [
              "The sum over the open payments to this account."
            ],
            "type": "u64"
          },
          {
            "name": "reserve",
            "docs": [
              "The sum of rolling reserves of payments to this account."
            ],
            "type": "u64"
          },
          {
            "name": "feeDue",
            "type": "u64"
          },
          {
            "name": "taxDue",
            "type": "u64"
          },
          {
            "name": "feeCredit",
            "docs": [
              "Fee and tax returned to payers after their collection: set off by the next `collect`."
            ],
            "type": "u64"
          },
          {
            "name": "taxCredit",
            "type": "u64"
          },
          {
            "name": "day",
            "docs": [
              "The zone's day and month that the sums are of."
            ],
            "type": "u64"
          },
          {
            "name": "month",
            "type": "u64"
          },
          {
            "name": "spentDay",
            "type": "u64"
          },
          {
            "name": "spentMonth",
            "type": "u64"
          },
          {
            "name": "sequence",
            "docs": [
              "The highest sequence used; bit n of the window is that of `sequence - n`."
            ],
            "type": "u64"
          },
          {
            "name": "window",
            "type": {
              "array": [
                "u64",
                2
              ]
            }
          },
          {
            "name": "deposited",
            "type": "u64"
          },
          {
            "name": "withdrawn",
            "type": "u64"
          },
          {
            "name": "paid",
            "type": "u64"
          },
          {
            "name": "received",
            "type": "u64"
          },
          {
            "name": "refunded",
            "type": "u64"
          },
          {
            "name": "receivePerDay",
            "docs": [
              "What this payee may be paid in a day and in a month; `u64::MAX` is no cap."
            ],
            "type": "u64"
          },
          {
            "name": "receivePerMonth",
            "type": "u64"
          },
          {
            "name": "receivedDay",
            "type": "u64"
          },
          {
            "name": "receivedMonth",
            "type": "u64"
          },
          {
            "name": "freezes",
            "docs": [
              "One slot per regulator; blocks debits, never credits."
            ],
            "type": {
              "array": [
                {
                  "defined": {
                    "name": "freeze"
                  }
                },
                2
              ]
            }
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent, and gets it back when the account is closed."
            ],
            "type": "pubkey"
          },
          {
            "name": "taxPeriods",
            "docs": [
              "Taxes by month and rate that are not closed yet, the current one first."
            ],
            "type": {
              "array": [
                {
                  "defined": {
                    "name": "taxPeriod"
                  }
                },
                3
              ]
            }
          },
          {
            "name": "taxCollected",
            "docs": [
              "What of taxes the treasury received; with what it paid back (see `tax_repaid`):",
              "`accrued - returned = collected - repaid + due - credit`."
            ],
            "type": "u64"
          },
          {
            "name": "openPayments",
            "docs": [
              "Held payments from this account, and offerings whose price comes to it, whose own",
              "accounts are not closed yet."
            ],
            "type": "u64"
          },
          {
            "name": "taxRepaid",
            "docs": [
              "What of taxes the treasury paid back, once the zone had ended."
            ],
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                5
              ]
            }
          }
        ]
      }
    },
    {
      "name": "paymentClosed",
      "docs": [
        "A payment's last event: its account is no more."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "refunded",
            "docs": [
              "With what settled, fee and tax, the amount."
            ],
            "type": "u64"
          },
          {
            "name": "settled",
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "lamports",
            "docs": [
              "The rent that was returned."
            ],
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "docs": [
              "The payer's account counts one open payment less."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "plan",
      "docs": [
        "What a merchant charges each period.  Nothing of it changes but its state, so that a",
        "payer's consent is to what it will always be."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "state",
            "docs": [
              "See `plan_state`."
            ],
            "type": "u8"
          },
          {
            "name": "service",
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                4
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "docs": [
              "The wallet of `payee_account`."
            ],
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent, and gets it back."
            ],
            "type": "pubkey"
          },
          {
            "name": "number",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "period",
            "docs": [
              "Seconds."
            ],
            "type": "u64"
          },
          {
            "name": "terms",
            "docs": [
              "SHA-256 of the contract's text."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                8
              ]
            }
          }
        ]
      }
    },
    {
      "name": "planClosed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "plan",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "planCreated",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "plan",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "terms",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "number",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "period",
            "type": "u64"
          },
          {
            "name": "service",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "planDeleted",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "plan",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "policySet",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "operator",
            "type": "pubkey"
          },
          {
            "name": "arbiter",
            "docs": [
              "Zeros: the operator alone."
            ],
            "type": "pubkey"
          },
          {
            "name": "settleWindow",
            "type": "u64"
          },
          {
            "name": "deliverWithin",
            "type": "u64"
          },
          {
            "name": "respondWindow",
            "type": "u64"
          },
          {
            "name": "resolveWindow",
            "type": "u64"
          },
          {
            "name": "retention",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "pulled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "mandate",
            "type": "pubkey"
          },
          {
            "name": "plan",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "index",
            "docs": [
              "The period, from 0."
            ],
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "service",
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "redemptionCalled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "account",
            "docs": [
              "The issuer's payment account."
            ],
            "type": "pubkey"
          },
          {
            "name": "holding",
            "docs": [
              "The issuer's; zeros where it has none, and then its units and revision are 0."
            ],
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "docs": [
              "The payment account's."
            ],
            "type": "u64"
          },
          {
            "name": "price",
            "docs": [
              "For a unit, and for all of them."
            ],
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "quantity",
            "docs": [
              "The issuer's own units, which were not paid for."
            ],
            "type": "u64"
          },
          {
            "name": "issued",
            "docs": [
              "Units that there are after it, to be redeemed."
            ],
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "accountAvailable",
            "type": "u64"
          },
          {
            "name": "accountHeld",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "refunded",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "fee",
            "docs": [
              "What of the amount came out of accrued fee and tax."
            ],
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "refunded",
            "docs": [
              "The sum of this payment's refunds so far."
            ],
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeHeld",
            "type": "u64"
          },
          {
            "name": "payeeReserve",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeFeeCredit",
            "type": "u64"
          },
          {
            "name": "payeeTaxCredit",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "released",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "released",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeReserve",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "replacementProposed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "successorHolding",
            "docs": [
              "The new wallet's."
            ],
            "type": "pubkey"
          },
          {
            "name": "operator",
            "docs": [
              "Who has verified both."
            ],
            "type": "pubkey"
          },
          {
            "name": "replaceAt",
            "docs": [
              "Unix seconds from which it can be done."
            ],
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "replacementVetoed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "successorHolding",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "docs": [
              "Who signed: the holder, the issuer or the operator."
            ],
            "type": "pubkey"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "reserveSet",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "operator",
            "type": "pubkey"
          },
          {
            "name": "reserveBps",
            "type": "u64"
          },
          {
            "name": "reserveWindow",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "resolved",
      "docs": [
        "A dispute was decided, by someone or by the passing of time."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "signer",
            "docs": [
              "The operator or the arbiter; of a concluded dispute, whoever concluded it."
            ],
            "type": "pubkey"
          },
          {
            "name": "outcome",
            "docs": [
              "See `outcome`."
            ],
            "type": "u64"
          },
          {
            "name": "toPayer",
            "docs": [
              "What the payer has back."
            ],
            "type": "u64"
          },
          {
            "name": "toPayee",
            "docs": [
              "What became available to the payee."
            ],
            "type": "u64"
          },
          {
            "name": "fee",
            "docs": [
              "Fee and tax that the payment bears now."
            ],
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "refunded",
            "docs": [
              "The sum of this payment's refunds so far."
            ],
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "docs": [
              "The payer's account is unchanged where nothing went to the payer."
            ],
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeHeld",
            "type": "u64"
          },
          {
            "name": "payeeReserve",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeFeeCredit",
            "type": "u64"
          },
          {
            "name": "payeeTaxCredit",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "responded",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "evidence",
            "docs": [
              "SHA-256 of the payee's evidence."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "combined",
            "docs": [
              "SHA-256 of the payer's digest and that: what the payment carries now."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "decideBy",
            "docs": [
              "Resolve before; from then on the payee has won."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "seized",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "enforcement",
            "docs": [
              "The record of it."
            ],
            "type": "pubkey"
          },
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "treasuryAccount",
            "type": "pubkey"
          },
          {
            "name": "regulators",
            "type": {
              "array": [
                "pubkey",
                2
              ]
            }
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "treasuryAvailable",
            "type": "u64"
          },
          {
            "name": "treasuryRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "settled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "signer",
            "type": "pubkey"
          },
          {
            "name": "net",
            "docs": [
              "What the payee received; with reserve, fee and tax, what was held."
            ],
            "type": "u64"
          },
          {
            "name": "reserve",
            "docs": [
              "What of the payee's is kept back for now."
            ],
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeHeld",
            "type": "u64"
          },
          {
            "name": "payeeReserve",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "settledMany",
      "docs": [
        "Many held payments to one payee were released.  Written as `SettledManyHead` and rows."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeHeld",
            "type": "u64"
          },
          {
            "name": "payeeReserve",
            "type": "u64"
          },
          {
            "name": "payeeFeeDue",
            "type": "u64"
          },
          {
            "name": "payeeTaxDue",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "docs": [
              "After the last row: each has raised it by one."
            ],
            "type": "u64"
          },
          {
            "name": "rows",
            "type": {
              "vec": {
                "defined": {
                  "name": "settledRow"
                }
              }
            }
          }
        ]
      }
    },
    {
      "name": "settledRow",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payment",
            "type": "pubkey"
          },
          {
            "name": "net",
            "docs": [
              "What the payee received; with reserve, fee and tax, what was held."
            ],
            "type": "u64"
          },
          {
            "name": "reserve",
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "revision",
            "docs": [
              "The payment's."
            ],
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "subscribed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "docs": [
              "The account's."
            ],
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "subscribedAt",
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "held",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "subscribed",
            "type": "u64"
          },
          {
            "name": "offeringRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "subscription",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "state",
            "docs": [
              "See `subscription_state`."
            ],
            "type": "u8"
          },
          {
            "name": "reserves",
            "docs": [
              "1: it keeps a place among the instrument's holders."
            ],
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                4
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "type": "pubkey"
          },
          {
            "name": "participant",
            "type": "pubkey"
          },
          {
            "name": "account",
            "docs": [
              "The payment account that holds the money, and the holding that the units go to."
            ],
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent, and gets it back."
            ],
            "type": "pubkey"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "held",
            "docs": [
              "Their price, base units of the payout asset, held on the account."
            ],
            "type": "u64"
          },
          {
            "name": "offset",
            "docs": [
              "Units that were confirmed before it."
            ],
            "type": "u64"
          },
          {
            "name": "subscribedAt",
            "docs": [
              "Unix seconds."
            ],
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                4
              ]
            }
          }
        ]
      }
    },
    {
      "name": "subscriptionConfirmed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "offset",
            "docs": [
              "Units that were confirmed before it, and with it."
            ],
            "type": "u64"
          },
          {
            "name": "confirmed",
            "type": "u64"
          },
          {
            "name": "reserved",
            "docs": [
              "Places that subscriptions of the instrument keep after it."
            ],
            "type": "u64"
          },
          {
            "name": "instrumentRevision",
            "docs": [
              "0 where it keeps no place: the instrument did not change."
            ],
            "type": "u64"
          },
          {
            "name": "offeringRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "subscriptionWithdrawn",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "offering",
            "type": "pubkey"
          },
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "type": "pubkey"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "held",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "subscribed",
            "type": "u64"
          },
          {
            "name": "offeringRevision",
            "type": "u64"
          },
          {
            "name": "lamports",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "succession",
      "docs": [
        "Who is to take a seat, and from when."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "successor",
            "docs": [
              "Zeros: nobody."
            ],
            "type": "pubkey"
          },
          {
            "name": "readyAt",
            "docs": [
              "Unix seconds from which the successor may accept."
            ],
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "successionCancelled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "successor",
            "type": "pubkey"
          },
          {
            "name": "authority",
            "type": "pubkey"
          },
          {
            "name": "seat",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "taxPeriod",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "key",
            "docs": [
              "`month << 16 | rate in bps`; 0: unused."
            ],
            "type": "u64"
          },
          {
            "name": "turnover",
            "docs": [
              "The payments that accrued in it."
            ],
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "returnedTurnover",
            "docs": [
              "The refunds made in it, of payments of this or an earlier period."
            ],
            "type": "u64"
          },
          {
            "name": "returnedTax",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "taxPeriodClosed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "taxRecord",
            "type": "pubkey"
          },
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "month",
            "docs": [
              "See `math::month`."
            ],
            "type": "u64"
          },
          {
            "name": "rateBps",
            "type": "u64"
          },
          {
            "name": "turnover",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "returnedTurnover",
            "type": "u64"
          },
          {
            "name": "returnedTax",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "docs": [
              "The record's."
            ],
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "taxRecord",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "rateBps",
            "type": "u16"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                4
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "wallet",
            "docs": [
              "The merchant's."
            ],
            "type": "pubkey"
          },
          {
            "name": "rentPayer",
            "docs": [
              "Who paid the rent."
            ],
            "type": "pubkey"
          },
          {
            "name": "month",
            "docs": [
              "Months since March of year 0; see `math::month`."
            ],
            "type": "u64"
          },
          {
            "name": "turnover",
            "docs": [
              "The payments that accrued in the month, and the refunds that were made in it."
            ],
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "returnedTurnover",
            "type": "u64"
          },
          {
            "name": "returnedTax",
            "type": "u64"
          },
          {
            "name": "closedAt",
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                4
              ]
            }
          }
        ]
      }
    },
    {
      "name": "tenderClosed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "account",
            "docs": [
              "The issuer's payment account."
            ],
            "type": "pubkey"
          },
          {
            "name": "quantity",
            "docs": [
              "Units that nobody tendered, and what was set aside for them."
            ],
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "accountAvailable",
            "type": "u64"
          },
          {
            "name": "accountHeld",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "tenderOpened",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "account",
            "docs": [
              "The issuer's payment account."
            ],
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "docs": [
              "The payment account's."
            ],
            "type": "u64"
          },
          {
            "name": "price",
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "accountAvailable",
            "type": "u64"
          },
          {
            "name": "accountHeld",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "traded",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "sellerHolding",
            "type": "pubkey"
          },
          {
            "name": "buyerHolding",
            "type": "pubkey"
          },
          {
            "name": "buyerAccount",
            "type": "pubkey"
          },
          {
            "name": "sellerAccount",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "docs": [
              "The seller's holding's, and the buyer's account's."
            ],
            "type": "u64"
          },
          {
            "name": "accountSequence",
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "price",
            "docs": [
              "For all of them, and what of it is fee and tax."
            ],
            "type": "u64"
          },
          {
            "name": "fee",
            "type": "u64"
          },
          {
            "name": "tax",
            "type": "u64"
          },
          {
            "name": "sellerUnits",
            "type": "u64"
          },
          {
            "name": "sellerHoldingRevision",
            "type": "u64"
          },
          {
            "name": "buyerUnits",
            "type": "u64"
          },
          {
            "name": "buyerHoldingRevision",
            "type": "u64"
          },
          {
            "name": "buyerAvailable",
            "type": "u64"
          },
          {
            "name": "buyerRevision",
            "type": "u64"
          },
          {
            "name": "sellerAvailable",
            "type": "u64"
          },
          {
            "name": "sellerFeeDue",
            "type": "u64"
          },
          {
            "name": "sellerTaxDue",
            "type": "u64"
          },
          {
            "name": "sellerRevision",
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "transferred",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "payerAccount",
            "type": "pubkey"
          },
          {
            "name": "payeeAccount",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "payerAvailable",
            "type": "u64"
          },
          {
            "name": "payerRevision",
            "type": "u64"
          },
          {
            "name": "payeeAvailable",
            "type": "u64"
          },
          {
            "name": "payeeRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsForcedTransferred",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "enforcement",
            "docs": [
              "The record of it."
            ],
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "recipientHolding",
            "type": "pubkey"
          },
          {
            "name": "regulators",
            "type": {
              "array": [
                "pubkey",
                2
              ]
            }
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "recipientUnits",
            "type": "u64"
          },
          {
            "name": "recipientRevision",
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsIssued",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "issued",
            "docs": [
              "Units that there are after it, and holders."
            ],
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsOffered",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "offer",
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "docs": [
              "The holding's sequence, which is the offer's number."
            ],
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "price",
            "docs": [
              "For one unit."
            ],
            "type": "u64"
          },
          {
            "name": "expiresAt",
            "type": "u64"
          },
          {
            "name": "least",
            "docs": [
              "Units taken at once at the least, unless fewer are left."
            ],
            "type": "u64"
          },
          {
            "name": "offered",
            "docs": [
              "What the holding has set aside after it, in how many offers."
            ],
            "type": "u64"
          },
          {
            "name": "openOffers",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsRecalled",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "outside",
            "docs": [
              "None."
            ],
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsRedeemed",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "account",
            "docs": [
              "The holder's payment account."
            ],
            "type": "pubkey"
          },
          {
            "name": "issuerAccount",
            "type": "pubkey"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "issued",
            "docs": [
              "Units that there are after it, and holders."
            ],
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "accountAvailable",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "issuerHeld",
            "type": "u64"
          },
          {
            "name": "issuerRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsReturned",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "docs": [
              "The holding's."
            ],
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "outside",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsSeized",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "enforcement",
            "docs": [
              "The record of it."
            ],
            "type": "pubkey"
          },
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "treasuryHolding",
            "type": "pubkey"
          },
          {
            "name": "regulators",
            "type": {
              "array": [
                "pubkey",
                2
              ]
            }
          },
          {
            "name": "case",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "basis",
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "treasuryUnits",
            "type": "u64"
          },
          {
            "name": "treasuryRevision",
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsTendered",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "account",
            "docs": [
              "The holder's payment account."
            ],
            "type": "pubkey"
          },
          {
            "name": "issuerAccount",
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "docs": [
              "The holding's."
            ],
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "tenderLeft",
            "docs": [
              "Units that the tender still takes."
            ],
            "type": "u64"
          },
          {
            "name": "issued",
            "docs": [
              "Units that there are after it, and holders."
            ],
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "units",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          },
          {
            "name": "accountAvailable",
            "type": "u64"
          },
          {
            "name": "accountRevision",
            "type": "u64"
          },
          {
            "name": "issuerHeld",
            "type": "u64"
          },
          {
            "name": "issuerRevision",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsTransferred",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "senderHolding",
            "type": "pubkey"
          },
          {
            "name": "recipientHolding",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "docs": [
              "The sender's holding's."
            ],
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "senderUnits",
            "type": "u64"
          },
          {
            "name": "senderRevision",
            "type": "u64"
          },
          {
            "name": "recipientUnits",
            "type": "u64"
          },
          {
            "name": "recipientRevision",
            "type": "u64"
          },
          {
            "name": "holders",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "unitsWithdrawn",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "instrument",
            "type": "pubkey"
          },
          {
            "name": "holding",
            "type": "pubkey"
          },
          {
            "name": "sequence",
            "docs": [
              "The holding's."
            ],
            "type": "u64"
          },
          {
            "name": "quantity",
            "type": "u64"
          },
          {
            "name": "units",
            "docs": [
              "All of its units, which are as many as before, and those of them that are outside now."
            ],
            "type": "u64"
          },
          {
            "name": "outside",
            "type": "u64"
          },
          {
            "name": "holdingRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "vault",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                6
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "tokenAccount",
            "docs": [
              "The token account that this vault is the authority of."
            ],
            "type": "pubkey"
          },
          {
            "name": "liabilities",
            "docs": [
              "What the sandbox owes: the sum over the asset's payment accounts."
            ],
            "type": "u64"
          },
          {
            "name": "cap",
            "docs": [
              "Liabilities may not grow beyond; `u64::MAX` is no cap."
            ],
            "type": "u64"
          },
          {
            "name": "deposited",
            "type": "u64"
          },
          {
            "name": "withdrawn",
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                8
              ]
            }
          }
        ]
      }
    },
    {
      "name": "withdrawalsStopped",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "until",
            "docs": [
              "0: they are allowed again."
            ],
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "withdrawn",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "account",
            "type": "pubkey"
          },
          {
            "name": "asset",
            "type": "pubkey"
          },
          {
            "name": "destination",
            "type": "pubkey"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "amount",
            "docs": [
              "What left the vault."
            ],
            "type": "u64"
          },
          {
            "name": "available",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "liabilities",
            "type": "u64"
          },
          {
            "name": "vaultRevision",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "zone",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "paused",
            "docs": [
              "Scopes held paused by the operator and by each regulator: each lifts only its own."
            ],
            "type": {
              "array": [
                "u8",
                3
              ]
            }
          },
          {
            "name": "replacements",
            "docs": [
              "Bits of seats whose succession the two other authorities asked for."
            ],
            "type": "u8"
          },
          {
            "name": "spareBytes",
            "type": {
              "array": [
                "u8",
                2
              ]
            }
          },
          {
            "name": "revision",
            "type": "u64"
          },
          {
            "name": "name",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "operator",
            "type": "pubkey"
          },
          {
            "name": "regulators",
            "type": {
              "array": [
                "pubkey",
                2
              ]
            }
          },
          {
            "name": "treasury",
            "docs": [
              "The wallet whose payment accounts receive fees and taxes."
            ],
            "type": "pubkey"
          },
          {
            "name": "utcOffset",
            "docs": [
              "Seconds east of UTC at which the zone's days begin, below 86,400."
            ],
            "type": "u64"
          },
          {
            "name": "endsAt",
            "docs": [
              "Unix seconds from which nothing enters any more."
            ],
            "type": "u64"
          },
          {
            "name": "settleWindow",
            "docs": [
              "Seconds after fulfilment for which only the payer may settle."
            ],
            "type": "u64"
          },
          {
            "name": "deliverWithin",
            "docs": [
              "Seconds that a payment's delivery deadline may lie ahead at most."
            ],
            "type": "u64"
          },
          {
            "name": "arbiter",
            "docs": [
              "May resolve disputes, as the operator may; zeros: the operator alone."
            ],
            "type": "pubkey"
          },
          {
            "name": "successions",
            "docs": [
              "Who is to follow in each seat."
            ],
            "type": {
              "array": [
                {
                  "defined": {
                    "name": "succession"
                  }
                },
                4
              ]
            }
          },
          {
            "name": "withdrawalsStoppedUntil",
            "docs": [
              "Unix seconds until which both regulators have stopped withdrawals."
            ],
            "type": "u64"
          },
          {
            "name": "respondWindow",
            "docs": [
              "Seconds that a payee has to answer a dispute."
            ],
            "type": "u64"
          },
          {
            "name": "resolveWindow",
            "docs": [
              "Seconds that the arbiter has to resolve an answered dispute."
            ],
            "type": "u64"
          },
          {
            "name": "retention",
            "docs": [
              "Seconds after its delivery deadline for which a payment's account is kept."
            ],
            "type": "u64"
          },
          {
            "name": "spare",
            "type": {
              "array": [
                "u64",
                8
              ]
            }
          }
        ]
      }
    },
    {
      "name": "zoneCreated",
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "zone",
            "type": "pubkey"
          },
          {
            "name": "operator",
            "type": "pubkey"
          },
          {
            "name": "regulators",
            "type": {
              "array": [
                "pubkey",
                2
              ]
            }
          },
          {
            "name": "treasury",
            "type": "pubkey"
          },
          {
            "name": "endsAt",
            "type": "u64"
          },
          {
            "name": "revision",
            "type": "u64"
          }
        ]
      }
    }
  ]
};
