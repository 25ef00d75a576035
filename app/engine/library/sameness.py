"""When two values of a case's data are the same: as JSON, where 1 is neither 1.0 nor true."""

import orjson


def same(one: object, other: object) -> bool:
    """Would the two be stored as the same text?"""
    return one is other or orjson.dumps(one) == orjson.dumps(other)
