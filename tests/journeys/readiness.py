from playwright.sync_api import Page

EDITOR = "#panel-reply trix-editor"
_IS_READY = """selector => !document.querySelector(".htmx-added, .htmx-settling, .htmx-swapping, [aria-busy=true]")
  && document.querySelector(selector)?.editor"""


def await_desk(page: Page) -> None:
    """Wait until the open case is in place and its editor takes letters: nobody types within a frame of seeing it."""
    page.wait_for_function(_IS_READY, arg=EDITOR)
