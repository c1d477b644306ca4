"""(e) The flow canvas: milliseconds from frame to frame while a hand pans it, drags a box and zooms.

In a real Chromium, without a graphics card, on a flow that is seen as a whole: ten steps, and three hundred. The floor
is the same page at rest, whose frames come as often as the screen asks for them.
"""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, async_playwright

from bot.app import open_app, utc_now
from bot.demo.people import PASSWORD
from bot.demo.seed import seed
from bot.settings import read_settings
from flows.model import Spot
from flows.words import FlowId
from storage.mongo.flows import MongoFlows
from storage.processes import start_mongo, start_redis
from tests.bench.flows import large_flow
from tests.bench.growth import Growth, Point, point
from tests.bench.product import a_port, python_path, started
from tests.e2e.conftest import QUIET

SIZES = (10, 300)
_MOVES = 120
_SCREEN = {"width": 1440, "height": 900}
_COLUMNS = 20
_NOTING = """() => {
  window.frames_ = [];
  let before = null;
  const note = now => {
    if (before !== null) window.frames_.push(now - before);
    before = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}"""
_EMPTY_SPOT = """() => {
  const { left, top, width, height } = document.querySelector(".react-flow__pane").getBoundingClientRect();
  for (let y = top + height / 2; y < top + height - 20; y += 7)
    for (let x = left + 20; x < left + width - 20; x += 7)
      if (document.elementFromPoint(x, y).classList.contains("react-flow__pane")) return [x, y];
  throw new Error("The canvas is full.");
}"""
_Hand = Callable[[Page], Awaitable[None]]


async def measure(command: Sequence[str] = ("-m", "bot", "console")) -> list[Growth]:
    with TemporaryDirectory() as folder:
        data = Path(folder)
        mongo, redis = await start_mongo(data), await start_redis(data)
        try:
            urls = {"mongo_url": mongo.url, "redis_url": redis.url}
            async with open_app(read_settings().model_copy(update=urls | {"telegram_token": ""})) as app:
                await seed(app)
                for size in SIZES:
                    drawn = large_flow(size).model_copy(update={"id": FlowId(f"of-{size}")})
                    await MongoFlows(app.db).save(drawn, _grid(size), base=0, by="admin", at=utc_now())
            port = a_port()
            environment = {
                "MONGO_URL": mongo.url, "REDIS_URL": redis.url, "HELPLINE_PORT": str(port), "OPERATOR_BOT_TOKEN": "",
                "TELEGRAM_TOKEN": "", **python_path(),
            }  # fmt: skip
            async with started("console", list(command), port, data / "console.log", **environment) as base:
                return await _frames(base)
        finally:
            await mongo.stop()
            await redis.stop()


async def _frames(base: str) -> list[Growth]:
    hands: dict[str, _Hand] = {"panning": _pan, "dragging a box": _drag, "zooming": _zoom}
    points: dict[str, list[Point]] = {name: [] for name in hands}
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("The canvas needs Chromium: `make test` installs it.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        for size in SIZES:
            page = await _opened(browser, base, size)
            floor = await _noted(page, _rest)
            for name, hand in hands.items():
                points[name].append(point(size, await _noted(page, hand), floor=floor))
            await page.close()
        await browser.close()
    return [Growth(name=f"canvas, {name}", each="frame, by steps", points=found) for name, found in points.items()]


async def _opened(browser: Browser, base: str, size: int) -> Page:
    page = await browser.new_page(viewport=_SCREEN, locale="en-GB")  # type: ignore[arg-type]
    await page.goto(f"{base}/console/")
    await page.get_by_label("Login").fill("admin")
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.get_by_role("tab", name="Waiting").wait_for()
    await page.goto(f"{base}/console/flows/of-{size}")
    # A large flow is shown from its beginning.
    await page.locator(".react-flow__controls-fitview").click()
    await page.locator(".react-flow__node").nth(size // 2).wait_for()
    await asyncio.sleep(2)  # until it is drawn and checked
    return page


async def _noted(page: Page, hand: _Hand) -> list[float]:
    """Seconds between frames while the hand is at work."""
    await page.evaluate(_NOTING)
    await hand(page)
    found: list[float] = await page.evaluate("() => window.frames_.splice(0)")
    return [each / 1000 for each in found]


async def _rest(page: Page) -> None:
    await asyncio.sleep(1)


async def _pan(page: Page) -> None:
    await _draw(page, *await page.evaluate(_EMPTY_SPOT), moving=".react-flow__viewport")


async def _drag(page: Page) -> None:
    step = '.react-flow__node[data-id="s4"]'
    box = await page.locator(step).bounding_box()
    assert box is not None
    await _draw(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, moving=step)


async def _draw(page: Page, x: float, y: float, *, moving: str) -> None:
    """With the button down."""

    async def move(away: int, _: int) -> None:
        await page.mouse.move(x + 4 * away, y + 2 * away)

    await page.mouse.move(x, y)
    await page.mouse.down()
    await _to_and_fro(page, move, moving)
    await page.mouse.up()


async def _zoom(page: Page) -> None:
    async def turn(_: int, direction: int) -> None:
        await page.mouse.wheel(0, -20 * direction)

    await page.mouse.move(*await page.evaluate(_EMPTY_SPOT))
    await _to_and_fro(page, turn, ".react-flow__viewport")


async def _to_and_fro(page: Page, move: Callable[[int, int], Awaitable[None]], moving: str) -> None:
    """Refuses to measure what does not move."""
    where = f"() => document.querySelector({json.dumps(moving)}).style.transform"
    places = set()
    for count in range(_MOVES):
        away, direction = (count, 1) if count < _MOVES / 2 else (_MOVES - count, -1)
        await move(away, direction)
        await asyncio.sleep(0.01)
        if count % (_MOVES // 4) == 0:
            places.add(await page.evaluate(where))
    if len(places) < 2:
        raise RuntimeError(f"Nothing moves: {moving}")


def _grid(size: int) -> dict[str, Spot]:
    return {f"s{place}": Spot(x=260 * (place % _COLUMNS), y=150 * (place // _COLUMNS)) for place in range(size)}
