"""What axe-core finds wrong with a page for who sees little, hears it or uses no mouse."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Of the whole answer only what is wrong leaves the browser: the rest takes longer to hand over than to find.
FIND = """async (options) => {
    const { violations } = await axe.run(options);
    return violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, String(node.target), node.failureSummary]));
}"""


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """One line for each: rule, selector and what to do. All rules that axe turns on by itself, or only some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    return [" ".join(found) for found in page.evaluate(FIND, options)]
