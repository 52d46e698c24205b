"""A small zone and its files as text, for tests that break one thing in them."""

from __future__ import annotations

from pathlib import Path

ZONE = """\
[zone]
name = "Сынақ аймағы"
utc_offset = "+05:00"
ends = "2036-12-31"
key_seed = "test"
operator = "operator"
treasury = "treasury"
settle_window_hours = 72
deliver_within_hours = 240

[[regulators]]
name = "National Bank"
key = "bank"

[[regulators]]
name = "AFSA"
key = "afsa"

[[assets]]
symbol = "KZTE"
name = "Теңге"
class = "national"
decimals = 2
token_program = "token-2022"
bank_currency = "KZT"
fee_bps = 50
fee_min = "1.00"
fee_max = "500.00"
tax_bps = [0, 300, 800, 1200]
vault_cap = "none"
caps = [
    { tier = 0, per_payment = "20000.00", per_day = "50000.00", per_month = "300000.00" },
    { tier = 1, per_payment = "none", per_day = "none", per_month = "none" },
    { tier = 2, per_payment = "none", per_day = "none", per_month = "none" },
    { tier = 3, per_payment = "none", per_day = "none", per_month = "none" },
]

[[assets]]
symbol = "USDZ"
name = "US dollar stablecoin"
class = "crypto"
decimals = 6
token_program = "token"
fee_bps = 0
fee_min = "0"
fee_max = "none"
tax_bps = [0, 0, 0, 0]
vault_cap = "1000"

# The same caps, as tables of their own.
[[assets.caps]]
tier = 0
per_payment = "1"
per_day = "2"
per_month = "3"
[[assets.caps]]
tier = 1
per_payment = "1"
per_day = "2"
per_month = "3"
[[assets.caps]]
tier = 2
per_payment = "1"
per_day = "2"
per_month = "3"
[[assets.caps]]
tier = 3
per_payment = "1"
per_day = "2"
per_month = "3"

[[participants]]
id = "m-01"
name = "«Береке» дүкені"
role = "merchant"
tier = 1
tax_category = 3
country = "KZ"
licences = [
    { regulator = 0, activities = ["shops"], classes = ["national"], expires = 2031-12-31, credential = "НБ-1" },
    { regulator = "afsa", activities = ["clinic", "shops"], classes = ["crypto"], expires = "2030-06-30", credential = "A-1" },
]

[[participants]]
id = "r-001"
name = "Айгүл Сәрсенова"
role = "resident"
tier = 0
tax_category = 0
country = "KZ"
verified_until = "2031-06-30"

[[participants]]
id = "r-002"
name = "Илья Щербинин"
role = "resident"
tier = 1
tax_category = 0
country = "KZ"
"""  # noqa: E501 - inline tables are one line each in TOML 1.0

ORDERS = """\
time,order,payer,payee,service,amount,currency,mode,refund
2026-11-02T08:15:00+05:00,A-1,r-001,m-01,shops,150.00,KZTE,final,
2026-11-02T08:16:00+05:00,A-2,r-002,m-01,shops,12.5,USDZ,held,2.500001
2026-11-02T03:17:00Z,A-3,r-001,r-002,,1000,KZTE,transfer,
"""

TRANSFERS = """\
time,id,participant,kind,asset,amount,bank_reference
2026-11-02T06:00:00+05:00,T-1,r-001,deposit,KZTE,5000.00,KZ1
2026-11-02T06:01:00+05:00,T-2,r-002,deposit,USDZ,20,
2026-11-02T22:00:00+05:00,T-3,m-01,withdrawal,KZTE,100,KZ3
"""

BANK = """\
time,line,type,direction,amount,currency,reference,description
2026-11-02T06:03:00+05:00,B-1,payment,in,5000.00,KZT,KZ1,Пополнение
2026-11-02T22:03:00+05:00,B-2,payment,out,100.00,KZT,KZ3,"Шығару, қалдық"
2026-11-02T23:00:00+05:00,B-3,fee,out,12.50,KZT,,Комиссия
"""


def write_folder(folder: Path) -> Path:
    """The small day's four files."""
    files = {
        "zone.toml": ZONE,
        "orders.csv": ORDERS,
        "transfers.csv": TRANSFERS,
        "bank.csv": BANK,
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


def line_of(text: str, part: str, nth: int = 1) -> int:
    """The 1-based line of the nth occurrence of a part of a text."""
    found = [number for number, line in enumerate(text.splitlines(), 1) if part in line]
    return found[nth - 1]
