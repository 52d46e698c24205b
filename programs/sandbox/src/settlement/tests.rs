use super::*;
use anchor_lang::bytemuck::Zeroable;

/// Of 10,000.
const LEGS: Legs = Legs {
    fee: 100,
    tax: 1_200,
};

/// A payment between two accounts, and a treasury that collects; nothing else moves.
struct Life {
    payment: Payment,
    payee: PaymentAccount,
    payer: PaymentAccount,
    collected: Legs,
    now: u64,
}

impl Life {
    fn held(amount: u64, legs: Legs, reserve_bps: u16) -> Self {
        let mut life = Life {
            payment: Payment::zeroed(),
            payee: PaymentAccount::zeroed(),
            payer: PaymentAccount::zeroed(),
            collected: Legs { fee: 0, tax: 0 },
            now: 1_793_599_200,
        };
        let payment = &mut life.payment;
        payment.state = payment_state::FULFILLED;
        (payment.amount, payment.held) = (amount, amount);
        (payment.fee_total, payment.tax_total) = (legs.fee, legs.tax);
        (payment.reserve_bps, payment.reserve_window) = (reserve_bps, 86_400);
        life.payee.held = amount;
        life.check();
        life
    }

    fn settled(amount: u64, legs: Legs, reserve_bps: u16) -> Self {
        let mut life = Self::held(amount, legs, reserve_bps);
        life.settle();
        life
    }

    fn settle(&mut self) {
        let (payment, payee) = (&mut self.payment, &mut self.payee);
        let bps = payment.reserve_bps;
        assert!(settle(payment, payee, self.now, bps).is_ok());
        self.check();
    }

    fn refund(&mut self, amount: u64) {
        let (payment, payee, payer) = (&mut self.payment, &mut self.payee, &mut self.payer);
        if payment.is_held() {
            assert!(refund_held(payment, payee, payer, amount).is_ok());
            return self.check();
        }
        // A refusal leaves no trace on the chain; here it is tried on copies.
        let (mut one, mut two, mut three) = (*payment, *payee, *payer);
        if refund_settled(&mut one, &mut two, &mut three, amount, self.now).is_ok() {
            (*payment, *payee, *payer) = (one, two, three);
        }
        self.check();
    }

    fn end(&mut self, to_payer: u64) -> Result<u64> {
        let (mut payment, mut payee, mut payer) = (self.payment, self.payee, self.payer);
        let end = if payment.is_held() {
            split_held
        } else {
            charge_back
        };
        let to_payee = end(&mut payment, &mut payee, &mut payer, to_payer, self.now)?;
        (self.payment, self.payee, self.payer) = (payment, payee, payer);
        self.check();
        Ok(to_payee)
    }

    fn most(&self) -> u64 {
        most_to_charge_back(&self.payment, &self.payee)
    }

    /// As `collect` does.
    fn collect(&mut self) {
        let payee = &mut self.payee;
        let fee = payee.fee_credit.min(payee.fee_due);
        let tax = payee.tax_credit.min(payee.tax_due);
        self.collected.fee += payee.fee_due - fee;
        self.collected.tax += payee.tax_due - tax;
        (payee.fee_due, payee.tax_due) = (0, 0);
        payee.fee_credit -= fee;
        payee.tax_credit -= tax;
        payee.available += fee + tax;
        self.check();
    }

    /// What must hold at any time.
    fn check(&self) {
        let (payment, payee) = (&self.payment, &self.payee);
        let sum = [
            payment.refunded,
            payment.settled,
            payment.fee,
            payment.tax,
            payment.reserve,
            payment.held,
        ];
        assert_eq!(sum.iter().sum::<u64>(), payment.amount);
        assert_eq!(payee.held, payment.held);
        assert_eq!(payee.reserve, payment.reserve);
        assert_eq!(payee.refunded, payment.refunded);
        assert_eq!(self.payer.available, payment.refunded);
        let Legs { fee, tax } = self.collected;
        assert_eq!(fee + payee.fee_due, payment.fee + payee.fee_credit);
        assert_eq!(tax + payee.tax_due, payment.tax + payee.tax_credit);
        let credit = payee.fee_credit + payee.tax_credit;
        assert_eq!(payee.available + credit, payment.settled);
        if payment.state == payment_state::REFUNDED {
            assert_eq!(payment.refunded, payment.amount);
        }
    }
}

struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 8
    }

    /// Up to and with `most`, small and all more often than others.
    fn up_to(&mut self, most: u64) -> u64 {
        match self.next() % 8 {
            0 => most,
            1 => most.min(self.next() % 4),
            _ => self.next() % (most + 1),
        }
    }
}

