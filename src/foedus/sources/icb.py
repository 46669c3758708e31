"""International Crisis Behavior, version 15: crises, the states in them, and their dyads.

State codes are those of Gleditsch and Ward, or the COW project's where the two agree: unified
Germany is 260 and unified Yemen 678. The columns `ccode`, `ccode1` and `ccode2` hold COW codes.
"""

from __future__ import annotations

import polars as pl

from .gw_codes import cow
from .icb_dates import dated, made, not_before
from .icb_words import CENTRAL, FORM, GRAVITY, MANAGEMENT, RECURRED, TRIGGER, VIOLENCE
from .reading.schema import Column, Layout, Table, several

__all__ = ["ACTORS", "CRISES", "DYADS", "TABLES"]

_DAY = (
    "Day of the month; null where not known, or where only a part of the month is (then the column "
    "of the same name with _part says which)."
)
# Not members of the COW system: Vichy France, the Hejaz, the Nejd.
_OUTSIDE = (219, 671, 672)
_NO_STATE = (995, 996, 997)
_OTHERS = "; 995 internal, 996 a non-state actor, 997 more than one."
# Only in crises of 2015 to 2019, whose after-effects were still open when version 15 was coded.
_OPEN = "9 too recent to say."

_DAYS = (*range(1, 32), 66, 77, 88)
_FOUR = (1, 2, 3, 4)
_TO_FIVE = (1, 2, 3, 4, 5)
_TO_SEVEN = (1, 2, 3, 4, 5, 6, 7)
_TO_EIGHT = (*_TO_SEVEN, 8)
_TO_NINE = (*_TO_EIGHT, 9)
_THREE = (1, 2, 3)


def _whole(names: str, about: str = "", unit: str = "") -> tuple[Column, ...]:
    """Columns of small whole numbers; the publisher's codebook has their meaning."""
    return several(names, pl.Int8, about=about, unit=unit)


def _coded(name: str, about: str, among: tuple[int, ...]) -> Column:
    return Column(name, pl.Int8, about, among=among)


def _date(year: str, month: str, day: str, what: str) -> tuple[Column, ...]:
    """The three parts of a date, in the publisher's names."""
    return (
        Column(year, pl.Int16, f"Year of {what}.", low=1918, high=2020),
        Column(month, pl.Int8, f"Month of {what}.", low=1, high=12),
        Column(day, pl.Int8, f"{_DAY} Of {what}.", among=_DAYS),
    )


def _state(name: str, about: str, also: tuple[int, ...] = (), *, required: bool = True) -> Column:
    return Column(name, pl.Int16, about, state="cow", also=(*_OUTSIDE, *also), required=required)


def _each(**about: str) -> tuple[Column, ...]:
    """The same, each with words of its own."""
    return tuple(column for name, text in about.items() for column in _whole(name, text))


def _supported(power: str, name: str) -> tuple[Column, ...]:
    return _each(
        **{
            f"{power}inv": f"What {name} did in support of this state.",
            f"{power}favr": f"How this state saw what {name} did.",
        }
    )


def _organised(which: str, organ: str, act: str, seen: str) -> tuple[Column, ...]:
    return _each(
        **{
            organ: f"Organ of the {which} organisation that took part.",
            act: f"What the {which} organisation did.",
            seen: f"How this state saw what the {which} organisation did.",
        }
    )


_CRISIS_DATES = {
    "trigger": ("yrtrig", "motrig", "datrig"),
    "end": ("yrterm", "moterm", "daterm"),
    "mediation_start": ("yrmedst", "momedst", "damedst"),
    "mediation_end": ("yrmedend", "momedend", "damedend"),
    "mediation_final": ("yrmedfin", "momedfin", "damedfin"),
}
_ACTOR_DATES = {
    "system_trigger": ("systrgyr", "systrgmo", "systrgda"),
    "trigger": ("yrtrig", "motrig", "datrig"),
    "response": ("yerres", "monres", "dayres"),
    "end": ("yrterm", "moterm", "daterm"),
}
_DYAD_DATES = {
    "trigger": ("trgyrdy", "trgmody", "trgdady"),
    "end": ("trmyrdy", "trmmody", "trmdady"),
}


def _tidy_crises(frame: pl.DataFrame) -> pl.DataFrame:
    return not_before(dated(frame, _CRISIS_DATES), "end", "trigger")


def _tidy_actors(frame: pl.DataFrame) -> pl.DataFrame:
    frame = not_before(dated(frame, _ACTOR_DATES), "end", "trigger")
    return frame.with_columns(cow("cracid", "yrtrig").alias("ccode"))


