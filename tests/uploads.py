"""Files as people and attackers upload them, made in memory: PDFs line by line, scans, archives, Office files."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx
import pypdfium2
from pypdf import PdfReader, PdfWriter

PdfLine = tuple[float, float, float, str]  # x, y, points, text
_ESCAPES = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def shown(lines: Sequence[PdfLine]) -> bytes:
    """What draws lines of text; text in Windows-1252."""
    return "".join(
        f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text.translate(_ESCAPES)}) Tj ET\n" for x, y, size, text in lines
    ).encode("cp1252")


def assemble(objects: Sequence[bytes]) -> bytes:
    """A PDF file of numbered objects, the first of which is the catalogue."""
    out = b"%PDF-1.4\n"
    offsets: list[int] = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    if packed:
        data, entries = zlib.compress(data, 9), entries + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def pdf_of(contents: Sequence[bytes], *, packed: bool = False, resources: bytes = b"", page: bytes = b"") -> bytes:
    """A PDF whose pages draw these contents, with a font /F1; ``page`` are more entries of every page."""
    objects: list[bytes] = [b"", b"", _FONT]
    kids: list[str] = []
    for content in contents:
        objects.append(stream(content, packed=packed))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>%s>>>>"
            % (page, len(objects), resources)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return assemble(objects)


def make_pdf(pages: Sequence[Sequence[PdfLine]]) -> bytes:
    """A PDF with one text-showing operation a line."""
    return pdf_of([shown(lines) for lines in pages])


def paragraph_pdf(*pages: str) -> bytes:
    """A PDF with a page for each text, its lines below each other."""
    return make_pdf(
        [[(60.0, 760.0 - 14 * at, 11.0, line) for at, line in enumerate(page.split("\n"))] for page in pages]
    )


def scan(data: bytes, *, stamp: str = "", rotated: bool = False) -> bytes:
    """A PDF as a scanner makes it: each page of another one as an image, perhaps with a stamp as text."""
    objects: list[bytes] = [b"", b"", _FONT]
    kids: list[str] = []
    with pypdfium2.PdfDocument(data) as document:
        for at in range(len(PdfReader(io.BytesIO(data)).pages)):
            bitmap = document[at].render(scale=200 / 72, grayscale=True)
            wide, high = bitmap.width, bitmap.height
            rows = bytes(bitmap.buffer)
            pixels = b"".join(rows[row * bitmap.stride : row * bitmap.stride + wide] for row in range(high))
            entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (
                wide, high,
            )  # fmt: skip
            objects.append(stream(pixels, entries, packed=True))
            image = len(objects)
            text = shown([(400, 820, 8, stamp)]) if stamp else b""
            place = b"q 0 842 -595 0 595 0 cm /S Do Q " if rotated else b"q 595 0 0 842 0 0 cm /S Do Q "
            objects.append(stream(place + text))
            box, turn = (b"0 0 595 842", b"/Rotate 90") if rotated else (b"0 0 595 842", b"")
            objects.append(
                b"<</Type/Page/Parent 2 0 R/MediaBox[%s]%s/Contents %d 0 R"
                b"/Resources<</Font<</F1 3 0 R>>/XObject<</S %d 0 R>>>>>>" % (box, turn, len(objects), image)
            )
            kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return assemble(objects)


def encrypted(data: bytes, password: str) -> bytes:
    """A PDF that opens with a password only, or (with '') one that only forbids changes."""
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner_password="eigenaar", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def make_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_docx(*paragraphs: str) -> bytes:
    """A Word document."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed_zip(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """An archive or Office file with parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return make_zip({name: archive.read(name) for name in archive.namelist()} | dict(changes))


def with_macros(document: bytes) -> bytes:
    """A Word document as a .docm file."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        types = archive.read("[Content_Types].xml")
    types = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return changed_zip(document, {"[Content_Types].xml": types, "word/vbaProject.bin": b"macro"})


_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def slide_shape(text: str, placeholder: str = "") -> str:
    """A shape with paragraphs, one a line; ``placeholder`` is its role ("title", "sldNum")."""
    role = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    body = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f"<p:sp><p:nvSpPr><p:nvPr>{role}</p:nvPr></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"


def make_pptx(slides: Sequence[str], notes: Mapping[int, str] | None = None) -> bytes:
    """A presentation whose slides hold these shapes; the files are numbered against the order of showing."""

    def relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
        body = "".join(
            f'<Relationship Id="{key}" Type="{_OFFICE_RELATION}/{kind}" Target="{target}"/>'
            for key, (kind, target) in targets.items()
        )
        return f'<Relationships xmlns="{_RELATIONS}">{body}</Relationships>'.encode()

    count = len(slides)
    order = "".join(f'<p:sldId id="{256 + at}" r:id="r{at}"/>' for at in range(count))
    files = {
        "[Content_Types].xml": b"<Types/>",
        "ppt/presentation.xml": f"<p:presentation {_P} {_R}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>".encode(),
        "ppt/_rels/presentation.xml.rels": relations(
            {f"r{at}": ("slide", f"slides/slide{count - at}.xml") for at in range(count)}
        ),
    }
    for at, shapes in enumerate(slides):
        number = count - at
        files[f"ppt/slides/slide{number}.xml"] = (
            f"<p:sld {_A} {_P}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>".encode()
        )
        if notes and at in notes:
            files[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(
                {"n": ("notesSlide", f"../notesSlides/notes{number}.xml")}
            )
            files[f"ppt/notesSlides/notes{number}.xml"] = (
                f"<p:notes {_A} {_P}><p:cSld><p:spTree>{slide_shape(notes[at])}</p:spTree></p:cSld></p:notes>".encode()
            )
    return make_zip(files)


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "presentation": "presentation",
    }.items()
)  # fmt: skip


def make_odf(kind: str, body: str, styles: str = "") -> bytes:
    """An OpenDocument file; ``kind`` is "text", "spreadsheet" or "presentation"."""
    content = (
        f"<office:document-content {_NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return make_zip(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": content.encode()}
    )
