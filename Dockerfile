# The bot as an image: python -m bot run, as a user of its own.
FROM python:3.11-slim
WORKDIR /srv/nscl-bot
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY bot bot
COPY handlers handlers
COPY models models
COPY locales locales
COPY plans plans
RUN useradd --system --home-dir /srv/nscl-bot nscl && mkdir data && chown nscl data
USER nscl
VOLUME /srv/nscl-bot/data
CMD ["python", "-m", "bot", "run"]
