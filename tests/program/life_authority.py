"""What a zone's authorities do in its life, allowed and not."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule
from solders.keypair import Keypair
from tests.program.zone_life import ZoneBesideModel

from alatau.program import Seat
from alatau.program import instructions as build
from alatau.testing.fixtures import DAY

seats = st.sampled_from([Seat.OPERATOR, Seat.FIRST_REGULATOR, Seat.SECOND_REGULATOR])
thieves = st.none() | st.sampled_from(["Айгүл", "«Нан»"])
STOPS = st.sampled_from([0, 0, 1, DAY, 14 * DAY, 14 * DAY + 1, -1])


class AuthorityLife(ZoneBesideModel):
    """Seats change hands and come back, withdrawals stop, the end moves."""

    def _holders(self) -> list[Keypair]:
        return [self.zone.operator, *self.zone.regulators]

    @rule(
        seat=seats, thief=st.none() | st.sampled_from(["Айгүл", "«Нан»"]), cancelled=st.booleans()
    )
    def pass_a_seat_on_and_back(self, seat: Seat, thief: str | None, cancelled: bool) -> None:
        """One who is not named never gets it; what is taken back cannot be accepted."""
        holder, successor = self._holders()[seat], self.zone.key("мұрагер")
        zone = self.zone.address
        for leaving, coming in ((holder, successor), (successor, holder)):
            if thief:
                key = self.keys[thief]
                stolen = build.propose_authority(
                    incumbent=key.pubkey(), zone=zone, seat=seat, successor=key.pubkey()
                )
                self.act(stolen, key, {"NotIncumbent"})
            propose = build.propose_authority(
                incumbent=leaving.pubkey(), zone=zone, seat=seat, successor=coming.pubkey()
            )
            self.act(propose, leaving, set())
            if thief:
                key = self.keys[thief]
                grab = build.accept_authority(successor=key.pubkey(), zone=zone, seat=seat)
                self.act(grab, key, {"NotSuccessor"})
            accept = build.accept_authority(successor=coming.pubkey(), zone=zone, seat=seat)
            if cancelled:
                cancel = build.cancel_succession(authority=leaving.pubkey(), zone=zone, seat=seat)
                self.act(cancel, leaving, set())
                self.act(accept, coming, {"NoSuccession"})
                return
            self.act(accept, coming, set())

    @rule(seat=st.sampled_from([Seat.FIRST_REGULATOR, Seat.SECOND_REGULATOR]))
    def ask_for_a_regulators_seat_in_vain(self, seat: Seat) -> None:
        """Within the seven days it cannot be taken, and its holder vetoes."""
        first, second = (key for at, key in enumerate(self._holders()) if at != seat)
        successor, zone = self.zone.key("мұрагер"), self.zone.address
        replace = build.replace_authority(
            first=first.pubkey(),
            second=second.pubkey(),
            zone=zone,
            seat=seat,
            successor=successor.pubkey(),
        )
        self.act_together(replace, (first, second), set())
        accept = build.accept_authority(successor=successor.pubkey(), zone=zone, seat=seat)
        self.act(accept, successor, {"SuccessionNotReady"})
        holder = self._holders()[seat]
        veto = build.cancel_succession(authority=holder.pubkey(), zone=zone, seat=seat)
        self.act(veto, holder, set())

    @rule(lasts=STOPS, alone=st.sampled_from([False, False, True]))
    def stop_withdrawals(self, lasts: int, alone: bool) -> None:
        first, second = self.zone.regulators
        second = first if alone else second
        until = self.model.now + lasts if lasts else 0
        stop = build.stop_withdrawals(
            first_regulator=first.pubkey(),
            second_regulator=second.pubkey(),
            zone=self.zone.address,
            until=until,
        )
        reasons = {"NotBothRegulators"} if alone else set()
        if lasts < 0 or lasts > 14 * DAY:
            reasons.add("BadStop")
        self.act_together(stop, (first, second), reasons)
        if not reasons:
            self.model.withdrawals_stopped_until = until
            self.shaken = True

    @rule(by=st.sampled_from([-DAY, 0, DAY]))
    def move_the_end(self, by: int) -> None:
        """Both regulators bring it forward; with the operator they put it off."""
        model, (first, second) = self.model, self.zone.regulators
        ends_at = model.ends_at + by
        both = {"first_regulator": first.pubkey(), "second_regulator": second.pubkey()}
        ended = {"ZoneEnded"} if model.now >= model.ends_at else set()
        operator = self.zone.operator
        extend = build.extend_zone(
            **both, operator=operator.pubkey(), zone=self.zone.address, ends_at=ends_at
        )
        reasons = ended | ({"BadEnd"} if by <= 0 else set())
        self.act_together(extend, (operator, first, second), reasons)
        if not reasons:
            model.ends_at = ends_at
        wind_down = build.wind_down(**both, zone=self.zone.address, ends_at=ends_at)
        reasons = ended | ({"BadEnd"} if ends_at >= model.ends_at else set())
        self.act_together(wind_down, (first, second), reasons)
        if not reasons:
            model.ends_at = max(ends_at, model.now)
        self.shaken = True
