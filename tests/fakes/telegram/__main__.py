"""`python -m tests.fakes.telegram --port 8081 --token 10001:secret`: the cloud as a process of its own."""

import argparse
import asyncio
import signal
import sys

from tests.fakes.telegram.cloud import TelegramCloud


async def serve(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with TelegramCloud(port=options.port, strict_rates=options.strict_rates, pace=options.pace) as cloud:
        for token in options.token:
            cloud.bot(token)
        sys.stdout.write(f"Telegram stands at {cloud.base}\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", action="append", required=True, help="a bot's token; may be given several times")
    parser.add_argument("--strict-rates", action="store_true", help="answer 429 to who sends too fast")
    parser.add_argument("--pace", type=float, default=1.0, help="multiplies the seconds between webhook retries")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