def _tidy_dyads(frame: pl.DataFrame) -> pl.DataFrame:
    frame = not_before(dated(frame, _DYAD_DATES), "end", "trigger")
    return frame.with_columns(
        cow("statea", "year").alias("ccode1"), cow("stateb", "year").alias("ccode2")
    )


def _medium(part: str, what: str) -> tuple[Column, ...]:
    # One row has -99 without its sign.
    return (
        Column(f"yrmed{part}", pl.Int16, f"Year of {what}.", missing=(-99, 99)),
        Column(f"momed{part}", pl.Int8, f"Month of {what}.", missing=(-99,), low=1, high=12),
        Column(f"damed{part}", pl.Int8, f"{_DAY} Of {what}.", missing=(-99,), among=_DAYS),
    )


CRISES = Table(
    id="icb/crises",
    dataset="icb",
    title="ICB international crises",
    unit="crisis",
    key=("crisno",),
    columns=(
        Column("crisno", pl.Int16, "Number of the crisis.", required=True, low=1),
        Column("crisname", pl.String, "Name of the crisis; one name is used twice.", required=True),
        _coded("break", f"What broke the calm: {TRIGGER}", _TO_NINE),
        _state("trigent", "State that triggered the crisis, by its code" + _OTHERS, _NO_STATE),
        *_date("yrtrig", "motrig", "datrig", "the first actor's trigger"),
        *_date("yrterm", "moterm", "daterm", "the last actor's termination"),
        Column("brexit", pl.Int16, "Length, both ends counted; as published.", "days", low=1),
        _coded("gravcr", f"Gravest threat to a value in the crisis: {GRAVITY}", (0, *_TO_SEVEN)),
        _coded(
            "crismg", f"Main technique by which actors managed the crisis: {MANAGEMENT}", _TO_EIGHT
        ),
        _coded("cenviosy", f"How central violence was among the techniques: {CENTRAL}", _FOUR),
        _coded("sevviosy", f"Worst violence used as a technique: {VIOLENCE}", _FOUR),
        _coded("viol", f"Worst violence in the crisis as a whole: {VIOLENCE}", _FOUR),
        *_whole("timvio", "When violence came."),
        *_whole("iwcmb", "Whether the crisis fell within a war, and which kind."),
        *_whole("noactr", "States seen as involved, crisis actors or not.", "states"),
        *_whole("gpinv gpinvtp gpefcttp gpefactp gppacetp", "Part of the great powers."),
        *_whole("powinv", "Part of the powers."),
        _coded(
            "usinv",
            "United States: 1 none, 2 low-level, 3 covert or semi-military, 4 military.",
            _FOUR,
        ),
        *_whole("usefct usefac uspace usactor", "Effect of the United States' part."),
        _coded(
            "suinv",
            "Soviet Union or Russia: 1 none, 2 low-level, 3 covert or semi-military, 4 military.",
            _FOUR,
        ),
        *_whole("suefct suefac supace suactor", "Effect of the Soviet Union's or Russia's part."),
        *_whole("chinv", "Part of China."),
        *_whole(
            "soglact globorg globactm globefct globefor globefac globpace",
            "Part of a global organisation.",
        ),
        *_whole(
            "soract regorg regactmb roefct robody roefac ropace", "Part of a regional organisation."
        ),
        _coded("subout", "Substance of the outcome: 1 ambiguous, 2 definitive.", (1, 2)),
        _coded("forout", f"Form of the outcome: {FORM}", _TO_SEVEN),
        *_whole("exsat", "How far the parties were satisfied with the outcome."),
        _coded("outesr", RECURRED, _THREE),
        *_whole("cractr", "Number of crisis actors, in classes."),
        *_whole("geostr", "Geostrategic salience: 1 one subsystem to 5 the global system."),
        *_whole("hetero", "In how many attributes the adversaries differ."),
        *_whole("issues", "Issues at stake."),
        _coded("chacts", f"Change in actors or regimes after the crisis; {_OPEN}", (*_TO_FIVE, 9)),
        _coded(
            "chall",
            "Change in alliances after the crisis: 1 none, 2 cohesion of one rose or fell, 3 a "
            "state entered or left one, 4 one formed or ended, 5 not judged for this crisis alone, "
            f"{_OPEN}",
            (*_TO_FIVE, 9),
        ),
        _coded(
            "powch",
            f"Change in the distribution of power after the crisis; {_OPEN}",
            (*_TO_FIVE, 9),
        ),
        _coded(
            "rugach", f"Change in the rules of the game after the crisis; {_OPEN}", (*_TO_FIVE, 9)
        ),
        *_whole("geog geogrel", "Where."),
        *_whole("period", "Period of the international system."),
        *_whole("syslevsy", "Level of the system."),
        *_whole("protrac", "Whether part of a protracted conflict."),
        *_whole("pcid", "Number of the protracted conflict."),
        Column("powdissy", pl.Int16, "Power discrepancy between the sides.", low=0, high=179),
        *_whole("ethnic ethconf", "Ethnic dimension."),
        *_whole("stressad", "Stress, added up."),
        *_whole("sourdt", "Sources used."),
        *_whole("mediate mednum medwho medtime", "Mediation."),
        *_medium("st", "the start of mediation"),
        *_medium("end", "its end"),
        *_medium("fin", "the end of a last spell of it"),
        *_whole(
            "medgoal medfacl medform medmanip medstyle medstefct medefct medpace", "Mediation."
        ),
    ),
    layouts={"publisher": Layout(bom=True, ignores=("icb1",))},
    year=("yrtrig", "yrterm"),
    tidy=_tidy_crises,
    made=made(_CRISIS_DATES),
)

