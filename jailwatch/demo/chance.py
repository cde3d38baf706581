"""Draws from distributions, over one seeded `random.Random`, so that a draw can be repeated on any machine."""

import math
import random
from bisect import bisect
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import accumulate


class Odds:
    """Values with weights; the weights need not add up to anything."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = dict(weights)
        self.values = tuple(weights)
        self.edges = list(accumulate(weights.values()))

    def draw(self, by: random.Random) -> str:
        return self.values[min(bisect(self.edges, by.random() * self.edges[-1]), len(self.values) - 1)]

    def share(self, value: str) -> float:
        return self.weights[value] / self.edges[-1]


class Quantiles:
    """A distribution known by some quantiles: straight between them, on the scale of the logarithm."""

    def __init__(self, points: Mapping[float, float]) -> None:
        self.shares = list(points)
        self.logs = [math.log(value) for value in points.values()]

    def draw(self, by: random.Random) -> float:
        luck = by.random()
        place = min(max(bisect(self.shares, luck), 1), len(self.shares) - 1)
        low, high = self.shares[place - 1], self.shares[place]
        part = (luck - low) / (high - low)
        return math.exp(self.logs[place - 1] + part * (self.logs[place] - self.logs[place - 1]))


def poisson(by: random.Random, mean: float) -> int:
    floor, product, count = math.exp(-mean), by.random(), 0
    while product > floor:
        product *= by.random()
        count += 1
    return count


def negative_binomial(by: random.Random, mean: float, variance_over_mean: float) -> int:
    """A Poisson count whose mean itself varies."""
    scale = variance_over_mean - 1
    return poisson(by, by.gammavariate(mean / scale, scale)) if mean > 0 else 0


def minutes(count: float) -> timedelta:
    return timedelta(minutes=int(count))


def delay(by: random.Random, median: float, sigma: float, least: float = 1, most: float = 100_000) -> timedelta:
    """A lognormal wait in whole minutes."""
    return minutes(min(max(by.lognormvariate(math.log(median), sigma), least), most))


def between(by: random.Random, first: datetime, last: datetime) -> datetime:
    """A minute after the first and before the last, where there is one."""
    room = int((last - first).total_seconds() // 60)
    return first + minutes(by.randrange(1, room)) if room > 1 else first
