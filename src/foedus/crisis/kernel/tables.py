"""What each position is worth and what nature does in it: tables filled once a game.

Everything here follows from the rungs, the flag, the treaties and the primitives; nothing from
anybody's policy. Rules: docs/explanation/the-game.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.core.compiled import jit

from .daily import carries, endings, flows
from .positions import CHALLENGER, NONE, TARGET

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from foedus.core.compiled import Flags, Floats, Ints
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model, Pledges

DEFENCE, OFFENCE, NEUTRALITY, NONAGGRESSION = 0, 1, 2, 3
WAR_PRINCIPALS, WIDER_WAR, GREAT_POWER_WAR = 4, 5, 6
JOINER_SHARE = 0.01


@jit(cache=True, nogil=True)
def sides(
    coord: NDArray[np.int8], below: Ints, camp: Ints, out: Ints
) -> None:  # pragma: no cover - jitted
    """Fill each actor's side: its camp, or for `either` the side of the war rung it stands on."""
    for i in range(len(coord)):
        if camp[i] != NONE:
            out[i] = camp[i]
        elif coord[i] == below[i]:
            out[i] = CHALLENGER
        elif coord[i] == below[i] + 1:
            out[i] = TARGET
        else:
            out[i] = NONE


@jit(cache=True, nogil=True)
def triggered(
    k: int, pledges: Pledges, fighting: Flags, side: Ints, flag: int
) -> bool:  # pragma: no cover - jitted
    """Say whether pledge k binds now (defence, offence) or is being broken (the other two)."""
    obligor, beneficiary = pledges.obligor[k], pledges.beneficiary[k]
    if not fighting[beneficiary]:
        return False
    kind = pledges.kind[k]
    theirs = side[beneficiary]
    if kind != OFFENCE and pledges.conditional[k] and flag == theirs:
        return False
    if kind >= NEUTRALITY and not (fighting[obligor] and side[obligor] + theirs == 3):
        return False
    enemies = 0
    for j in range(len(fighting)):
        if fighting[j] and side[j] + theirs == 3 and pledges.against[k, j]:
            enemies += 1
    return enemies >= pledges.at_least[k]


@jit(cache=True, nogil=True)
def engaged(
    i: int, pledges: Pledges, fighting: Flags, side: Ints, flag: int
) -> bool:  # pragma: no cover - jitted
    """Say whether some pledge to fight binds actor i now."""
    for k in range(len(pledges.obligor)):
        if (
            pledges.obligor[k] == i
            and pledges.kind[k] <= OFFENCE
            and triggered(k, pledges, fighting, side, flag)
        ):
            return True
    return False


@jit(cache=True, nogil=True)
def belligerents(
    rung: NDArray[np.int8],
    flag: int,
    side: Ints,
    model: Model,
    pledges: Pledges,
    fighting: Flags,
) -> None:  # pragma: no cover - jitted
    """Fill who fights: actors on a war rung and, evaluated to closure, whoever they attack."""
    n = len(rung)
    war = len(model.readiness) - 1
    for i in range(n):
        fighting[i] = rung[i] == war
    if flag == NONE:
        return
    changed = True
    while changed:
        changed = False
        for i in range(n):
            if fighting[i] or side[i] == NONE:
                continue
            hit = False
            for j in range(n):
                if rung[j] != war or side[i] + side[j] != 3:
                    continue
                if model.principal[i] or model.strikes[j, i] == 2:
                    hit = True
                elif model.strikes[j, i] == 1:
                    hit = rung[i] >= model.trigger[i] or engaged(i, pledges, fighting, side, flag)
                if hit:
                    break
            if hit:
                fighting[i] = True
                changed = True


@jit(cache=True, nogil=True)
def war_class(
    fighting: Flags, side: Ints, strength: Floats, model: Model
) -> int:  # pragma: no cover - jitted
    """Return the class of the war these belligerents make, or -1 where nobody fights."""
    n = len(fighting)
    challenger, target = 0.0, 0.0  # no arrays: this runs at every position
    great_challenger, great_target, anyone = False, False, False
    for i in range(n):
        if fighting[i]:
            anyone = True
            if side[i] == CHALLENGER:
                challenger += strength[i]
                great_challenger |= model.major[i]
            else:
                target += strength[i]
                great_target |= model.major[i]
    if not anyone:
        return -1
    if great_challenger and great_target:
        return GREAT_POWER_WAR
    for i in range(n):
        joiner = fighting[i] and not model.principal[i]
        total = challenger if side[i] == CHALLENGER else target
        if joiner and strength[i] > JOINER_SHARE * total:
            return WIDER_WAR
    return WAR_PRINCIPALS


@jit(cache=True, nogil=True, inline="always")
def charges(
    x: int,
    fighting: Flags,
    side: Ints,
    flag: int,
    model: Model,
    pledges: Pledges,
    unmet: Floats,
    out: Tables,
) -> None:  # pragma: no cover - jitted
    """Fill out.base at x. `unmet` is scratch, length of the actors."""
    n = len(model.camp)
    # honour owed and the bill of war so far (see `base` in Tables)
    for i in range(n):
        unmet[i] = 1.0
    for k in range(len(pledges.obligor)):
        i = pledges.obligor[k]
        if not triggered(k, pledges, fighting, side, flag):
            continue
        if pledges.same[k] >= 0 and triggered(pledges.same[k], pledges, fighting, side, flag):
            continue
        met = pledges.kind[k] <= OFFENCE and fighting[i] and side[i] == side[pledges.beneficiary[k]]
        if not met:
            unmet[i] *= 1.0 - pledges.weight[k]
    for i in range(n):
        bill = 0.0
        if fighting[i]:
            factor = 1.0
            for j in range(n):
                if fighting[j] and side[i] + side[j] == 3:
                    bill += model.trade_cost[i, j]
                    if model.nuclear[j]:
                        factor = model.nuclear_factor
            bill += model.war_cost[i] * factor
        out.base[x, i] = model.honour[i] * (1.0 - unmet[i]) + bill


@jit(cache=True, nogil=True, _nrt=False)
def fill(
    layout: Places,
    model: Model,
    pledges: Pledges,
    lo: int,
    hi: int,
    side: Ints,
    fighting: Flags,
    strength: Floats,
    unmet: Floats,
    out: Tables,
) -> None:  # pragma: no cover - jitted
    """Fill the tables of positions lo:hi in place. See `foedus.crisis.game.Tables`.

    Nothing is allocated (see `sweep.settle`): side, fighting, strength and unmet are scratch,
    length of the actors.
    """
    n = len(model.camp)
    for x in range(lo, hi):
        rung = layout.rung[x]
        flag = layout.flag[x]
        sides(layout.coord[x], model.below, model.camp, side)
        belligerents(rung, flag, side, model, pledges, fighting)
        mask = 0
        challenger = 0.0
        target = 0.0
        for i in range(n):
            strength[i] = 0.0
            if fighting[i]:
                mask |= 1 << i
                strength[i] = model.capability[i, rung[i]] * model.readiness[rung[i]]
                if side[i] == CHALLENGER:
                    challenger += strength[i]
                else:
                    target += strength[i]
        out.fighting[x] = mask
        out.war_class[x] = war_class(fighting, side, strength, model)
        if challenger + target > 0.0:
            a, b = challenger**model.eta, target**model.eta
            out.victory[x] = a / (a + b)
        else:
            out.victory[x] = 0.5
        charges(x, fighting, side, flag, model, pledges, unmet, out)
        flows(x, mask == 0, layout, model, out)
        endings(x, mask == 0, side, layout, model, out)
        carries(x, fighting, side, layout, model, out)