#[test]
fn any_sequence_of_refunds_collections_and_a_dispute_conserves_the_sums() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..60_000 {
        let amount = match dice.next() % 3 {
            0 => 1 + dice.next() % 12,
            1 => 1 + dice.next() % 1_000_000,
            _ => 1 + dice.next() % (1 << 55),
        };
        let tax = dice.up_to(amount) >> (dice.next() % 4);
        let fee = dice.up_to(amount - tax) >> (dice.next() % 4);
        let bps = dice.up_to(10_000) as u16;
        let mut life = Life::held(amount, Legs { fee, tax }, bps);
        let mut disputed = false;
        for _ in 0..dice.next() % 10 {
            let left = life.payment.amount - life.payment.refunded;
            match dice.next() % 6 {
                0 | 1 if left > 0 => {
                    let part = dice.up_to(left).max(1);
                    life.refund(part);
                }
                2 => life.collect(),
                3 if life.payment.can_settle() => life.settle(),
                4 if !disputed && life.payment.state == payment_state::FULFILLED => {
                    life.payment.state = payment_state::DISPUTED;
                    disputed = true;
                    life.refund(dice.up_to(life.payment.held - 1));
                    let part = dice.up_to(life.payment.held);
                    assert!(life.end(part).is_ok());
                    assert!(!life.payment.is_disputed() && life.payment.reserve == 0);
                }
                5 if !disputed && life.payment.reserve > 0 => {
                    life.payment.state = payment_state::CHARGEBACK;
                    disputed = true;
                    let available = life.payee.available;
                    let most = life.most();
                    if most < life.payment.amount - life.payment.refunded {
                        assert!(life.end(most + 1).is_err());
                    }
                    let part = dice.up_to(most);
                    assert!(life.end(part).is_ok());
                    assert!(!life.payment.is_disputed() && life.payment.reserve == 0);
                    assert!(life.payee.available >= available);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn the_most_to_charge_back_is_the_largest_that_the_reserve_suffices_for() {
    for amount in 1..=24 {
        for (fee, tax) in [(0, 0), (1, 0), (0, 2), (1, 3), (5, 6), (12, 12)] {
            if fee + tax > amount {
                continue;
            }
            for (bps, due) in [(1_000, 3), (5_000, 0), (5_000, 1), (10_000, 0), (10_000, 3)] {
                let mut life = Life::settled(amount, Legs { fee, tax }, bps);
                if due & 1 == 0 {
                    life.collected.fee = core::mem::take(&mut life.payee.fee_due);
                }
                if due & 2 == 0 {
                    life.collected.tax = core::mem::take(&mut life.payee.tax_due);
                }
                life.check();
                let most = life.most();
                for to_payer in 0..=amount {
                    let tried = Life { ..life }.end(to_payer);
                    assert_eq!(
                        tried.is_ok(),
                        to_payer <= most,
                        "{to_payer} of {amount}, {fee} + {tax}, {bps}, {due}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_charge_back_after_collection_is_fronted_by_the_reserve_and_becomes_a_credit() {
    let mut life = Life::settled(10_000, LEGS, 5_000);
    assert_eq!((life.payment.settled, life.payment.reserve), (4_350, 4_350));
    life.collect();
    // Of 2,000 fee and tax bear 20 and 240, which the treasury has already.
    assert_eq!(life.end(2_000), Ok(2_350));
    let payee = &life.payee;
    assert_eq!((payee.fee_credit, payee.tax_credit), (20, 240));
    assert_eq!((payee.available, payee.reserve), (4_350 + 2_350, 0));
    assert_eq!(life.payment.settled, 4_350 + 2_350 + 260);
    assert_eq!(life.payer.available, 2_000);
}

#[test]
fn a_charge_back_before_collection_takes_fee_and_tax_from_what_is_due() {
    let mut life = Life::settled(10_000, LEGS, 5_000);
    assert_eq!(life.end(2_000), Ok(4_350 - 1_740));
    let payee = &life.payee;
    assert_eq!((payee.fee_due, payee.tax_due), (80, 960));
    assert_eq!((payee.fee_credit, payee.tax_credit), (0, 0));
}

#[test]
fn a_disputed_payment_is_divided_without_a_reserve_and_one_change_is_one_revision() {
    let mut life = Life::held(10_000, LEGS, 5_000);
    life.payment.state = payment_state::DISPUTED;
    let net = 7_500 - 75 - 900;
    assert_eq!(life.end(2_500), Ok(net));
    assert_eq!(life.payment.state, payment_state::SETTLED);
    assert_eq!(life.payment.settled, net);
    let revisions = (
        life.payment.revision,
        life.payee.revision,
        life.payer.revision,
    );
    assert_eq!(revisions, (1, 1, 1));
    let mut life = Life::held(10_000, LEGS, 5_000);
    assert_eq!(life.end(10_000), Ok(0));
    assert_eq!(life.payment.state, payment_state::REFUNDED);
    assert_eq!((life.payment.revision, life.payee.revision), (1, 1));
    assert!(life.end(1).is_err());
}
