"""A phone of Yikou 一口: what a person does is durable at once, and reaches the service exactly once, whenever it can.

The package is meant to be read: `phone` is what an app offers, `store` what it keeps, and `pushing`, `uploading` and
`pulling` are the three conversations with the service. Nothing else is needed to write the same for another platform.
"""

from yikou_client.connection import Offline, Refused, SignedOut
from yikou_client.phone import Phone, Synced
from yikou_client.records import Case, Conflict, Operation, Photo, Resolution, State

__all__ = [
    "Case",
    "Conflict",
    "Offline",
    "Operation",
    "Phone",
    "Photo",
    "Refused",
    "Resolution",
    "SignedOut",
    "State",
    "Synced",
]