ACTORS = Table(
    id="icb/actors",
    dataset="icb",
    title="ICB crisis actors",
    unit="crisis actor",
    key=("cracno",),
    columns=(
        Column("crisno", pl.Int16, "Number of the crisis.", required=True, low=1),
        Column(
            "cracno",
            pl.Int16,
            "Number of the row. A state can enter a crisis twice, so crisis and state repeat.",
            required=True,
            low=1,
        ),
        _state("cracid", "The state, by the publisher's code."),
        Column("actor", pl.String, "The state, in three letters.", required=True),
        *_date("systrgyr", "systrgmo", "systrgda", "the crisis's trigger"),
        Column("crisname", pl.String, "Name of the crisis.", required=True),
        _coded("triggr", f"What triggered the crisis for this state: {TRIGGER}", _TO_NINE),
        *_date("yrtrig", "motrig", "datrig", "this state's trigger"),
        _state("trigent", "Who triggered it, by state code" + _OTHERS, _NO_STATE),
        *_whole("trigloc", "Where the trigger was."),
        _state("southv", "Whose act was the source of threat, by state code" + _OTHERS, _NO_STATE),
        *_whole("southpow", "Power of the source of threat."),
        Column("sizedu", pl.Int8, "Size of the decision unit, in classes.", missing=(-99,)),
        Column("strcdu", pl.Int8, "Structure of the decision unit.", missing=(-99,)),
        *_whole("comlev", "Highest level of communication."),
        _coded(
            "majres",
            "Major response: 1 none, 2 verbal, 3 political, 4 economic, 5 other non-violent, "
            "6 non-violent military, 7 several with non-violent military, 8 violent military, "
            "9 several with violent military.",
            _TO_NINE,
        ),
        *_date("yerres", "monres", "dayres", "the major response"),
        Column("trgresra", pl.Int16, "From trigger to major response; as published.", "days"),
        _coded("crismg", f"Main technique of this state: {MANAGEMENT}", _TO_EIGHT),
        _coded("cenvio", f"How central violence was to this state: {CENTRAL}", _FOUR),
        _coded("sevvio", f"Worst violence this state used or met: {VIOLENCE}", _FOUR),
        *_supported("us", "the United States"),
        *_supported("su", "the Soviet Union or Russia"),
        *_supported("gb", "Britain"),
        *_supported("fr", "France"),
        *_supported("it", "Italy"),
        *_supported("gr", "Germany"),
        *_supported("jp", "Japan"),
        *_organised("global", "globorg", "globact", "globfavr"),
        *_organised("regional", "regorg", "regact", "rofavr"),
        *_whole(
            "outcom",
            "Outcome for the state: 1 victory, 2 compromise, 3 stalemate, 4 defeat; above: other.",
        ),
        *_whole("outfor", "Form of the outcome, for this state."),
        *_whole("outevl", "How satisfied with the outcome this state was."),
        _coded("outesr", RECURRED, _THREE),
        *_date("yrterm", "moterm", "daterm", "the crisis's end for this state"),
        Column("trgterra", pl.Int16, "From trigger to end; as published.", "days"),
        Column("resterra", pl.Int16, "From major response to end; as published.", "days"),
        *_each(
            actloc="Where the state lies.",
            geog="Where the crisis was.",
            cractloc="How far from the state's territory the crisis was, in classes.",
        ),
        *_whole("noactr", "States seen as involved, crisis actors or not.", "states"),
        Column("stainsys", pl.Int16, "States in the system.", "states"),
        *_each(
            period="Period of the international system.",
            syslev="Level of the system.",
            pc="Whether part of a protracted conflict.",
            pcid="Number of the protracted conflict.",
        ),
        _coded("viol", f"Worst violence in the crisis as a whole: {VIOLENCE}", _FOUR),
        *_whole("iwc", "Whether the crisis fell within a war, and which kind."),
        Column("powdis", pl.Int16, "Power discrepancy with the adversary.", low=-179, high=179),
        *_each(gpinv="Part of the great powers.", powinv="Part of the powers."),
        *_whole("age", "Age of the state, in classes."),
        *_whole("territ", "Size of its territory, in classes."),
        _coded(
            "regime",
            "1 democratic, 2 civil authoritarian, 3 direct military, 4 indirect military, "
            "5 dual authority.",
            _TO_FIVE,
        ),
        *_whole("durreg", "How long the regime had lasted, in classes."),
        _coded(
            "allycap",
            "Allies of this state: 1 none, 2 informal or de facto, 3 formal alliance, 4 it leads "
            "one as a great power or superpower.",
            _FOUR,
        ),
        *_whole("globmemb", "Membership of the global organisation."),
        _coded("nuclear", "1 none, 2 foreseeable, 3 has weapons, 4 second strike.", _FOUR),
        _coded("powsta", "1 small power, 2 middle power, 3 great power, 4 superpower.", _FOUR),
        *_each(issue="Issue at stake.", chissu="Change of the issue at stake."),
        _coded("gravty", f"Gravest threat this state saw: {GRAVITY}", (0, *_TO_SEVEN)),
        *_whole("pethin", "Ethnic dimension."),
        *_each(
            col="Cost of living in the state at the time.",
            unemp="Unemployment.",
            inflat="Inflation.",
            foodpr="Food prices.",
            labstr="Labour disputes.",
            short="Shortages.",
            econdt="Its economy as a whole.",
            regrep="Repression by the regime in the state at the time.",
            socunr="Unrest in society.",
            massvl="Mass violence.",
            gvinst="Instability of the government.",
        ),
        *_whole("sourdt", "Sources used."),
    ),
    layouts={"publisher": Layout(bom=True, ignores=("icb2",))},
    year=("yrtrig", "yrterm"),
    tidy=_tidy_actors,
    made=(
        *made(_ACTOR_DATES),
        Column("ccode", pl.Int16, "COW code; null for Vichy France, the Hejaz and the Nejd."),
    ),
)

