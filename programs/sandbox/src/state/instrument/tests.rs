use super::*;

fn instrument() -> Instrument {
    let mut found: Instrument = anchor_lang::bytemuck::Zeroable::zeroed();
    found.issuer = Address::new_from_array([1; 32]);
    (found.max_per_holder, found.holder_cap) = (100, 1);
    found
}

fn holding(wallet: u8) -> Holding {
    let mut found: Holding = anchor_lang::bytemuck::Zeroable::zeroed();
    found.wallet = Address::new_from_array([wallet; 32]);
    found
}

#[test]
fn a_country_is_admitted_where_none_or_it_is_named() {
    let mut found = instrument();
    assert!(found.admits(*b"KZ") && found.admits([0; 2]));
    found.countries[0] = *b"KZ";
    assert!(found.admits(*b"KZ") && !found.admits(*b"RU") && !found.admits([0; 2]));
    found.countries = [*b"AA"; COUNTRIES];
    found.countries[COUNTRIES - 1] = *b"RU";
    assert!(found.admits(*b"RU") && !found.admits(*b"KZ"));
}

#[test]
fn a_holder_gives_its_place_to_another() {
    let (mut found, mut first, mut second) = (instrument(), holding(2), holding(3));
    assert_eq!(found.credit(&mut first, 100), Ok(()));
    assert_eq!(
        found.credit(&mut first, 1),
        Err(SandboxError::PerHolderExceeded.into())
    );
    assert_eq!(
        found.credit(&mut second, 1),
        Err(SandboxError::HolderCapExceeded.into())
    );
    assert_eq!(
        found.debit(&mut first, 101, 0),
        Err(SandboxError::InsufficientUnits.into())
    );
    assert_eq!(found.debit(&mut first, 99, 0), Ok(()));
    assert_eq!(found.holders, 1);
    assert_eq!(found.debit(&mut first, 1, 0), Ok(()));
    assert_eq!(found.holders, 0);
    assert_eq!(found.credit(&mut second, 1), Ok(()));
    assert_eq!((found.holders, second.units), (1, 1));
}

#[test]
fn what_was_distributed_is_counted_before_units_move() {
    let (mut found, mut first, mut second) = (instrument(), holding(1), holding(2));
    assert_eq!(found.credit(&mut first, 10), Ok(()));
    found.index = words(3 << 63); // one and a half a unit
    assert_eq!(found.debit(&mut first, 4, 0), Ok(()));
    assert_eq!(found.credit(&mut second, 4), Ok(()));
    assert_eq!(long(first.entitled), 15 << 64);
    assert_eq!(long(second.entitled), 0);
    found.index = words(5 << 63);
    assert_eq!(found.count(&mut first), Ok(()));
    assert_eq!(found.count(&mut second), Ok(()));
    assert_eq!(long(first.entitled), (15 + 6) << 64);
    assert_eq!(long(second.entitled), 4 << 64);
}

#[test]
fn units_in_no_holding_are_entitled_too() {
    let (mut found, mut own) = (instrument(), holding(2));
    found.index = words(1 << 64);
    let since = found.index;
    found.index = words(3 << 63);
    assert_eq!(found.give_since(&mut own, 10, since), Ok(()));
    assert_eq!((long(own.entitled), own.units), (5 << 64, 10));
    assert_eq!(own.counted_at, found.index);
    own.counted_at = words(0);
    assert_eq!(
        found.give_since(&mut own, 10, words(2 << 64)),
        Err(SandboxError::Overflow.into())
    );
}

#[test]
fn what_is_promised_is_not_issued_to_others() {
    let mut found = instrument();
    (found.authorised, found.issued, found.promised) = (100, 30, 60);
    assert_eq!(found.issuable(), 10);
    found.promised = 71;
    assert_eq!(found.issuable(), 0);
    // All that were ever issued can be counted, so that all can be redeemed.
    (found.authorised, found.issued, found.promised) = (u64::MAX, 3, 0);
    found.redeemed = u64::MAX - 5;
    assert_eq!(found.issuable(), 2);
}

#[test]
fn what_is_set_aside_is_not_free() {
    let (mut found, mut own) = (instrument(), holding(2));
    assert_eq!(found.credit(&mut own, 10), Ok(()));
    (own.offered, own.outside) = (4, 5);
    assert_eq!(
        found.debit(&mut own, 2, 0),
        Err(SandboxError::InsufficientUnits.into())
    );
    assert_eq!(found.debit(&mut own, 1, 0), Ok(()));
}

#[test]
fn an_order_asks_neither_for_a_freeze_nor_for_caps() {
    let (mut found, mut own, mut first, mut second) =
        (instrument(), holding(1), holding(2), holding(3));
    assert_eq!(found.give(&mut own, 300), Ok(()));
    assert_eq!(found.credit(&mut first, 1), Ok(()));
    own.freeze.until = 1;
    assert_eq!(
        found.debit(&mut own, 200, 0),
        Err(SandboxError::HoldingFrozen.into())
    );
    assert_eq!(found.take(&mut own, 200), Ok(()));
    assert_eq!(found.give(&mut second, 200), Ok(()));
    assert_eq!((found.holders, second.units), (2, 200));
    assert_eq!(
        found.take(&mut own, 101),
        Err(SandboxError::InsufficientUnits.into())
    );
}

#[test]
fn the_last_unit_ends_only_what_was_called() {
    let mut found = instrument();
    (found.issued, found.state) = (5, instrument_state::ADMITTED);
    assert_eq!(found.retire(5), Ok(()));
    assert_eq!(found.state, instrument_state::ADMITTED);
    (found.issued, found.redemption_price) = (5, 1);
    assert_eq!(found.retire(6), Err(SandboxError::Overflow.into()));
    assert_eq!(found.retire(5), Ok(()));
    assert_eq!(found.state, instrument_state::DELISTED);
    assert_eq!((found.redeemed, found.ever_issued()), (10, Ok(10)));
}

#[test]
fn the_issuer_is_no_holder() {
    let (mut found, mut own) = (instrument(), holding(1));
    assert_eq!(found.credit(&mut own, 1_000), Ok(()));
    assert_eq!(found.debit(&mut own, 1_000, 0), Ok(()));
    assert_eq!((found.holders, own.units), (0, 0));
    own.units = u64::MAX;
    assert_eq!(
        found.credit(&mut own, 1),
        Err(SandboxError::Overflow.into())
    );
}
