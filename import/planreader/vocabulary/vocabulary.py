"""The words by which plan documents are recognised, in Albanian, Serbian and English.

Stems are folded (small letters, no diacritics) and matched by likeness, so that inflected or mistyped
headings are found too. A stem that ends in ``$`` must be the whole word. Extend these tables to teach
the reader another template; nothing else depends on a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CONCEPTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "objective": {"sq": ("objektiv",), "sr": ("cilj$", "cilja$", "ciljevi$"), "en": ("objective", "goal$")},
    "strategic": {"sq": ("strategjik",), "sr": ("stratesk",), "en": ("strategic",)},
    "specific": {"sq": ("specifik",), "sr": ("specificn", "posebn"), "en": ("specific$",)},
    "general": {
        "sq": ("pergjithsh", "gjithsej", "totali", "tersor"),
        "sr": ("ukupn", "ukupan", "opsti$", "opsteg$", "zbir$"),
        "en": ("total$", "overall", "general$", "grand$"),
    },
    "indicator": {"sq": ("tregues",), "sr": ("pokazatelj", "indikator"), "en": ("indicator",)},
    "nr": {
        "sq": ("nr$", "rendor$"),
        "sr": ("br$", "rb$", "r$", "r.br$", "rbr$", "redni$"),
        "en": ("no$", "number$"),
    },
    "action": {
        "sq": ("veprimi", "veprimet", "aktivitet", "masa$", "masat$"),
        "sr": ("aktivnost", "mera$", "mere$", "radnja$"),
        "en": ("action$", "actions$", "activit", "measure"),
    },
    "deadline": {
        "sq": ("afat",),
        "sr": ("rok$", "rokovi$", "vremenski"),
        "en": ("deadline", "timeline", "timeframe", "due$"),
    },
    "budget": {"sq": ("buxhet",), "sr": ("budzet",), "en": ("budget",)},
    "cost": {"sq": ("kosto",), "sr": ("trosk", "trosak"), "en": ("cost",)},
    "funding": {
        "sq": ("burim", "financim"),
        "sr": ("izvor", "finansiranj"),
        "en": ("source", "funding", "financing"),
    },
    "institution": {
        "sq": ("institucion", "udheheq"),
        "sr": ("institucij", "vodec", "nosilac", "nosioc", "organ$"),
        "en": ("institution", "lead$", "responsible"),
    },
    "support": {"sq": ("mbeshtetes",), "sr": ("podrzav", "podrsk"), "en": ("support",)},
    "output": {
        "sq": ("produkt", "rezultat"),
        "sr": ("proizvod", "rezultat", "ishod"),
        "en": ("output", "result", "product"),
    },
    "documents": {
        "sq": ("dokument", "referente", "referenc"),
        "sr": ("dokument", "pozivanj", "referent", "referenc"),
        "en": ("document", "reference"),
    },
    "verification": {"sq": ("verifik",), "sr": ("verifik", "provere$"), "en": ("verif",)},
    "notes": {
        "sq": ("koment", "verejtj", "shenim"),
        "sr": ("napomen", "komentar"),
        "en": ("comment", "remark", "notes$"),
    },
    "year": {
        "sq": ("viti$", "vitit$", "vitin$"),
        "sr": ("godina$", "god$", "godine$", "godinu$", "godini$"),
        "en": ("year$", "years$"),
    },
    "baseline": {
        "sq": ("vlera$", "baze$", "baza$"),
        "sr": ("polazn", "bazn", "pocetn", "osnovn"),
        "en": ("baseline",),
    },
    "target": {"sq": ("synimi",), "sr": ("ciljn",), "en": ("target",)},
    "interim": {
        "sq": ("perkohsh", "ndermjetem", "mesem$", "mesme$"),
        "sr": (
            "prelazn",
            "privremen",
            "medjuciljn",
            "meduciljn",
            "medjuvrednost",
            "meduvrednost",
            "srednji$",
        ),
        "en": ("interim$", "intermediate$", "milestone", "mid-term$", "midterm$", "middle$", "halfway$"),
    },
    "plan": {"sq": ("plani$", "planin$", "planit$"), "sr": ("plan$", "plana$"), "en": ("plan$",)},
    "capital": {"sq": ("kapital",), "sr": ("kapital",), "en": ("capital",)},
    "recurrent": {"sq": ("rrjedhes",), "sr": ("tekuc",), "en": ("recurrent", "current$")},
    "ongoing": {
        "sq": ("vazhdim", "vazhduesh"),
        "sr": ("kontinuiran", "stalno$", "trajno$"),
        "en": ("continu", "ongoing", "permanent"),
    },
    "quarter": {
        "sq": ("tremujor",),
        "sr": ("tromesec", "kvartal"),
        "en": ("quarter",),
    },
    "half": {
        "sq": ("gjashtemujor", "gjysm", "semest"),
        "sr": ("polugod", "polovin"),
        "en": ("half$", "semest"),
    },
}

MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "sq": (
        "janar", "shkurt", "mars$", "prill", "maj$", "qershor",
        "korrik", "gusht", "shtator", "tetor", "nentor", "dhjetor",
    ),
    "sr": (
        "januar", "februar", "mart$", "april", "maj$", "jun$",
        "jul$", "avgust", "septemb", "oktob", "novemb", "decemb",
    ),
    "en": (
        "january", "february", "march", "april", "may$", "june",
        "july", "august", "september", "october", "november", "december",
    ),
}  # fmt: skip

ACTION_PLAN: Final[Mapping[str, str]] = {"sq": "Plani i veprimit", "sr": "Akcioni plan", "en": "Action plan"}

ADMIN_SHORT: Final = frozenset({"ka", "ac", "at"})

OPEN_WORDS: Final = frozenset(
    [
        "its",
        "their",
        "i",
        "e",
        "te",
        "se",
        "dhe",
        "ose",
        "per",
        "ne",
        "nga",
        "me",
        "prej",
        "mbi",
        "sipas",
        "gjate",
        "pas",
        "deri",
        "a",
        "nen",
        "mes",
        "tek",
        "te",
        "u",
        "na",
        "za",
        "prema",
        "i",
        "o",
        "od",
        "do",
        "sa",
        "iz",
        "ili",
        "po",
        "kao",
        "kroz",
        "pri",
        "uz",
        "radi",
        "putem",
        "koji",
        "koja",
        "koje",
        "of",
        "the",
        "and",
        "or",
        "for",
        "in",
        "on",
        "to",
        "with",
        "by",
        "from",
        "at",
        "an",
        "a",
        "under",
        "between",
        "through",
        "into",
        "that",
        "which",
    ]
)
"""Function words: a cell does not end with one, and a name runs on over it."""

AT_LEAST: Final = frozenset(
    {
        "paku", "pakte", "rreth", "minimum", "najmanje", "barem", "oko", "preko", "vise", "least", "about",
        "approximately", "over", "than",
    }
)  # fmt: skip
"""Words in front of a number that say how exact it is: ``at least 18``."""
UNPRICED: Final = frozenset(
    {
        "sipas nevojes", "sipas kerkeses", "do te percaktohet", "pa percaktuar", "po potrebi",
        "prema potrebi", "bice odredeno", "bice utvrdeno", "naknadno", "as needed", "as required",
        "to be determined", "to be decided", "tbd", "tbc",
    }
)  # fmt: skip
"""What stands in a cell of the budget instead of an amount."""
PERIODS: Final = ("periudh", "period")
"""Words behind which the first and last year of a period stand."""
CONJUNCTIONS: Final = frozenset({"dhe", "ose", "i", "ili", "and", "or"})

REMARKS: Final = frozenset(
    {
        "shih", "shiko", "shenim", "vazhdim", "vazhdon", "videti", "vidi", "vidjeti", "pogledati", "napomena",
        "nastavak", "see", "note", "continued", "continues",
    }
)  # fmt: skip
"""First words of remarks, which begin no reference and no name: "see also", "continued"."""

PAGE_WORDS: Final = ("page", "faqe", "faqja", "strana", "stranica", "str", "fq")
NOT_APPLICABLE: Final = frozenset({"n/a", "n.a", "n / a"})
"""What stands in a cell that holds nothing."""
