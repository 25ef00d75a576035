"""The tests' own tools: a check that cannot fail would hold nothing."""

import os
from pathlib import Path

import psycopg
import pytest

from tests.browser import PHONE, PageAt, assert_accessible, assert_no_overflow
from tests.postgres import Cluster
from tools import cluster

GOOD = """<!doctype html><html lang="ro"><head><title>Cerere</title></head><body>
<main><h1>Cerere</h1><label for="a">Nume</label> <input id="a"></main></body></html>"""


@pytest.mark.ui
def test_a_good_page_passes(page_at: PageAt) -> None:
    page = page_at(PHONE)
    page.set_content(GOOD)
    assert_accessible(page)
    assert_no_overflow(page)


@pytest.mark.ui
def test_a_field_without_label_is_found(page_at: PageAt) -> None:
    page = page_at(PHONE)
    page.set_content(GOOD.replace("label", "span"))
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


@pytest.mark.ui
def test_something_too_wide_is_named(page_at: PageAt) -> None:
    page = page_at(PHONE)
    page.set_content(GOOD.replace("<input", '<input style="width: 400px"'))
    with pytest.raises(AssertionError, match="<input style"):
        assert_no_overflow(page)


@pytest.mark.postgres
def test_a_copy_has_what_its_template_has(postgres_cluster: Cluster, empty_postgres_url: str) -> None:
    template = empty_postgres_url.rpartition("/")[2]
    with psycopg.connect(empty_postgres_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE register (number int)")
    copy = postgres_cluster.create(template)
    with psycopg.connect(postgres_cluster.url(copy).replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM register").fetchone() == (0,)
    postgres_cluster.drop(copy)
    assert not postgres_cluster.has(copy)


@pytest.mark.postgres
def test_each_test_has_an_empty_database_of_its_own(empty_postgres_url: str) -> None:
    with psycopg.connect(empty_postgres_url.replace("+psycopg", "")) as connection:
        count = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert count == (0,)


@pytest.mark.parametrize("pid", ["4194305", "reused", ""])
def test_a_cluster_whose_server_is_gone_is_swept_away(tmp_path: Path, pid: str) -> None:
    data = tmp_path / "left" / "data"
    data.mkdir(parents=True)
    (data / "postmaster.pid").write_text(f"{os.getpid() if pid == 'reused' else pid}\n{data}\n")
    cluster.stop(tmp_path / "left")
    assert not (tmp_path / "left").exists()


@pytest.mark.postgres
def test_a_running_cluster_is_ended_and_removed() -> None:
    folder = cluster.new_folder()
    port = cluster.start(folder, cluster.FAST)
    cluster.stop(folder)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres").close()
