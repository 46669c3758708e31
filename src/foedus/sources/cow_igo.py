"""International organisations of the Correlates of War project, 3: who belongs to which.

The publisher's files are wide: a column per organisation. Organisations are named here by the
publisher's abbreviation in small letters, as in ``"nato"``. Up to 1964 the publisher looked only
every fifth year and filled the years between where nothing had changed; `igo/organisations` says
where (`imputed`).
"""

from __future__ import annotations

import io

import polars as pl

from .reading.schema import Column, Layout, SourceError, Table, several
from .reading.table import read_bytes
from .reading.text import open_text

__all__ = ["ORGANISATIONS", "TABLES"]

_BLOCK = 1 << 26
_NOT_IN_SYSTEM = -1
_MISSING = -9
_JOINT = 1

_ABBREVIATIONS = """
aaaid aacb aalco aaro aata aatpo abeda abepseac acc acct acdt aci acml acp acpeu acs acso acssrb
acu acwl afesd afeximb afgec afpu afrand afristat afspc afte agc agpundo aic aidc aido aioec
aipo aitic alo alsf amco amcow amf amipo amptu amsc amu anzus aoad aocrs aomr aopu ap apcc apec
apfic apibd apo appa apt aptu arc arcal aripo arpu asatp asblac ascbc ascrubber asean asecna
asef aspac ato atpc au avrdc afdb afropda africarice africare amcc andean aralsea articc asdb
baltbat bc bcsc benelux biisef bionet bipm bis bndp bobp bonn borgip bs bsec caad caarc cab cabi
cacb caci caec caecc caipa cames camrsd camsf caricom carifta carii catc cbfp cbi cbss ccnr ccom
ccpa ccomm cdb ceao cec ceepn cefta cei celc cemac cento cepgl cern cfatf cfc chstea cica cifc
cilss cima cis cmaec cmaoc cmea cmhasg coe colombo comesa confejes coptac cosave cpab cpsc cpu
cslf csto ctcaf cto cwgc cxc cfrn comab comsec corg d8 dbgls dlcoea danube eac eacm eacso eadb
eaec eapc eapo ebrd ecb ecca eccas eccb eccd eccm eccpif eco ecowas ecpta ecsc eec efcc efilwc
efta eib eip eipa eldo emb embc embl emi emppo epa epfsc epo epu eria esa eso esro etf eu eufmd
euramet euratom eurocontrol eurofima euromet entente fao fdiplac fec g15 g24 g3 gatt gbact gcc
gcrsnc gef geo ghsi glacsec goic hcpil iabe iabath iacb iaci iacs iacss iacw iadb iadefb iaea
iafc iahc iaias iaic iaigc iaii ialong iamlo iaphy iara iarhc iaradio iaruhr ias iasaj iatb
iatsj iattc iba ibcs ibe ibec ibi ibier ibpmp ibrd icac icai icao icamo icc iccec iccilmb icco
iccrom iccs iccslt icdr ices icfam ichrb icmmp icnc icnwaf icprp icptu icri icrpbc icse icseaf
icsg ictm icfo ichemo icivdo icomo idc iea iec ies iexb ifad ifc ifca igad igc igcc iho iia
iicom iie iif iifeo iiwee ijo ilo ilzsg imbslav imc imf imi imo imso incap infofish infsmk inpfc
inro insg intelsat interpol ioathre iocom ioez iolm iomig iooc iopcf ioph iorarc iocc ipc ipi
ipedi ipentc iphyl iprizec irena irlcs iro irsg iru isa isb isdb ishrest isrbc isupt isuc itc
itcc itcle itpa itro itto itu itvrc iuic iupct iupip iuplaw iupnvp iupr ivwo iwsg iwhale iocean
jalaao jinr jnolcrh lacac lacp laeo lafdo lafta laia laiec latin lcbc lgida loas lon maocn marri
mcpttc mcwcasm mfo miga mru mwn mercosur montreal nacap nafo nafta nam nappo nasco nato ncm ncrr
nctr ndf neafc nerc nib npafc npfsc npi nrc ntsc nvc nwhf nordc oapec oas oau ocam ocas occedca
ocr oecd oecs oeec oic oiv omdkr omvg opanal opec osce oslo ospar otif pahc paho paigh pap papu
pc pca pcb pcsp ped piarc pibac pices pics pif pipd pmaesa psnarco ptasea puasp rascom rcaela
rcc rcfc recsa rimmo rioppah riogroup radiou repcom saafa saarc sacep sacu sadc sadcc sami sartc
sca scaf sch schengen sco seameo seato segib sela sica sieca sittdec spc srdo swapu swpd sugu
tcrmg turksoy uasc ubec udeac uemoa uiucv ukdwd um umac umoa un unesco unido unidroit upu usp
valdivia vasab waec wahc waho wcdc wco weu who wipo wmo wnf wpact wto wtouro wassen
"""

