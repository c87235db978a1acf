# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement requirements.txt
COPY pyproject.toml README.md ./
COPY service service
COPY prompts prompts
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/venv/bin/python -m compileall -q /opt/venv

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /tmp paperlark && install --directory --owner 10001 /data
COPY --from=build /opt/venv /opt/venv
# Whoever reaches the port needs a key; the first start prints one, unless it is told that only this machine reaches it
# (PAPERLARK_ACCESS__KEYS=off, as compose.yaml does, which publishes the port on 127.0.0.1).
# The root file system may be read-only: only /data and /tmp are written.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    PAPERLARK_DATA_DIR=/data \
    PAPERLARK_HOST=0.0.0.0
VOLUME /data
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["paperlark"]
CMD ["serve", "--sample", "--first-key"]
