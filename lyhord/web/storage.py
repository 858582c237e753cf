from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

from lyhord.web.assets import BUNDLE, source_of, stylesheets


class StaticStorage(ManifestStaticFilesStorage):
    """Static files under names that carry their hash, with all stylesheets joined to one.

    The joined sheet lies beside ``base.css`` so that its relative addresses stay true.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002 -- Django's signature
        if not dry_run:
            self._join_stylesheets()
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)

    def _join_stylesheets(self) -> None:
        if self.exists(BUNDLE):
            self.delete(BUNDLE)
        joined = "\n".join(source_of(name).read_text(encoding="utf-8") for name in stylesheets())
        self.save(BUNDLE, ContentFile(joined.encode()))
