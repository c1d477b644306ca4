# The product: one image, run as gateway, worker, scheduler or console. Rasa has its own in nlu/rasa.

FROM node:20.20-bookworm-slim AS console
WORKDIR /web
COPY handoff/console/web/package.json handoff/console/web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY handoff/console/web ./
RUN npm run build

FROM node:20.20-bookworm-slim AS widget
WORKDIR /web
COPY bot/channels/site/web/package.json bot/channels/site/web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY bot/channels/site/web ./
RUN npm run build

# Its own lock: the tests' tools are half a gigabyte, and the embedded Redis would need a compiler on ARM.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /opt
COPY requirements.prod.lock ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.prod.lock
# The command that pip would make if the product were installed as a package; it runs from its folder instead, beside its pages.
RUN printf '%s\n' '#!/opt/venv/bin/python' 'from bot.__main__ import main' 'main()' > /opt/venv/bin/helpline \
    && chmod 755 /opt/venv/bin/helpline

FROM python:3.11-slim-bookworm AS product
WORKDIR /app
COPY bot bot
COPY flows flows
COPY handoff handoff
COPY nlu nlu
COPY storage storage
# The pages' sources are no part of the product, and it may not write its bytecode when it runs.
RUN rm -r bot/channels/site/web handoff/console/web && python -m compileall -q .
COPY --from=console /web/dist handoff/console/web/dist
COPY --from=widget /web/dist bot/channels/site/web/dist

FROM python:3.11-slim-bookworm
# A fixed number, so that whoever mounts a volume knows its owner.
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin helpline
COPY --from=packages /opt/venv /opt/venv
COPY --from=product /app /app
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HELPLINE_HOST=0.0.0.0
WORKDIR /app
USER 10001:10001
EXPOSE 8080
# Every role answers here; 503, "nothing can be stored", is an error to urllib. A proxy in the environment is not meant for this.
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --start-interval=1s --retries=3 \
    CMD ["python", "-c", "from urllib.request import *; build_opener(ProxyHandler({})).open('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["helpline"]
CMD ["--help"]
