"""Files that should be opened with care are marked by their name and by their bytes."""

import io
import zipfile

import pytest

from lyhord.cases.dangers import danger_of, without_direction_marks

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("kvitto.pdf", b"%PDF-1.7", ""),
        ("bild.jpg", b"\xff\xd8\xff\xe0", ""),
        ("brev.docx", zipped("word/document.xml"), ""),
        ("gammalt.doc", OLD_OFFICE, ""),
        ("anteckning", b"MYCKET text", ""),
        ("", b"", ""),
        ("spel.exe", b"", "program"),
        ("SPEL.EXE", b"", "program"),
        ("spel", b"MZ\x90\x00", "program"),
        ("verktyg", b"\x7fELF\x02", "program"),
        ("paket.jar", zipped("META-INF/MANIFEST.MF"), "program"),
        ("kör.ps1", b"Get-Item", "script"),
        ("sida.html", b"<html>", "script"),
        ("bild.svg", b"<svg/>", "script"),
        ("kör", b"#!/bin/sh", "script"),
        ("genväg.lnk", b"L\x00\x00\x00\x01\x14\x02\x00", "script"),
        ("kalkyl.xlsm", zipped("xl/workbook.xml"), "macro"),
        ("brev.docx", zipped("word/vbaProject.bin"), "macro"),
        ("gammalt.doc", OLD_OFFICE + b"_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00E\x00C\x00T\x00", "macro"),
        ("faktura.pdf.exe", b"", "disguised"),
        ("faktura.pdf      .exe", b"", "disguised"),
        ("faktura.pdf.exe. ", b"", "disguised"),
        ("kvitto.pdf", b"MZ\x90\x00", "disguised"),
        ("kvitto.pdf", b"  <!DOCTYPE html><html>", "disguised"),
        ("ann\u202egpj.exe", b"", "disguised"),
        ("faktura\u200b.pdf\u200b.exe", b"", "disguised"),
    ],
)
def test_a_file_is_marked_for_what_it_is(filename: str, content: bytes, code: str) -> None:
    assert danger_of(filename=filename, content=content) == code


def test_a_name_is_shown_in_its_true_order() -> None:
    assert without_direction_marks("ann\u202egpj.exe") == "anngpj.exe"
    assert without_direction_marks("\u202e") == "file"
