"""Which page of a long list the reader asked for."""

from flask import request

ON_A_PAGE = 50


def asked(total: int) -> tuple[int, int]:
    """The page that `?page=` names, kept within what there is, and how many pages there are; both from 1."""
    pages = max(1, -(-total // ON_A_PAGE))
    return min(max(request.args.get("page", 1, type=int), 1), pages), pages
