"""The same register through other tools: what a hospital's own programmer would reach for (extra ``bench``)."""

import re
import sqlite3
from pathlib import Path
from typing import Any

from register import LAYERS, SUPPLIERS

_FIELDS = [
    "equipment",
    "layer",
    "product",
    "model",
    "version",
    "functions",
    "supplier",
    "listed",
    "quantity",
    "end_of_support",
    "parent",
]


def calamine(path: Path) -> int:
    """Nothing but reading: every sheet into Python lists."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def pandas(path: Path, store: Path) -> int:
    """``read_excel`` and ``to_sql``: no validation, no comparison."""
    from pandas import read_excel

    frame = read_excel(path, sheet_name="構成設備")
    with sqlite3.connect(store) as connection:
        frame.to_sql("component", connection, index=False)
    return len(frame)


def frictionless(path: Path) -> set[tuple[int, str]]:
    """``validate`` with a schema that knows what our sheet knows; the cells it finds wrong."""
    from frictionless import Resource, Schema, fields
    from frictionless.formats import ExcelControl
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    headers = [str(cell.value) for cell in next(book["構成設備"].iter_rows(max_row=1))]
    book.close()
    known: dict[str, Any] = {
        "層": fields.StringField(name="層", constraints={"enum": LAYERS}),
        "製品名": fields.StringField(name="製品名", constraints={"required": True}),
        "供給者": fields.StringField(name="供給者", constraints={"enum": SUPPLIERS}),
        "数量": fields.IntegerField(name="数量", constraints={"minimum": 0}),
        "サポート終了日": fields.DateField(name="サポート終了日", format="any"),
    }
    schema = Schema(fields=[known.get(name, fields.AnyField(name=name)) for name in headers])
    resource = Resource(
        path=str(path.name), basepath=str(path.parent), schema=schema, control=ExcelControl(sheet="構成設備")
    )
    report = resource.validate(limit_errors=100_000)
    found = report.flatten(["rowNumber", "fieldNumber", "type"])
    return {(row, "ABCDEFGHIJKLMNOPQRSTUVWX"[field - 1]) for row, field, _ in found if row and field}


class DjangoTable:
    """A Django model of the sheet in a database of its own, and django-import-export's bulk import into it."""

    def __init__(self, store: Path) -> None:
        import django
        from django.conf import settings

        if not settings.configured:
            databases = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(store)}}
            settings.configure(DATABASES=databases, INSTALLED_APPS=["import_export"], USE_TZ=True)
            django.setup()
        from django.db import connection, models
        from import_export import fields, resources

        said = {name: models.TextField(null=True) for name in _FIELDS}
        said |= {"quantity": models.IntegerField(null=True), "end_of_support": models.DateField(null=True)}
        said |= {f"spare{n:02}": models.TextField(null=True) for n in range(1, 14)}
        meta = type("Meta", (), {"app_label": "import_export", "db_table": "component"})
        name = f"Component{re.sub('[^0-9a-z]', '', store.parent.name.lower())}"
        self.model: Any = type(name, (models.Model,), {**said, "Meta": meta, "__module__": __name__})
        from register import HEADERS, SPARE

        columns = dict(zip([*_FIELDS, *(f"spare{n:02}" for n in range(1, 14))], [*HEADERS, *SPARE], strict=True))
        shown = {
            attribute: fields.Field(attribute=attribute, column_name=header, widget=self._widget(attribute))
            for attribute, header in columns.items()
        }
        options = {
            "model": self.model,
            "use_bulk": True,
            "batch_size": 1000,
            "skip_unchanged": True,
            "report_skipped": False,
            "skip_diff": True,
            "import_id_fields": ("product", "model"),
            "fields": tuple(columns),
        }
        self._resource = type("Register", (resources.ModelResource,), {**shown, "Meta": type("Meta", (), options)})
        with connection.schema_editor() as editor:
            editor.create_model(self.model)

    @staticmethod
    def _widget(attribute: str) -> Any:
        from import_export import widgets

        if attribute == "quantity":
            return widgets.IntegerWidget()
        return widgets.DateWidget() if attribute == "end_of_support" else widgets.CharWidget()

    def load(self, path: Path) -> dict[str, int]:
        """Import the sheet; how many rows were new, updated, skipped."""
        from tablib import Dataset

        data = Dataset()
        data.load(path.read_bytes(), format="xlsx")  # the first sheet
        result = self._resource().import_data(data, dry_run=False, use_transactions=True, raise_errors=True)
        return dict(result.totals)
