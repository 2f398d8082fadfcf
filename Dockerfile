# The service. With YIKOU_DATABASE_URL (compose.yaml) it runs against that PostgreSQL; without, on its embedded one in /data.
FROM python:3.13-slim AS build
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PROJECT_ENVIRONMENT=/opt/yikou/.venv
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /opt/yikou
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project
COPY alembic.ini ./
COPY alembic alembic
COPY app app
# uv compiles what it installs; our own sources it only points to.
RUN uv sync --frozen --no-dev && python -m compileall -q app alembic

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data yikou && install -d -o yikou -g yikou -m 0700 /data
COPY --from=build /opt/yikou /opt/yikou
ENV PATH=/opt/yikou/.venv/bin:$PATH YIKOU_DATA_DIR=/data YIKOU_HOST=0.0.0.0 PYTHONUNBUFFERED=1
WORKDIR /opt/yikou
USER yikou
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["yikou"]
CMD ["serve"]
