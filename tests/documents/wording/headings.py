"""Headings and labels of the template's family in three languages, each in several wordings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Headings(NamedTuple):
    """Wordings of one language; a style picks one of each."""

    columns: Mapping[str, tuple[str, ...]]
    year: str
    strategic: tuple[str, ...]
    specific: tuple[str, ...]
    indicator: tuple[str, ...]
    objectives: tuple[str, ...]
    baseline: tuple[str, ...]
    interim: tuple[str, ...]
    final: tuple[str, ...]
    result: tuple[str, ...]
    grand: tuple[str, ...]
    capital: tuple[str, ...]
    recurrent: tuple[str, ...]
    abbreviations: str


HEADINGS: Final[Mapping[str, Headings]] = {
    "sq": Headings(
        columns={
            "nr": ("Nr.", "Nr", "Nr. rendor"),
            "title": ("Veprimi", "Veprimet", "Masa", "Aktiviteti", "Masat / Aktivitetet"),
            "deadline": ("Afati i fundit", "Afati", "Afati kohor"),
            "budget": ("Buxheti", "Buxheti (€)", "Buxheti i planifikuar"),
            "funding": ("Burimi i financimit", "Burimet e financimit"),
            "institutions": (
                "Institucion udhëheqës dhe mbështetës",
                "Institucioni udhëheqës dhe mbështetës",
                "Institucionet përgjegjëse",
            ),
            "lead": ("Institucioni udhëheqës", "Institucioni bartës"),
            "support": ("Institucionet mbështetëse",),
            "product": ("Produkti (Rezultati)", "Produkti/Rezultati", "Produkti"),
            "documents": ("Dokumentet referente", "Referenca në dokumente", "Dokumentet referuese"),
            "comments": ("Komente", "Vërejtje", "Shënime"),
        },
        year="Viti {year}",
        strategic=("Objektivi strategjik", "OBJEKTIVI STRATEGJIK"),
        specific=("Objektivi specifik",),
        indicator=("Treguesi", "Treguesi", "Indikatori"),
        objectives=(
            "Objektivat strategjike dhe specifike, treguesit dhe veprimet",
            "Objektivat dhe treguesit",
        ),
        baseline=("Vlera bazë", "Vlera bazë [Viti]", "Baza"),
        interim=("Synimi i përkohshëm [Viti]", "Synimi i përkohshëm"),
        final=("Synimi i vitit të fundit [Viti]", "Synimi i vitit të fundit", "Synimi përfundimtar"),
        result=("Rezultati", "Rezultati i pritshëm"),
        grand=("Buxheti i përgjithshëm për Planin e Veprimit:", "Buxheti total i planit të veprimit"),
        capital=("Nga të cilat kapitale:", "nga të cilat kapitale"),
        recurrent=("Nga të cilat rrjedhëse:", "nga të cilat rrjedhëse"),
        abbreviations="Lista e shkurtesave",
    ),
    "sr": Headings(
        columns={
            "nr": ("Br.", "R. br.", "Redni broj"),
            "title": ("Aktivnost", "Aktivnosti", "Mera", "Mere / Aktivnosti"),
            "deadline": ("Rok", "Krajnji rok", "Rok za realizaciju"),
            "budget": ("Budžet", "Budžet (€)", "Planirani budžet"),
            "funding": ("Izvor finansiranja", "Izvori finansiranja"),
            "institutions": (
                "Vodeća i podržavajuća institucija",
                "Vodeća i prateća institucija",
                "Odgovorne institucije",
            ),
            "lead": ("Vodeća institucija", "Nosilac aktivnosti"),
            "support": ("Podržavajuće institucije", "Institucije za podršku"),
            "product": ("Proizvod", "Proizvod (Rezultat)", "Proizvod/Rezultat"),
            "documents": ("Pozivanje na dokumente", "Referentni dokumenti"),
            "comments": ("Komentari", "Napomene"),
        },
        year="Godina {year}",
        strategic=("Strateški cilj", "STRATEŠKI CILJ"),
        specific=("Specifični cilj", "Specifični cilj", "Posebni cilj"),
        indicator=("Pokazatelj", "Indikator"),
        objectives=(
            "Strateški i specifični ciljevi, pokazatelji i aktivnosti",
            "Ciljevi i pokazatelji",
        ),
        baseline=("Polazna vrednost", "Početna vrednost", "Osnovna vrednost [Godina]"),
        interim=("Privremena ciljna vrednost [Godina]", "Privremeni cilj [Godina]"),
        final=("Ciljna vrednost u poslednjoj godini [Godina]", "Cilj poslednje godine [Godina]"),
        result=("Rezultat", "Očekivani rezultat"),
        grand=("Ukupan budžet za Akcioni plan:", "Ukupan budžet akcionog plana"),
        capital=("Od toga kapitalni:", "od toga kapitalni rashodi"),
        recurrent=("Od toga tekući:", "od toga tekući rashodi"),
        abbreviations="Spisak skraćenica",
    ),
    "en": Headings(
        columns={
            "nr": ("No.", "No", "Nr."),
            "title": ("Action", "Actions", "Activity", "Measure", "Measures / Activities"),
            "deadline": ("Deadline", "Final deadline", "Due date"),
            "budget": ("Budget", "Budget (€)", "Planned budget"),
            "funding": ("Source of funding", "Funding source", "Sources of financing"),
            "institutions": (
                "Lead and support institution",
                "Leading and supporting institution",
                "Responsible institutions",
            ),
            "lead": ("Lead institution", "Leading institution"),
            "support": ("Support institutions", "Supporting institutions"),
            "product": ("Output", "Output (Result)", "Product/Result"),
            "documents": ("Reference to documents", "Reference documents"),
            "comments": ("Comments", "Remarks"),
        },
        year="Year {year}",
        strategic=("Strategic objective", "STRATEGIC OBJECTIVE"),
        specific=("Specific objective", "Specific Objective"),
        indicator=("Indicator",),
        objectives=(
            "Strategic and specific objectives, indicators and actions",
            "Objectives and indicators",
        ),
        baseline=("Baseline", "Baseline value", "Baseline [Year]"),
        interim=("Interim target [Year]", "Interim target", "Mid-term target [Year]"),
        final=("Target of the last year [Year]", "Last-year target", "Final target [Year]"),
        result=("Result", "Expected result"),
        grand=("Total budget for the Action Plan:", "Total budget of the action plan"),
        capital=("Of which capital:", "of which capital"),
        recurrent=("Of which recurrent:", "of which recurrent"),
        abbreviations="List of abbreviations",
    ),
}
