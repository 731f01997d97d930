"""The styles of a report in Word: a ministry changes them there, and every report of its own follows."""

from __future__ import annotations

from typing import Any, Final

import language

UPRIGHT: Final = 9638
TURNED: Final = 14570
"""What stands between the margins, in twentieths of a point."""


def set_page(section: Any, *, turned: bool) -> None:
    """Make the pages of a section A4, upright or turned."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    sides = (Cm(29.7), Cm(21)) if turned else (Cm(21), Cm(29.7))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = section.footer_distance = Cm(1)


def set_styles(document: Any, width: int) -> None:
    """Set fonts, sizes and colours; ``width`` is that of the text, in twentieths of a point."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor, Twips

    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(5)
    # else the theme's fonts win over the one that is named
    for style in (normal, styles["Title"], *(styles[f"Heading {n}"] for n in (1, 2, 3))):
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), "Arial")
    for n, size in ((1, 16), (2, 12), (3, 10.5)):
        heading = styles[f"Heading {n}"]
        heading.font.size, heading.font.color.rgb = Pt(size), RGBColor(0x1F, 0x4E, 0x79)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.space_before = Pt(size)
        heading.paragraph_format.space_after = Pt(4)
    # as the PDF has it: bold and black, in the middle, without Word's line
    title = styles["Title"]
    title.font.color.rgb, title.font.size, title.font.bold = RGBColor(0, 0, 0), Pt(24), True
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in title.element.xpath("w:pPr/w:pBdr"):
        line.getparent().remove(line)
    styles["Caption"].font.color.rgb = RGBColor(0x33, 0x40, 0x4D)
    for name, size, centred in (("Terren Note", 9, False), ("Terren Cover", 13, True)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.font.size = normal, Pt(size)
        made.font.color.rgb = RGBColor(0x33, 0x40, 0x4D)
        if centred:
            made.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for n, size in ((1, 10), (2, 8.5)):
        entry = styles.add_style(f"toc {n}", WD_STYLE_TYPE.PARAGRAPH)
        entry.element.set(qn("w:styleId"), f"TOC{n}")
        entry.base_style, entry.font.size = normal, Pt(size)
        entry.paragraph_format.left_indent = Pt(14 * (n - 1))
        # a long title leaves the pages their room
        entry.paragraph_format.right_indent = Pt(24)
        entry.paragraph_format.space_after = Pt(0)
        entry.paragraph_format.tab_stops.add_tab_stop(
            Twips(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
    spoken = language.BY_CODE[language.current()].office
    for tag in styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), spoken)
