"""International Crisis Behavior Events, version 1.1: what was done, said and thought, by sentence.

Cells hold what the raters agreed on, several codes parted by semicolons. Here each is a list: null
where nothing was agreed, empty where it was coded and nothing applies. The two differ.
"""

from __future__ import annotations

import io

import polars as pl

from foedus.core import countries

from .icbe_rds import read_rds
from .reading.days import earliest, latest
from .reading.schema import Column, Layout, Table, several
from .reading.text import open_text

__all__ = ["CODES", "EVENTS", "TABLES", "with_codes"]

_MISSING = "NA"
_BETWEEN = ";"
_YEARS = (1600, 2017)
_MONTHS = (1, 12)
_DAYS = (1, 31)
_IDS = ("crisno", "crisis_text", "sentence_number_int_aligned", "sentence_span_text")


def _several(names: str, about: str) -> tuple[Column, ...]:
    return several(names, pl.List(pl.String), about=about)


_RANGE = "Parts that differ mean that raters did; order means nothing."


def _listed(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells into lists, text of missing cells already null."""
    cells = [name for name in frame.columns if name not in _IDS]
    none = pl.lit([], dtype=pl.List(pl.String))
    return frame.with_columns(
        pl.when(pl.col(name) == "")
        .then(none)
        .otherwise(pl.col(name).str.split(_BETWEEN))
        .alias(name)
        for name in cells
    )


def _from_export(content: bytes, file: str) -> pl.DataFrame:
    text = open_text(content, file, Layout())
    return _listed(
        pl.read_csv(
            io.BytesIO(text.body),
            infer_schema=False,
            null_values=[_MISSING],
            empty_string_is_null=False,
        )
    )


def _from_rds(content: bytes, file: str) -> pl.DataFrame:
    return _listed(read_rds(content, file))


def _numbers(column: str, low: int, high: int) -> pl.Expr:
    """The whole numbers in a list that can be meant: the file has a month 23 and a year 2986."""
    number = pl.element().cast(pl.Int32, strict=False)
    return pl.col(column).list.eval(number.filter(number.is_between(low, high)))


def _only(numbers: pl.Expr) -> pl.Expr:
    return pl.when(numbers.list.len() == 1).then(numbers.list.first())


def _parts(which: str, year: pl.Expr, name: str) -> list[pl.Expr]:
    """Year, month and day of one end of the range; null where raters or calendar leave it open."""
    agreed = _numbers(f"date_{which}_year", *_YEARS).list.len() == 1
    month = pl.when(agreed).then(_only(_numbers(f"date_{which}_month", *_MONTHS)))
    day = pl.when(month.is_not_null()).then(_only(_numbers(f"date_{which}_day", *_DAYS)))
    month_end = pl.date(year, month.fill_null(1), 1).dt.month_end().dt.day()
    parts = (year, month, pl.when(day <= month_end).then(day))
    return [part.alias(f"{name}_{letter}") for part, letter in zip(parts, "ymd", strict=True)]


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Number the events of each sentence, and bound their dates."""
    first, last = (_numbers(f"date_{which}_year", *_YEARS).list for which in ("earliest", "latest"))
    parts = frame.select(
        *_parts("earliest", first.min(), "from"),
        *_parts("latest", last.max(), "to"),
        *_parts("earliest", first.max(), "within"),  # where the event has no range
    )
    dates = parts.select(
        date_earliest=earliest("from_y", "from_m", "from_d"),
        date_latest=pl.coalesce(
            latest("to_y", "to_m", "to_d"), latest("within_y", "within_m", "within_d")
        ),
    )
    # Four ranges end before they begin (1653 for 1953): the end is not known.
    reversed_ = (pl.col("date_latest") < pl.col("date_earliest")).fill_null(value=False)
    dates = dates.with_columns(date_latest=pl.when(~reversed_).then("date_latest"))
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int16)
    return frame.with_columns(
        number.over("crisno", "sentence_number_int_aligned").alias("event"), *dates
    )


