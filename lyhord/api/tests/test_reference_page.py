from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import LiveSite


def test_the_reference_is_read_without_sign_in_in_both_widths(
    page: Page, telephone: Page, live_site: LiveSite, assert_accessible: Callable[[Page], None]
) -> None:
    for each in (page, telephone):
        each.goto(live_site.url + "/api/v1/docs#read_case")

        expect(each.locator("#read_case h3")).to_be_in_viewport()
        expect(each.locator("#read_case").get_by_text("cases.see")).to_be_visible()
        assert_accessible(each)
        assert each.evaluate("document.documentElement.scrollWidth <= innerWidth")
