"""All tables of a report, as a workbook and a data package have them."""

from __future__ import annotations

from report.lists.long_lists import reports_list, series_list
from report.periodic.action_tables import actions_table, indicators_table, matrix_table
from report.periodic.content import Content
from report.periodic.figure_tables import (
    definitions_table,
    leads_table,
    money_table,
    objectives_table,
    sources_table,
    summary_table,
    units_table,
)
from report.periodic.issued.reissue import reissue_tables
from report.periodic.pages.beside_tables import BESIDE
from report.periodic.plan_tables import (
    changes_table,
    conflicts_table,
    events_table,
    findings_table,
    since_table,
)
from report.table import Table


def quarter_tables(content: Content) -> tuple[Table, ...]:
    """Return the tables of the quarters, where these were read: reports, and every figure."""
    quarters = content.quarters
    if quarters is None:
        return ()
    return reports_list(quarters.rows, content.plan.currency, quarters.units), series_list(quarters.series)


def every_table(content: Content) -> tuple[Table, ...]:
    """Return all tables, as a workbook and a data package have them."""
    tables = (
        make(content).in_currency(content.plan.currency)
        for make in (
            summary_table,
            objectives_table,
            leads_table,
            units_table,
            *BESIDE,
            actions_table,
            indicators_table,
            money_table,
            sources_table,
            matrix_table,
            events_table,
            since_table,
            changes_table,
            findings_table,
            conflicts_table,
            definitions_table,
        )
    )
    return (*tables, *reissue_tables(content.reissue))
