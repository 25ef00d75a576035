"""`locker_month`: a month of three cabinets in some minutes: who waits for a door, how long, and in turn?

The hall's own operations, events, rounds and drop-offs on a real database; the controllers' own API and
doors, but in this process, since the month runs faster than a clock. What the diagram waits for between
them is played here. Ours: the longest wait for a door in hours, at most the term of waiting.
"""

import gc
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from flask import Flask
from sqlalchemy import Engine, event

from app.database import db, session, transaction
from tools.bench import locker_figures, locker_people
from tools.bench.figures import Figure
from tools.bench.locker_dropoff import DropOffs
from tools.bench.locker_figures import Watch
from tools.bench.locker_pickup import Paper, Pickups
from tools.bench.locker_story import Story
from tools.bench.locker_street import Street, beginning
from tools.bench.site import Site, inside

DOORS, PEOPLE, ASSOCIATIONS = 600, 7_700, 2_700
DAYS = 30
# Shares of sizes, cabinets, days and drop-offs: invented, with more large papers than a cabinet is built for.
SIZES = {True: ("SML", (50, 32, 18)), False: ("SML", (80, 15, 5))}
CABINETS = ("cabinet-1", "cabinet-2", "cabinet-3")
NEAR = (45, 30, 25)
WEEKDAYS = (35, 18, 17, 16, 14)  # people come on Mondays
ACCESSIBLE, DROPS = 0.04, 0.12


def locker_month(site: Site, people: int) -> Figure:
    """Everybody's one paper, or drop-off, of the month, at cabinets as large as that many people have."""
    app = site.hall()
    clock = beginning()
    folder = site.folder / f"cabinets-{people}"
    folder.mkdir()
    many = max(12, round(DOORS * people / PEOPLE))
    streets = {code: Street(folder, code, many, clock) for code in CABINETS}
    gc.set_threshold(50_000, 20, 20)
    with inside(app):
        _need_not_survive(db.engine)
        house = app.extensions["house"]
        lockers = {code: one.bank for code, one in streets.items()}
        house = replace(house, outside=replace(house.outside, lockers=lockers))
        app.extensions["house"] = house
        return _told(Story(house, clock, streets, Random(2026)), app, people)


def _told(story: Story, app: Flask, people: int) -> Figure:
    papers = Pickups(story)
    story.when_free = papers.called
    drops = DropOffs(story, papers)
    _invite(story, papers, drops, app, people)
    watch = Watch(story, papers)
    watch.over(DAYS + 7)
    began, cpu = time.monotonic(), time.process_time()
    story.run()
    return locker_figures.figure(watch, drops, time.monotonic() - began, time.process_time() - cpu)


def _need_not_survive(engine: Engine) -> None:
    """Nobody pulls the plug here: a commit need not wait for the disk."""
    engine.dispose()
    event.listen(engine, "connect", lambda made, _record: made.execute("PRAGMA synchronous = OFF"))


def _invite(story: Story, papers: Pickups, drops: DropOffs, app: Flask, people: int) -> None:
    """When each paper is signed, or handed in: associations mostly in the first ten days of the month."""
    dice, clock = story.dice, story.clock
    ids = locker_people.stand(story.streets, clock)
    kinds = [one < people * ASSOCIATIONS / PEOPLE for one in range(people)]
    wishes = [(kind, locker_people.drawn(dice, SIZES[kind]), dice.random() < DROPS) for kind in kinds]
    ready = locker_people.cases(app, Counter(size for _, size, drops_off in wishes if not drops_off), clock)
    with transaction():
        for association, size, drops_off in wishes:
            near, moment = dice.choices(CABINETS, NEAR)[0], _moment(dice, association=association)
            if drops_off:
                story.at(moment, partial(drops.prepares, near, size))
                continue
            paper = Paper(next(ready[size]), size, near, dice.random() < ACCESSIBLE)
            papers.papers[paper.case] = paper
            connection = session().connection()
            locker_people.near(paper.case, ids[near], clock, connection, accessible=paper.accessible)
            story.at(moment, partial(papers.signed, paper))


def _moment(dice: Random, *, association: bool) -> datetime:
    """A working hour of the month, Mondays most."""
    week = dice.choices(range(4), (50, 30, 10, 10) if association else (25, 25, 25, 25))[0]
    day = dice.choices(range(5), WEEKDAYS)[0]
    return beginning().now + timedelta(weeks=week, days=day, hours=dice.uniform(1, 9))
