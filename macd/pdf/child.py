"""The rendering process: the only importer of WeasyPrint.

Run as a script, never imported: it reads jobs from standard input and answers on standard output.
Each job is rendered in a fork of its own, so that a job that eats memory, hangs or crashes takes
nothing else with it, and no job can leave anything behind for the next.
"""

import base64
import contextlib
import gc
import json
import os
import re
import resource
import select
import shutil
import signal
import struct
import sys
import time
import unicodedata
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pydyf
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Attachment
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

# Started on its own, it finds the project behind all that is installed.
sys.path.append(str(Path(__file__).parents[2]))

from runtime.frames import roomy

DONE, FAILED = b"D", b"F"
# White space with a line's end in it, between two tags, only indents the page's source; left in,
# it would be a box for the layout wherever it stands.
INDENTATION = re.compile(r">\s*\n\s*<")
IDLE_SECONDS = 600
NICENESS = 5

# The identifier of PDF/UA in the metadata WeasyPrint writes for PDF/A, so that one file is both,
# with the description of its schema that PDF/A asks for (ISO 19005-3, 6.6.2.3).
UA_IDENTIFIER = b"""<rdf:Description rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


# A picture before the first job: what reads pictures is loaded once, and not by each fork.
DOT = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR42mNoAAAAggCB6t8A6wAAAABJRU5ErkJggg=="
)
BASE_COUNTERS = CounterStyle()
BASE = CSS(Path(__file__).with_name("base.css"), counter_style=BASE_COUNTERS)


class Page(HTML):  # type: ignore[misc]
    """An HTML page under the base stylesheet of ours instead of the library's."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [BASE]

    def _ua_counter_style(self) -> list[CounterStyle]:
        return [BASE_COUNTERS.copy()]


def main() -> None:
    """Render job after job until the caller goes away or has nothing to do for long."""
    give_way()
    try:
        serve()
    except BrokenPipeError:
        # The caller was ended while we worked for it.
        pass
    finally:
        # Whoever started us may be gone: nobody else would clear away what is in here.
        shutil.rmtree(os.getcwd(), ignore_errors=True)


def give_way() -> None:
    """Let people's pages go first where there is not enough for both; alone, nothing is slower."""
    os.nice(NICENESS)
    # Where Linux shares time among sessions first, this is what counts.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))


def serve() -> None:
    """Answer jobs until there are none."""
    know_page_references_once()
    drawn = drawable()
    Page(string=f"<p>Warm <img src={DOT} alt=dot>").write_pdf()
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        header = sys.stdin.buffer.read(8)
        if len(header) < 8:
            return
        [length] = struct.unpack(">Q", header)
        job = json.loads(sys.stdin.buffer.read(length))
        status, answer = render_apart(job, drawn)
        sys.stdout.buffer.write(status + struct.pack(">Q", len(answer)) + answer)
        sys.stdout.buffer.flush()


def render_apart(job: dict[str, Any], drawn: frozenset[int]) -> tuple[bytes, bytes]:
    """Render in a fork within the job's limits; return DONE and the PDF, or FAILED and why."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        render_and_leave(job, drawn, writer)
    os.close(writer)
    answer, in_time = read_until(reader, time.monotonic() + job["seconds"] * job["patience"])
    os.close(reader)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not in_time or status == -signal.SIGXCPU:
        return FAILED, b"it took too long"
    if status < 0:
        return FAILED, b"the renderer was stopped by signal %d" % -status
    return (DONE, answer) if status == 0 else (FAILED, answer or b"it left without a word")


def read_until(reader: int, deadline: float) -> tuple[bytes, bool]:
    """Read to the end; tell whether that was reached before the deadline."""
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reader], [], [], left)[0]:
            break
        part = os.read(reader, 1 << 20)
        if not part:
            return b"".join(parts), True
        parts.append(part)
    return b"", False


def render_and_leave(job: dict[str, Any], drawn: frozenset[int], writer: int) -> None:
    """Limit this fork, render, write the PDF (or what went wrong) and end the fork."""
    status = 1
    try:
        # The fork ends with its one job: looking for what could be thrown away costs more than it
        # gives.
        gc.disable()
        for limit, soft, hard in (
            (resource.RLIMIT_AS, job["memory"], job["memory"]),
            (resource.RLIMIT_CPU, job["seconds"], job["seconds"] + 1),
            (resource.RLIMIT_FSIZE, 0, 0),
            (resource.RLIMIT_CORE, 0, 0),
        ):
            resource.setrlimit(limit, (soft, hard))
        answer = render(job, drawn)
        status = 0
    except MemoryError:
        answer = b"it needs too much memory"
    # Whatever a document makes the renderer raise, the caller is told and the fork ends.
    except BaseException as error:
        answer = f"{type(error).__name__}: {error}"[:500].encode(errors="replace")
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(status)


@roomy
def render(job: dict[str, Any], drawn: frozenset[int]) -> bytes:
    """Return the PDF (PDF/A-3a and PDF/UA-1) of a job; the same job gives the same bytes."""
    # Font tools write this time into subset fonts.
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    html = Page(
        string=spelled_out(INDENTATION.sub("><", job["html"]), drawn),
        # Nothing is fetched, neither from the network nor from files: a page that names anything
        # outside itself is refused.
        url_fetcher=URLFetcher(
            allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True
        ),
    )
    created = datetime.fromisoformat(job["created"])
    attachments = [
        Attachment(
            string=base64.b64decode(each["content"]),
            name=each["name"],
            description=each["description"],
            relationship="Data",
            created=created,
            modified=created,
        )
        for each in job["attachments"]
    ]
    pdf = html.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
        pdf_identifier=job["identifier"].encode(),
        attachments=attachments,
        font_config=FontConfiguration(),
        finisher=add_ua_identifier,
    )
    return bytes(pdf or b"")


def add_ua_identifier(_document: Any, pdf: pydyf.PDF) -> None:
    """Say in the metadata that the file is PDF/UA-1 beside PDF/A-3a."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            metadata = b"".join(
                part if isinstance(part, bytes) else part.encode() for part in item.stream
            )
            # Uncompressed, so that the verification code in it can be read off a damaged file.
            item.compress = False
            item.stream = [metadata.replace(b"</rdf:RDF>", UA_IDENTIFIER + b"</rdf:RDF>", 1)]


def know_page_references_once() -> None:
    """Keep the list of a PDF's pages, which the library makes anew for each of its elements."""
    listed = pydyf.PDF.page_references.fget

    def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
        pages = len(pdf.pages["Kids"])
        known: tuple[int, tuple[bytes, ...]] = getattr(pdf, "_known_pages", (0, ()))
        if known[0] != pages:
            known = pdf._known_pages = (pages, listed(pdf))
        return known[1]

    pydyf.PDF.page_references = property(page_references)


def drawable() -> frozenset[int]:
    """Return the characters that the document's font can draw and that everybody can see."""
    font = files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf"
    with TTFont(str(font)) as regular:
        known = regular.getBestCmap().keys()
    visible = (code for code in known if unicodedata.category(chr(code)) not in {"Cc", "Cf"})
    return frozenset((*visible, *map(ord, "\t\n\r")))


def spelled_out(text: str, drawn: frozenset[int]) -> str:
    """Write characters that cannot be drawn, or not be seen, as their number.

    A glyph missing from the font would break PDF/A, and an invisible sign could turn what a
    signatory reads into something else.
    """
    return "".join(
        character if ord(character) in drawn else f"[U+{ord(character):04X}]"
        for character in unicodedata.normalize("NFC", text)
    )


if __name__ == "__main__":
    main()