ORGANISATIONS = tuple(_ABBREVIATIONS.split())
"""Every organisation of the data set, in the publisher's order."""


def _in_small_letters(content: bytes, file: str) -> pl.DataFrame:
    """Read cells as text under a header in small letters.

    The publisher writes abbreviations in capitals, some of them mixed, and has issued the
    organisations both with commas and with tabs.
    """
    separator = "\t" if b"\t" in content.partition(b"\n")[0] else ","
    text = open_text(content, file, Layout(separator=separator))
    try:
        cells = pl.read_csv(
            io.BytesIO(text.body), separator=separator, eol_char=text.layout.eol, infer_schema=False
        )
    except pl.exceptions.PolarsError as error:
        why = str(error).partition("\n")[0]
        raise SourceError(f"cannot be split into cells ({why})", file=file) from None
    return cells.rename(str.lower)


def _long(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn a column per organisation into a row per state, year and organisation.

    Where state or organisation is not in the system (-1) there is no row; where the publisher
    does not know (-9, null by now) there is one without a value.
    """
    return pl.concat(
        frame.lazy()
        .filter(pl.col(name).ne_missing(_NOT_IN_SYSTEM))
        .select("ccode", "year", pl.lit(name).alias("igo"), pl.col(name).alias("membership"))
        for name in ORGANISATIONS
    ).collect()


STATES = Table(
    id="igo/states",
    dataset="igo",
    title="Memberships of states in international organisations",
    unit="state-year-organisation",
    key=("ccode", "year", "igo"),
    columns=(
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        Column("year", pl.Int16, required=True, low=1816),
        Column("state", pl.String, "name of the state, in small letters"),
        *several(
            " ".join(ORGANISATIONS),
            pl.Int8,
            about="membership in that organisation; -1 state or organisation not in the system",
            missing=(_MISSING,),
            among=(_NOT_IN_SYSTEM, 0, 1, 2, 3),
        ),
    ),
    layouts={"publisher": Layout(read=_in_small_letters), "export": Layout()},
    year="year",
    tidy=_long,
    made=(
        Column("igo", pl.String, "organisation: the publisher's abbreviation, small letters"),
        Column(
            "membership",
            pl.Int8,
            "0 none, 1 full, 2 associate, 3 observer; null where not known. No row where state or "
            "organisation is not in the system",
        ),
    ),
)


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the name under which `igo/states` has the organisation."""
    return frame.with_columns(igo=pl.col("ioname").str.to_lowercase())


BODIES = Table(
    id="igo/organisations",
    dataset="igo",
    title="International organisations, year by year",
    unit="organisation-year",
    key=("ioname", "year"),
    columns=(
        Column("ioname", pl.String, "the publisher's abbreviation", required=True),
        Column("orgname", pl.String, "name"),
        Column("year", pl.Int16, required=True, low=1816),
        Column("sdate", pl.Int16, "first year of the organisation", low=1815),
        Column("deaddate", pl.Int16, "last year; null where it goes on"),
        Column("dead", pl.Int8, "1 in and after its last year", among=(0, 1)),
        Column("integrated", pl.Int8, "1 where taken into another", among=(0, 1)),
        Column("replaced", pl.Int8, "1 where another took its place", among=(0, 1)),
        Column("longorgname", pl.String, "long name, earlier names included"),
        Column("ionum", pl.Int16, "the publisher's number of the organisation"),
        Column("version", pl.Float32, "version of the data set that coded the row"),
        Column(
            "accuracyofpre1965membershipdates",
            pl.String,
            "how exact dates of membership before 1965 are, in words",
        ),
        Column(
            "imputed",
            pl.Int8,
            "1 where a year between two looks of the publisher, before 1965, was filled",
            among=(0, 1),
        ),
        Column("political", pl.Int8, "1 where its purpose is political", among=(0, 1)),
        Column("social", pl.Int8, "1 where its purpose is social", among=(0, 1)),
        Column("economic", pl.Int8, "1 where its purpose is economic", among=(0, 1)),
    ),
    # Left out are a column per state, whose memberships `igo/states` has with codes of states, and
    # notes in words.
    layouts={
        "publisher": Layout(ignores_rest=True, read=_in_small_letters),
        "export": Layout(ignores_rest=True),
    },
    year="year",
    tidy=_named,
    made=(Column("igo", pl.String, "name of the organisation in igo/states"),),
)


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    """Count the organisations that the publisher marks as shared."""
    joint = [(pl.col(name) == _JOINT).fill_null(value=False) for name in ORGANISATIONS]
    return frame.select(
        "ccode1", "ccode2", "year", pl.sum_horizontal(joint).cast(pl.Int16).alias("dyadigos")
    )


_PAIR = (
    Column("ccode1", pl.Int16, "COW state code, the lower", required=True, state="cow"),
    Column("ccode2", pl.Int16, "COW state code, the higher", required=True, state="cow"),
    Column("year", pl.Int16, required=True, low=1816),
)

_WIDE = Table(
    id="igo/dyads, wide",
    dataset="igo",
    title="Joint memberships, a column per organisation",
    unit="non-directed dyad-year",
    key=("ccode1", "ccode2", "year"),
    columns=(
        *_PAIR,
        *several(
            " ".join(ORGANISATIONS),
            pl.Int8,
            about="1 where both belong to it; -1 states or organisation not in the system",
            missing=(_MISSING,),
            among=(_NOT_IN_SYSTEM, 0, _JOINT),
        ),
    ),
    layouts={"publisher": Layout(ignores=("country1", "country2", "state", "dyadid", "version"))},
    tidy=_counted,
)


def _in_blocks(content: bytes, file: str) -> pl.DataFrame:
    """Count joint memberships a block of lines at a time: the publisher's file has 1 GB."""
    head, _, body = content.partition(b"\n")
    head = head.lower() + b"\n"
    counted: list[pl.DataFrame] = []
    start, before = 0, 0
    while start < len(body) or not counted:
        end = body.find(b"\n", start + _BLOCK) + 1 or len(body)
        try:
            one = read_bytes(_WIDE, head + body[start:end], file)
        except SourceError as error:
            if error.line is not None and error.line > 1:
                error.line += before
            raise
        counted.append(one.frame)
        before += one.rows
        start = end
    return pl.concat(counted)


DYADS = Table(
    id="igo/dyads",
    dataset="igo",
    title="Organisations that two states both belong to",
    unit="non-directed dyad-year",
    key=("ccode1", "ccode2", "year"),
    columns=(
        *_PAIR,
        Column(
            "dyadigos",
            pl.Int16,
            "organisations to which both belong as full or associate members, not as observers",
            "organisations",
            required=True,
            low=0,
        ),
    ),
    layouts={"publisher": Layout(read=_in_blocks), "export": Layout()},
    year="year",
)

COUNTS = Table(
    id="igo/counts",
    dataset="igo",
    title="Organisations that a state belongs to",
    unit="state-year",
    key=("ccode", "year"),
    columns=(
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        Column("year", pl.Int16, required=True, low=1816),
        Column("sum_igo_full", pl.Int16, "as a full member", "organisations", low=0),
        Column("sum_igo_associate", pl.Int16, "as an associate member", "organisations", low=0),
        Column("sum_igo_observer", pl.Int16, "as an observer", "organisations", low=0),
        Column("sum_igo_anytype", pl.Int16, "in any of these ways", "organisations", low=0),
    ),
    layouts={"export": Layout()},
    year="year",
)

TABLES = (STATES, BODIES, DYADS, COUNTS)
