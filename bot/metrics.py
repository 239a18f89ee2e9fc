"""This file is what can be measured from outside, as Prometheus reads it."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

QUICK = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class Metrics:
    """Counters of this process; the states of the outbox are asked of the database when they are read."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._updates = Counter("nscl_updates", "Updates taken.", ["outcome"], registry=self._registry)
        self._turns = Histogram(
            "nscl_turn_seconds", "Applying one update.", buckets=QUICK, registry=self._registry
        )
        self._sent = Counter("nscl_sends", "Messages sent, by outcome.", ["outcome"], registry=self._registry)
        self._outbox = Gauge("nscl_outbox", "Messages by state.", ["state"], registry=self._registry)
        self._pending = Gauge(
            "nscl_pending", "Updates that wait, or aside.", ["state"], registry=self._registry
        )
        self._tick = Gauge("nscl_last_tick_timestamp_seconds", "The last tick.", registry=self._registry)

    def taken(self, outcome: str, seconds: float) -> None:
        self._updates.labels(outcome).inc()
        self._turns.observe(seconds)

    def sent(self, outcome: str) -> None:
        self._sent.labels(outcome).inc()

    def ticked(self, timestamp: float) -> None:
        self._tick.set(timestamp)

    def text(self, outbox: dict[str, int], pending: dict[str, int]) -> bytes:
        """Give everything in Prometheus' words."""
        for state, count in outbox.items():
            self._outbox.labels(state).set(count)
        for state, count in pending.items():
            self._pending.labels(state).set(count)
        return generate_latest(self._registry)
