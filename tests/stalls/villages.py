"""The biggest legal input of each route of villages: households, points and what hangs on them."""

from tests.stalls.inputs import ONE_ROW, PIECES, Biggest

_LIST = "200 rows without long texts"
_A_HOUSEHOLD = "one household of at most 30 people"
_RANKED = "some thousands of rows, in turns"
_V = "/api/v1/villages/{village_code}"
_H = f"{_V}/households/{{household_id}}"

#: (method, address as the document has it) -> the request, or why there is none to make.
TABLE: dict[tuple[str, str], Biggest | str] = {
    ("get", "/api/v1/villages"): "200 villages at most",
    **dict.fromkeys(
        [
            ("get", f"{_V}/{name}")
            for name in ("appeals", "council", "households", "pairings", "people", "points-lists", "proposals",
                         "redemptions", "rewards", "pairings/{pairing_id}/visits", "rewards/{reward_id}/moves",
                         "households/{household_id}/entries", "households/{household_id}/looks")
        ],
        _LIST,
    ),
    **dict.fromkeys(
        [
            ("post", f"{_V}/households"), ("get", _H), ("put", _H), ("post", f"{_H}/members"),
            ("put", f"{_H}/members/{{person_id}}"), ("post", f"{_H}/members/{{person_id}}/leave"),
            ("post", f"{_H}/split"), ("post", f"{_H}/end"), ("post", f"{_H}/reveal"),
        ],
        _A_HOUSEHOLD,
    ),
    ("get", f"{_V}/points-rules"): "100 versions of 100 rules at most, as they are kept",
    ("put", f"{_V}/points-rules/{{valid_from}}"): "100 rules at most",
    ("get", f"{_V}/standings"): _RANKED,
    ("post", f"{_V}/points-lists"): _RANKED,
    ("get", f"{_V}/points-lists/{{list_id}}"): "5,000 lines at most, as they are kept",
    ("get", f"{_V}/family-titles/{{year}}"): _RANKED,
    ("post", f"{_V}/family-titles/{{year}}"): _RANKED,
    ("post", f"{_V}/pairings"): _RANKED,
    ("post", f"{_V}/photos"): PIECES,
    ("get", f"{_V}/photos/{{photo_id}}"): PIECES,
    **dict.fromkeys(
        [
            ("post", f"{_V}/council"), ("post", f"{_V}/council/{{seat_id}}/end"), ("post", f"{_V}/proposals"),
            ("get", f"{_V}/proposals/{{proposal_id}}"), ("post", f"{_V}/proposals/{{proposal_id}}/votes"),
            ("post", f"{_V}/proposals/{{proposal_id}}/close"), ("post", f"{_V}/proposals/{{proposal_id}}/withdraw"),
            ("post", f"{_V}/entries/{{entry_id}}/correct"), ("post", f"{_V}/entries/{{entry_id}}/appeal"),
            ("post", f"{_V}/appeals/{{appeal_id}}/decide"), ("post", f"{_V}/rewards"),
            ("put", f"{_V}/rewards/{{reward_id}}"), ("post", f"{_V}/rewards/{{reward_id}}/stock"),
            ("post", f"{_V}/redemptions"), ("post", f"{_V}/redemptions/{{redemption_id}}/return"),
            ("post", f"{_V}/pairings/{{pairing_id}}/end"), ("post", f"{_V}/pairings/{{pairing_id}}/visits"),
        ],
        ONE_ROW,
    ),
}  # fmt: skip
