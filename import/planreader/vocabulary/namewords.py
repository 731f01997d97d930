"""Words that references, outputs and the names of bodies begin with; folded, in three languages."""

from __future__ import annotations

from typing import Final

DOCUMENT_KINDS: Final = (
    "ligj", "rregullor", "plani$", "planin$", "strategj", "program", "marrevesh", "pakti", "udhezim",
    "vendim", "memorand", "kushtetut", "koncept", "raport", "analiz", "procedur", "manual", "korniz",
    "agjend", "kod$", "kodi$", "protokoll", "zakon", "pravilnik", "uredb", "plan$", "strateg",
    "sporazum", "uputstv", "odluk", "ustav", "izvestaj", "povelj", "protokol", "smernic", "okvir",
    "agend", "law$", "regulation", "strategy", "programme", "agreement", "instruction", "decision",
    "constitution", "report", "act$", "directiv", "direktiv", "compact", "charter", "guideline", "code$",
    "convention", "framework", "agenda", "konvent", "konvenc", "studim", "studij", "study$", "studies$",
    "profil", "stabilisation", "stabilization", "rezolut", "rezoluc", "statut",
)  # fmt: skip
"""First words of what plans refer to: laws, regulations, strategies, plans."""

DONE: Final = (
    "publikuar", "miratuar", "hartuar", "shperndare", "aprovuar", "nenshkruar", "trajnuar", "mbajtur",
    "realizuar", "funksionale$", "instaluar", "objavljen", "usvojen", "izradjen", "izraden", "podeljen",
    "odobren", "potpisan", "odrzan", "obucen", "sproveden", "funkcionaln", "published", "adopted",
    "approved", "drafted", "signed", "distributed", "trained", "held$", "conducted", "operational$",
    "functional$", "funksional$", "themeluar", "krijuar", "ndertuar", "pajisur", "uspostavljen", "izgradjen",
    "izgraden", "nabavljen", "established", "installed", "built$", "equipped",
)  # fmt: skip
"""What outputs say of themselves, and names of documents do not."""

SHORT_DOCUMENTS: Final = frozenset(
    ["UA", "AU", "AI", "KASH", "MTEF", "SOR", "MSA", "SAA", "SSP", "PKZMSA", "NPISAA", "SKZH", "NDS"]
)
"""Short forms of what plans refer to: administrative instructions, the expenditure framework, agreements."""

BODY_KINDS: Final = (
    "ministri", "agjenci", "institut", "inspektorat", "universitet", "keshill", "komision", "zyra$", "zyre",
    "drejtori", "departament", "banka$", "banke", "fondi$", "fondacion", "fondit$", "qeveri", "kuvend",
    "polici", "gjykat", "prokurori", "akademi", "qendra$", "qendres$", "oda$", "odat$", "shoqeri", "komuna",
    "rrjeti$", "organizat", "ambasad", "shoqat", "asociacion", "sekretariat", "donator", "donacion",
    "ministarst", "agencij", "univerzitet", "savet$", "saveta$", "komisij", "kancelarij", "uprava$",
    "uprave$", "direkcij", "odeljenj", "fond$", "fonda$", "fondacij", "vlada$", "vlade$", "skupstin",
    "policij", "sud$", "suda$", "tuzilas", "centar$", "centra$", "komora$", "komore$", "drustvo$", "opstin",
    "mreza$", "organizacij", "udruzenj", "savez$", "sekretarijat", "ministry", "agency", "institute$",
    "inspectorate", "university", "council", "commission", "office$", "directorate", "department", "bank$",
    "fund$", "foundation", "government", "assembly", "police$", "court", "prosecut", "academy", "centre$",
    "center$", "chamber", "society$", "municipalit", "network$", "organisation", "organization", "embassy",
    "association", "secretariat", "authority$", "donor", "ojq$", "nvo$", "ngo$",
    "fakultet", "faculty", "sherbimi$", "sluzba$", "sluzbe$", "service$", "zavod", "ombuds", "avokati$",
    "kabinet", "federat", "federacij", "autoritet", "trupa$", "klinik", "spital", "bolnic", "hospital",
    "inspekcij", "kolegj", "union$", "unija$", "sindikat", "kooperativ", "zadrug", "cooperative",
)  # fmt: skip
"""First words of names of those who pay and carry out: ministries, agencies, banks, councils."""

PAYING: Final = (
    "donator", "donacion", "donacij", "donor", "buxhet", "budzet", "budget", "grant", "kredi", "kredit",
    "zajam", "zajm", "loan", "huamarrj", "vetefinancim", "fond", "bank", "ambasad", "embass",
    "austr", "zvic", "svajc", "swiss", "gjerman", "nemack", "german", "norve", "norw", "suedez", "sveds",
    "swed", "holand", "dutch", "netherl", "finland", "danez", "danish", "dansk", "japon", "japan", "turq",
    "tursk", "turkish", "amerik", "americ", "luksemb", "luxemb", "cesk", "czech", "britan", "british",
    "evropian", "evropsk", "european", "boteror", "svetsk", "world", "helvetas", "caritas", "karitas",
)  # fmt: skip
"""Words of the names of sources of funding, whoever they are: donors and the countries that they come from,
the budget, grants, loans, funds."""

COUNTRY: Final = ("kosov", "republik", "republic")
"""What the names of many bodies have in common."""

CARRYING: Final = (
    "ministri", "ministarst", "ministry", "agjenci", "agencij", "agency", "inspektorat", "inspectorate",
    "universitet", "univerzitet", "university", "drejtori", "direkcij", "directorate",
    "fakultet", "faculty", "polici", "police", "inspekcij", "komor", "chamber",
    "opstine", "komunat", "municipalities", "akademi", "academy", "gjykat", "court", "prokuror",
    "prosecut", "tuzila",
    "ombuds", "avokat", "departament", "department", "odeljenj", "zavod",
)  # fmt: skip
"""First words of public bodies, which carry out and pay for hardly anything but from the budget."""

FIELD_BODIES: Final = (
    "ministri", "agjenci", "drejtori", "departament", "komision", "komitet", "sekretariat",
    "ministarst", "agencij", "uprava$", "uprave$", "direkcij", "odeljenj", "komisij", "sekretarijat",
    "ministry", "agency", "directorate", "department", "commission", "committee", "secretariat",
)  # fmt: skip
"""Those of them whose names list what they are for, with commas: Ministry of Culture, Youth and Sport."""