_ROW = "Row of icb/actors (cracno); null where the state is no crisis actor."

DYADS = Table(
    id="icb/dyads",
    dataset="icb",
    title="ICB crisis dyads, year by year",
    unit="crisis-dyad-year",
    key=("crdynum", "year"),
    columns=(
        Column("crisno", pl.Int16, "Number of the crisis.", required=True, low=1),
        Column("year", pl.Int16, "Year.", required=True, low=1918, high=2020),
        Column("crisname", pl.String, "Name of the crisis."),
        _state("statea", "The state with the lower code, by the publisher's code."),
        Column("namea", pl.String, "The state, in three letters."),
        Column("actnuma", pl.Int16, _ROW, missing=(9999,)),
        _state("stateb", "The state with the higher code, by the publisher's code."),
        Column("nameb", pl.String, "The state, in three letters."),
        Column("actnumb", pl.Int16, _ROW, missing=(9999,)),
        *_date("trgyrdy", "trgmody", "trgdady", "the dyad's trigger"),
        *_date("trmyrdy", "trmmody", "trmdady", "the dyad's termination"),
        _coded("ongoing", "1 where the crisis began in an earlier year.", (0, 1)),
        Column(
            "crdynum",
            pl.Int16,
            "Number of the crisis dyad. A pair can be in one crisis twice, so crisis, pair "
            "and year repeat.",
            required=True,
            low=1,
        ),
    ),
    layouts={"publisher": Layout()},
    year="year",
    tidy=_tidy_dyads,
    made=(
        *made(_DYAD_DATES),
        Column("ccode1", pl.Int16, "COW code of state A in that year."),
        Column("ccode2", pl.Int16, "COW code of state B in that year."),
    ),
)

TABLES = (CRISES, ACTORS, DYADS)