def with_codes(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Add the COW codes of the states among the actors.

    Names are those of their time ("Soviet Union", "Germany"), so they are translated by the year
    of the event; where that is not known, only names that mean one state in every year are.

    Parameters
    ----------
    frame
        From `EVENTS`.
    columns
        Columns of actors, such as ``"do_actor_a"``.

    Returns
    -------
    polars.DataFrame
        With a further column of lists for each, such as ``do_actor_a_ccode``: null where the names
        are; actors that are no state, or cannot be told, are left out.
    """
    year = pl.coalesce("date_earliest", "date_latest").dt.year().cast(pl.Int16)
    for column in columns:
        rows = frame.select(pl.col(column), year.alias("year")).with_row_index("row")
        named = rows.explode(column).drop_nulls(column)
        codes = countries.codes_of(named[column], named["year"]).alias("code")
        lists = (
            named.select("row", codes)
            .drop_nulls()
            .group_by("row", maintain_order=True)
            .agg(pl.col("code").unique(maintain_order=True))
        )
        joined = rows.join(lists, on="row", how="left", maintain_order="left")
        none = pl.lit([], dtype=pl.List(pl.Int16))
        found = joined.select(
            pl.when(pl.col(column).is_not_null())
            .then(pl.coalesce("code", none))
            .alias(f"{column}_ccode")
        )
        frame = frame.with_columns(found.to_series())
    return frame


EVENTS = Table(
    id="icbe/events",
    dataset="icbe",
    title="ICBe events on which the raters agreed",
    unit="crisis-sentence-event",
    key=("crisno", "sentence_number_int_aligned", "event"),
    repeats="A sentence tells of several events; `event` numbers them in the order of the file.",
    columns=(
        Column("crisno", pl.Int16, "Number of the ICB crisis.", required=True, low=1, high=476),
        Column("crisis_text", pl.String, "Name of the crisis.", required=True),
        Column(
            "sentence_number_int_aligned",
            pl.Int16,
            "Number of the sentence in the crisis's narrative.",
            required=True,
            low=1,
        ),
        Column("sentence_span_text", pl.String, "The sentence.", required=True),
        *_several("do_actor_a do_actor_b", "Who acts, and towards whom: names, not codes."),
        *_several("think_actor_a", "Who thinks: names, not codes."),
        *_several("say_actor_a say_actor_b", "Who speaks, and to whom: names, not codes."),
        *_several("date_earliest_decade date_earliest_month_part", f"First date. {_RANGE}"),
        *_several("do_duration do_timing do_timing_reorder", "How long, and when in the story."),
        *_several("event_type", "action, speech or thought; null where no event was agreed on."),
        *_several("raterconfidence", "How sure the raters were."),
        *_several(
            "date_earliest_day date_earliest_month date_earliest_year date_earliest_year_part",
            f"First date. {_RANGE}",
        ),
        *_several("sentence_events", "Null where an event was agreed on, else empty."),
        *_several("do_interact_kind", "Interaction: escalatory, deescalatory, (un)cooperative."),
        *_several("interact_escalate", "Interactions that escalate, such as attack, blockade."),
        *_several("interact_location", "Where."),
        *_several("think_sentence_events", "Sentences whose events the thought is about."),
        *_several("thinkkind", "Thought: fear, desire, start of crisis and so on."),
        *_several("interact_geoscope", "Extent of the place."),
        *_several("interact_deescalate", "Interactions that de-escalate, such as cease fire."),
        *_several("act_uncooperative", "Acts of one actor that are uncooperative."),
        *_several("do_kind", "Act of one actor: escalatory, deescalatory, (un)cooperative."),
        *_several("interact_domains", "air, land, sea and so on."),
        *_several("interact_forces", "Size of forces."),
        *_several("interact_territory", "Territory gained or lost."),
        *_several("interact_units", "Kinds of forces."),
        *_several("interact_increasecoop", "Cooperation begun or increased, such as ally."),
        *_several("sayintkind", "Speech: accept, demand, threaten, promise and so on."),
        *_several("interact_decreasecoop", "Cooperation ended or decreased."),
        *_several("raterconfidence_reason raterconfidence_reason_survey", "Why not surer."),
        *_several("sayintkind_react", "Sentence to which the speech reacts."),
        *_several("act_cooperative", "Acts of one actor that are cooperative."),
        *_several("act_escalate", "Acts of one actor that escalate, such as mobilization."),
        *_several(
            "date_latest_decade date_latest_month date_latest_year date_latest_year_part",
            f"Last date, where the event has a range. {_RANGE}",
        ),
        *_several("interact_fatalities", "Deaths, by order of magnitude."),
        *_several("condition", "Conditional threat or promise: if this happens or does not."),
        *_several("condition_do_actor_a condition_do_actor_b", "Who would act, towards whom."),
        *_several(
            "condition_do_interact_kind condition_interact_deescalate condition_interact_geoscope "
            "condition_interact_location condition_interact_territory",
            "What the condition is about.",
        ),
        *_several("consequence", "What would then happen, or not."),
        *_several("condition_act_cooperative condition_do_kind", "What the condition is about."),
        *_several(
            "date_latest_day date_latest_month_part",
            f"Last date, where the event has a range. {_RANGE}",
        ),
        *_several(
            "condition_interact_increasecoop condition_interact_escalate "
            "condition_interact_decreasecoop condition_interact_domains "
            "condition_interact_fatalities condition_interact_units condition_interact_forces",
            "What the condition is about.",
        ),
        *_several("act_deescalate", "Acts of one actor that de-escalate."),
        *_several(
            "condition_act_deescalate condition_act_escalate condition_act_uncooperative",
            "What the condition is about.",
        ),
    ),
    layouts={"publisher": Layout(read=_from_rds), "export": Layout(read=_from_export)},
    tidy=_tidy,
    made=(
        Column("event", pl.Int16, "Number of the event within its sentence, in the file's order."),
        Column("date_earliest", pl.Date, "First day possible, by the parts that were settled."),
        Column("date_latest", pl.Date, "Last day possible."),
    ),
)

CODES = Table(
    id="icbe/codes",
    dataset="icbe",
    title="ICBe codes, as put to a language model",
    unit="option of a question",
    key=("variable", "option"),
    repeats="Two lines part sections, one instructs, and speech is listed in two wordings.",
    columns=several(
        "notes variable icbe1_code system_prompt question debate_prompt response_number option "
        "option_description usage_notes positive_examples negative_examples",
        pl.String,
    ),
    layouts={
        "publisher": Layout(
            names={
                "notes": "Notes",
                "icbe1_code": "ICBE1Code",
                "usage_notes": "Usage Notes",
                "positive_examples": "Positive Examples",
                "negative_examples": "Negative Examples",
            }
        )
    },
)

TABLES = (EVENTS, CODES)
