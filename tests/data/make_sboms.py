"""SBOMs of one invented product, written by the formats' own libraries; and a big one. Made when a test asks."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

PRODUCT = "ほくと電子カルテ（架空）"
MADE = datetime(2027, 10, 1, 9, 0, tzinfo=UTC)
OS_CPE = "cpe:2.3:o:example:linux:9.1:*:*:*:*:*:*:*"


def cyclonedx(path: Path, version: SchemaVersion, form: OutputFormat) -> Path:
    """The product, its operating system and server part at the top; the part's library and that one's library below."""
    bom = Bom()
    bom.metadata.timestamp = MADE
    product = Component(name=PRODUCT, version="5.0", type=ComponentType.APPLICATION, bom_ref="product")
    system = Component(
        name="例示リナックス",
        version="9.1",
        type=ComponentType.OPERATING_SYSTEM,
        bom_ref="os",
        cpe=OS_CPE,
        supplier=OrganizationalEntity(name="株式会社リナックス例"),
    )
    server = Component(
        name="api-server", version="2.3", type=ComponentType.APPLICATION, bom_ref="api", publisher="北斗"
    )
    outer = Component(
        group="org.example",
        name="log-core",
        version="1.2",
        bom_ref="log",
        purl=PackageURL("maven", "org.example", "log-core", "1.2"),
    )
    inner = Component(name="zip", version="3.0", bom_ref="zip", purl=PackageURL("generic", None, "zip", "3.0"))
    bom.metadata.component = product
    for component in (system, server, outer, inner):
        bom.components.add(component)
    bom.register_dependency(product, [system, server])
    bom.register_dependency(server, [outer])
    bom.register_dependency(outer, [inner])
    path.write_text(make_outputter(bom, form, version).output_as_string(), encoding="utf-8")
    return path


def spdx2(path: Path) -> Path:
    """The same as SPDX 2.3, in the form that the name's ending says (.json, .spdx)."""
    from spdx_tools.spdx.model import (
        Actor,
        ActorType,
        CreationInfo,
        Document,
        ExternalPackageRef,
        ExternalPackageRefCategory,
        Package,
        PackagePurpose,
        Relationship,
        RelationshipType,
    )
    from spdx_tools.spdx.model.spdx_no_assertion import SpdxNoAssertion
    from spdx_tools.spdx.writer.write_anything import write_file

    def package(ref: str, name: str, version: str, purpose: Any, supplier: Any = None, **refs: str) -> Package:
        category = {"purl": "PACKAGE_MANAGER", "cpe23Type": "SECURITY"}
        found = [
            ExternalPackageRef(ExternalPackageRefCategory[category[kind]], kind, locator)
            for kind, locator in refs.items()
        ]
        return Package(
            f"SPDXRef-{ref}",
            name,
            SpdxNoAssertion(),
            version=version,
            supplier=supplier or SpdxNoAssertion(),
            files_analyzed=False,
            external_references=found,
            primary_package_purpose=purpose,
        )

    purpose = PackagePurpose
    maker = Actor(ActorType.ORGANIZATION, "株式会社リナックス例", "sbom@example.jp")
    packages = [
        package("product", PRODUCT, "5.0", purpose.APPLICATION),
        package("os", "例示リナックス", "9.1", purpose.OPERATING_SYSTEM, maker, cpe23Type=OS_CPE),
        package("api", "api-server", "2.3", purpose.APPLICATION, Actor(ActorType.ORGANIZATION, "北斗")),
        package("log", "org.example/log-core", "1.2", purpose.LIBRARY, purl="pkg:maven/org.example/log-core@1.2"),
        package("zip", "zip", "3.0", purpose.LIBRARY, purl="pkg:generic/zip@3.0"),
    ]
    kind = RelationshipType
    relations = [
        Relationship("SPDXRef-DOCUMENT", kind.DESCRIBES, "SPDXRef-product"),
        Relationship("SPDXRef-product", kind.CONTAINS, "SPDXRef-os"),
        Relationship("SPDXRef-api", kind.DEPENDENCY_OF, "SPDXRef-product"),
        Relationship("SPDXRef-api", kind.DEPENDS_ON, "SPDXRef-log"),
        Relationship("SPDXRef-log", kind.DEPENDS_ON, "SPDXRef-zip"),
    ]
    creator = [Actor(ActorType.TOOL, "invented")]
    about = CreationInfo(
        "SPDX-2.3", "SPDXRef-DOCUMENT", "doc", "https://example.jp/1", creator, MADE.replace(tzinfo=None)
    )
    write_file(Document(about, packages, relationships=relations), str(path), validate=False)
    return path


def spdx3(path: Path) -> Path:
    """The same as SPDX 3.0 JSON-LD, as its specification has it (no library here writes the final form)."""
    about = {"creationInfo": "_:made"}

    def package(ref: str, name: str, version: str, purpose: str, **more: object) -> dict[str, object]:
        said = {"software_packageVersion": version, "software_primaryPurpose": purpose, **more}
        return {"type": "software_Package", "spdxId": f"urn:x:{ref}", "name": name, **said, **about}

    def relation(n: int, one: str, kind: str, *others: str) -> dict[str, object]:
        ends = {"from": f"urn:x:{one}", "relationshipType": kind, "to": [f"urn:x:{other}" for other in others]}
        return {"type": "Relationship", "spdxId": f"urn:x:r{n}", **ends, **about}

    cpe = [{"type": "ExternalIdentifier", "externalIdentifierType": "cpe23", "identifier": OS_CPE}]
    graph = [
        {"type": "CreationInfo", "@id": "_:made", "specVersion": "3.0.1", "created": MADE.isoformat()},
        {"type": "SpdxDocument", "spdxId": "urn:x:doc", "rootElement": ["urn:x:bom"], **about},
        {"type": "software_Sbom", "spdxId": "urn:x:bom", "rootElement": ["urn:x:product"], **about},
        {"type": "Organization", "spdxId": "urn:x:linux", "name": "株式会社リナックス例", **about},
        {"type": "Organization", "spdxId": "urn:x:hokuto", "name": "北斗", **about},
        package("product", PRODUCT, "5.0", "application"),
        package("os", "例示リナックス", "9.1", "operatingSystem", suppliedBy="urn:x:linux", externalIdentifier=cpe),
        package("api", "api-server", "2.3", "application", suppliedBy="urn:x:hokuto"),
        package(
            "log", "org.example/log-core", "1.2", "library", software_packageUrl="pkg:maven/org.example/log-core@1.2"
        ),
        package("zip", "zip", "3.0", "library", software_packageUrl="pkg:generic/zip@3.0"),
        relation(1, "product", "contains", "os"),
        relation(2, "product", "dependsOn", "api"),
        relation(3, "api", "dependsOn", "log"),
        relation(4, "log", "dependsOn", "zip"),
    ]
    context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
    path.write_text(json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False), encoding="utf-8")
    return path


def written(path: Path, components: list[dict[str, Any]], **more: object) -> Path:
    """A CycloneDX file of these components, written by hand."""
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components, **more}
    path.write_text(json.dumps(bom, ensure_ascii=True), encoding="utf-8")
    return path
